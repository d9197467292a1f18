"""An agenda to read: its parts, how it stands, one indicator, one eenheid, and what is missing."""

from collections.abc import Iterable

from django.core.paginator import Page, Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView, ListView

from agenda.forms import GapFilter, PeriodChoice
from agenda.models import Indicator, Measurement, SafetyAgenda
from agenda.presenters import unit_targets_table
from agenda.queries import (
    difference_alert,
    distributions,
    facts,
    latest_stats,
    objective_links,
    objective_sections,
    topic_groups,
)
from agenda.register.presenters import progress_chart, units_table, years_table
from agenda.register.queries import (
    all_signals,
    filled_places,
    gap_groups,
    gaps,
    gaps_of,
    in_short,
    measurement_history,
    newest_year,
    overview,
    target_changes,
    unit_overview,
    years_in,
)
from agenda.standings import national, shares_in
from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.http.views import breadcrumbs
from nhveilig.questions.queries import QuestionsBeside, beside_in_each
from nhveilig.regions.models import PoliceUnit
from nhveilig.registers.views import DetailPage, ListPage

AGENDAS = "Veiligheidsagenda"
# Who reads for more eenheden than this gets the way to each instead of its figures.
MOST_OWN_UNITS = 3
FIGURES_ON_A_PAGE = 12
PARTS = [
    ("Doelen en streefcijfers", "agenda:agenda-detail"),
    ("Stand van zaken", "agenda:agenda-overview"),
    ("Afspraken", "agenda:agreement-list"),
    ("Regionale verdeling", "agenda:agenda-distribution"),
    ("Thema’s en opgaven", "agenda:agenda-topics"),
    ("Nog niet ingevuld", "agenda:agenda-missing"),
]


def regional_units() -> list[PoliceUnit]:
    return list(PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL))


def own_units(access: Access) -> list[PoliceUnit]:
    """The eenheden whose share this reader looks for. The agenda itself is national, and the same for all."""
    ids = access.units_with(Permission.VIEW_AGENDA)
    return [unit for unit in access.units if unit.pk in ids]


def trail_to(agenda: SafetyAgenda, *parts: tuple[str, str] | str | None) -> list[tuple[str, str | None]]:
    """Breadcrumbs: parts with an address are (label, address), the page itself is only a label."""
    *between, here = [part for part in parts if part] or [agenda.title]
    own = (agenda.title, reverse("agenda:agenda-detail", args=[agenda.slug]))
    return breadcrumbs([(AGENDAS, reverse("agenda:agenda-list")), own, *between], here)


def part_tabs(agenda: SafetyAgenda, part: str) -> list[dict[str, object]]:
    """The parts of an agenda, of which `part` is shown."""
    return [
        {"label": label, "url": reverse(name, args=[agenda.slug]), "current": label == part} for label, name in PARTS
    ]


def told_apart(
    agendas: Iterable[SafetyAgenda], year: int
) -> tuple[SafetyAgenda | None, list[SafetyAgenda], list[SafetyAgenda]]:
    """The agenda of this year, else the newest that was adopted; the others that were; and the drafts."""
    found = list(agendas)
    drafts = [one for one in found if one.is_draft]
    adopted = [one for one in found if not one.is_draft]
    current = next((one for one in adopted if year in one.years_held), adopted[0] if adopted else None)
    return current, [one for one in adopted if one != current], drafts


class AgendaListView(ListView):
    """The agenda that holds now, with what is asked of the reader's own eenheid; earlier ones below it."""

    permission = Permission.VIEW_AGENDA
    model = SafetyAgenda
    template_name = "agenda/agenda_list.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(breadcrumbs=breadcrumbs([], here=AGENDAS), **kwargs)
        newest, earlier, drafts = told_apart(context["object_list"], timezone.localdate().year)
        if newest:
            newest = SafetyAgenda.objects.with_distribution().with_agreements().get(pk=newest.pk)
        units = own_units(self.request.access) if newest else []
        shown = units if len(units) <= MOST_OWN_UNITS else []
        own = [(unit, stats) for unit in shown if (stats := latest_stats(newest, unit))]
        return context | {
            "agenda": newest,
            "earlier": earlier,
            "drafts": drafts,
            "keeps_national": keeps_national(self.request.access),
            "objectives": objective_links(newest) if newest else [],
            "agreement_count": sum(len(o.agreements.all()) for o in newest.objectives.all()) if newest else 0,
            "own_units": units,
            "why_empty": newest.without_division() if shown and not own else "",
            "own_shares": own,
        }


class AgendaPage(DetailView):
    """One part of an agenda. `part` is its name in PARTS."""

    permission = Permission.VIEW_AGENDA
    context_object_name = "agenda"
    part: str

    def get_context_data(self, **kwargs):
        agenda = self.object
        trail = trail_to(agenda, None if self.part == PARTS[0][0] else self.part)
        return super().get_context_data(breadcrumbs=trail, tabs=part_tabs(agenda, self.part), **kwargs)


class AgendaDetailView(AgendaPage):
    part = "Doelen en streefcijfers"
    template_name = "agenda/agenda_detail.html"
    queryset = SafetyAgenda.objects.with_targets().with_agreements().with_investigation_types()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            sections=objective_sections(self.object),
            facts=facts(self.object),
            keeps_national=keeps_national(self.request.access),
            **kwargs,
        )


