"""A target with its aim and how far it is: in percents of the aim, in words, and drawn on one scale with others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate

from nhveilig.figures.formats import MONTHS, number, rounded, without_trailing_zeros
from nhveilig.figures.tables import Cell, Column, Row, Table, text_columns
from nhveilig.figures.values import Figure, decimals_needed
from themes.models import ResultTarget
from themes.progress.standings import SubjectStanding
from themes.reading.presenters import aim_of, figure_of, moment_of

HUNDRED = Decimal(100)
AT_MOST = ResultTarget.Operator.AT_MOST


@dataclass(frozen=True)
class TargetProgress:
    """`reported` are the days and numbers of what was reported of it for the whole region, oldest first."""

    target: ResultTarget
    standing: SubjectStanding
    reported: Sequence[tuple[date, Decimal]] = ()

    @property
    def aim(self) -> str:
        return aim_of(self.target)

    @property
    def moment(self) -> str:
        return moment_of(self.target)

    @property
    def aimed(self) -> Figure:
        """In what `standing.realised` counts."""
        if self.standing.coverage:
            return Figure.of(self.standing.coverage.of)
        return figure_of(self.target)

    @property
    def unit(self) -> str:
        return "gemeenten" if self.standing.coverage else self.target.unit

    @property
    def share(self) -> Figure | None:
        """Realised in percents of the aim; None of an upper bound, and without an aim in a number above zero."""
        if self.target.operator == AT_MOST or not self.aimed.is_known or not self.aimed.value:
            return None
        realised = self.standing.realised
        if not realised.is_known:
            return Figure.blank()
        return Figure(rounded(realised.value * HUNDRED / self.aimed.value, 0), realised.qualifier)

    @property
    def is_yes_or_no(self) -> bool:
        """One thing, that is there or not: of that nobody wants a bar."""
        return self.target.is_yes_or_no

    @property
    def is_reached(self) -> bool:
        share = self.share
        return bool(share and share.is_known and share.value >= HUNDRED)

    @property
    def is_drawn(self) -> bool:
        return not self.is_yes_or_no and self.share is not None and self.share.is_known

    @property
    def instead(self) -> str:
        """What stands where others have a bar."""
        if not self.standing.is_reported:
            return "nog niet gemeld"
        if self.is_yes_or_no:
            return "ja" if self.is_reached else "nog niet"
        return "hoogstens zo veel" if self.target.operator == AT_MOST else "zonder getal"

    @property
    def words(self) -> str:
        """`43 van 40 deelnemers`, `96% van 95% van signalen`; the unit as it was written beside the aim."""
        realised = self.standing.realised
        told = realised.text(decimals_needed([realised])) if realised.is_known else "–"
        if not self.aimed.is_known:
            return told
        aimed, unit = number(without_trailing_zeros(self.aimed.value)), self.unit
        sign = "%" if unit.startswith("%") else ""
        if self.target.operator == AT_MOST:
            return f"{told}, ten hoogste {aimed}{sign or ' '}{unit.removeprefix('%')}".strip()
        return f"{told}{sign if realised.is_known else ''} van {aimed}{sign or ' '}{unit.removeprefix('%')}".strip()

    @property
    def course(self) -> list[tuple[date, Decimal]]:
        """How it went: what came each time added up, or how it stood. Empty with one report: that is no course."""
        if len(self.reported) < 2:
            return []
        values = [value for _, value in self.reported]
        totals = accumulate(values) if self.target.adds_up else values
        return [(on, value) for (on, _), value in zip(self.reported, totals, strict=True)]

    @property
    def course_words(self) -> str:
        """`3 maart 5, 1 juni 12`: the first and the last."""
        (first, before), (last, now) = self.course[0], self.course[-1]
        return f"{_day(first)} {_value(before)}, {_day(last)} {_value(now)}"

    @property
    def place(self) -> tuple:
        """What is furthest first; then what is there or not, and last what nobody reported."""
        share = self.share
        far = -share.value if share and share.is_known else 0
        return (not self.is_reached, not self.standing.is_reported, self.is_yes_or_no, not self.is_drawn, far)


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def _value(value: Decimal) -> str:
    return number(without_trailing_zeros(value))


def furthest_first(targets: Iterable[TargetProgress]) -> list[TargetProgress]:
    return sorted(targets, key=lambda one: one.place)


def targets_table(targets: Sequence[TargetProgress], *, id: str, caption: str) -> dict | None:
    """Every target with its aim and what was reached, for whoever takes the numbers elsewhere."""
    if not targets:
        return None
    decimals = decimals_needed([figure for one in targets for figure in (one.aimed, one.standing.realised)])
    return Table(
        id=id,
        caption=caption,
        row_header="Streefwaarde",
        columns=[
            Column("aim", "Afgesproken", decimals=decimals),
            Column("realised", "Bereikt", decimals=decimals),
            Column("share", "Bereikt in %"),
            *text_columns(unit="Uitgedrukt in", course="Stand", on="Gemeld"),
        ],
        rows=[_row(one, decimals) for one in targets],
    ).as_dict()


def _row(line: TargetProgress, decimals: int) -> Row:
    share = line.share if line.share is not None else Figure.dash()
    words = (line.unit, line.standing.course_label, line.standing.stamp)
    cells = [Cell.of(line.aimed, decimals), Cell.of(line.standing.realised, decimals), Cell.of(share, 0)]
    return Row(str(line.target), [*cells, *map(Cell.words, words)])
