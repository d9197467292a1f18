"""The pages of a municipality and a basisteam in a year, and the list of all municipalities of an eenheid."""

import re
from datetime import date

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, cached_property
from django.views.generic import TemplateView, View

from nhveilig.accounts.permissions import Permission
from nhveilig.caching.views import KeepsParts
from nhveilig.http.ordering import PARAMETER as ORDER
from nhveilig.http.views import NothingThere, breadcrumbs, year_tabs
from nhveilig.questions.queries import QuestionsBeside
from nhveilig.regions.models import Municipality, OrganisationUnit, PoliceUnit
from nhveilig.regions.views import OfUnit, OfYear
from reports.dashboards import queries
from reports.dashboards.municipalities.beside import Around, around
from reports.dashboards.municipalities.listing import MunicipalityList
from reports.dashboards.municipalities.presenters import MunicipalityYear
from reports.dashboards.teams.police import police_of
from reports.dashboards.teams.presenters import TeamPage, years_of
from themes.progress.validators import last_day

MUNICIPALITIES = "Gemeenten"


def municipality_url(code: str, year: int) -> str:
    return reverse("reports:municipality-dashboard", args=[code, year])


class OfMunicipality:
    """The municipality in the address; one of an eenheid the reader does not work for is not there."""

    permission = Permission.VIEW_PLANS

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def around(self) -> Around:
        """The municipalities of its eenheid on the last day of the year that is shown."""
        year = self.kwargs.get("year", self.today.year)
        known = year if year in OfYear.years_that_can_be else self.today.year
        return around(self.request.access, self.kwargs["code"], last_day(known, self.today))

    def places(self, year: int) -> list[Municipality]:
        """The municipality and those that merged into it."""
        code = self.kwargs["code"]
        places = queries.with_predecessors(self.request.access, code, year)
        if places:
            return places
        raise NothingThere(
            "Deze gemeente is er niet",
            f"De code {code} is geen gemeente van een eenheid waarvoor u werkt. Kies een gemeente uit de lijst.",
            [("Alle gemeenten van uw eenheid", reverse("reports:municipality-list"))],
        )

    def years(self, municipality: Municipality) -> list[int]:
        """The years with a plan in which the municipality existed; newest first."""
        unit = municipality.safety_region.police_unit_id
        return [
            year
            for year in queries.years_with_plans(self.request.access, unit)
            if queries.existed_in(municipality, year)
        ]


class MunicipalityView(OfMunicipality, View):
    """To the newest year of the municipality."""

    def get(self, request: HttpRequest, code: str) -> HttpResponseRedirect:
        municipality = self.places(self.today.year)[0]
        year = queries.newest_year(self.years(municipality), self.today)
        ended = municipality.valid_until
        if ended and not queries.existed_in(municipality, year):
            year = ended.year - 1
        return redirect(municipality_url(municipality.code, year))


class MunicipalityDashboardView(KeepsParts, OfYear, OfMunicipality, TemplateView):
    """What is asked of a municipality, what it promised and kept beside its neighbours, and its police."""

    template_name = "reports/dashboards/municipality.html"

    def readership(self) -> str:
        """What is asked of the own municipality, one can answer there and then; and each chooses who stands beside."""
        is_own = self.kwargs["code"] in self.request.access.municipality_codes
        return f"{super().readership()} {'own' if is_own else ''} {self.around.name}"

    def get_context_data(self, **kwargs):
        year = self.year
        municipality, *predecessors = self.places(year)
        self._check(municipality, year)
        page = MunicipalityYear(self.request.access, municipality, predecessors, year, self.today, self.around)
        unit = municipality.safety_region.police_unit
        self.request.questions = SimpleLazyObject(lambda: QuestionsBeside(unit, page.questions))
        return super().get_context_data(
            page=page,
            municipality=municipality,
            police_unit=unit,
            office=getattr(unit, "office", None),
            today=self.today,
            successor=queries.seen_successor(municipality, self.request.access),
            police=SimpleLazyObject(lambda: police_of(municipality, last_day(year, self.today))),
            years=self._neighbours(municipality),
            unit_name=f"Eenheid {unit}",
            breadcrumbs=breadcrumbs(
                [(MUNICIPALITIES, reverse("reports:municipality-list"))], here=f"{municipality} {year}"
            ),
            **kwargs,
        )

    def _neighbours(self, municipality: Municipality) -> list[tuple[int, str]]:
        """The year before and the year after with plans in which it existed, each with its page."""
        found = (municipality.earlier_year, municipality.later_year)
        there = [year for year in found if year and queries.existed_in(municipality, year)]
        return [(year, municipality_url(municipality.code, year)) for year in there]

    def _check(self, municipality: Municipality, year: int) -> None:
        if not queries.existed_in(municipality, year):
            raise self._not_then(municipality, year)
        if not municipality.has_policy and year != self.today.year:
            raise NothingThere(
                f"Over {municipality} in {year} staat hier niets",
                f"Er is geen beleidsplan of uitvoeringsplan voor {year}. Kies een ander jaar.",
                self._other_years(municipality),
            )

    def _not_then(self, municipality: Municipality, year: int) -> NothingThere:
        successor = queries.seen_successor(municipality, self.request.access)
        others = self._other_years(municipality)
        if successor and municipality.valid_until and year >= municipality.valid_until.year:
            text = f"{municipality} is opgegaan in {successor}. Wat er in {year} speelt, staat bij {successor}."
            others = [(f"{successor} in {year}", municipality_url(successor.code, year)), *others]
        else:
            text = f"In {year} bestond deze gemeente niet."
        return NothingThere(f"De gemeente {municipality} was er in {year} niet", text, others)

    def _other_years(self, municipality: Municipality) -> list[tuple[str, str]]:
        years = [
            (f"{municipality} in {year}", municipality_url(municipality.code, year))
            for year in self.years(municipality)
        ]
        return [*years, ("Alle gemeenten van uw eenheid", reverse("reports:municipality-list"))]


