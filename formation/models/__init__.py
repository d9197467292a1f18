"""Strength as it was published, and what changed it."""

from formation.models.changes import StrengthChange, StrengthChangeSet, StrengthChangeSetQuerySet
from formation.models.national import (
    COUNTRY,
    PERCENT,
    NationalFigure,
    NationalTable,
    NationalTableQuerySet,
    refuse_adopted,
)
from formation.models.tables import (
    MAIN_SERIES,
    WHOLE_UNIT_SERIES,
    StaffCategory,
    StrengthCell,
    StrengthCellEdit,
    StrengthExplanation,
    StrengthRow,
    StrengthTable,
    StrengthTableQuerySet,
    free_code,
)
