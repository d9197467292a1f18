from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from nhveilig.accounts.permissions import Permission
from nhveilig.caching.views import KeepsParts
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from reports.dashboards.not_found import FIRST_YEAR, LAST_YEAR, NothingThere, WithWayOn
from reports.dashboards.places import has_policy, years_with_plans
from reports.dashboards.presenters import TeamPage, years_of
from themes.progress.validators import last_day


class TeamDashboardView(KeepsParts, WithWayOn, TemplateView):
    """A basisteam: what it has in every table up to that year, its wijkagenten, and the municipalities it serves."""

    permission = Permission.VIEW_STRENGTH
    template_name = "reports/dashboards/team.html"

    @cached_property
    def police_unit(self) -> PoliceUnit:
        units = PoliceUnit.objects.filter(pk__in=self.request.access.units_with(self.permission))
        return get_object_or_404(units, slug=self.kwargs["unit"])

    @cached_property
    def day(self) -> date:
        if not FIRST_YEAR <= self.kwargs["year"] <= LAST_YEAR:
            raise Http404
        return last_day(self.kwargs["year"], timezone.localdate())

    @cached_property
    def team(self) -> OrganisationUnit:
        units = OrganisationUnit.objects.filter(police_unit=self.police_unit, kind=OrganisationUnit.Kind.BASE_TEAM)
        team = units.on(self.day).filter(pk=self.kwargs["pk"]).first()
        if team is None:
            raise Http404("Dit basisteam is er niet.")
        # Its eenheid is read already.
        team.police_unit = self.police_unit
        return team

    def get_context_data(self, **kwargs):
        year, years = self.kwargs["year"], self._years()
        if year not in years and not has_policy(self.police_unit, year):
            raise self._no_such_year(years)
        return super().get_context_data(
            team=self.team,
            police_unit=self.police_unit,
            page=TeamPage(self.team, self.day),
            tabs=self._tabs(sorted({*years, year})),
            unit_name=f"Eenheid {self.police_unit}",
            breadcrumbs=[("Gemeenten", reverse("reports:municipality-list")), (f"{self.team} {year}", None)],
            **kwargs,
        )

    def _years(self) -> list[int]:
        """With a plan or a table, and this one."""
        planned = years_with_plans(self.request.access, self.police_unit)
        return sorted({*planned, *years_of(self.team), timezone.localdate().year})

    def _tabs(self, years: list[int]) -> list[dict[str, object]]:
        shown = self.kwargs["year"]
        return [{"label": str(year), "url": self._address(year), "current": year == shown} for year in years]

    def _address(self, year: int) -> str:
        return reverse("reports:team-dashboard", args=[self.police_unit.slug, year, self.kwargs["pk"]])

    def _no_such_year(self, years: list[int]) -> NothingThere:
        links = [(f"{self.team} in {year}", self._address(year)) for year in reversed(years)]
        text = f"Van {self.kwargs['year']} zijn geen plannen of sterktecijfers bekend. Kies een ander jaar."
        return NothingThere(f"Over {self.team} in {self.kwargs['year']} staat hier niets", text, links)
