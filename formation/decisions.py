"""What is adopted of the strength, and what its decision says."""

from django.db.models import Q

from nhveilig.figures.dates import FuzzyDate
from nhveilig.figures.formats import date_long
from nhveilig.governance.enums import Subject
from nhveilig.governance.services import Adopted

TABLE = Adopted(
    label="formation.StrengthTable",
    held=Q(status="adopted"),
    subject=Subject.STRENGTH,
    what=lambda table: (
        f"{table.title or 'Politiesterkte'}, {table.get_kind_display()} per {date_long(table.reference_date)}"
    ),
    on=lambda table: FuzzyDate.of_day(table.adopted_on),
    unit=lambda table: table.police_unit_id,
)
