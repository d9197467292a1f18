from django.db.models import QuerySet, Value

from formation.models import StrengthCell, StrengthTable
from reports.opendata.columns import DataColumn, figure_columns
from reports.opendata.dataset import Dataset
from reports.opendata.filters import by_choice, by_code, by_day, by_unit, dated_in

KINDS = dict(StrengthTable.Kind.choices)
KIND = "Formatie (plaatsen op papier) of bezetting (plaatsen die vervuld zijn). Tel die nooit bij elkaar op."


def _tables() -> QuerySet:
    return StrengthTable.objects.adopted().order_by("police_unit__order", "kind", "series", "reference_date", "pk")


def _cells() -> QuerySet:
    adopted = StrengthCell.objects.filter(row__table__status=StrengthTable.Status.ADOPTED)
    of_table = ("police_unit__order", "kind", "series", "reference_date", "pk")
    return adopted.annotate(measure=Value("fte")).order_by(
        *(f"row__table__{name}" for name in of_table), "row__order", "row_id", "category__order", "pk"
    )


TABLES = Dataset(
    slug="sterktetabellen",
    title="Tabellen van de politiesterkte",
    description="Welke tabellen van formatie en bezetting er zijn vastgesteld, op welke peildatum en uit welke bron.",
    row="sterktetabel",
    published=_tables,
    columns=(
        DataColumn("eenheid", "police_unit__slug", "De webnaam van de eenheid."),
        DataColumn("soort", "kind", KIND),
        DataColumn("reeks", "series", "De reeks: tabellen van één reeks zijn met elkaar te vergelijken."),
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
    description="De sterkte per onderdeel van de eenheid en categorie, in fte, uit de vastgestelde tabellen.",
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
        DataColumn("maateenheid", "measure", "Altijd fte."),
        DataColumn("bron", "row__table__source", "Waar de tabel uit komt."),
    ),
    key=("eenheid", "soort", "reeks", "peildatum", "regelnummer", "onderdeel", "categorie"),
    filters=(
        by_unit("row__table__police_unit"),
        dated_in("row__table__reference_date"),
        by_choice("soort", "row__table__kind", "Alleen formatie of alleen bezetting.", KINDS),
        by_code("reeks", "row__table__series", "Alleen van deze reeks."),
        by_day("peildatum", "row__table__reference_date", "Alleen met deze peildatum."),
        by_code("categorie", "category__code", "Alleen van deze personeelscategorie."),
    ),
)
