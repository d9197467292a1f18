"""The register to read: the whole agenda, one indicator, one eenheid, and what is missing."""

from django.core.paginator import Page, Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView

from agenda.forms import GapFilter, PeriodChoice
from agenda.missing import filled_places, gaps, gaps_of
from agenda.models import Indicator, Measurement, SafetyAgenda
from agenda.presenters import unit_targets_table
from agenda.register.presenters import progress_chart, units_table, years_table
from agenda.register.queries import (
    all_signals,
    gap_groups,
    in_short,
    measurement_history,
    newest_year,
    overview,
    target_changes,
    unit_overview,
    years_in,
)
from agenda.standings import national, shares_in
from agenda.views.agendas import AgendaPage, trail_to
from nhveilig.accounts.permissions import Permission
from nhveilig.regions.models import PoliceUnit

FIGURES_ON_A_PAGE = 12


def regional_units() -> list[PoliceUnit]:
    return list(PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL))


class OverviewView(AgendaPage):
    """Every objective with its indicators, how they stand, and its agreements; `?jaar=` and `?periode=` choose."""

    part = "Stand van zaken"
    template_name = "agenda/agenda_overview.html"
    queryset = SafetyAgenda.objects.all()

    def get_context_data(self, **kwargs):
        today, units = timezone.localdate(), regional_units()
        measured = Measurement.objects.years_measured(self.object)
        choice = PeriodChoice(self.request.GET, self.object, newest_year(self.object, measured, today.year))
        self.object = SafetyAgenda.objects.with_register(year=choice.year).get(pk=self.object.pk)
        sections = overview(self.object, units, choice.year, choice.until)
        return super().get_context_data(
            choice=choice,
            sections=sections,
            in_short=in_short(sections),
            indicator_count=sum(len(section.standings) for section in sections),
            units=units,
            gap_count=len(gaps(self.object, units, today)),
            **kwargs,
        )


class MissingView(AgendaPage):
    """A line for each indicator; of one eenheid or one indicator (`?eenheid=`, `?indicator=`) every figure."""

    part = "Nog niet ingevuld"
    template_name = "agenda/agenda_missing.html"
    queryset = SafetyAgenda.objects.with_expectations()

    def get_context_data(self, **kwargs):
        found = gaps(self.object, regional_units(), timezone.localdate())
        units = sorted({gap.police_unit for gap in found if gap.police_unit}, key=lambda unit: unit.order)
        chosen = GapFilter(self.request.GET, units, dict.fromkeys(gap.indicator for gap in found))
        kept = [gap for gap in found if chosen.keeps(gap.police_unit, gap.indicator)]
        return super().get_context_data(
            filter=chosen,
            groups=gap_groups(kept),
            found_count=len(kept),
            total=len(found),
            may_edit=self.request.access.may(Permission.EDIT_AGENDA),
            editable=self.request.access.units_with(Permission.EDIT_AGENDA),
            **kwargs,
        )


class UnitView(DetailView):
    """What one eenheid is held to, and how far it is. National too: every reader may see every eenheid."""

    permission = Permission.VIEW_AGENDA
    template_name = "agenda/unit_detail.html"
    context_object_name = "unit"
    slug_url_kwarg = "unit"
    queryset = PoliceUnit.objects.all()

    def get_context_data(self, **kwargs):
        unit, today = self.object, timezone.localdate()
        agenda = get_object_or_404(SafetyAgenda.objects.with_register_of(unit), slug=self.kwargs["slug"])
        choice = PeriodChoice(self.request.GET, agenda, newest_year(agenda, years_in(agenda), today.year))
        table = unit_targets_table(agenda, unit)
        return super().get_context_data(
            agenda=agenda,
            choice=choice,
            sections=unit_overview(agenda, unit, choice.year, choice.until),
            table=table.as_dict() if table else None,
            gap_count=sum(gap.police_unit == unit for gap in gaps(agenda, [], today)),
            may_edit=self.request.access.may(Permission.EDIT_AGENDA, unit.pk),
            breadcrumbs=trail_to(agenda, (OverviewView.part, _overview(agenda)), unit.name),
            **kwargs,
        )


def _overview(agenda: SafetyAgenda) -> str:
    return reverse("agenda:agenda-overview", args=[agenda.slug])


class IndicatorPage(DetailView):
    """A page about one indicator, found by the agenda, the objective and the code in the address."""

    context_object_name = "indicator"

    def get_object(self, queryset=None) -> Indicator:
        place = {"objective__agenda__slug": self.kwargs["slug"], "objective__code": self.kwargs["objective"]}
        return get_object_or_404(self.get_queryset(), code=self.kwargs["code"], **place)

    def get_context_data(self, **kwargs):
        agenda = self.object.objective.agenda
        return super().get_context_data(agenda=agenda, **{"breadcrumbs": self.trail(agenda)} | kwargs)

    def trail(self, agenda: SafetyAgenda) -> list[tuple[str, str | None]]:
        return trail_to(agenda, (OverviewView.part, _overview(agenda)), self.object.name)


class IndicatorView(IndicatorPage):
    permission = Permission.VIEW_AGENDA
    template_name = "agenda/indicator_detail.html"
    queryset = Indicator.objects.with_history()

    def get_context_data(self, **kwargs):
        indicator, units = self.object, regional_units()
        agenda = indicator.objective.agenda
        indicator.current_measurements = [m for m in indicator.measurements.all() if m.is_current]
        standings = [national(indicator, year, units) for year in agenda.years]
        table = units_table(agenda, indicator, units)
        return super().get_context_data(
            standings=standings,
            years=years_table(agenda, indicator, standings).as_dict(),
            chart=progress_chart(agenda, indicator, standings, "Heel Nederland"),
            units=table.as_dict() if table else None,
            target_changes=target_changes(indicator),
            page_obj=self._history(indicator),
            signals=all_signals(indicator, indicator.current_measurements),
            gap_count=self._gap_count(agenda, indicator, units),
            may_edit=self.request.access.may(Permission.EDIT_AGENDA),
            editable=self.request.access.units_with(Permission.EDIT_AGENDA),
            divided={share.year for year in agenda.years for share in shares_in(indicator, year)},
            **kwargs,
        )

    def _history(self, indicator: Indicator) -> Page:
        found = measurement_history(indicator.measurements.all())
        return Paginator(found, FIGURES_ON_A_PAGE).get_page(self.request.GET.get("page"))

    def _gap_count(self, agenda: SafetyAgenda, indicator: Indicator, units: list[PoliceUnit]) -> int:
        if not indicator.supplier:
            return 0
        known = (m for m in indicator.current_measurements if m.figure.is_known)
        filled = filled_places((indicator.pk, m.police_unit_id, m.year, m.period) for m in known)
        return sum(1 for _ in gaps_of(agenda, indicator, units, timezone.localdate(), filled))


def indicator_of(slug: str, objective: str, code: str) -> Indicator:
    """Raises Http404."""
    found = Indicator.objects.select_related("objective__agenda").filter(
        objective__agenda__slug=slug, objective__code=objective, code=code
    )
    if indicator := found.first():
        return indicator
    raise Http404("Deze indicator bestaat niet.")
