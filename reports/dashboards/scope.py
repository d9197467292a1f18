"""The eenheid and the year in the address of a dashboard, and which of them somebody may choose."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Max, Min, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.caching.kept_pages import unrecorded
from nhveilig.http.views import NothingThere
from nhveilig.regions.models import PoliceUnit
from nhveilig.regions.views import OfUnit
from reports.dashboards.models import Visit
from themes.models import ImplementationPlan, Theme
from themes.progress import validators as checks

DASHBOARDS = "Overzicht"


def own_units(access: Access, permission: Permission = Permission.VIEW_PLANS) -> list[PoliceUnit]:
    """The eenheden whose plans somebody may read, in their order."""
    held = access.units_with(permission)
    units = {role.police_unit_id: role.police_unit for role in access.roles if role.police_unit_id in held}
    return sorted(units.values(), key=lambda unit: unit.order)


def themes_of(police_unit: PoliceUnit, access: Access) -> QuerySet[Theme]:
    """Every theme of every plan of the eenheid, the newest plan first, with the years that were planned for it.

    With when the reader was here (`seen_at`, `before` of Visit): it is asked for together, for it is on every page.
    """
    visit = Visit.objects.of(access.user, police_unit)
    return (
        Theme.objects.readable_by(access)
        .filter(plan__police_unit=police_unit)
        .select_related("plan")
        .annotate(
            planned_from=Min("implementation_plans__year"),
            planned_until=Max("implementation_plans__year"),
            seen_at=Subquery(visit.values("seen_at")),
            before=Subquery(visit.values("before")),
        )
        .order_by("-plan__start_year", "-plan__kind", "plan__title", "plan", "number")
    )


def years_of(themes: Iterable[Theme]) -> list[int]:
    """From the first year of the first plan to the last of the last, and further where somebody planned further."""
    planned = [year for theme in themes for year in (theme.planned_from, theme.planned_until) if year]
    known = [*planned, *(year for theme in themes for year in (theme.plan.start_year, theme.plan.end_year))]
    return list(range(min(known), max(known) + 1)) if known else []


def newest_year(police_unit: PoliceUnit, access: Access) -> int:
    """The last year of which there is a plan to read; the present one without any."""
    plans = ImplementationPlan.objects.visible_to(access).filter(theme__plan__police_unit=police_unit)
    return plans.aggregate(newest=Max("year"))["newest"] or timezone.localdate().year


def last_day(year: int) -> date:
    """The day to judge a year on: today, or its last day when it is over."""
    return checks.last_day(year, timezone.localdate())


class OfPlannedYear(OfUnit):
    """A dashboard of an eenheid in a year. An eenheid that is not the reader's own is not there; a year that no plan
    covers is answered with 404 and the years there are."""

    permission = Permission.VIEW_PLANS

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if self.year not in self.years:
            words = " Deze jaren zijn er wel:" if self.years else ""
            raise NothingThere(
                "Over dit jaar is er niets",
                f"In de portal staat geen plan van {self.police_unit} dat in {self.year} loopt.{words}",
                [(str(year), self.url_of(year)) for year in self.years],
            )
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def police_unit(self) -> PoliceUnit:
        """Read with the roles, so that no page asks for it again."""
        for unit in own_units(self.request.access):
            if unit.slug == self.kwargs["unit"]:
                return unit
        raise Http404("Deze eenheid is er niet, of u hebt er geen rol.")

    @property
    def year(self) -> int:
        return self.kwargs["year"]

    @cached_property
    def known_themes(self) -> list[Theme]:
        with unrecorded(Visit):
            themes = list(themes_of(self.police_unit, self.request.access))
        for theme in themes:
            theme.plan.police_unit = self.police_unit
        return themes

    @cached_property
    def years(self) -> list[int]:
        return years_of(self.known_themes)

    def url_of(self, year: int) -> str:
        return reverse("reports:unit-dashboard", args=[self.police_unit.slug, year])

    def year_tabs(self) -> list[dict[str, object]]:
        """For components/tabs.html: the years around this one, for twenty of them are no menu."""
        near = [year for year in self.years if abs(year - self.year) <= 3]
        return [{"label": str(year), "url": self.url_of(year), "current": year == self.year} for year in near]

    def other_years(self) -> list[tuple[int, str]]:
        return [(year, self.url_of(year)) for year in self.years if abs(year - self.year) > 3]
