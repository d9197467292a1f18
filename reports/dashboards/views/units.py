"""The dashboards of an eenheid and of a theme in a year, and those somebody keeps under a name of their own."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.text import capfirst
from django.views.generic import TemplateView, View

from agenda.periods import REPORTED, Period
from agenda.register.presenters import until_title
from nhveilig.accounts.once import SentOnce
from nhveilig.accounts.permissions import Permission
from nhveilig.caching.kept_pages import unrecorded
from nhveilig.caching.views import KeepsParts
from nhveilig.figures.formats import date_long
from nhveilig.figures.tables import table_for_people
from nhveilig.http.responses import UNPROCESSABLE, csv_download
from nhveilig.http.views import NothingThere, breadcrumbs, tabs
from nhveilig.regions.models import PoliceUnit
from nhveilig.regions.views import OfUnit
from reports.dashboards.models import SavedView, Visit
from reports.dashboards.queries import first_shown, own_units, themes_of, years_of
from reports.dashboards.services import ViewRefused, record_visit, remove_view, save_view
from reports.dashboards.themes.presenters import ThemeDashboard, theme_dashboard
from reports.dashboards.units.changes import changes_since
from reports.dashboards.units.presenters import UnitDashboard, unit_dashboard
from themes.models import Theme
from themes.progress.validators import last_day


class OwnDashboardView(View):
    """To the running year of the reader's own eenheid, of several that in `?eenheid=` or the first; to the year in
    `?jaar=` when something is known of it there."""

    permission = Permission.VIEW_PLANS

    def get(self, request: HttpRequest) -> HttpResponse:
        units = own_units(request.access)
        unit = next((one for one in units if one.slug == request.GET.get("eenheid")), units[0])
        asked = request.GET.get("jaar", "")
        known = map(str, years_of(themes_of(unit, request.access))) if asked else ()
        year = int(asked) if asked in known else first_shown(unit, request.access)
        return redirect("reports:unit-dashboard", unit.slug, year)


class OfPlannedYear(OfUnit):
    """A dashboard of an eenheid in a year. An eenheid that is not the reader's own is not there; a year that no plan
    covers is answered with 404 and the years there are."""

    permission = Permission.VIEW_PLANS

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if self.year not in self.years:
            raise NothingThere(
                "Over dit jaar is er niets",
                f"In de portal staat geen plan van {self.police_unit} dat in {self.year} loopt. Deze jaren wel:",
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
        """Without any plan the present one, so that the menu always leads somewhere."""
        return years_of(self.known_themes) or [timezone.localdate().year]

    def url_of(self, year: int) -> str:
        return reverse("reports:unit-dashboard", args=[self.police_unit.slug, year])

    @cached_property
    def _adopted(self) -> int:
        """The last year with an adopted plan; without any the last of all."""
        found = (theme.adopted_until for theme in self.known_themes if theme.adopted_until)
        return max(found, default=max(self.years))

    def _label_of(self, year: int) -> str:
        return f"{year} (nog niets vastgesteld)" if year > self._adopted else str(year)

    def get_context_data(self, **kwargs):
        """With the years around this one as tabs, up to the first without a plan: twenty are no menu. Others apart."""
        dashboard = SimpleLazyObject(self.dashboard)
        self.request.questions = SimpleLazyObject(lambda: dashboard.questions)
        near = [year for year in self.years if abs(year - self.year) <= 3 and year <= max(self.year, self._adopted + 1)]
        return super().get_context_data(**kwargs) | {
            "dashboard": dashboard,
            "unit": self.police_unit,
            "year": self.year,
            "year_tabs": tabs((self._label_of(year), self.url_of(year), year == self.year) for year in near),
            "other_years": [(year, self.url_of(year)) for year in self.years if year not in near],
            "here": self.request.get_full_path(),
            **self.about_unit(),
        }


class TableOfDashboard(View):
    """A table of the dashboard, as CSV."""

    def get(self, request: HttpRequest, table: str, **kwargs) -> HttpResponse:
        found = self.dashboard().tables().get(table)
        if found is None:
            raise Http404("Deze tabel is er niet.")
        about = self.kwargs.get("theme", self.police_unit.slug)
        return csv_download(table_for_people(found), f"{table}-{about}-{self.year}.csv")


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
        return super().get_context_data(
            **self._heading(),
            unit_tabs=self._unit_tabs(),
            period_tabs=self._period_tabs(),
            **self._changes(),
            **kwargs,
        )

    def _heading(self) -> dict[str, str]:
        """The question of the page, and the day on which it is answered."""
        today = timezone.localdate()
        ahead = f"Hoe staat {self.year} ervoor?" if self.year == today.year else f"Wat is er voor {self.year}?"
        title = f"Hoe ging het in {self.year}?" if self.year < today.year else ahead
        day = date_long(last_day(self.year, today))
        return {"title": title, "kicker": f"Eenheid {self.police_unit}, stand van {day}"}

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
        seen = self.known_themes[0] if self.known_themes else None
        return Visit(seen_at=seen.seen_at, before=seen.before) if seen and seen.seen_at else None

    def _unit_tabs(self) -> list[dict[str, object]]:
        """Whether another eenheid has this year is looked up by who goes there."""
        units, address = own_units(self.request.access), reverse("reports:dashboard")
        found = (
            (str(unit), f"{address}?eenheid={unit.slug}&jaar={self.year}", unit == self.police_unit) for unit in units
        )
        return tabs(found) if len(units) > 1 else []

    def _period_tabs(self) -> list[dict[str, object]]:
        return tabs(
            (capfirst(until_title(period)), f"?periode={period.value}#landelijke-doelen", period.value == self.until)
            for period in reversed(REPORTED)
        )


class UnitDashboardCsvView(OfDashboard, TableOfDashboard):
    pass


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
        today = last_day(self.year, timezone.localdate())
        return theme_dashboard(self.police_unit, self.theme.slug, self.year, self.request.access, today)


class ThemeDashboardView(KeepsParts, OfThemeDashboard, TemplateView):
    template_name = "reports/dashboards/theme.html"

    def get_context_data(self, **kwargs):
        theme = self.theme
        unit_url = reverse("reports:unit-dashboard", args=[self.police_unit.slug, self.year])
        above = [(f"Overzicht {self.police_unit} {self.year}", unit_url)]
        crumbs = breadcrumbs(above, here=theme.short_title)
        day = date_long(last_day(self.year, timezone.localdate()))
        kicker = f"{theme.plan.title}, stand van {day}"
        return super().get_context_data(**kwargs) | {"theme": theme, "breadcrumbs": crumbs, "kicker": kicker}


class ThemeCsvView(OfThemeDashboard, TableOfDashboard):
    pass


class SavedViewsView(SentOnce, TemplateView):
    """What the reader keeps; sent with a name and an address it keeps that too."""

    permission = Permission.VIEW_PORTAL
    template_name = "reports/dashboards/saved_views.html"

    def get_context_data(self, **kwargs):
        kept = {"views": SavedView.objects.of(self.request.access), "refused": "", "name": "", "path": ""}
        return super().get_context_data(breadcrumbs=breadcrumbs([], here="Bewaarde weergaven"), **kept | kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        name, path = request.POST.get("name", ""), request.POST.get("path", "")
        try:
            view = save_view(user=request.user, name=name, path=path)
        except ViewRefused as refused:
            page = self.get_context_data(refused=str(refused), name=name, path=path)
            return self.render_to_response(page, status=UNPROCESSABLE)
        messages.success(request, f"Bewaard als “{view.name}”. U vindt de weergave terug op de startpagina.")
        return HttpResponseRedirect(view.path)


class RemoveViewView(View):
    permission = Permission.VIEW_PORTAL

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        view = get_object_or_404(SavedView.objects.of(request.access), pk=pk)
        remove_view(view=view)
        messages.success(request, f"“{view.name}” is niet meer bewaard. De pagina zelf is er nog.")
        return redirect("reports:saved-views")
