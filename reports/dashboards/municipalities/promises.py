"""What a municipality does by itself: how far it is in words, and beside what others did of the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median_low

from nhveilig.figures.formats import date_long, number, without_trailing_zeros
from nhveilig.figures.units import unit_of, with_unit
from nhveilig.figures.values import Figure, decimals_needed
from nhveilig.regions.models import Municipality
from reports.dashboards.bars import Bar, Row, bars
from reports.dashboards.municipalities.beside import Place
from reports.dashboards.municipalities.moving import Before
from themes.models import ResultTarget
from themes.parts.registry import key_of
from themes.parts.views import plan_url
from themes.progress.promises import behind_since
from themes.progress.standings import Coverage, PromiseStanding, SubjectStanding, subject_url
from themes.progress.trends import Trend
from themes.reading.presenters import aim_of
from themes.worklist.base import day_and_month

AT_MOST = ResultTarget.Operator.AT_MOST
MIDDLE = "middelste gemeente"


def sentence(name: str, kept: int, of: int, middle: int) -> str:
    """`Alkmaar kwam 5 van de 8 afspraken na; de middelste gemeente 6.`"""
    return f"{name} kwam {kept} van de {of} {'afspraak' if of == 1 else 'afspraken'} na; de {MIDDLE} {middle}."


def middle_of(values: Sequence) -> int | Decimal | None:
    """That of the municipality in the middle; None of nothing."""
    return median_low(values) if values else None


@dataclass(frozen=True, kw_only=True)
class Promise(PromiseStanding):
    @property
    def is_kept(self) -> bool:
        return bool(self.standing and self.standing.reached)

    @property
    def is_yes_or_no(self) -> bool:
        """Of what is there or is not, `1 van 1` says less than a word."""
        return self.subject.value == 1 and self.subject.operator != AT_MOST

    @property
    def figure_of_aim(self) -> str:
        """`1 van 2`, `nog niet`, `90%`, or `3, hoogstens 2`."""
        target, figure = self.subject, self.figure
        if not figure.is_known or (self.is_yes_or_no and not self.is_kept):
            return "nog niet"
        if self.is_yes_or_no and figure.value == 1:
            return "ja"
        if target.value is None or self.is_yes_or_no or _has_sign(target.unit):
            return with_unit(figure, target.unit)
        aim = number(without_trailing_zeros(target.value))
        done = figure.text(decimals_needed([figure]))
        return f"{done}, hoogstens {aim}" if target.operator == AT_MOST else f"{done} van {aim}"

    @property
    def counts(self) -> str:
        """What stands behind that figure: `controles`, or what was agreed in a unit with a sign."""
        target = self.subject
        if target.value is None or self.is_yes_or_no:
            return ""
        if not self.figure.is_known or _has_sign(target.unit):
            return f"({aim_of(target)} afgesproken)"
        return unit_of(Figure(target.value), target.unit)

    @property
    def is_gauged(self) -> bool:
        """Whether a bar says more than the word."""
        return bool(self.subject.value) and self.subject.operator != AT_MOST and not self.is_yes_or_no

    def words_of(self, value: Decimal | None) -> str:
        if value is None:
            return "niet gemeld"
        if self.is_yes_or_no and value in (0, 1):
            return "ja" if value else "nog niet"
        return f"{number(without_trailing_zeros(value))}{'%' if self.subject.unit.startswith('%') else ''}"

    def trend_since(self, before: Before, place: int) -> Trend | None:
        return before.trend(self.subject, place, self.figure, self.words_of)

    @property
    def read_url(self) -> str:
        return f"{plan_url(self.subject.plan, 'progress')}#{key_of(self.subject)}"


def _has_sign(unit: str) -> bool:
    return unit.startswith(("%", "€", "euro"))


@dataclass(frozen=True, kw_only=True)
class ComparedPromise(Promise):
    """`values` are those of every municipality that is known, by id; `near` the ones to put beside it, `everywhere` how
    many kept it. `trend` is since some months, `earlier` how it stood in those that merged into this one."""

    municipality: Municipality
    values: Mapping[int, Decimal]
    near: Sequence[Place]
    everywhere: Coverage
    may_report: bool
    trend: Trend | None = None
    earlier: tuple[tuple[SubjectStanding, Municipality], ...] = ()

    @property
    def report_url(self) -> str:
        return subject_url(self.subject, self.municipality)

    @property
    def url(self) -> str:
        return self.report_url if self.may_report else self.read_url

    @property
    def bars(self) -> list[Bar]:
        """Itself, those beside it, and the municipality in the middle."""
        own = self._row(self.municipality.name, self.figure.value, is_mine=True)
        others = [self._row(place.name, self.values.get(place.pk)) for place in self.near]
        middle = self._row(MIDDLE, middle_of(sorted(self.values.values())))
        return bars([own, *others, middle], self.subject.value or 0)

    def _row(self, name: str, value: Decimal | None, *, is_mine: bool = False) -> Row:
        return Row(name, value, self.words_of(value), is_mine)

    @property
    def covered(self) -> str:
        """`12 van 32 gemeenten zijn zover.`"""
        coverage = self.everywhere
        if not coverage.reached:
            return f"Nog geen van de {number(coverage.of)} gemeenten is zover."
        return f"{coverage.text} {'is' if coverage.reached == 1 else 'zijn'} zover."

    @property
    def since(self) -> date | None:
        return behind_since(self.subject, self.standing, self.today)

    @property
    def told(self) -> str:
        """Who said so, of which day, and since when it is late."""
        if self.on is None:
            return "Nog nooit gemeld."
        late = f" Loopt achter sinds {self._day(since)}." if (since := self.since) else ""
        return f"Gemeld door {self.municipality}, stand van {self._day(self.on)}.{late}"

    def _day(self, day: date) -> str:
        return day_and_month(day) if day.year == self.today.year else date_long(day)