class DistributionView(AgendaPage):
    part = "Regionale verdeling"
    template_name = "agenda/agenda_distribution.html"
    queryset = SafetyAgenda.objects.with_distribution()

    def get_context_data(self, **kwargs):
        units = own_units(self.request.access)
        found = distributions(self.object, units)
        return super().get_context_data(
            distributions=found,
            difference=difference_alert(found),
            why_empty=self.object.without_division() if not found else "",
            own_shares=[(unit, stats) for unit in units if (stats := latest_stats(self.object, unit))],
            **kwargs,
        )


class TopicsView(AgendaPage):
    part = "Thema’s en opgaven"
    template_name = "agenda/agenda_topics.html"
    queryset = SafetyAgenda.objects.with_topics()

    def get_context_data(self, **kwargs):
        return super().get_context_data(groups=topic_groups(self.object), **kwargs)


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


def editable_by(access: Access) -> set[int | None]:
    """Ids of the eenheden whose figures they may keep; with None for who keeps those of the whole country."""
    own = access.units_with(Permission.EDIT_AGENDA)
    return own | {None} if keeps_national(access) else own


def keeps_national(access: Access) -> bool:
    return access.may(Permission.EDIT_NATIONAL)


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
            editable=editable_by(self.request.access),
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
        table, sections = unit_targets_table(agenda, unit), unit_overview(agenda, unit, choice.year, choice.until)
        return super().get_context_data(
            agenda=agenda,
            choice=choice,
            sections=sections,
            has_agreements=any(section.agreements for section in sections),
            table=table.as_dict() if table else None,
            why_empty="" if table else agenda.without_division(),
            gap_count=sum(gap.police_unit == unit for gap in gaps(agenda, [], today)),
            may_edit=self.request.access.may(Permission.EDIT_AGENDA, unit.pk),
            breadcrumbs=trail_to(agenda, (OverviewView.part, _overview(agenda)), unit.name),
            **kwargs,
        )


def _overview(agenda: SafetyAgenda) -> str:
    return reverse("agenda:agenda-overview", args=[agenda.slug])


class IndicatorPage(DetailView):
    """A page about one indicator, found by the agenda, the objective and the code in the address."""

    permission = Permission.VIEW_AGENDA
    context_object_name = "indicator"
    queryset = Indicator.objects.select_related("objective__agenda")
    # What stands last in the trail, after the indicator itself.
    step = ""

    def get_object(self, queryset=None) -> Indicator:
        place = {"objective__agenda__slug": self.kwargs["slug"], "objective__code": self.kwargs["objective"]}
        return get_object_or_404(
            self.get_queryset() if queryset is None else queryset, code=self.kwargs["code"], **place
        )

    def get_context_data(self, **kwargs):
        indicator = kwargs.setdefault("indicator", self.object)
        agenda, here = indicator.objective.agenda, [(indicator.name, address_of(indicator)), self.step]
        trail = trail_to(agenda, (OverviewView.part, _overview(agenda)), *(here if self.step else [indicator.name]))
        return super().get_context_data(**{"agenda": agenda, "breadcrumbs": trail} | kwargs)


def address_of(indicator: Indicator) -> str:
    objective = indicator.objective
    return reverse("agenda:indicator-detail", args=[objective.agenda.slug, objective.code, indicator.code])


class IndicatorView(IndicatorPage):
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
            editable=editable_by(self.request.access),
            divided={share.year for year in agenda.years for share in shares_in(indicator, year)},
            questions=self._questions(),
            **kwargs,
        )

    def _questions(self) -> list[QuestionsBeside]:
        """Of each own eenheid; of many, only where something was asked."""
        units = [] if self.object.objective.agenda.is_draft else self.request.access.units
        found = beside_in_each(units, "indicator", self.object.pk)
        return found if len(units) <= MOST_OWN_UNITS else [one for one in found if one.said]

    def _history(self, indicator: Indicator) -> Page:
        found = measurement_history(indicator.measurements.all())
        return Paginator(found, FIGURES_ON_A_PAGE).get_page(self.request.GET.get("page"))

    def _gap_count(self, agenda: SafetyAgenda, indicator: Indicator, units: list[PoliceUnit]) -> int:
        if not indicator.supplier:
            return 0
        known = (m for m in indicator.current_measurements if m.figure.is_known)
        filled = filled_places((indicator.pk, m.police_unit_id, m.year, m.period) for m in known)
        return sum(1 for _ in gaps_of(agenda, indicator, units, timezone.localdate(), filled))


class AgreementsPage(ListPage):
    def get_context_data(self, **kwargs):
        return super().get_context_data(tabs=part_tabs(self.parent, "Afspraken"), **kwargs)


class AgreementPage(DetailPage):
    """One agreement: where it stands, and what eenheden said of it year by year."""

    def get_context_data(self, **kwargs):
        notes = sorted(
            self.row.notes.select_related("police_unit", "written_by", "on_behalf_of"),
            key=lambda note: (-note.year, note.police_unit.order if note.police_unit else 0),
        )
        return super().get_context_data(
            notes=notes,
            **kwargs,
        )
