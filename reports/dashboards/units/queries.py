"""What an eenheid has and took on in a year: strength and national targets. A query each, for any number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Exists, FilteredRelation, JSONField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Cast, JSONObject
from django.urls import reverse
from django.utils.text import capfirst

from agenda.models import Indicator, Measurement, RegionalTarget, SafetyAgenda
from agenda.periods import Period
from agenda.standings import IndicatorStanding, Verdict, over_periods
from formation.comparing import alike, difference, since
from formation.models import WHOLE_UNIT_SERIES, StaffCategory, StrengthCell, StrengthTable
from formation.norm import NormLine, Population
from formation.presenters import sources
from formation.queries import last_two
from nhveilig.accounts.access import Access, Reader
from nhveilig.figures.formats import NO_BREAK_SPACE, date_long, number, without_trailing_zeros
from nhveilig.figures.values import Figure, Qualifier, total
from nhveilig.regions.models import Inhabitants, Municipality, OrganisationUnit, PoliceUnit
from nhveilig.unions import planned_once
from reports.dashboards.bars import Bar, Row, bars
from reports.dashboards.presenters import number_of
from reports.dashboards.queries import with_leader
from themes.models import ImplementationPlan, ResultTarget, Standing

EVERY_MUNICIPALITY = ResultTarget.Scope.EVERY_MUNICIPALITY
Kind, Role, UNIT = StrengthTable.Kind, StaffCategory.Role, OrganisationUnit.Kind.UNIT
# Of what stands below the eenheid; the table has the rest.
PARTS_SHOWN = 5


def plans_of(police_unit: PoliceUnit | int, access: Access) -> QuerySet[ImplementationPlan]:
    return ImplementationPlan.objects.visible_to(access).filter(theme__plan__police_unit=police_unit)


@planned_once
def led_plans(reader: Reader, police_unit: int, year: int) -> QuerySet[ImplementationPlan]:
    return with_leader(plans_of(police_unit, reader.access).filter(year=year))


@planned_once
def cells_of_the_whole(police_unit: int, until: date) -> QuerySet[StrengthCell]:
    """Totals, what adds up to them, and wijkagenten of the two newest adopted tables of every series; of formatie
    also the total and the wijkagenten of what stands directly below the eenheid. One query."""
    tables = StrengthTable.objects.adopted().filter(police_unit=police_unit, reference_date__lte=until)
    told = Q(category__role=Role.TOTAL) | Q(category__is_community_officer=True)
    whole = Q(row__unit__kind=UNIT) & (told | Q(category__role=Role.COUNTS))
    parts = Q(row__unit__parent__kind=UNIT, row__table__kind=Kind.ESTABLISHMENT) & told
    return (
        StrengthCell.objects.filter(whole | parts, row__table__in=tables.newest_two().values("pk"))
        .select_related("row__table", "row__unit", "category")
        .order_by("row__table_id", "row__order", "category__order")
    )


@planned_once
def municipalities_of(police_unit: int, plans: tuple[int, ...] = ()) -> QuerySet[Municipality]:
    """Every municipality the eenheid ever had, with what a map needs; with the newest number of inhabitants of itself
    (`counted`) and of the eenheid (`whole`) as dicts, and how many promises of these plans it `kept`. One query."""
    promises = ResultTarget.objects.present().counted_once().filter(plan__in=plans, scope=EVERY_MUNICIPALITY)
    kept = Standing.objects.filter(municipality=OuterRef("pk"), reached=True, target__in=promises.values("pk"))
    own = Inhabitants.objects.filter(unit__police_unit=police_unit, unit__kind=UNIT)
    return (
        Municipality.objects.filter(safety_region__police_unit=police_unit)
        .select_related("safety_region", "outline")
        .annotate(
            counted=_newest_count(Inhabitants.objects.filter(municipality=OuterRef("pk"))),
            whole=_newest_count(own),
            kept=number_of(kept, "municipality"),
        )
        .order_by("safety_region__code", "name")
    )


def _newest_count(found: QuerySet[Inhabitants]) -> Subquery:
    """The value as text: JSON of SQLite has no decimals."""
    told = {name: Cast(name, CharField()) for name in ("value", "qualifier", "reference_date", "source")}
    return Subquery(found.order_by("-reference_date").values(told=JSONObject(**told))[:1], output_field=JSONField())


def population_of(municipalities: Sequence[Municipality]) -> Population:
    """The inhabitants of the eenheid as a whole, as `formation.norm` counts them."""
    now = [one for one in municipalities if one.valid_until is None]
    if not now:
        return Population(Figure.unknown(), reason="Welke gemeenten bij deze eenheid horen, is niet bekend.")
    if whole := now[0].whole:
        return Population(Figure.from_dict(whole), (), whole["source"], date.fromisoformat(whole["reference_date"]))
    counts = [one.counted for one in now]
    if any(count is None or count["value"] is None for count in counts):
        return Population(Figure.unknown(), reason="Het aantal inwoners is niet van elke gemeente bekend.")
    added = total(map(Figure.from_dict, counts))
    days = [date.fromisoformat(count["reference_date"]) for count in counts]
    return Population(
        Figure(added.value, Qualifier.EXACT if added.exact else Qualifier.CIRCA),
        tuple(now),
        "; ".join(dict.fromkeys(count["source"] for count in counts)),
        min(days),
        max(days),
    )


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
    """`norm` is None when no table counts wijkagenten; `norm_table` is the one it counts with. `parts` are the largest
    of what stands directly below the eenheid, in the formatie."""

    formatie: Stated | None
    bezetting: Stated | None
    norm: NormLine | None
    norm_table: StrengthTable | None
    parts: Sequence[Bar] = ()

    @property
    def norm_day(self) -> str:
        return self.norm_table.on_day if self.norm_table else ""


def strength_of(police_unit: PoliceUnit, until: date, population: Population) -> Strength:
    found = cells_of_the_whole(police_unit.pk, until)
    for cell in found:
        cell.row.table.police_unit = police_unit
    cells = [cell for cell in found if cell.row.unit.kind == UNIT]
    line, table = _norm(cells, population)
    formatie = _last_tables(cells, Kind.ESTABLISHMENT)
    below = [cell for cell in found if cell.row.unit.kind != UNIT and formatie and cell.row.table_id == formatie[-1].pk]
    stated = (_newest(cells, kind) for kind in (Kind.ESTABLISHMENT, Kind.OCCUPATION))
    return Strength(*stated, line, table, _parts(below))


def _parts(cells: Sequence[StrengthCell]) -> list[Bar]:
    """Each with its wijkagenten; of many the largest, and the others together."""
    totals = sorted((one for one in cells if one.category.role == Role.TOTAL and one.value), key=lambda one: -one.value)
    officers = {one.row_id: one for one in cells if one.category.is_community_officer and one.value}
    found = [(one.row.unit.name, one.value, _officers(officers.get(one.row_id))) for one in totals]
    if len(found) > PARTS_SHOWN:
        rest = sum(value for _, value, _ in found[PARTS_SHOWN - 1 :])
        found = [*found[: PARTS_SHOWN - 1], ("Alle andere onderdelen", rest, "")]
    decimals = max((one.category.decimals for one in totals), default=0)
    return bars(Row(name, value, number(value, decimals), note=note) for name, value, note in found)


def _officers(cell: StrengthCell | None) -> str:
    return f"{number(without_trailing_zeros(cell.value))} wijkagenten" if cell else ""


def _last_tables(cells: Sequence[StrengthCell], kind: str) -> list[StrengthTable]:
    """The newest of the series that tells most, and the one before it; oldest first."""
    tables = {cell.row.table for cell in cells if cell.row.table.kind == kind and cell.category.role == Role.TOTAL}
    return last_two([table for table in tables if table.series in WHOLE_UNIT_SERIES])


def _newest(cells: Sequence[StrengthCell], kind: str) -> Stated | None:
    """The total on the newest date, and what changed since the one before."""
    tables = _last_tables(cells, kind)
    if not tables:
        return None
    totals = {cell.row.table: cell for cell in cells if cell.category.role == Role.TOTAL}
    table = tables[-1]
    note = f"op {table.day_in_words}" if not table.date_label else table.day_in_words
    return Stated(
        label=f"{capfirst(table.get_kind_display())} ({totals[table].category.measure.label})",
        text=totals[table].figure.text(totals[table].category.decimals),
        note=", ".join(filter(None, [note, _change([totals[one] for one in tables], cells)])),
        url=table.url(),
        source=sources(tables),
    )


def _change(totals: Sequence[StrengthCell], cells: Sequence[StrengthCell]) -> str:
    """From the first to the last of these; empty with one of them."""
    if len(totals) < 2:
        return ""
    before, after = totals
    categories = [[one.category for one in cells if one.row_id == total.row_id] for total in totals]
    day = before.row.table.day.replace(" ", NO_BREAK_SPACE)
    pair = next((pair for pair in alike(*categories) if pair.code == after.category.code), None)
    change = difference(before.figure, after.figure) if pair else None
    return f"niet te vergelijken met {day}" if change is None else since(change, pair.decimals, day)


def _norm(cells: Sequence[StrengthCell], population: Population) -> tuple[NormLine | None, StrengthTable | None]:
    counting = [c for c in cells if c.category.is_community_officer and c.row.table.kind == Kind.ESTABLISHMENT]
    newest = max((cell.row.table for cell in counting), key=lambda table: table.reference_date, default=None)
    if newest is None:
        return None, None
    own = [cell for cell in counting if cell.row.table_id == newest.pk]
    officers = total(cell.figure for cell in own)
    decimals = max(cell.category.decimals for cell in own)
    return NormLine(own[0].row.unit, officers, population, newest.reference_date, decimals), newest


@planned_once
def _of_year(police_unit: int, year: int) -> QuerySet[Indicator]:
    """What the eenheid has a share of or a figure for, or the country a target in an agenda that holds: a row for each
    with its share, its aim for the country, and one of its measurements. One query."""
    here = {"police_unit": police_unit, "year": year}
    whole = RegionalTarget.objects.of_the_distribution().filter(
        indicator__objective__agenda=OuterRef("objective__agenda")
    )
    own = Q(share__isnull=False) | Q(measured__isnull=False)
    in_force = Q(aim__isnull=False, objective__agenda__in=SafetyAgenda.objects.in_force(year))
    return (
        Indicator.objects.annotate(
            share=_related("regional_targets", **here),
            measured=_related("measurements", **here, is_current=True),
            aim=_related("targets", year=year),
            # Asked only of what has nothing of its own, for it takes long.
            is_divided=Case(When(own, then=True), default=Exists(whole)),
        )
        .filter(own | in_force)
        .select_related("objective__agenda", "share", "measured", "aim")
        .defer("objective__html", "definition")
        .order_by("objective__agenda_id", "objective__order", "order", "pk", "measured__period")
    )


def _related(name: str, **condition: object) -> FilteredRelation:
    return FilteredRelation(name, condition=Q(**{f"{name}__{field}": value for field, value in condition.items()}))


@dataclass(frozen=True)
class NationalTarget:
    """One indicator in one year, for one eenheid, with where the realisation comes from."""

    standing: IndicatorStanding
    measured: tuple[Measurement, ...]

    @property
    def indicator(self) -> Indicator:
        return self.standing.indicator

    @property
    def url(self) -> str:
        objective = self.indicator.objective
        return reverse("agenda:indicator-detail", args=[objective.agenda.slug, objective.code, self.indicator.code])

    @property
    def status(self) -> str:
        """`voorlopig`, `definitief`: of what was measured last."""
        return self.measured[-1].get_status_display() if self.standing.realised else ""

    @property
    def source(self) -> str:
        """Where the realisation comes from and when it was published; empty without one."""
        if not self.standing.realised:
            return ""
        last = self.measured[-1]
        return ", ".join(filter(None, [last.source, date_long(last.published_on) if last.published_on else ""]))

    @property
    def why_not(self) -> str:
        """Why there is no realisation."""
        return "" if self.standing.realised else self.standing.verdict.label


@dataclass(frozen=True)
class NationalTargets:
    """`own` is what the eenheid has a target or a figure for, in the order of the agenda; without any, `country` holds
    those of the whole country, with whether any of it `is_divided`."""

    own: list[NationalTarget]
    country: list[Indicator]

    @property
    def finding(self) -> str:
        """`Van de 9 landelijke doelen zijn er 3 gehaald.`"""
        done = sum(one.standing.verdict is Verdict.REACHED for one in self.own)
        if len(self.own) == 1:
            return "Het landelijke doel is gehaald." if done else "Het landelijke doel is nog niet gehaald."
        verb, many = "is" if done == 1 else "zijn", number(done) if done else "nog geen"
        return f"Van de {number(len(self.own))} landelijke doelen {verb} er {many} gehaald."

    @property
    def agenda(self) -> SafetyAgenda | None:
        found = [one.indicator for one in self.own] or self.country
        return found[0].objective.agenda if found else None


def national_targets(police_unit: PoliceUnit, year: int, until: str = Period.YEAR) -> NationalTargets:
    rows: dict[Indicator, list[Indicator]] = {}
    for row in _of_year(police_unit.pk, year):
        rows.setdefault(row, []).append(row)
    own = [
        _of(year, until, same) for same in rows.values() if _joined(same[0], "share") or _joined(same[0], "measured")
    ]
    return NationalTargets(own, [] if own else list(rows))


def _joined(indicator: Indicator, name: str) -> RegionalTarget | Measurement | None:
    """Of a join that found nothing Django sets nothing."""
    return getattr(indicator, name, None)


def _of(year: int, until: str, rows: Sequence[Indicator]) -> NationalTarget:
    """The rows of one indicator: they differ in what was measured."""
    indicator, share = rows[0], _joined(rows[0], "share")
    measured = tuple(found for row in rows if (found := _joined(row, "measured")))
    standing = IndicatorStanding(
        indicator,
        year,
        share.figure if share else None,
        over_periods(indicator, measured, until=until),
        words=share.text if share and share.upper is not None else "",
    )
    return NationalTarget(standing, measured)
