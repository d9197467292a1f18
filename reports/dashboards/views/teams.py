from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from nhveilig.accounts.permissions import Permission
from nhveilig.caching.views import KeepsParts
from nhveilig.http.views import NothingThere, breadcrumbs
from nhveilig.regions.models import OrganisationUnit
from nhveilig.regions.views import OfUnit, OfYear
from reports.dashboards.queries import has_policy, years_with_plans
from reports.dashboards.teams.presenters import TeamPage, years_of
from themes.progress.validators import last_day


class TeamDashboardView(KeepsParts, OfUnit, OfYear, TemplateView):
    """A basisteam: what it has in every table up to that year, its wijkagenten, and the municipalities it serves."""

    permission = Permission.VIEW_STRENGTH
    template_name = "reports/dashboards/team.html"

    @cached_property
    def day(self) -> date:
        return last_day(self.year, timezone.localdate())

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
        year, years = self.year, self._years()
        if year not in years and not has_policy(self.police_unit, year):
            raise self._no_such_year(years)
        return super().get_context_data(
            team=self.team,
            page=TeamPage(self.team, self.day),
            tabs=self._tabs(sorted({*years, year})),
            breadcrumbs=breadcrumbs([("Gemeenten", reverse("reports:municipality-list"))], here=f"{self.team} {year}"),
            **self.about_unit(),
            **kwargs,
        )

    def _years(self) -> list[int]:
        """The years with a plan or a table, and the present one."""
        planned = years_with_plans(self.request.access, self.police_unit)
        return sorted({*planned, *years_of(self.team), timezone.localdate().year})

    def _tabs(self, years: list[int]) -> list[dict[str, object]]:
        shown = self.year
        return [{"label": str(year), "url": self._address(year), "current": year == shown} for year in years]

    def _address(self, year: int) -> str:
        return reverse("reports:team-dashboard", args=[self.police_unit.slug, year, self.kwargs["pk"]])

    def _no_such_year(self, years: list[int]) -> NothingThere:
        links = [(f"{self.team} in {year}", self._address(year)) for year in reversed(years)]
        text = f"Van {self.year} zijn geen plannen of sterktecijfers bekend. Kies een ander jaar."
        return NothingThere(f"Over {self.team} in {self.year} staat hier niets", text, links)
