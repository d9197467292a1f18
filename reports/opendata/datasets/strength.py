"""The strength of the police, and the areas it works in."""

from django.db.models import QuerySet

from formation.models import NationalFigure, NationalTable, StrengthCell, StrengthTable
from nhveilig.figures.measures import Measure
from nhveilig.regions.models import Municipality, PoliceUnit
from reports.opendata.dataset import DataColumn, Dataset, figure_columns
from reports.opendata.filters import Filter, by_choice, by_day, by_unit, dated_in, existing_in

UNITS = Dataset(
    slug="eenheden",
    title="Politie-eenheden",
    description="De regionale eenheden, en de landelijke diensten die een deel van een landelijk doel op zich nemen.",
    row="eenheid",
    published=lambda: PoliceUnit.objects.order_by("order", "code"),
    columns=(
        DataColumn("eenheid", "slug", "De webnaam, waarmee andere gegevens naar de eenheid verwijzen."),
        DataColumn("code", "code", "De code van de eenheid."),
        DataColumn("naam", "name", "De naam."),
        DataColumn("soort", "kind", "Wat voor eenheid het is."),
    ),
    key=("eenheid",),
    links={"self": "/eenheden/{eenheid}", "gemeenten": "/gemeenten?eenheid={eenheid}"},
)

MUNICIPALITIES = Dataset(
    slug="gemeenten",
    title="Gemeenten",
    description="Gemeenten met hun eenheid en veiligheidsregio, ook die er niet meer zijn.",
    row="gemeente",
    published=lambda: Municipality.objects.order_by("code"),
    columns=(
        DataColumn("gemeente", "code", "De code van het CBS."),
        DataColumn("naam", "name", "De naam."),
        DataColumn("eenheid", "safety_region__police_unit__slug", "De webnaam van de eenheid."),
        DataColumn("veiligheidsregio", "safety_region__code", "De code van de veiligheidsregio."),
        DataColumn("veiligheidsregioNaam", "safety_region__name", "De naam van de veiligheidsregio."),
        DataColumn("geldigVanaf", "valid_from", "De eerste dag; leeg als die niet bekend is."),
        DataColumn("geldigTot", "valid_until", "De eerste dag dat de gemeente er niet meer was."),
        DataColumn("opgegaanIn", "successor__code", "De gemeente waarin zij is opgegaan."),
    ),
    key=("gemeente",),
    filters=(by_unit("safety_region__police_unit"), existing_in()),
    links={"self": "/gemeenten/{gemeente}", "resultaten": "/gemeenteresultaten?gemeente={gemeente}"},
)


KINDS = dict(StrengthTable.Kind.choices)
KIND = "Formatie (plaatsen op papier) of bezetting (plaatsen die vervuld zijn). Tel die nooit bij elkaar op."


ORDER = ("police_unit__order", "kind", "series", "reference_date", "pk")


def _cells() -> QuerySet:
    adopted = StrengthCell.objects.filter(row__table__status=StrengthTable.Status.ADOPTED)
    return adopted.order_by(*(f"row__table__{name}" for name in ORDER), "row__order", "row_id", "category__order", "pk")


TABLES = Dataset(
    slug="sterktetabellen",
    title="Tabellen van de politiesterkte",
    description="Welke tabellen van formatie en bezetting er zijn vastgesteld, op welke peildatum en uit welke bron.",
    row="sterktetabel",
    published=lambda: StrengthTable.objects.adopted().order_by(*ORDER),
    columns=(
        DataColumn("eenheid", "police_unit__slug", "De webnaam van de eenheid."),
        DataColumn("soort", "kind", KIND),
        DataColumn("reeks", "series", "De reeks: tabellen van één reeks tonen hetzelfde op andere peildata."),
        DataColumn("peildatum", "reference_date", "De dag waarop de sterkte zo was."),
        DataColumn("titel", "title", "De titel van de tabel."),
        DataColumn("bron", "source", "Waar de tabel uit komt."),
        DataColumn("vastgesteldOp", "adopted_on", "De dag van vaststelling."),
    ),
    key=("eenheid", "soort", "reeks", "peildatum"),
    filters=(
        by_unit("police_unit"),
        dated_in("reference_date"),
        by_choice("soort", "kind", "Alleen formatie of alleen bezetting.", KINDS),
    ),
    links={
        "self": "/sterktetabellen/{eenheid}/{soort}/{reeks}/{peildatum}",
        "cijfers": "/sterktecijfers?eenheid={eenheid}&soort={soort}&reeks={reeks}&peildatum={peildatum}",
    },
)

