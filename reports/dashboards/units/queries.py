"""What an eenheid has and took on in a year: strength, national targets, budget. A few queries for any number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.text import capfirst

from agenda.models import Indicator, Measurement, RegionalTarget, SafetyAgenda, Target
from agenda.periods import Period
from agenda.standings import IndicatorStanding, over_periods
from formation.comparing import alike, difference, since
from formation.models import WHOLE_UNIT_SERIES, StaffCategory, StrengthCell, StrengthTable
from formation.norm import NormLine, Population
from formation.presenters import sources
from formation.queries import last_two
from nhveilig.accounts.access import Access
from nhveilig.figures.formats import NO_BREAK_SPACE, date_long
from nhveilig.figures.values import Figure, Qualifier, Total, total
from nhveilig.regions.models import Inhabitants, Municipality, OrganisationUnit, PoliceUnit
from themes.budgets.queries import Balance, balances, budget_url, euros
from themes.budgets.validators import published_total
from themes.models import Budget, BudgetSide

Kind = StrengthTable.Kind


def cells_of_the_whole(police_unit: PoliceUnit, until: date) -> QuerySet[StrengthCell]:
    """Totals, what adds up to them, and wijkagenten of the two newest adopted tables of every series. One query."""
    tables = StrengthTable.objects.adopted().filter(police_unit=police_unit, reference_date__lte=until)
    roles = (StaffCategory.Role.TOTAL, StaffCategory.Role.COUNTS)
    wanted = Q(category__role__in=roles) | Q(category__is_community_officer=True)
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


def population_of(municipalities: Sequence[Municipality]) -> Population:
    """The inhabitants of the eenheid as a whole, as `formation.norm` counts them."""
    now = [one for one in municipalities if one.valid_until is None]
    if not now:
        return Population(Figure.unknown(), reason="Welke gemeenten bij deze eenheid horen, is niet bekend.")
    if now[0].whole_qualifier:
        return Population(_figure(now[0], "whole"), (), now[0].whole_source, now[0].whole_reference_date)
    if any(one.counted_value is None for one in now):
        return Population(Figure.unknown(), reason="Het aantal inwoners is niet van elke gemeente bekend.")
    added = total(_figure(one, "counted") for one in now)
    return Population(
        Figure(added.value, Qualifier.EXACT if added.exact else Qualifier.CIRCA),
        tuple(now),
        "; ".join(dict.fromkeys(one.counted_source for one in now)),
        min(one.counted_reference_date for one in now),
        max(one.counted_reference_date for one in now),
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
        return self.norm_table.on_day if self.norm_table else ""


def strength_of(police_unit: PoliceUnit, until: date, population: Population) -> Strength:
    cells = list(cells_of_the_whole(police_unit, until))
    line, table = _norm(cells, population)
    return Strength(_newest(cells, Kind.ESTABLISHMENT), _newest(cells, Kind.OCCUPATION), line, table)


def _newest(cells: Sequence[StrengthCell], kind: str) -> Stated | None:
    """The total on the newest date in the series that tells most, and what changed since the one before."""
    totals = {
        cell.row.table: cell
        for cell in cells
        if cell.row.table.kind == kind and cell.category.role == StaffCategory.Role.TOTAL
    }
    whole = [table for table in totals if table.series in WHOLE_UNIT_SERIES]
    tables = last_two(whole)
    if not tables:
        return None
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


def _of_year(found: QuerySet, police_unit: PoliceUnit, year: int) -> QuerySet:
    """With indicator, objective and agenda, but not the long texts they have."""
    texts = ("indicator__objective__html", "indicator__definition")
    found = found.filter(police_unit=police_unit, year=year).order_by("indicator")
    return found.select_related("indicator__objective__agenda").defer(*texts)


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


def national_targets(police_unit: PoliceUnit, year: int, until: str = Period.YEAR) -> list[NationalTarget]:
    """What the eenheid has a target or a figure for, in the order of the agenda."""
    measured: dict[Indicator, list[Measurement]] = {}
    for measurement in _of_year(Measurement.objects.current(), police_unit, year).order_by("indicator", "period"):
        measured.setdefault(measurement.indicator, []).append(measurement)
    shares = {share.indicator: share for share in _of_year(RegionalTarget.objects.all(), police_unit, year)}
    place = attrgetter("objective.agenda_id", "objective.order", "order")
    indicators = sorted({*shares, *measured}, key=place)
    return [_of(one, year, until, shares.get(one), measured.get(one, [])) for one in indicators]


def country_targets(year: int) -> list[Target]:
    """Those of the whole country in the agenda that holds in that year, with whether any of it is divided."""
    shares = RegionalTarget.objects.of_the_distribution().filter(indicator__objective__agenda=OuterRef("agenda"))
    found = Target.objects.filter(year=year, indicator__objective__agenda__in=SafetyAgenda.objects.in_force(year))
    found = found.annotate(agenda=F("indicator__objective__agenda")).annotate(is_divided=Exists(shares))
    related = found.select_related("indicator__objective__agenda").defer("indicator__objective__html")
    return list(related.order_by("indicator__objective__order", "indicator__order"))


def _of(
    indicator: Indicator, year: int, until: str, share: RegionalTarget | None, measured: list[Measurement]
) -> NationalTarget:
    standing = IndicatorStanding(
        indicator,
        year,
        share.figure if share else None,
        over_periods(indicator, measured, until=until),
        words=share.text if share and share.upper is not None else "",
    )
    return NationalTarget(standing, tuple(measured))


SIDES = tuple(BudgetSide)


def budgets_of(police_unit: PoliceUnit, year: int, access: Access) -> QuerySet[Budget]:
    """The versions somebody may see, with per side what its posts add up to, and what was published and explained.

    Three queries.
    """
    sums = {}
    for side in SIDES:
        posts = Q(groups__side=side, groups__deleted_at=None, groups__lines__deleted_at=None)
        sums[f"{side}_sum"] = Sum("groups__lines__amount", filter=posts)
        sums[f"{side}_open"] = Count("groups__lines", filter=posts & Q(groups__lines__amount=None))
    found = Budget.objects.visible_to(access).filter(police_unit=police_unit, year=year)
    return found.in_order().annotate(**sums).prefetch_related("totals", "explanations")


@dataclass(frozen=True)
class BudgetLineUp:
    """One version of the budget; `income` and `expenses` are as published, or computed where nothing was."""

    budget: Budget

    @property
    def url(self) -> str:
        return budget_url(self.budget)

    @property
    def income(self) -> str:
        return euros(self._stated(BudgetSide.INCOME))

    @property
    def expenses(self) -> str:
        return euros(self._stated(BudgetSide.EXPENSES))

    @property
    def balance(self) -> Balance | None:
        """Income beside expenses, summed over the posts themselves, whatever was published. None without posts."""
        found = balances(self.budget, {side: self._computed(side) for side in SIDES})
        return next((one for one in found if BudgetSide.INCOME in one.pair[0]), None)

    @property
    def status(self) -> str:
        """`vastgesteld op 3 maart 2025`, `in bewerking`"""
        words = self.budget.get_status_display()
        return f"{words} op {date_long(self.budget.adopted_on)}" if self.budget.adopted_on else words

    def _computed(self, side: BudgetSide) -> Total:
        return Total(getattr(self.budget, f"{side}_sum"), unknown=getattr(self.budget, f"{side}_open"))

    def _stated(self, side: BudgetSide) -> Total:
        published = published_total(self.budget, side)
        return Total(published.amount) if published else self._computed(side)
