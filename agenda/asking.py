"""Who keeps the figures of an eenheid answers what is asked about its part in an indicator of the agenda."""

from django.db.models import Q
from django.urls import reverse

from agenda.models import Indicator
from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.questions.subjects import OfUnit, add_subject
from nhveilig.regions.models import PoliceUnit


class AboutIndicator(OfUnit):
    code, word = "indicator", "de indicator"
    edit_permission = Permission.EDIT_AGENDA

    def find(self, access: Access, unit: PoliceUnit, pk: int) -> Indicator | None:
        if not access.may(Permission.VIEW_AGENDA, unit.pk):
            return None
        found = Indicator.objects.present().filter(objective__agenda__is_draft=False)
        return found.select_related("objective__agenda").filter(pk=pk).first()

    def title(self, row: Indicator) -> str:
        return row.name

    def url(self, row: Indicator, unit: PoliceUnit) -> str:
        return reverse("agenda:indicator-detail", args=[row.objective.agenda.slug, row.objective.code, row.code])

    def visible(self, access: Access) -> Q:
        return Q(police_unit__in=access.units_with(Permission.VIEW_AGENDA))


add_subject(AboutIndicator())