class MunicipalityListView(KeepsParts, TemplateView):
    """The municipalities of the eenheid in `?eenheid=` in the year in `?jaar=`; by default the own and the newest."""

    permission = Permission.VIEW_PLANS
    template_name = "reports/dashboards/municipality_list.html"

    @cached_property
    def units(self) -> list[PoliceUnit]:
        return queries.own_units(self.request.access)

    @cached_property
    def police_unit(self) -> PoliceUnit:
        asked = self.request.GET.get("eenheid", "")
        found = [unit for unit in self.units if unit.slug == asked] if asked else self.units
        if found:
            return found[0]
        here = reverse("reports:municipality-list")
        links = [(f"Gemeenten van de eenheid {unit}", f"{here}?eenheid={unit.slug}") for unit in self.units]
        raise NothingThere("Deze eenheid is er niet", "Kies een eenheid waarvoor u werkt.", links)

    def get_context_data(self, **kwargs):
        today, unit = timezone.localdate(), self.police_unit
        years = queries.years_with_plans(self.request.access, unit)
        year = self._year(years, today)
        asked = self.request.GET
        page = MunicipalityList(self.request.access, unit, year, today, asked.get("afspraak", ""), asked.get(ORDER, ""))
        return super().get_context_data(
            page=page,
            map=SimpleLazyObject(page.drawn),
            police_unit=unit,
            year=year,
            year_tabs=year_tabs(sorted({*years, year}), year, self._address),
            units=[one for one in self.units if one != unit],
            unit_name=f"Eenheid {unit}",
            breadcrumbs=breadcrumbs([], here=MUNICIPALITIES),
            **kwargs,
        )

    def _year(self, years: list[int], today: date) -> int:
        asked = self.request.GET.get("jaar", "")
        if not asked:
            return queries.newest_year(years, today)
        if asked in map(str, {*years, today.year}) or self._is_covered(asked):
            return int(asked)
        links = [(str(year), self._address(year)) for year in years] or [("Dit jaar", self._address(today.year))]
        raise NothingThere(
            "Dit jaar is er niet", "Van dit jaar is geen uitvoeringsplan bekend. Kies een ander jaar.", links
        )

    def _is_covered(self, asked: str) -> bool:
        return bool(re.fullmatch("[0-9]{4}", asked)) and queries.has_policy(self.police_unit, int(asked))

    def _address(self, year: int) -> str:
        return f"{reverse('reports:municipality-list')}?eenheid={self.police_unit.slug}&jaar={year}"


class TeamDashboardView(KeepsParts, OfUnit, OfYear, TemplateView):
    """A basisteam: what it has in every table up to that year, its wijkagenten, and the municipalities it serves."""

    permission = Permission.VIEW_STRENGTH
    template_name = "reports/dashboards/team.html"

    @cached_property
    def day(self) -> date:
        return last_day(self.year, timezone.localdate())

    @cached_property
    def team(self) -> OrganisationUnit:
        """With its eenheid, in one query."""
        held = self.request.access.units_with(self.permission)
        units = OrganisationUnit.objects.filter(police_unit__in=held, police_unit__slug=self.kwargs["unit"])
        found = units.filter(pk=self.kwargs["pk"], kind=OrganisationUnit.Kind.BASE_TEAM).on(self.day)
        return get_object_or_404(found.select_related("police_unit", "parent"))

    @property
    def police_unit(self) -> PoliceUnit:
        return self.team.police_unit

    def get_context_data(self, **kwargs):
        year, years = self.year, self._years()
        if year not in years and not queries.has_policy(self.police_unit, year):
            raise self._no_such_year(years)
        return super().get_context_data(
            team=self.team,
            page=TeamPage(self.team, self.day),
            today=timezone.localdate(),
            tabs=year_tabs(sorted({*years, year}), year, self._address),
            breadcrumbs=breadcrumbs([("Gemeenten", reverse("reports:municipality-list"))], here=f"{self.team} {year}"),
            **self.about_unit(),
            **kwargs,
        )

    def _years(self) -> list[int]:
        """The years with a plan or a table, and the present one."""
        planned = queries.shown_plans(self.request.access).filter(theme__plan__police_unit=self.police_unit)
        known = planned.order_by().values_list("year").union(years_of(self.team).order_by())
        return sorted({*(year for (year,) in known), timezone.localdate().year})

    def _address(self, year: int) -> str:
        return reverse("reports:team-dashboard", args=[self.police_unit.slug, year, self.kwargs["pk"]])

    def _no_such_year(self, years: list[int]) -> NothingThere:
        links = [(f"{self.team} in {year}", self._address(year)) for year in reversed(years)]
        text = f"Van {self.year} zijn geen plannen of sterktecijfers bekend. Kies een ander jaar."
        return NothingThere(f"Over {self.team} in {self.year} staat hier niets", text, links)
