"""The agreements of an agenda as a register: what was agreed is fixed, how it stands and who sees to it is kept."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from agenda.models import Agreement, SafetyAgenda
from agenda.views.reading import AgreementPage, AgreementsPage, trail_to
from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.registers.base import Crumbs, Register, Search
from nhveilig.registers.columns import Column
from nhveilig.registers.registry import add_register


def _place(key: str, title: str, slug: str, code: str, agenda: str) -> tuple[str, str, str]:
    return reverse("agenda:agreement-detail", args=[slug, code]), f"{code} {title}", agenda


class AgreementRegister(Register):
    code, name, namespace, model = "afspraken", "agreement", "agenda", Agreement
    lead = "Wat landelijk is afgesproken, wie het doet en wanneer het klaar moet zijn."
    view_permission = Permission.VIEW_AGENDA
    # How an agreement stands is one status for the whole country; what an eenheid says of it stands in its notes.
    edit_permission = Permission.EDIT_NATIONAL
    columns = (
        Column("code", "De code van de afspraak.", field="code"),
        Column(
            "doel",
            "De code van de doelstelling; met de webnaam van de agenda ervoor als meer agenda’s zo’n doel hebben.",
            field="objective",
            by="code",
            apart="agenda__slug",
        ),
        Column("rubriek", "Waar zij in de agenda onder staat.", field="heading"),
        Column("soort", "Wat voor afspraak het is.", field="kind"),
        Column("afspraak", "Wat is afgesproken.", field="text"),
        Column("wie", "Wie het doet.", required=False, field="actors"),
        Column("wanneer", "Wanneer het klaar moet zijn.", required=False, field="term"),
        Column("monitoring", "Hoe zij wordt gevolgd.", field="monitoring"),
        Column("status", "Hoe het ervoor staat.", field="status"),
        Column("eigenaar", "Wie erop toeziet dat dit gebeurt.", required=False, field="owner"),
    )
    listed = ("code", "afspraak", "doel", "soort", "wie", "wanneer", "status")
    filters, searched = ("doel", "soort", "status"), ("code", "heading", "text", "actors", "owner")
    key, import_order = ("doel", "code"), 7
    lookup, row_address = {"code": "code__iexact"}, "<str:code>"
    addresses = {"change": "status/"}
    has_new_rows, in_form = False, ("status", "eigenaar")
    views = {"list": AgreementsPage, "detail": AgreementPage}
    search = Search(
        ("heading", "code"),
        ("text", "actors"),
        kind="agenda",
        years=("objective__agenda__start_year", "objective__agenda__end_year"),
        facts=("objective__agenda__slug", "code", "objective__agenda__title"),
        place=_place,
    )

    def parent(self, access: Access, permission: Permission, **around: object) -> SafetyAgenda:
        return get_object_or_404(SafetyAgenda, slug=around["slug"])

    def within(self, rows: QuerySet, **around: object) -> QuerySet:
        return rows.filter(objective__agenda__slug=around["slug"]) if "slug" in around else rows

    def for_list(self, rows: QuerySet) -> QuerySet:
        return super().for_list(rows).select_related("objective__agenda")

    def address_of(self, row: Agreement) -> dict[str, object]:
        return {"slug": row.objective.agenda.slug, "code": row.code}

    def crumbs(self, parent: SafetyAgenda) -> Crumbs:
        agenda = reverse("agenda:agenda-detail", args=[parent.slug])
        return [*trail_to(parent)[:-1], (parent.title, agenda)]


AGREEMENTS = add_register(AgreementRegister())
