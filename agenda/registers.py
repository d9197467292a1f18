"""The registers of an agenda. Of its agreements what was agreed is fixed, how it stands and who sees to it is kept."""

from django.urls import reverse

from agenda.making.base import ORDER, AgendaRegister, of_objective
from agenda.making.objectives import INDICATORS, INVESTIGATION_TYPES, OBJECTIVES
from agenda.making.topics import CONTEXT_FIGURES, TOPIC_ITEMS, TOPICS
from agenda.models import Agreement, SafetyAgenda
from agenda.views.reading import AgreementPage, AgreementsPage
from nhveilig.registers.base import Crumbs, Search
from nhveilig.registers.columns import Column
from nhveilig.registers.registry import add_register


def _place(key: str, title: str, slug: str, code: str, agenda: str) -> tuple[str, str, str]:
    return reverse("agenda:agreement-detail", args=[slug, code]), f"{code} {title}", agenda


class AgreementRegister(AgendaRegister):
    code, name, model = "afspraken", "agreement", Agreement
    lead = "Wat landelijk is afgesproken, wie het doet en wanneer het klaar moet zijn."
    # How an agreement stands is one status for the whole country; what an eenheid says of it stands in its notes.
    group = ""
    columns = (
        Column("code", "De code van de afspraak.", field="code"),
        of_objective(),
        Column("rubriek", "Waar zij in de agenda onder staat.", field="heading"),
        Column("soort", "Wat voor afspraak het is.", field="kind"),
        Column("afspraak", "Wat is afgesproken.", field="text"),
        Column("wie", "Wie het doet.", required=False, field="actors"),
        Column("wanneer", "Wanneer het klaar moet zijn.", required=False, field="term"),
        Column("monitoring", "Hoe zij wordt gevolgd.", field="monitoring"),
        Column("status", "Hoe het ervoor staat.", field="status"),
        Column("eigenaar", "Wie erop toeziet dat dit gebeurt.", required=False, field="owner"),
        ORDER,
    )
    listed = ("code", "afspraak", "doel", "soort", "wie", "wanneer", "status")
    filters, searched = ("doel", "soort", "status"), ("code", "heading", "text", "actors", "owner")
    key, import_order = ("doel", "code"), 7
    lookup, row_address = {"code": "code__iexact"}, "<str:code>"
    addresses = {"change": "status/"}
    # What was agreed is fixed; how it stands and who sees to it is kept.
    fixed_once_adopted = ("code", "doel", "rubriek", "soort", "afspraak", "wie", "wanneer", "monitoring", "volgorde")
    views = {"list": AgreementsPage, "detail": AgreementPage}
    search = Search(
        ("heading", "code"),
        ("text", "actors"),
        kind="agenda",
        years=("objective__agenda__start_year", "objective__agenda__end_year"),
        facts=("objective__agenda__slug", "code", "objective__agenda__title"),
        place=_place,
    )

    def address_of(self, row: Agreement) -> dict[str, object]:
        return {"slug": row.objective.agenda.slug, "code": row.code}

    def crumbs(self, parent: SafetyAgenda) -> Crumbs:
        # Everybody reads them; they are no page of those who make the agenda.
        return super().crumbs(parent)[:-1]


AGREEMENTS = add_register(AgreementRegister())
# Those in which an agenda is made, with the folder of each below `maken/`.
IN_MAKING = {
    "doelen": OBJECTIVES,
    "indicatoren": INDICATORS,
    "onderzoekstypen": INVESTIGATION_TYPES,
    "onderwerpen": TOPICS,
    "onderdelen": TOPIC_ITEMS,
    "achtergrondcijfers": CONTEXT_FIGURES,
}
