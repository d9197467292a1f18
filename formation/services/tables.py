"""Strength tables as a whole: making, taking over to another date, explaining totals, adopting, throwing away."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from formation.decisions import TABLE
from formation.exceptions import NoUnits, SeriesHasNoName, TableChanged, TableExists, TableIsAdopted
from formation.models import (
    MAIN_SERIES,
    StaffCategory,
    StrengthCell,
    StrengthExplanation,
    StrengthRow,
    StrengthTable,
    free_code,
)
from formation.services.cells import lock_concept
from formation.validators import reconcile
from nhveilig.accounts.models import User
from nhveilig.editing.exceptions import NothingToExplain, NotReadyToAdopt
from nhveilig.figures.formats import date_short
from nhveilig.figures.values import STILL_OPEN, Figure, Qualifier
from nhveilig.governance.services import UNSAID, Deciding, decide
from nhveilig.regions.models import OrganisationUnit
from nhveilig.trail.kinds import Kind as Trail
from nhveilig.trail.services import Subject, record

# What a cell of a basisteam may say about its wijkagenten: a number, or that it has none.
SAYS_NONE = {Qualifier.DASH, Qualifier.NOT_APPLICABLE}
NAMED_AT_MOST = 5


@dataclass(frozen=True)
class CopiedTable:
    """`left_out` are the names of the units that do not exist on the date of the copy."""

    table: StrengthTable
    left_out: list[str] = field(default_factory=list)


@transaction.atomic
def create_table(
    *, about: StrengthTable, categories: Sequence[StaffCategory], depth: int | None = None, called: str = ""
) -> StrengthTable:
    """A concept table with an empty cell for every unit of that date in every category; neither is stored yet.

    `called` is what a new series is called when the table has no title of its own. `depth` is how far down the units
    go: 1 only the eenheid, 2 its districten and diensten too; None is all.
    Raises TableExists, SeriesHasNoName and NoUnits.
    """
    about.title = name_of_series(about, called)
    table = _saved(about)
    for order, column in enumerate(categories):
        column.table, column.order = table, order + 1
        column.code = free_code(column.name, [one.code for one in categories[:order]])
    columns = StaffCategory.objects.bulk_create(categories)
    units = OrganisationUnit.objects.on(about.reference_date).filter(police_unit=about.police_unit)
    tree = list(units.order_by("order", "pk"))
    if not tree:
        raise NoUnits(
            "Op deze peildatum kent het portaal geen onderdelen van deze eenheid. Kies een andere datum, of voeg ze "
            "eerst toe bij Organisatie."
        )
    rows = StrengthRow.objects.bulk_create(
        StrengthRow(table=table, unit=unit, role=role, order=order)
        for order, (unit, role) in enumerate(_printed_rows(tree, depth), start=1)
    )
    StrengthCell.objects.bulk_create(
        StrengthCell(row=row, category=column, value=None, qualifier=Qualifier.BLANK)
        for row in rows
        for column in columns
    )
    return table


def name_of_series(about: StrengthTable, called: str = "") -> str:
    """The title a table of its series must have: its own, that of the tables before it, or else `called`.

    Raises SeriesHasNoName without either, and for the name of another series. The main series needs none.
    """
    others = StrengthTable.objects.filter(police_unit=about.police_unit, kind=about.kind).exclude(pk=about.pk)
    named = others.exclude(title="").order_by("-reference_date")
    before = named.filter(series=about.series).values_list("title", flat=True).first()
    is_main = about.series == MAIN_SERIES
    title = about.title or before or ("" if is_main else called)
    if not title and not is_main:
        raise SeriesHasNoName
    taken = named.exclude(series=about.series).filter(title__iexact=title).first() if title else None
    if taken:
        raise SeriesHasNoName(f"Zo heet de reeks “{taken.series}” al. Kies een andere naam, of die reeks zelf.")
    return title


@transaction.atomic
def move_table(*, table: StrengthTable, title: str) -> StrengthTable:
    """Put a concept in the series of this name, which is new when no other table has it; empty is the main series.

    Raises TableIsAdopted, TableExists and SeriesHasNoName.
    """
    lock_concept(table)
    table.series, table.title = series_called(table, title), title
    table.title = name_of_series(table)
    try:
        with transaction.atomic():
            table.save(update_fields=["series", "title"])
    except IntegrityError:
        raise TableExists(
            f"In die reeks staat al een tabel per {date_short(table.reference_date)}. Kies een andere naam."
        ) from None
    return table


def series_called(about: StrengthTable, title: str) -> str:
    """The series that has this name, or a new one for it."""
    tables = StrengthTable.objects.filter(police_unit=about.police_unit, kind=about.kind)
    known = tables.filter(title__iexact=title).exclude(pk=about.pk).values_list("series", flat=True).first()
    return known or slugify(title)[:50].strip("-") or MAIN_SERIES


def _saved(table: StrengthTable) -> StrengthTable:
    try:
        with transaction.atomic():
            table.save()
    except IntegrityError:
        day = date_short(table.reference_date)
        raise TableExists(
            f"Er is al een tabel van deze reeks met de peildatum {day}. Kies een andere peildatum of open die tabel."
        ) from None
    return table


def _printed_rows(tree: Sequence[OrganisationUnit], depth: int | None) -> Iterator[tuple[OrganisationUnit, str]]:
    """Parts before the whole, as the published tables print them."""
    known = {unit.pk for unit in tree}
    children: dict[int | None, list[OrganisationUnit]] = {}
    for unit in tree:
        children.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)
    for root in children.get(None, []):
        yield from _branch(root, children, 1, depth)


def _branch(unit: OrganisationUnit, children: dict, level: int, depth: int | None):
    below = [] if depth is not None and level >= depth else children.get(unit.pk, [])
    for child in below:
        yield from _branch(child, children, level + 1, depth)
    if unit.kind == OrganisationUnit.Kind.UNIT:
        yield unit, StrengthRow.Role.TOTAL
    else:
        yield unit, StrengthRow.Role.SUBTOTAL if below else StrengthRow.Role.DETAIL


@transaction.atomic
def copy_table(*, table: StrengthTable, reference_date: date) -> CopiedTable:
    """A concept with the same figures on another date, without the units that do not exist then. Raises TableExists."""
    source = StrengthTable.objects.with_figures().get(pk=table.pk)
    same = {name: getattr(source, name) for name in ("police_unit", "kind", "series", "title")}
    taken_from = f"Overgenomen van de tabel per {date_short(source.reference_date)}"
    copy = _saved(StrengthTable(**same, reference_date=reference_date, source=taken_from, copied_from=source))
    columns = _copied(source.categories.all(), table=copy)
    existing = set(OrganisationUnit.objects.on(reference_date).values_list("pk", flat=True))
    kept = [row for row in source.rows.all() if row.unit_id in existing]
    rows = _copied(kept, table=copy)
    cells = [cell for row in kept for cell in row.cells.all()]
    StrengthCell.objects.bulk_create(
        StrengthCell(row=rows[cell.row_id], category=columns[cell.category_id],
                     value=cell.value, qualifier=cell.qualifier)
        for cell in cells
    )  # fmt: skip
    _copied([one for one in source.explanations.all() if one.unit_id in existing], table=copy)
    left_out = [row.unit.name for row in source.rows.all() if row.unit_id not in existing]
    return CopiedTable(copy, left_out)


def _copied(originals: Iterable, *, table: StrengthTable) -> dict:
    """New rows like the originals, of another table; by the key of the original."""
    originals = list(originals)
    if not originals:
        return {}
    model = type(originals[0])
    names = [each.attname for each in model._meta.concrete_fields if not each.primary_key and each.name != "table"]
    copies = [model(table=table, **{name: getattr(one, name) for name in names}) for one in originals]
    model.objects.bulk_create(copies)
    return {original.pk: copy for original, copy in zip(originals, copies, strict=True)}


@transaction.atomic
def explain_total(
    *, table: StrengthTable, unit_id: int, category_code: str, difference: Decimal, text: str
) -> StrengthExplanation | None:
    """Say why a published total differs by `difference` from a sum of its parts; an empty text takes it back.

    One total can differ from the sum of its row and from that of its column by two amounts, each with its own reason.
    Raises TableIsAdopted, and NothingToExplain when no sum differs that much (any more).
    """
    lock_concept(table)
    place = {"table": table, "unit_id": unit_id, "category_code": category_code}
    if not text.strip():
        StrengthExplanation.objects.filter(**place, difference=difference).delete()
        return None
    current = _differences(table, unit_id, category_code)
    if difference not in current:
        raise NothingToExplain("Dit verschil is er niet (meer): er is niets toe te lichten.")
    # What was said about differences that are gone would come back to life with the same amount.
    StrengthExplanation.objects.filter(**place).exclude(difference__in=current).delete()
    return StrengthExplanation.objects.update_or_create(
        **place, difference=difference, defaults={"text": text.strip()}
    )[0]


def _differences(table: StrengthTable, unit_id: int, category_code: str) -> set[Decimal]:
    [read] = StrengthTable.objects.filter(pk=table.pk).with_figures()
    wanted = (unit_id, category_code)
    return {one.difference for one in reconcile(read) if (one.unit_id, one.category) == wanted and not one.agrees}


@transaction.atomic
def delete_concept_table(*, table: StrengthTable) -> None:
    """Throw away a concept with its figures and their history. Raises TableIsAdopted."""
    lock_concept(table)
    deleted, _ = StrengthTable.objects.filter(pk=table.pk, status=StrengthTable.Status.CONCEPT).delete()
    if not deleted:
        raise TableIsAdopted


@transaction.atomic
def adopt_table(
    *,
    table: StrengthTable,
    adopted_on: date,
    expected_version: int,
    by: User | None = None,
    deciding: Deciding = UNSAID,
) -> StrengthTable:
    """Adopt a concept table as it was seen; after this nobody changes it.

    Raises TableIsAdopted, TableChanged when somebody changed it since, and NotReadyToAdopt when the wijkagenten
    are not complete: a beleidsplan needs a whole strength table, wijkagenten included (Politiewet 2012, 38b and 39).
    """
    lock_concept(table)
    table = StrengthTable.objects.with_figures().get(pk=table.pk)
    if table.version != expected_version + 1:
        raise TableChanged
    if missing := missing_for_adoption(table):
        raise NotReadyToAdopt("\n".join(missing))
    table.status, table.adopted_on = StrengthTable.Status.ADOPTED, adopted_on
    table.decision = decide(adopted=TABLE, row=table, said=deciding, by=by)
    table.save(update_fields=["status", "adopted_on", "decision"])
    record(
        kind=Trail.ADOPTED,
        subject=Subject("strength_table", table.pk, str(table)),
        unit=table.police_unit.code,
        by=by,
        facts={"adopted_on": adopted_on, "version": table.version},
    )
    return table


def missing_for_adoption(table: StrengthTable) -> list[str]:
    """What must be filled in first, a sentence each: only the main formatie needs its wijkagenten.

    Expects a table read with `with_figures()`.
    """
    columns = [category for category in table.categories.all() if category.is_community_officer]
    if not table.is_main:
        return []
    if not columns:
        return [
            "De tabel heeft geen kolom die als wijkagent telt, en de hoofdtabel van de eenheid moet die hebben. Is dit "
            "een andere tabel, geef haar dan een eigen reeks. Is het de hoofdtabel, verwijder haar dan en maak haar "
            "opnieuw, of lees haar opnieuw in, met die kolom erbij."
        ]
    return [sentence for column in columns for sentence in _incomplete(table, column)]


def _incomplete(table: StrengthTable, column: StaffCategory) -> list[str]:
    cells = {row: _figure_in(row, column) for row in table.rows.all()}
    missing = [row.unit.name for row, figure in cells.items() if _is_missing(row, figure)]
    if missing:
        return [f"De kolom {column} is nog niet volledig: vul een getal of een streepje in bij {_named(missing)}."]
    if not any(figure.is_known for figure in cells.values()):
        return [f"De kolom {column} is nog leeg. Vul in hoeveel fte er is."]
    return []


def _figure_in(row: StrengthRow, column: StaffCategory) -> Figure:
    return next((cell.figure for cell in row.cells.all() if cell.category_id == column.pk), Figure.blank())


def _is_missing(row: StrengthRow, figure: Figure) -> bool:
    """A basisteam and the eenheid must say it; elsewhere an empty cell says that there are no wijkagenten."""
    if row.role == StrengthRow.Role.TOTAL:
        return not figure.is_known
    must_say = row.unit.kind == OrganisationUnit.Kind.BASE_TEAM
    says = figure.is_known or figure.qualifier in SAYS_NONE
    return figure.qualifier in STILL_OPEN or (must_say and not says)


def _named(names: list[str]) -> str:
    named = ", ".join(names[:NAMED_AT_MOST])
    return f"{named} en nog {len(names) - NAMED_AT_MOST}" if len(names) > NAMED_AT_MOST else named


def open_cells(table: StrengthTable) -> list[StrengthCell]:
    """The cells nobody knows the figure of yet. Expects a table read with `with_figures()`."""
    return [cell for row in table.rows.all() for cell in row.cells.all() if cell.figure.qualifier in STILL_OPEN]
