from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import DetailView, ListView, View

from agenda.models import SafetyAgenda
from agenda.presenters import DISTRIBUTION, distribution_tables, target_tables
from agenda.queries import (
    difference_alert,
    distributions,
    facts,
    latest_stats,
    objective_links,
    objective_sections,
    topic_groups,
)
from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.tables import Table, write_csv
from nhveilig.http.responses import csv_download
from nhveilig.http.views import breadcrumbs
from nhveilig.regions.models import PoliceUnit

AGENDAS = "Veiligheidsagenda"
# Who reads for more eenheden than this gets the way to each instead of its figures.
MOST_OWN_UNITS = 3
PARTS = [
    ("Doelen en streefcijfers", "agenda:agenda-detail"),
    ("Stand van zaken", "agenda:agenda-overview"),
    ("Afspraken", "agenda:agreement-list"),
    ("Regionale verdeling", "agenda:agenda-distribution"),
    ("Thema’s en opgaven", "agenda:agenda-topics"),
    ("Nog niet ingevuld", "agenda:agenda-missing"),
]


def own_units(access: Access) -> list[PoliceUnit]:
    """The eenheden whose share this reader looks for. The agenda itself is national, and the same for all."""
    ids = access.units_with(Permission.VIEW_AGENDA)
    return sorted({r.police_unit for r in access.roles if r.police_unit_id in ids}, key=lambda unit: unit.order)


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


class AgendaListView(ListView):
    """The agenda that holds now, with what is asked of the reader's own eenheid; earlier ones below it."""

    permission = Permission.VIEW_AGENDA
    model = SafetyAgenda
    template_name = "agenda/agenda_list.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(breadcrumbs=breadcrumbs([], here=AGENDAS), **kwargs)
        newest, *earlier = context["object_list"] or [None]
        if newest:
            newest = SafetyAgenda.objects.with_distribution().with_agreements().get(pk=newest.pk)
        units = own_units(self.request.access) if newest else []
        shown = units if len(units) <= MOST_OWN_UNITS else []
        return context | {
            "agenda": newest,
            "earlier": earlier,
            "objectives": objective_links(newest) if newest else [],
            "agreement_count": sum(len(o.agreements.all()) for o in newest.objectives.all()) if newest else 0,
            "own_units": units,
            "own_shares": [(unit, stats) for unit in shown if (stats := latest_stats(newest, unit))],
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
        return super().get_context_data(sections=objective_sections(self.object), facts=facts(self.object), **kwargs)


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
            own_shares=[(unit, stats) for unit in units if (stats := latest_stats(self.object, unit))],
            **kwargs,
        )


class TopicsView(AgendaPage):
    part = "Thema’s en opgaven"
    template_name = "agenda/agenda_topics.html"
    queryset = SafetyAgenda.objects.with_topics()

    def get_context_data(self, **kwargs):
        return super().get_context_data(groups=topic_groups(self.object), **kwargs)


class TableCsvView(View):
    """One table of the agenda as CSV: those of the targets and those of the distribution."""

    permission = Permission.VIEW_AGENDA

    def get(self, request: HttpRequest, slug: str, table_id: str) -> HttpResponse:
        table = self._table(slug, table_id)
        return csv_download(write_csv(table.as_dict()), f"{slug}-{table_id}.csv")

    def _table(self, slug: str, table_id: str) -> Table:
        distributed = table_id.startswith(DISTRIBUTION)
        agendas = SafetyAgenda.objects.with_distribution() if distributed else SafetyAgenda.objects.with_targets()
        agenda = get_object_or_404(agendas, slug=slug)
        tables = distribution_tables(agenda) if distributed else target_tables(agenda)
        for table in tables:
            if table.id == table_id:
                return table
        raise Http404("Deze tabel bestaat niet.")
