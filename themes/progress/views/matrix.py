"""Over the plans of one eenheid and year: what every municipality does, and who has not reported."""

from datetime import date

from django.db.models import Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, cached_property
from django.views.generic import TemplateView, View

from nhveilig.accounts.permissions import Permission
from nhveilig.caching.views import KeepsParts
from nhveilig.figures.tables import table_for_people
from nhveilig.http.responses import csv_download
from nhveilig.http.views import breadcrumbs, year_tabs
from nhveilig.regions.views import OfUnit
from themes.models import ImplementationPlan, PolicyPlan
from themes.models.plans import ImplementationPlanQuerySet
from themes.parts.views import PLANS
from themes.progress.matrix import Matrix, MatrixColumn, columns_on, matrix_of, matrix_table
from themes.progress.permissions import desks_of
from themes.progress.queries import missing_reports, per_municipality, with_subjects


class OfAdoptedPlans(OfUnit):
    """A page about the adopted plans of one eenheid in one year. A year without any is there while it is now, and when
    the eenheid made policy for it: its other pages lead here."""

    permission = Permission.VIEW_PLANS

    @property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def year(self) -> int:
        asked = self.kwargs["year"]
        if asked not in self.adopted_years and not self._is_covered(asked):
            raise Http404("Voor dit jaar is geen plan vastgesteld.")
        return asked

    @cached_property
    def adopted_years(self) -> set[int]:
        """Those with an adopted plan, and the present one."""
        return {*self._adopted().order_by().values_list("year", flat=True).distinct(), self.today.year}

    def _is_covered(self, year: int) -> bool:
        """Whether it lies between the first and the last year that the eenheid made policy or planned for."""
        planned = "themes__implementation_plans__year"
        ends = (Min("start_year"), Min(planned), Max("end_year"), Max(planned))
        found = PolicyPlan.objects.filter(police_unit=self.police_unit).aggregate(*ends).values()
        known = [one for one in found if one]
        return bool(known) and min(known) <= year <= max(known)

    def _adopted(self) -> ImplementationPlanQuerySet:
        visible = ImplementationPlan.objects.visible_to(self.request.access)
        return visible.filter(status=ImplementationPlan.Status.ADOPTED, theme__plan__police_unit=self.police_unit)

    def plans(self) -> ImplementationPlanQuerySet:
        return self._adopted().for_list().filter(year=self.year)

    @cached_property
    def columns(self) -> list[MatrixColumn]:
        return matrix_of(self.plans(), self.police_unit, self.year, self.today)

    def page(self, title: str, name: str) -> dict[str, object]:
        access, slug = self.request.access, self.police_unit.slug
        return {
            "unit": self.police_unit,
            "year": self.year,
            "title": title,
            "reminds": self.year <= self.today.year and access.may(Permission.DECIDE_PLANS, self.police_unit.pk),
            **self.about_unit(),
            "breadcrumbs": breadcrumbs([(PLANS, f"{reverse('themes:plan-list')}?jaar={self.year}")], here=title),
            "tabs": year_tabs(
                sorted({*self.adopted_years, self.year}),
                self.year,
                lambda year: reverse(f"themes:{name}", args=[slug, year]),
            ),
        }


class MatrixView(KeepsParts, OfAdoptedPlans, TemplateView):
    """Municipality by target; above it a mayor's own municipality, where it can be reported."""

    template_name = "themes/progress/matrix.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(
            **kwargs | self.page(f"Resultaten per gemeente {self.year}", "matrix"),
            matrix=SimpleLazyObject(self.matrix),
            # The rows of a mayor are kept apart from the table, which is the same for all of them.
            own=f"own {self.request.access.readership(of_municipality=True)}",
            here=self.request.get_full_path(),
        )

    def matrix(self) -> Matrix:
        access, columns = self.request.access, self.columns
        own = frozenset(access.municipalities_with(Permission.VIEW_PLANS))
        has_begun = self.year <= self.today.year
        return Matrix(columns, own, desks_of(access, {column.target.plan for column in columns} if has_begun else ()))


class MatrixCsvView(OfAdoptedPlans, View):
    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        table = matrix_table(self.columns, self.police_unit, self.year)
        return csv_download(table_for_people(table.as_dict()), f"{table.id}.csv")


class NotReportedView(KeepsParts, OfAdoptedPlans, TemplateView):
    """Per theme who leads it and what was not reported, or too long ago."""

    template_name = "themes/progress/not_reported.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(
            **kwargs | self.page(f"Nog niet gemeld in {self.year}", "not-reported"),
            found=SimpleLazyObject(self.found),
            is_over=self.today.year > self.year,
        )

    def found(self) -> dict[str, object]:
        plans = list(with_subjects(self.plans()))
        columns = columns_on(per_municipality(plans), self.police_unit, self.year, self.today)
        found = missing_reports(plans, columns, self.today)
        return {
            "missing": [one for one in found if one.count or one.columns],
            "complete": [one.plan for one in found if not one.count and not one.columns],
            "stats": _stats(found),
        }


def _stats(found: list) -> list[dict[str, object]]:
    asked, reported = sum(one.asked for one in found), sum(one.reported for one in found)
    return [
        {"label": "Gemeld en actueel", "value": reported, "note": f"van {asked} onderdelen"},
        {"label": "Nog nooit gemeld", "value": sum(len(one.unreported) for one in found)},
        {"label": "Ouder dan drie maanden", "value": sum(len(one.old) for one in found)},
        {"label": "Gemeenten die nog ontbreken", "value": len({town.pk for one in found for town in one.missing})},
    ]
