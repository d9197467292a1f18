"""What changed the strength of an eenheid, and what the whole country has: each as tables, and the rows in them."""

from functools import cached_property

from django.db.models import QuerySet
from django.urls import reverse

from formation.changes.importing import KEY, SET, ChangeKind
from formation.changes.values import CategoriesValue, ChangeFigureValue, RoleValue, TableValue, UnitValue
from formation.changes.views import ChangeSetPage
from formation.models import NationalFigure, NationalTable, StrengthChange, StrengthChangeSet
from formation.national.importing import NationalKind
from formation.national.values import EenheidValue, NationalFigureValue, NationalTableValue
from formation.national.views import NationalTablePage
from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.imports import kinds
from nhveilig.regions.models import PoliceUnit
from nhveilig.registers.base import Crumbs, Register, Related
from nhveilig.registers.columns import Column, Shown
from nhveilig.registers.registry import add_register
from nhveilig.registers.values import Value


class OfStrength(Register):
    """Seen by who may see the strength of the eenheid, and kept by who may edit it."""

    namespace, fixture = "formation", "formation"
    view_permission, edit_permission = Permission.VIEW_STRENGTH, Permission.EDIT_STRENGTH
    # Columns that read and show something else than their field would.
    own_values: dict[str, type[Value]] = {}

    @cached_property
    def bound(self) -> dict[str, Value]:
        own = {column.name: self.own_values.get(column.name) for column in self.columns}
        return {name: own[name](self.model, one.column) if own[name] else one for name, one in super().bound.items()}

    def crumbs(self, parent: PoliceUnit) -> Crumbs:
        strength = reverse("formation:table-detail", args=[parent.slug])
        return [("Politiesterkte", reverse("formation:table-list")), (str(parent), strength)]


