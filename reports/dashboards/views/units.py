"""The dashboards of an eenheid and of a theme in a year."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst
from django.views.generic import TemplateView, View

from agenda.periods import REPORTED, Period
from agenda.register.presenters import until_title
from nhveilig.accounts.permissions import Permission
from nhveilig.caching.views import KeepsParts
from nhveilig.figures.charts import data_table
from nhveilig.figures.tables import write_csv
from nhveilig.http.responses import csv_download
from nhveilig.http.views import breadcrumbs
from reports.dashboards.changes import changes_since
from reports.dashboards.models import Visit
from reports.dashboards.scope import DASHBOARDS, OfPlannedYear, last_day, newest_year, own_units
from reports.dashboards.services import record_visit
from reports.dashboards.themes.presenters import ALL_YEARS, ThemeDashboard, theme_dashboard
from reports.dashboards.units.presenters import UnitDashboard, unit_dashboard
from themes.models import Theme


class OwnDashboardView(View):
    """To the newest year of the reader's own eenheid, of several the first."""

    permission = Permission.VIEW_PLANS

    def get(self, request: HttpRequest) -> HttpResponse:
        unit = own_units(request.access)[0]
        return HttpResponseRedirect(
            reverse("reports:unit-dashboard", args=[unit.slug, newest_year(unit, request.access)])
        )


class OfDashboard(OfPlannedYear):
    @property
    def until(self) -> str:
        """How far into the year: `?periode=`; what does not exist counts as not chosen."""
        asked = self.request.GET.get("periode", "")
        return asked if asked in {period.value for period in REPORTED} else Period.YEAR.value

    def dashboard(self) -> UnitDashboard:
        return unit_dashboard(self.police_unit, self.year, self.known_themes, self.request.access, self.until)


class UnitDashboardView(KeepsParts, OfDashboard, TemplateView):
    template_name = "reports/dashboards/unit.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "dashboard": SimpleLazyObject(self.dashboard),
            **self._changes(),
            "unit": self.police_unit,
            "year": self.year,
            "kicker": f"Overzicht van de eenheid in {self.year}",
            **self.about_unit(),
            "unit_tabs": self._unit_tabs(),
            "year_tabs": self.year_tabs(),
            "other_years": self.other_years(),
            "period_tabs": self._period_tabs(),
            "here": self.request.get_full_path(),
        }

    def _changes(self) -> dict[str, object]:
        """What is new since the reader was here before, kept for that moment; and that they are here now."""
        now, visit = timezone.now(), self._visit()
        if visit is None or visit.is_over(now):
            record_visit(user=self.request.user, police_unit=self.police_unit, now=now, was_here=visit is not None)
        since = visit.since(now) if visit else None
        return {
            "since": f"since {since}",
            "changes": SimpleLazyObject(lambda: changes_since(self.police_unit, since, self.request.access)),
        }

    def _visit(self) -> Visit | None:
        """When the reader was here, as it was asked for with the themes."""
        seen = self.known_themes[0]
        return Visit(seen_at=seen.seen_at, before=seen.before) if seen.seen_at else None

    def _unit_tabs(self) -> list[dict[str, object]]:
        units = own_units(self.request.access)
        return [
            {
                "label": str(unit),
                "url": reverse("reports:unit-dashboard", args=[unit.slug, self.year]),
                "current": unit == self.police_unit,
            }
            for unit in units
            if len(units) > 1
        ]

    def _period_tabs(self) -> list[dict[str, object]]:
        return [
            {
                "label": capfirst(until_title(period)),
                "url": f"?periode={period.value}#landelijke-doelen",
                "current": period.value == self.until,
            }
            for period in reversed(REPORTED)
        ]


class UnitDashboardCsvView(OfDashboard, View):
    """A table of the dashboard: `landelijke-doelen` or `activiteiten`."""

    def get(self, request: HttpRequest, table: str, **kwargs) -> HttpResponse:
        dashboard = self.dashboard()
        chart = dashboard.chart()
        found = {
            "landelijke-doelen": dashboard.targets_table(),
            "activiteiten": data_table(chart) if chart else None,
        }.get(table)
        if found is None:
            raise Http404("Deze tabel is er niet.")
        return csv_download(write_csv(found), f"{table}-{self.police_unit.slug}-{self.year}.csv")


class OfThemeDashboard(OfPlannedYear):
    """A theme of the eenheid, by its name in the address: also where one policy plan followed another."""

    @property
    def theme(self) -> Theme:
        """The theme of the policy plan that runs in the year, or else of the newest."""
        named = [theme for theme in self.known_themes if theme.slug == self.kwargs["theme"]]
        if not named:
            raise Http404("Dit thema heeft de eenheid niet.")
        running = (theme for theme in named if theme.plan.start_year <= self.year <= theme.plan.end_year)
        return next(running, named[0])

    def url_of(self, year: int) -> str:
        return reverse("reports:theme-dashboard", args=[self.police_unit.slug, year, self.kwargs["theme"]])

    def dashboard(self) -> ThemeDashboard:
        today = last_day(self.year)
        return theme_dashboard(self.police_unit, self.theme.slug, self.year, self.request.access, today)


class ThemeDashboardView(KeepsParts, OfThemeDashboard, TemplateView):
    template_name = "reports/dashboards/theme.html"

    def get_context_data(self, **kwargs):
        theme = self.theme
        unit_url = reverse("reports:unit-dashboard", args=[self.police_unit.slug, self.year])
        return super().get_context_data(**kwargs) | {
            "dashboard": SimpleLazyObject(self.dashboard),
            "theme": theme,
            "unit": self.police_unit,
            "year": self.year,
            **self.about_unit(),
            "breadcrumbs": breadcrumbs(
                [(f"{DASHBOARDS} {self.police_unit} {self.year}", unit_url)], here=theme.short_title
            ),
            "year_tabs": self.year_tabs(),
            "other_years": self.other_years(),
            "here": self.request.get_full_path(),
        }


class ThemeCsvView(OfThemeDashboard, View):
    """A table of the dashboard: `streefwaarden` or `jaren`."""

    def get(self, request: HttpRequest, table: str, **kwargs) -> HttpResponse:
        theme, dashboard = self.theme, self.dashboard()
        chart = dashboard.years_chart(most=ALL_YEARS)
        targets = dashboard.progress_table()
        found = {
            "streefwaarden": targets.as_dict() if targets else None,
            "jaren": data_table(chart) if chart else None,
        }.get(table)
        if found is None:
            raise Http404("Deze tabel is er niet.")
        return csv_download(write_csv(found), f"{table}-{theme.slug}-{self.year}.csv")