CELLS = Dataset(
    slug="sterktecijfers",
    title="Politiesterkte",
    description="De sterkte per onderdeel van de eenheid en categorie, uit de vastgestelde tabellen.",
    row="sterktecijfer",
    published=_cells,
    columns=(
        DataColumn("eenheid", "row__table__police_unit__slug", "De webnaam van de eenheid."),
        DataColumn("soort", "row__table__kind", KIND),
        DataColumn("reeks", "row__table__series", "De reeks van de tabel."),
        DataColumn("peildatum", "row__table__reference_date", "De dag waarop de sterkte zo was."),
        DataColumn("onderdeel", "row__unit__name", "Het onderdeel van de eenheid."),
        DataColumn("onderdeelSoort", "row__unit__kind", "Wat voor onderdeel het is."),
        DataColumn("onderdeelVan", "row__unit__parent__name", "Het onderdeel waar het onder valt."),
        DataColumn(
            "regel", "row__role", "Of de regel meetelt (detail) of een gepubliceerd totaal is. Tel alleen details op."
        ),
        DataColumn("regelnummer", "row__order", "De plaats van de regel in de tabel."),
        DataColumn("categorie", "category__code", "De code van de personeelscategorie."),
        DataColumn("categorieNaam", "category__name", "De naam van de personeelscategorie."),
        DataColumn("categorieRol", "category__role", "Of de kolom meetelt, een “waarvan” is, of het totaal."),
        *figure_columns(of="De sterkte"),
        DataColumn(
            "maateenheid",
            "category__unit",
            "Waarin het getal is uitgedrukt. Tel geen percentages op, en geen getallen van verschillende maateenheden.",
            choices=dict(Measure.choices),
        ),
        DataColumn("decimalen", "category__decimals", "Met hoeveel cijfers achter de komma de bron dit getal geeft."),
        DataColumn("bron", "row__table__source", "Waar de tabel uit komt."),
    ),
    key=("eenheid", "soort", "reeks", "peildatum", "regelnummer", "onderdeel", "categorie"),
    filters=(
        by_unit("row__table__police_unit"),
        dated_in("row__table__reference_date"),
        by_choice("soort", "row__table__kind", "Alleen formatie of alleen bezetting.", KINDS),
        Filter("reeks", "row__table__series", "Alleen van deze reeks."),
        by_day("peildatum", "row__table__reference_date", "Alleen met deze peildatum."),
        Filter("categorie", "category__code", "Alleen van deze personeelscategorie."),
    ),
)

NATIONAL = Dataset(
    slug="landelijke-sterktecijfers",
    title="Politiesterkte van alle eenheden",
    description="De cijfers van elke eenheid en van Nederland, zoals zij in landelijke tabellen zijn gepubliceerd.",
    row="landelijk-sterktecijfer",
    published=lambda: (
        NationalFigure.objects.present()
        .filter(table__in=NationalTable.objects.adopted())
        .order_by("table__slug", "police_unit__order", "pk")
    ),
    columns=(
        DataColumn("tabel", "table__slug", "De webnaam van de landelijke tabel."),
        DataColumn("titel", "table__title", "De titel waaronder zij is gepubliceerd."),
        DataColumn("soort", "table__kind", KIND),
        DataColumn("categorie", "table__category", "De personeelscategorie."),
        DataColumn("peildatum", "table__reference_date", "De dag waarop de cijfers gelden."),
        DataColumn(
            "eenheid",
            "police_unit__slug",
            "De webnaam van de eenheid; leeg is Nederland, zoals gepubliceerd. Tel dat nooit bij de eenheden op.",
        ),
        *figure_columns(of="De sterkte"),
        DataColumn("maateenheid", "table__unit", "Waarin het cijfer is, zoals fte."),
        DataColumn("bron", "table__source", "Waar de tabel uit komt."),
        DataColumn("vastgesteldOp", "table__adopted_on", "De dag van vaststelling."),
    ),
    key=("tabel", "eenheid"),
    filters=(
        by_unit("police_unit"),
        dated_in("table__reference_date"),
        Filter("soort", "table__kind", "Alleen van deze soort, zoals formatie."),
        by_day("peildatum", "table__reference_date", "Alleen met deze peildatum."),
    ),
)
