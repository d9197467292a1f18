"""The strength of an eenheid as a whole, as it was known in a year: two queries for any number of tables.

It says the same as the pages of `formation`, which read every row; here only the row of the whole is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.text import capfirst

from formation.addresses import table_url
from formation.models import WHOLE_UNIT_SERIES, StaffCategory, StrengthCell, StrengthTable
from formation.norm import NormLine, Population
from formation.periods import day, in_words, on
from formation.queries import last_two
from nhveilig.figures.formats import NO_BREAK_SPACE, signed
from nhveilig.figures.values import Figure, Qualifier, total
from nhveilig.regions.models import Inhabitants, Municipality, OrganisationUnit, PoliceUnit

Kind = StrengthTable.Kind


def cells_of_the_whole(police_unit: PoliceUnit, until: date) -> QuerySet[StrengthCell]:
    """Totals and wijkagenten of the two newest adopted tables of every series up to that day. One query."""
    tables = StrengthTable.objects.adopted().filter(police_unit=police_unit, reference_date__lte=until)
    wanted = Q(category__role=StaffCategory.Role.TOTAL) | Q(category__is_community_officer=True)
    return (
        StrengthCell.objects.filter(wanted, row__table__in=tables.newest_two().values("pk"))
        .filter(row__unit__kind=OrganisationUnit.Kind.UNIT)
        .select_related("row__table__police_unit", "row__unit", "category")
    )


def municipalities_with_inhabitants(police_unit: PoliceUnit) -> QuerySet[Municipality]:
    """Every municipality the eenheid ever had, with its newest number of inhabitants. One query."""
    newest = Inhabitants.objects.filter(municipality=OuterRef("pk")).order_by("-reference_date")
    whole = Inhabitants.objects.filter(unit__police_unit=police_unit, unit__kind=OrganisationUnit.Kind.UNIT)
    fields = ("value", "qualifier", "reference_date", "source")
    own = whole.order_by("-reference_date")
    return Municipality.objects.filter(safety_region__police_unit=police_unit).annotate(
        **{f"counted_{name}": Subquery(newest.values(name)[:1]) for name in fields},
        **{f"whole_{name}": Subquery(own.values(name)[:1]) for name in fields},
    )


def present_on(municipalities: Iterable[Municipality], when: date) -> list[Municipality]:
    """Those that existed on that day."""
    return [
        one
        for one in municipalities
        if (one.valid_from is None or one.valid_from <= when) and (one.valid_until is None or one.valid_until > when)
    ]


def population_of(municipalities: Sequence[Municipality]) -> Population:
    """The inhabitants of the eenheid as a whole, as `formation.norm` counts them."""
    now = [one for one in municipalities if one.valid_until is None]
    if not now:
        return Population(Figure.unknown(), reason="Welke gemeenten bij deze eenheid horen, is niet vastgelegd.")
    if now[0].whole_qualifier:
        return Population(_figure(now[0], "whole"), (), now[0].whole_source, now[0].whole_reference_date)
    if any(one.counted_value is None for one in now):
        return Population(Figure.unknown(), reason="Het aantal inwoners is niet van elke gemeente bekend.")
    added = total(_figure(one, "counted") for one in now)
    return Population(
        Figure(added.value, Qualifier.EXACT if added.exact else Qualifier.CIRCA),
        tuple(now),
        now[0].counted_source,
        min(one.counted_reference_date for one in now),
    )


def _figure(municipality: Municipality, which: str) -> Figure:
    return Figure(getattr(municipality, f"{which}_value"), getattr(municipality, f"{which}_qualifier"))


@dataclass(frozen=True)
class Stated:
    """One figure of the eenheid as a whole, with where it comes from."""

    label: str
    text: str
    note: str
    url: str
    source: str


@dataclass(frozen=True)
class Strength:
    """`norm` is None when no table counts wijkagenten; `norm_table` is the one it counts with."""

    formatie: Stated | None
    bezetting: Stated | None
    norm: NormLine | None
    norm_table: StrengthTable | None

    @property
    def norm_day(self) -> str:
        return on(self.norm_table) if self.norm_table else ""


def strength_of(police_unit: PoliceUnit, until: date, population: Population) -> Strength:
    cells = list(cells_of_the_whole(police_unit, until))
    line, table = _norm(cells, population)
    return Strength(_newest(cells, Kind.ESTABLISHMENT), _newest(cells, Kind.OCCUPATION), line, table)


def _newest(cells: Sequence[StrengthCell], kind: str) -> Stated | None:
    """The total on the newest date in the series that tells most, and what changed since the one before."""
    totals = {
        cell.row.table: cell.figure
        for cell in cells
        if cell.row.table.kind == kind and cell.category.role == StaffCategory.Role.TOTAL
    }
    whole = [table for table in totals if table.series in WHOLE_UNIT_SERIES]
    tables = last_two(whole)
    if not tables:
        return None
    table = tables[-1]
    note = f"op {in_words(table)}" if not table.date_label else in_words(table)
    return Stated(
        label=f"{capfirst(table.get_kind_display())} (fte)",
        text=totals[table].text(table.decimals),
        note=", ".join(filter(None, [note, _change(tables, totals)])),
        url=table_url(table),
        source=table.source,
    )


def _change(tables: Sequence[StrengthTable], totals: dict[StrengthTable, Figure]) -> str:
    if len(tables) < 2 or not all(totals[table].is_known for table in tables):
        return ""
    change = totals[tables[1]].value - totals[tables[0]].value
    since = day(tables[0]).replace(" ", NO_BREAK_SPACE)
    return f"{signed(change, tables[1].decimals)} sinds {since}" if change else f"gelijk aan {since}"


def _norm(cells: Sequence[StrengthCell], population: Population) -> tuple[NormLine | None, StrengthTable | None]:
    counting = [c for c in cells if c.category.is_community_officer and c.row.table.kind == Kind.ESTABLISHMENT]
    newest = max((cell.row.table for cell in counting), key=lambda table: table.reference_date, default=None)
    if newest is None:
        return None, None
    own = [cell for cell in counting if cell.row.table_id == newest.pk]
    officers = total(cell.figure for cell in own)
    return NormLine(own[0].row.unit, officers, population, newest.decimals), newest
