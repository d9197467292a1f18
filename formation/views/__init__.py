"""The pages that show strength. Who may see them: `Permission.VIEW_STRENGTH`, for the eenheid in the address."""

from formation.views.comparison import StrengthComparisonView
from formation.views.development import DevelopmentView
from formation.views.norm import NormView
from formation.views.occupation import OccupationView
from formation.views.overview import StrengthCsvView, TableDetailView, TableListView
from formation.views.part import PartView
from formation.views.table import DatedTableView

__all__ = [
    "DatedTableView",
    "DevelopmentView",
    "NormView",
    "OccupationView",
    "PartView",
    "StrengthComparisonView",
    "StrengthCsvView",
    "TableDetailView",
    "TableListView",
]
