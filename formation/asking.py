"""Who keeps the strength of an eenheid answers what is asked about one of its tables."""

from django.db.models import Q, QuerySet

from formation.models import StrengthTable
from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.questions.subjects import OfUnit, add_subject
from nhveilig.regions.models import PoliceUnit


class AboutStrength(OfUnit):
    code, word = "sterkte", "de sterktetabel"
    edit_permission = Permission.EDIT_STRENGTH

    def find(self, access: Access, unit: PoliceUnit, pk: int) -> StrengthTable | None:
        return self._visible(access).for_list().filter(police_unit=unit, pk=pk).first()

    def title(self, row: StrengthTable) -> str:
        return f"{row.title or row.police_unit}, {row.per_day}"

    def url(self, row: StrengthTable, unit: PoliceUnit) -> str:
        return row.url()

    def visible(self, access: Access) -> Q:
        return Q(row__in=self._visible(access).values("pk"))

    def _visible(self, access: Access) -> QuerySet[StrengthTable]:
        units = access.units_with(Permission.VIEW_STRENGTH)
        return StrengthTable.objects.visible_to(units, access.units_with(Permission.VIEW_CONCEPTS))


add_subject(AboutStrength())
