"""The tables and charts of a budget: each side with published and computed sums, for pages, files and documents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nhveilig.figures import findings, formats
from nhveilig.figures.charts import chart, chart_series
from nhveilig.figures.tables import Cell, Column, Row, Table
from nhveilig.figures.values import Figure, Qualifier, Total, decimals_needed, total
from nhveilig.sheets.names import shown
from themes.budgets.matching import Matched, SideVersions
from themes.budgets.queries import notes, outcomes
from themes.budgets.validators import (
    About,
    computed_outcome,
    differences,
    group_sum,
    groups_of,
    lines_of,
    published_total,
    side_sum,
    sums_of,
)
from themes.models import Budget, BudgetLine, BudgetSide, Grant

ALMOST_NOTHING = "bijna 0"
# In a chart.
MOST_BARS = 20


@dataclass(frozen=True)
class Scale:
    """`key` is how an address names it; `decimals` of a euro amount are as many as its table needs."""

    key: str
    unit: str
    label: str
    divisor: int = 1

    @property
    def rounds(self) -> bool:
        return self.divisor != 1

    def decimals(self, needed: int) -> int:
        return 0 if self.rounds else needed

    def rounded(self, amount: Decimal) -> Decimal:
        """As the reader sees it."""
        return formats.rounded(amount / self.divisor, 0) if self.rounds else amount

    def cell(self, figure: Figure, decimals: int) -> Cell:
        if figure.value is None or not self.rounds:
            return Cell.of(figure, self.decimals(decimals))
        value = formats.without_trailing_zeros(figure.value / self.divisor)
        shown = Cell.of(Figure(value, figure.qualifier), 0)
        hidden = value and not formats.rounded(value, 0)
        return Cell(shown.value, shown.qualifier, ALMOST_NOTHING) if hidden else shown

    def total_cell(self, computed: Total, decimals: int) -> Cell:
        """A sum with posts that are still open says so in words, for it is not the sum yet."""
        if computed.is_complete:
            return self.cell(Figure.blank() if computed.value is None else Figure(computed.value), decimals)
        scaled = None if computed.value is None else computed.value / self.divisor
        return Cell.words(Total(scaled, computed.unknown).text(self.decimals(decimals)))

    def change_cell(self, change: Decimal | None, decimals: int) -> Cell:
        """A difference with its sign; None while one of both amounts is open."""
        if change is None:
            return Cell.of(Figure.undecided(), 0)
        cell = self.cell(Figure(change), decimals)
        if cell.text == ALMOST_NOTHING:
            return cell
        return Cell(cell.value, Qualifier.EXACT.value, formats.signed(change / self.divisor, self.decimals(decimals)))


EUROS = Scale("euro", "euro", "Euro’s")
THOUSANDS = Scale("duizend", "duizend euro", "Duizenden euro’s", 1000)
SCALES = (EUROS, THOUSANDS)


def scale_of(key: str) -> Scale:
    """Euros for a key nobody knows."""
    return next((scale for scale in SCALES if scale.key == key), EUROS)


OUTCOME_NOTE = (
    "Het saldo is baten min lasten; het resultaat is dat saldo min de toevoegingen aan en plus de onttrekkingen aan "
    "reserves. Onder nul is nadelig."
)
BALANCE_SHEET = {BudgetSide.ASSETS, BudgetSide.LIABILITIES}
COLUMN = {
    Budget.Kind.FORECAST: "Raming {year}",
    Budget.Kind.BUDGET: "Begroot {year}",
    Budget.Kind.AMENDMENT: "Na wijziging {number}, {year}",
    Budget.Kind.ACTUALS: "Realisatie {year}",
}


def budget_tables(budget: Budget, scale: Scale = EUROS, *, beside: bool = False) -> list[Table]:
    """A table for each side with posts, and what is left where that was published. Expects `with_figures()`.

    A subtotal is the published one; without one it is computed and says so. With `beside` the computed sums
    stand in a column of their own beside the published ones.
    """
    tables = [side_table(budget, side, scale, beside=beside) for side in BudgetSide if groups_of(budget, side)]
    left = outcome_table(budget, scale)
    return [*tables, left] if left else tables


def outcome_table(budget: Budget, scale: Scale = EUROS) -> Table | None:
    """The saldo and the resultaat as published, beside what follows from the totals. None where none was."""
    published = outcomes(budget)
    if not published:
        return None
    amounts = [Figure(one.amount) for one in published]
    computed = [computed_outcome(budget, one.side, sums_of(budget)) for one in published]
    found = [one.value for one in computed if one.value is not None]
    needed = 2 if decimals_needed([*amounts, *map(Figure, found)]) else 0
    checks = [check for check in differences(budget) if check.about == About.OUTCOME]
    return Table(
        id=f"{table_prefix(budget)}-saldo",
        caption=f"{budget.name}: saldo en resultaat",
        unit=scale.unit,
        row_header="Post",
        columns=[
            Column("bedrag", column_label(budget), decimals=scale.decimals(needed)),
            Column("berekend", "Berekend", decimals=scale.decimals(needed)),
        ],
        rows=[
            Row(one.label, [scale.cell(figure, needed), scale.total_cell(own, needed)], role="total")
            for one, figure, own in zip(published, amounts, computed, strict=True)
        ],
        notes=[OUTCOME_NOTE, *notes(checks)],
        source=budget.source,
    )


def side_table(budget: Budget, side: BudgetSide, scale: Scale = EUROS, *, beside: bool = False) -> Table:
    drawn = _Side(budget, side, scale, beside=beside)
    return Table(
        id=f"{table_prefix(budget)}-{side}",
        caption=f"{budget.name}: {side}",
        unit=scale.unit,
        row_header="Post",
        columns=drawn.columns(),
        rows=drawn.rows(),
        notes=drawn.notes(),
        source=budget.source,
    )


def table_prefix(budget: Budget) -> str:
    """`begroting-noord-holland-2025`; a wijziging carries its number."""
    number = f"-{budget.number}" if budget.kind == Budget.Kind.AMENDMENT else ""
    return f"{budget.kind}{number}-{budget.police_unit.slug}-{budget.year}"


def column_label(budget: Budget) -> str:
    return COLUMN[budget.kind].format(year=budget.year, number=budget.number)


def cents_in(budgets: Sequence[Budget], side: str) -> int:
    """Decimals a table of this side needs: none, or two for all of it."""
    figures = [line.figure for budget in budgets for line in lines_of(budget, side)]
    figures += [Figure(one.amount) for budget in budgets for one in budget.totals.all() if one.side == side]
    return 2 if decimals_needed(figures) else 0


class _Side:
    def __init__(self, budget: Budget, side: BudgetSide, scale: Scale, *, beside: bool) -> None:
        self.budget, self.side, self.scale = budget, side, scale
        self.groups = groups_of(budget, side)
        self.published = published_total(budget, side)
        self.decimals = cents_in([budget], side)
        has_published = self.published is not None or any(group.subtotal is not None for group in self.groups)
        self.beside = beside and has_published

    def columns(self) -> Iterator[Column]:
        decimals = self.scale.decimals(self.decimals)
        label = str(self.budget.year) if self.side in BALANCE_SHEET else column_label(self.budget)
        yield Column("bedrag", label, decimals=decimals)
        if self.beside:
            yield Column("berekend", "Berekend", decimals=decimals)

    def rows(self) -> Iterator[Row]:
        marks = self._marks()
        for group in self.groups:
            if group.title:
                yield Row(group.title, role="heading")
            for line in group.lines.all():
                yield self._row(line.title + marks.get(line.pk, ""), "detail", line.figure, level=2)
            if group.title:
                yield self._sum(f"Subtotaal {group.title}", "subtotal", group.subtotal, group_sum(group))
        amount = self.published.amount if self.published else None
        yield self._sum(f"Totaal {self.side}", "total", amount, side_sum(self.budget, self.side))

    def _row(self, label: str, role: str, figure: Figure, level: int = 1) -> Row:
        empty = [Cell.of(Figure.blank(), 0)] if self.beside else []
        return Row(label, [self.scale.cell(figure, self.decimals), *empty], level, role)

    def _sum(self, label: str, role: str, published: Decimal | None, computed: Total) -> Row:
        own = self.scale.total_cell(computed, self.decimals)
        if published is not None:
            stated = self.scale.cell(Figure(published), self.decimals)
            return Row(label, [stated, own] if self.beside else [stated], role=role)
        if self.beside:
            return Row(label, [Cell.of(Figure.dash(), 0), own], role=role)
        return Row(f"{label} (berekend)", [own], role=role)

    def _marks(self) -> dict[int, str]:
        """A star for each post with a note, one more each time."""
        noted = [line for line in lines_of(self.budget, self.side) if line.note]
        return {line.pk: "*" * place for place, line in enumerate(noted, start=1)}

    def notes(self) -> Iterator[str]:
        marks, lines = self._marks(), lines_of(self.budget, self.side)
        for line in lines:
            if line.note:
                yield f"{marks[line.pk]} {line.note}"
        here = {line.pk for line in lines}
        found = [check for check in differences(self.budget) if check.side == self.side or check.line_id in here]
        is_misnamed = self.published and self.published.label.casefold() != f"totaal {self.side}"
        if is_misnamed and not any(check.about == About.LABEL for check in found):
            yield f"In de bron staat bij dit totaal “{self.published.label}”."
        yield from notes(found)
        yield from self._rounding()

    def _rounding(self) -> Iterator[str]:
        if not self.scale.rounds:
            return
        yield "Afgerond op duizend euro. In het CSV-bestand staan de bedragen zonder afronding."
        parts = [(f"het subtotaal {g.title}", g.lines.all(), group_sum(g)) for g in self.groups if g.title]
        for name, lines, computed in [*parts, (f"het totaal {self.side}", lines_of(self.budget, self.side), None)]:
            yield from _rounding_note(name, lines, computed or side_sum(self.budget, self.side), self.scale)


def _rounding_note(name: str, lines: Sequence[BudgetLine], computed: Total, scale: Scale) -> Iterator[str]:
    rounded = sum(scale.rounded(line.amount) for line in lines if line.amount is not None)
    if computed.value is not None and rounded != scale.rounded(computed.value):
        whole = Figure(scale.rounded(computed.value)).text()
        yield f"Door het afronden tellen de posten van {name} hier op tot {Figure(rounded).text()} en niet tot {whole}."


def comparison_tables(budgets: Sequence[Budget], scale: Scale = EUROS, *, by_change: bool = False) -> list[Table]:
    """Versions side by side, each side a table; the last column is the last version minus the first. With `by_change`
    the posts with the largest difference come first, outside their groups.

    Sums are computed. Expects budgets read with `with_figures()`, in the order in which they are shown.
    """
    sides = [side for side in BudgetSide if any(groups_of(budget, side) for budget in budgets)]
    return [_compared(budgets, side, scale, by_change=by_change) for side in sides]


def _compared(budgets: Sequence[Budget], side: BudgetSide, scale: Scale, *, by_change: bool) -> Table:
    decimals = cents_in(budgets, side)
    columns = [Column(f"versie-{place}", column_label(one)) for place, one in enumerate(budgets, start=1)]
    first, versions = budgets[0], SideVersions(budgets, side)
    years = list(dict.fromkeys(str(one.year) for one in budgets))
    drawn = _Compared(budgets, side, scale, decimals)
    return Table(
        id=f"vergelijking-{first.police_unit.slug}-{'-'.join(years)}-{side}",
        caption=f"{side.label} {' en '.join(years)}, versies naast elkaar",
        unit=scale.unit,
        row_header="Post",
        columns=[*columns, Column("verschil", "Verschil", role="total")],
        rows=drawn.rows_by_change(versions) if by_change else drawn.rows(versions),
        notes=[*_comparison_notes(scale), *_about_matching(versions, budgets)],
    )


def _comparison_notes(scale: Scale) -> list[str]:
    found = [
        "Subtotalen en totalen zijn hier berekend uit de posten.",
        "Het verschil is de laatste versie min de eerste.",
    ]
    return [*found, "Afgerond op duizend euro; ook het verschil."] if scale.rounds else found


def _about_matching(versions: SideVersions, budgets: Sequence[Budget]) -> Iterator[str]:
    """How posts of versions that were entered apart were brought together, and which were not."""
    if versions.by_name:
        yield (
            f"Apart ingevoerd en aan de naam herkend: {shown(versions.by_name)}. De bedragen staan naast elkaar, omdat "
            "de posten in dezelfde groep hetzelfde heten."
        )
    if versions.unclear:
        yield (
            f"Niet naast elkaar gezet, want deze naam staat er vaker: {shown(versions.unclear)}. Geef de posten "
            "verschillende namen om ze te vergelijken."
        )
    alone: dict[int, list[str]] = {}
    for place, title in versions.alone():
        alone.setdefault(place, []).append(title)
    for place, titles in sorted(alone.items()):
        yield f"Alleen in {budgets[place].name[:1].lower()}{budgets[place].name[1:]}: {shown(titles)}."


class _Compared:
    """The rows of one side in several versions; a post that is not there is a dash."""

    def __init__(self, budgets: Sequence[Budget], side: BudgetSide, scale: Scale, decimals: int) -> None:
        self.budgets, self.side, self.scale, self.decimals = budgets, side, scale, decimals

    def rows(self, versions: SideVersions) -> Iterator[Row]:
        for group in versions.groups:
            if group.title:
                yield Row(group.title, role="heading")
            for line in versions.lines_in(group):
                yield self._row(line.title, "detail", self._amounts(line), 2)
            if group.title:
                sums = (group.rows.get(place) for place in range(len(self.budgets)))
                yield self._row(f"Subtotaal {group.title}", "subtotal", [one and group_sum(one) for one in sums])
        yield self._total()

    def rows_by_change(self, versions: SideVersions) -> Iterator[Row]:
        """Where the difference is not known, last."""
        found = [(line, self._amounts(line)) for line in versions.lines]
        changes = {line: _change(amounts) for line, amounts in found}
        order = {line: (change is None, -abs(change or 0)) for line, change in changes.items()}
        for line, amounts in sorted(found, key=lambda one: order[one[0]]):
            yield self._row(line.title, "detail", amounts)
        yield self._total()

    def _total(self) -> Row:
        return self._row(f"Totaal {self.side}", "total", [side_sum(budget, self.side) for budget in self.budgets])

    def _amounts(self, line: Matched[BudgetLine]) -> list[Total | None]:
        found = (line.rows.get(place) for place in range(len(self.budgets)))
        return [one and total([one.figure]) for one in found]

    def _row(self, label: str, role: str, totals: Sequence[Total | None], level: int = 1) -> Row:
        cells = [
            Cell.of(Figure.dash(), 0) if found is None else self.scale.total_cell(found, self.decimals)
            for found in totals
        ]
        return Row(label, [*cells, self.scale.change_cell(_change(totals), self.decimals)], level, role)


def _change(totals: Sequence[Total | None]) -> Decimal | None:
    """The last minus the first; None while one of them is open."""
    first, last = (found or Total(None) for found in (totals[0], totals[-1]))
    if not (first.is_complete and last.is_complete):
        return None
    return (last.value or Decimal(0)) - (first.value or Decimal(0))


def grant_table(grants: Sequence[Grant], scale: Scale = EUROS) -> Table | None:
    """Sources by year, indexation included, beside what was promised for the whole period. None without sources."""
    years = sorted({one.year for grant in grants for one in grant.years.all()})
    if not grants:
        return None
    amounts = [one.indexed for grant in grants for one in grant.years.all()]
    decimals = 2 if decimals_needed([Figure(amount) for amount in amounts]) else 0
    return Table(
        id=f"geldbronnen-{grants[0].police_unit.slug}",
        caption="Geldbronnen per jaar",
        unit=scale.unit,
        row_header="Geldbron",
        columns=[*(Column(str(year), str(year)) for year in years), Column("periode", "Hele periode", role="total")],
        rows=[_grant_row(grant, years, scale, decimals) for grant in grants],
        notes=_grant_notes(grants, scale),
    )


def _grant_row(grant: Grant, years: Sequence[int], scale: Scale, decimals: int) -> Row:
    by_year = {one.year: Figure(one.indexed) for one in grant.years.all()}
    whole = Figure.blank() if grant.amount is None else Figure(grant.amount)
    figures = [*(by_year.get(year, Figure.blank()) for year in years), whole]
    return Row(f"{grant.title} ({grant.period})", [scale.cell(figure, decimals) for figure in figures])


def _grant_notes(grants: Sequence[Grant], scale: Scale) -> Iterator[str]:
    if any(one.indexation for grant in grants for one in grant.years.all()):
        yield "De bedragen per jaar zijn met indexering; het bedrag voor de hele periode is zonder."
    if any(grant.in_kind for grant in grants):
        yield "Wat partners in menskracht leveren, staat hier in euro’s maar telt niet mee als geld."
    if scale.rounds:
        yield "Afgerond op duizend euro."


def side_chart(budget: Budget, side: BudgetSide) -> dict | None:
    """The posts of one side as bars, in euros. None of the balance sheet, and for too few or too many to read."""
    lines = lines_of(budget, side)
    if side in BALANCE_SHEET or not 2 <= len(lines) <= MOST_BARS:
        return None
    return chart(
        f"{table_prefix(budget)}-{side}-figuur",
        f"{side.label} {budget.year} per post",
        [line.title for line in lines],
        [chart_series(column_label(budget), [line.figure for line in lines])],
        description=f"Elke balk is een post van de {side}, in de volgorde van de tabel.",
        finding=findings.largest("is de grootste post", [(line.title, line.figure) for line in lines], "euro"),
        unit="euro",
        category_header="Post",
        source=budget.source,
    )