class ChangeSetRegister(OfStrength):
    code, name, model = "reeksen-veranderingen", "changeset", StrengthChangeSet
    lead = "Tabellen met veranderingen van de sterkte, elk zoals zij is gepubliceerd. Een verandering is geen sterkte."
    scope = "police_unit"
    columns = (
        Column("titel reeks", "Hoe de tabel met veranderingen heet.", ("naam reeks",), field="title"),
        Column("was", "De tabel van de formatie waar de veranderingen bij beginnen.", required=False, field="before",
               within="police_unit"),
        Column("wordt", "De tabel van de formatie waar zij bij eindigen.", required=False, field="after",
               within="police_unit"),
        Column("bron", "Waar de veranderingen vandaan komen.", required=False, field="source"),
        Column("decimalen", "Hoeveel cijfers achter de komma worden getoond.", required=False, field="decimals"),
        Column("webnaam", "Waarmee een document de reeks noemt. Leeg: het portaal maakt haar van de titel.",
               required=False, field="slug"),
    )  # fmt: skip
    own_values = {"was": TableValue, "wordt": TableValue}
    listed = ("titel reeks", "was", "wordt", "bron")
    searched, key = ("title", "source"), ("titel reeks",)
    import_order = 3
    related = (Related("mutaties", "change_set", ("herkomst", "onderdeel", "categorie", "periode", "mutatie (fte)")),)
    views = {"detail": ChangeSetPage}

    def address_of(self, row: StrengthChangeSet) -> dict[str, object]:
        return {"slug": row.police_unit.slug, "pk": row.pk}

    def for_list(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("police_unit", "before__police_unit", "after__police_unit")


class ChangeRegister(OfStrength):
    code, name, model = "mutaties", "change", StrengthChange
    lead = "Wat de sterkte groter of kleiner maakte, en waarom. Een verandering telt nooit mee als sterkte."
    scope = "change_set__police_unit"
    columns = (
        Column("onderdeel", "Het onderdeel dat groter of kleiner wordt; leeg is de hele eenheid.",
               ("eenheid", "unit", "onderdeel van de eenheid"), required=False, field="unit", within="police_unit"),
        Column("categorie", "De personeelscategorie, zoals wijkagent. Meer dan één: met een komma ertussen.",
               ("categorieën", "personeelscategorie", "category"), required=False, field="categories"),
        Column("van", "De dag voor de verandering, zoals 1-1-2019.", ("vanaf", "van datum", "datum van"),
               required=False, field="starts_on"),
        Column("naar", "De dag waarop de verandering is gebeurd, zoals 1-1-2022.", ("tot", "naar datum", "datum naar"),
               required=False, field="ends_on"),
        Column("periode", "Hoe de bron de periode noemt, zoals 2020 of structureel.", ("jaar",), required=False,
               field="period"),
        Column("mutatie (fte)", "Hoeveel fte erbij of eraf, zoals +2,0, -3,5, circa -66 of onbekend.",
               ("mutatie", "mutatie in fte", "mutaties", "verandering", "verandering (fte)", "verandering in fte",
                "mutatie fte", "wijziging (fte)", "verschil", "verschil (fte)", "toename of afname", "+/-"),
               field="figure"),
        Column("herkomst", "Waar de verandering vandaan komt.", ("reden", "reden / herkomst", "reden/herkomst",
               "oorzaak"), field="origin"),
        Column("reeks", "De tabel met veranderingen waar dit in staat.", ("reeks veranderingen",), field="change_set",
               by="slug", within="police_unit"),
        Column("rol", "herkomst of totaal. Alleen herkomsten worden opgeteld.", ("role",), required=False,
               field="role"),
        Column("verklaart het verschil", "ja als dit het verschil tussen twee tabellen verklaart, nee als het dat"
               " alleen herhaalt of aankondigt.", required=False, field="explains"),
        Column("verklaard verschil", "Van een totaal: gepubliceerd min opgeteld, zoals 0,3.", required=False,
               field="explained_difference"),
        Column("toelichting", "Waarom het totaal anders is dan de som.", ("opmerking",), required=False,
               field="explanation"),
    )  # fmt: skip
    own_values = {
        "onderdeel": UnitValue,
        "categorie": CategoriesValue,
        "mutatie (fte)": ChangeFigureValue,
        "rol": RoleValue,
    }
    listed = ("herkomst", "reeks", "onderdeel", "categorie", "van", "naar", "periode", "mutatie (fte)")
    filters, searched = ("reeks", "rol"), ("origin", "unit__name", "categories", "change_set__title")
    key = (SET, *KEY)
    import_order = 4

    def ever(self, police_unit: PoliceUnit | None) -> QuerySet:
        return super().ever(police_unit).filter(change_set__deleted_at=None)

    def present(self) -> QuerySet:
        return super().present().filter(change_set__deleted_at=None)

    def address_of(self, row: StrengthChange) -> dict[str, object]:
        return {"slug": row.change_set.police_unit.slug, "pk": row.pk}

    def for_list(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("change_set__police_unit", "unit__parent", "unit__police_unit")

    def for_sheet(self, rows: QuerySet) -> QuerySet:
        return self.for_list(rows).prefetch_related("unit__police_unit__units")


class OfTheCountry(OfStrength):
    """National: kept by who may edit what holds for every eenheid. What is adopted stays as it is."""

    fixture, group = "", "landelijk"
    edit_permission = Permission.EDIT_NATIONAL
    # To see a table in bewerking one needs this as well.
    concept_permission = Permission.VIEW_CONCEPTS
    # The way from a row to its table.
    to_table = ""

    def rows(self, access: Access, permission: Permission, *, is_bin: bool = False, **around: object) -> QuerySet:
        found, status = super().rows(access, permission, is_bin=is_bin, **around), f"{self.to_table}status"
        if permission == self.edit_permission:
            return found.filter(**{status: NationalTable.Status.CONCEPT})
        if access.may(self.concept_permission) or access.may(self.edit_permission):
            return found
        return found.filter(**{status: NationalTable.Status.ADOPTED})

    def crumbs(self, parent: None) -> Crumbs:
        return [("Politiesterkte", reverse("formation:table-list"))]


class NationalTableRegister(OfTheCountry):
    code, name, model = "landelijke-tabellen", "nationaltable", NationalTable
    lead = "Tabellen over heel Nederland: wat elke eenheid heeft, met het totaal zoals het is gepubliceerd."
    columns = (
        Column("titel", "Hoe de tabel heet. Tabellen met dezelfde titel staan naast elkaar.", ("naam",), field="title"),
        Column("soort", "formatie, bezetting, of een andere soort.", field="kind"),
        Column("categorie", "De personeelscategorie, zoals wijkagenten; of totaal.", field="category"),
        Column("peildatum", "De dag waarop de cijfers gelden.", ("datum",), field="reference_date"),
        Column("maateenheid", "Waarin de cijfers zijn, zoals fte.", required=False, field="unit"),
        Column("bron", "Waar de cijfers vandaan komen.", required=False, field="source"),
        Column("verklaard verschil", "Het gepubliceerde totaal min de som van de eenheden, als die verschillen.",
               required=False, field="explained_difference"),
        Column("toelichting", "Waarom het totaal anders is dan de som.", required=False, field="explanation"),
        Column("webnaam", "Waarmee een bestand de tabel noemt. Leeg: het portaal maakt haar.", required=False,
               field="slug"),
    )  # fmt: skip
    listed = ("titel", "soort", "categorie", "peildatum", Shown("Status", lambda table: table.get_status_display()))
    filters, searched = ("soort",), ("title", "category", "source")
    key = ("titel", "soort", "categorie", "peildatum")
    import_order = 17
    related = (Related("landelijke-sterkte", "table", ("eenheid", "waarde", "opmerking")),)
    views = {"detail": NationalTablePage}

    def is_open(self, row: NationalTable) -> bool:
        return row.is_concept


class NationalFigureRegister(OfTheCountry):
    code, name, model = "landelijke-sterkte", "nationalfigure", NationalFigure
    lead = "De cijfers van elke eenheid in de landelijke tabellen, en het totaal zoals het is gepubliceerd."
    to_table = "table__"
    columns = (
        Column("tabel", "De landelijke tabel waar het cijfer in staat.", field="table", by="slug"),
        Column("eenheid", "De eenheid. Nederland is het geheel; in het formulier is dat leeg.",
               ("regionale eenheid",), required=False, field="police_unit", by="name"),
        Column("waarde", "Het cijfer, zoals 371 of n.t.b.", ("aantal", "fte", "cijfer"), field="figure"),
        Column("opmerking", "Een noot bij dit cijfer.", ("noot",), required=False, field="note"),
    )  # fmt: skip
    own_values = {"tabel": NationalTableValue, "eenheid": EenheidValue, "waarde": NationalFigureValue}
    listed = ("eenheid", "tabel", "waarde", "opmerking")
    filters, searched = ("tabel", "eenheid"), ("police_unit__name", "table__title", "note")
    key = ("tabel", "eenheid")
    import_order = 18

    def ever(self, police_unit: PoliceUnit | None) -> QuerySet:
        return super().ever(police_unit).filter(table__deleted_at=None)

    def present(self) -> QuerySet:
        return super().present().filter(table__deleted_at=None)

    def is_open(self, row: NationalFigure) -> bool:
        return row.table.is_concept


CHANGE_SETS = add_register(ChangeSetRegister())
CHANGES = add_register(ChangeRegister())
# A file need not name its table, and may be as it is printed.
kinds.register(ChangeKind(CHANGES))
NATIONAL_TABLES = add_register(NationalTableRegister())
NATIONAL_FIGURES = add_register(NationalFigureRegister())
kinds.register(NationalKind(NATIONAL_FIGURES))
