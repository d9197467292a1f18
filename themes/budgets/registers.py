"""The sources of money of an eenheid as a register, and what each gives per year as another."""

from typing import ClassVar

from django.db.models import QuerySet

from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import euro, percentage
from nhveilig.regions.models import PoliceUnit
from nhveilig.registers.base import Crumbs, Register, Related
from nhveilig.registers.columns import Column, Shown
from nhveilig.registers.registry import add_register
from themes.budgets.views.reading import GrantDeletePage, GrantsPage, above
from themes.models import Grant, GrantYear


class OfBudget(Register):
    namespace, fixture = "budgets", "begroting-noord-holland-2025"
    view_permission = Permission.VIEW_BUDGET
    edit_permission = Permission.EDIT_BUDGET

    def crumbs(self, parent: PoliceUnit) -> Crumbs:
        return above()


class GrantRegister(OfBudget):
    code, name, model = "geldbronnen", "grant", Grant
    lead = "Wie geld of menskracht geeft, hoeveel, en voor welke jaren."
    scope = "police_unit"
    columns = (
        Column("naam", "Hoe de bron heet.", field="title"),
        Column("gever", "Wie het geld of de menskracht geeft.", field="giver"),
        Column("ontvangen via", "Wie het doorgeeft.", required=False, field="via"),
        Column("eerste jaar", "Het eerste jaar.", field="first_year"),
        Column("laatste jaar", "Leeg betekent: zonder einde.", required=False, field="last_year"),
        Column("hele bedrag", "Voor de hele periode, in euro’s.", required=False, field="amount", words=euro),
        Column("in menskracht", "In menskracht en niet in geld: ja of nee.", required=False, field="in_kind"),
        Column("toelichting", "Wat er nog over te zeggen is.", required=False, field="note"),
        Column("bron", "Waar dit staat.", required=False, field="source"),
    )
    listed = (
        "naam",
        "gever",
        Shown("Periode", lambda row: row.period, "first_year", "periode"),
        "hele bedrag",
        Shown("Nog niet per jaar bekend", lambda row: euro(row.undivided) if row.undivided else ""),
    )
    filters, searched, key = ("gever", "in menskracht"), ("title", "giver", "note"), ("naam",)
    related = (Related("bedragen", "grant", ("jaar", "bedrag", "indexering", "toelichting")),)
    lookup: ClassVar = {"name": "slug"}
    row_address = "<slug:name>"
    views: ClassVar = {"list": GrantsPage, "delete": GrantDeletePage}
    import_order = 15

    def for_list(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("police_unit").with_years()

    def address_of(self, row: Grant) -> dict[str, object]:
        return {"slug": row.police_unit.slug, "name": row.slug}


class GrantYearRegister(OfBudget):
    code, name, model = "bedragen", "grant-year", GrantYear
    lead = "Wat elke geldbron per jaar geeft. Het portaal telt de indexering zelf bij het bedrag op."
    scope = "grant__police_unit"
    columns = (
        Column("geldbron", "De naam van de geldbron.", field="grant", by="title", within="police_unit"),
        Column("jaar", "Het jaar.", field="year"),
        Column("bedrag", "Zonder indexering, in euro’s.", field="amount", words=euro),
        Column("indexering", "In procenten: 5 of 2,5.", required=False, field="indexation", words=percentage),
        Column("toelichting", "Wat er nog over te zeggen is.", required=False, field="note"),
    )
    listed = (
        Shown("Bedrag van", str),
        "jaar",
        "bedrag",
        "indexering",
        Shown("Met indexering", lambda row: euro(row.indexed), is_numeric=True),
        "toelichting",
    )
    filters, key = ("geldbron", "jaar"), ("geldbron", "jaar")
    import_order = 16

    def for_list(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("grant__police_unit")

    def address_of(self, row: GrantYear) -> dict[str, object]:
        return {"slug": row.grant.police_unit.slug, "pk": row.pk}

    def crumbs(self, parent: PoliceUnit) -> Crumbs:
        return [*super().crumbs(parent), (GRANTS.title, GRANTS.url("list", slug=parent.slug))]


GRANTS = add_register(GrantRegister())
GRANT_YEARS = add_register(GrantYearRegister())
