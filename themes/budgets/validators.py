"""What of a budget should be equal, and is not: published totals, the two sides, what covers a post, its grant.

Every function expects a budget read with `Budget.objects.with_figures()`. In euros.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from nhveilig.figures.formats import without_trailing_zeros
from nhveilig.figures.reconciliation import Reconciliation
from nhveilig.figures.values import Total, total
from themes.models import (
    Budget,
    BudgetExplanation,
    BudgetGroup,
    BudgetLine,
    BudgetOutcome,
    BudgetSide,
    BudgetTotal,
    Grant,
)

About = BudgetExplanation.About
# The first of a pair is what the second is held against: what comes in or is there, and what it goes to.
Sides = tuple[str, ...]
BALANCED: tuple[tuple[Sides, Sides], ...] = (
    ((BudgetSide.INCOME,), (BudgetSide.EXPENSES,)),
    ((BudgetSide.ASSETS,), (BudgetSide.LIABILITIES,)),
)
Sums = Mapping[str, Total]
# How each side counts in what is left.
OUTCOMES: dict[str, dict[str, int]] = {
    BudgetOutcome.BALANCE: {BudgetSide.INCOME: 1, BudgetSide.EXPENSES: -1},
    BudgetOutcome.RESULT: {
        BudgetSide.INCOME: 1,
        BudgetSide.EXPENSES: -1,
        BudgetSide.ADDITIONS: -1,
        BudgetSide.WITHDRAWALS: 1,
    },
}


@dataclass(frozen=True)
class BudgetCheck(Reconciliation):
    """`published` is the amount that is looked at, `computed` what it should be; about a group, a post or a side."""

    about: str = ""
    side: str = ""
    group_id: int | None = None
    line_id: int | None = None

    @property
    def key(self) -> str:
        """Names the check on a form: stays the same while its amounts change."""
        return f"{self.about}-{self.side}-{self.group_id or 0}-{self.line_id or 0}"


def reconcile(budget: Budget) -> list[BudgetCheck]:
    """Every check of `budget`, those that agree too."""
    return [
        *_subtotals(budget),
        *_totals(budget),
        *_labels(budget),
        *_signs(budget),
        *_balances(budget),
        *outcome_checks(budget, sums_of(budget)),
        *_covers(budget),
        *_grants(budget),
    ]


def differences(budget: Budget) -> list[BudgetCheck]:
    return [check for check in reconcile(budget) if not check.agrees]


def groups_of(budget: Budget, side: str) -> list[BudgetGroup]:
    return [group for group in budget.groups.all() if group.side == side]


def lines_of(budget: Budget, side: str) -> list[BudgetLine]:
    return [line for group in groups_of(budget, side) for line in group.lines.all()]


def group_sum(group: BudgetGroup) -> Total:
    return total(line.figure for line in group.lines.all())


def side_sum(budget: Budget, side: str) -> Total:
    return total(line.figure for line in lines_of(budget, side))


def sums_of(budget: Budget) -> Sums:
    return {side: side_sum(budget, side) for side in BudgetSide}


def together(sums: Sums, sides: Sides) -> Total:
    found = [sums[side] for side in sides]
    known = [one.value for one in found if one.value is not None]
    return Total(sum(known, Decimal(0)) if known else None, unknown=sum(one.unknown for one in found))


def stated(budget: Budget, side: str) -> Total:
    """The total as published; the computed one where none was."""
    published = published_total(budget, side)
    return Total(published.amount) if published else side_sum(budget, side)


def outcome_of(sums: Sums, outcome: str) -> Total:
    """What is left of these sums of sides. Incomplete when one of them is."""
    parts = [(sums[side], sign) for side, sign in OUTCOMES[outcome].items()]
    value = sum((sign * (part.value or Decimal(0)) for part, sign in parts), Decimal(0))
    return Total(value, unknown=sum(part.unknown for part, _ in parts))


def computed_outcome(budget: Budget, outcome: str, sums: Sums) -> Total:
    """From the totals of the sides as published, so that one that does not add up is told once, at its own place."""
    published = {one.side: Total(one.amount) for one in budget.totals.all()}
    return outcome_of({**sums, **published}, outcome)


def balanced_pairs(budget: Budget, sums: Sums) -> Iterator[tuple[Sides, Sides]]:
    """The sides that should be equal, of those that have posts.

    What a reserve gives helps to pay, and what it takes has to be paid; unless it was published what is left: then it
    is about baten and lasten by themselves.
    """
    income, sheet = BALANCED
    if any(_has_posts(sums[side]) for side in OUTCOMES[BudgetOutcome.RESULT]):
        reserves = () if is_left_open(budget) else (BudgetSide.WITHDRAWALS, BudgetSide.ADDITIONS)
        yield tuple(
            (*side, *(one for one in reserves[place : place + 1] if _has_posts(sums[one])))
            for place, side in enumerate(income)
        )
    if any(_has_posts(sums[side]) for sides in sheet for side in sides):
        yield sheet


def _has_posts(found: Total) -> bool:
    return found.value is not None or not found.is_complete


def is_left_open(budget: Budget) -> bool:
    """Whether it was published what is left: then baten and lasten need not be equal."""
    return any(one.side in OUTCOMES for one in budget.totals.all())


def wrong_signs(budget: Budget, sums: Sums, sides: Iterable[str] = BudgetSide.values) -> list[str]:
    """The sides that add up to less than nothing, and nobody said why."""
    found = [side for side in sides if sums[side].value is not None and sums[side].value < 0]
    return [side for side in found if not explained(budget, About.SIGN, side, 2 * sums[side].value)]


def explained(budget: Budget, about: About, side: str, difference: Decimal) -> str:
    """Why what `about` holds against each other on that side differs by so much; empty where nobody said so."""
    return _explanation(budget, about, {"side": side, "group_id": None, "line_id": None}, difference)


def named(sides: Sides) -> str:
    return " en ".join(sides)


def published_total(budget: Budget, side: str) -> BudgetTotal | None:
    return next((one for one in budget.totals.all() if one.side == side), None)


def reconcile_grants(grants: Iterable[Grant]) -> Iterator[Reconciliation]:
    """What was promised for a whole period against the sum of its years. Expects `Grant.objects.with_years()`."""
    for grant in grants:
        if grant.amount is not None and grant.has_all_years:
            years = [one for one in grant.years.all() if grant.first_year <= one.year <= (grant.last_year or one.year)]
            yield Reconciliation(
                where=f"Geldbronnen {grant.police_unit}",
                what=f"{grant.title}, {grant.period}",
                published=grant.amount,
                computed=sum(one.amount for one in years),
            )


def _subtotals(budget: Budget) -> Iterator[BudgetCheck]:
    for group in budget.groups.all():
        if group.subtotal is not None:
            what = f"subtotaal {group} ({group.side})"
            yield from _check(
                budget,
                About.SUBTOTAL,
                what,
                Total(group.subtotal),
                group_sum(group),
                side=group.side,
                group_id=group.pk,
            )


def _totals(budget: Budget) -> Iterator[BudgetCheck]:
    """Each published total against its posts, and against the published subtotals where every group has one."""
    for published in budget.totals.all():
        if published.side in OUTCOMES:
            continue
        side, stated = published.side, Total(published.amount)
        what = f"totaal {side}"
        yield from _check(budget, About.TOTAL, what, stated, side_sum(budget, side), side=side)
        subtotals = [group.subtotal for group in groups_of(budget, side)]
        if subtotals and None not in subtotals:
            of_subtotals = f"{what}, som van de subtotalen"
            yield from _check(budget, About.TOTAL, of_subtotals, stated, Total(sum(subtotals)), side=side)


def _labels(budget: Budget) -> Iterator[BudgetCheck]:
    """Totals printed under the same words should be the same amount."""
    first: dict[str, BudgetTotal] = {}
    order = [*BudgetSide.values, *OUTCOMES]
    for one in sorted(budget.totals.all(), key=lambda found: order.index(found.side)):
        other = first.setdefault(one.label.casefold(), one)
        if other is not one:
            what = f"“{one.label}” bij de {one.side} en ook bij de {other.side}"
            yield from _check(budget, About.LABEL, what, Total(one.amount), Total(other.amount), side=one.side)


def _signs(budget: Budget) -> Iterator[BudgetCheck]:
    """A side that adds up to less than nothing was most likely typed as it is printed elsewhere: baten with a minus."""
    for side, found in sums_of(budget).items():
        if found.value is not None and found.value < 0:
            yield from _check(budget, About.SIGN, f"teken van de {side}", found, Total(-found.value), side=side)


def _balances(budget: Budget) -> Iterator[BudgetCheck]:
    """Of sides with the wrong sign nothing can be said until that is mended."""
    sums = sums_of(budget)
    for against, sides in balanced_pairs(budget, sums):
        is_open = against[0] == BudgetSide.INCOME and is_left_open(budget)
        if not is_open and not wrong_signs(budget, sums, (*against, *sides)):
            what = f"{named(sides)} tegenover {named(against)}"
            found = together(sums, sides), together(sums, against)
            yield from _check(budget, About.BALANCE, what, *found, side=sides[0])


def outcome_checks(budget: Budget, sums: Sums) -> Iterator[BudgetCheck]:
    """What was published as left against what the sides leave."""
    for published in budget.totals.all():
        if published.side in OUTCOMES:
            computed = computed_outcome(budget, published.side, sums)
            what = f"gepubliceerd {published.side}"
            yield from _check(budget, About.OUTCOME, what, Total(published.amount), computed, side=published.side)


def _covers(budget: Budget) -> Iterator[BudgetCheck]:
    present = {line.pk: line for group in budget.groups.all() for line in group.lines.all()}
    for line in present.values():
        covering = [present[one.pk] for one in line.covered_by.all() if one.pk in present]
        if covering:
            what = f"{line.title} tegenover {', '.join(one.title for one in covering)}"
            computed = total(one.figure for one in covering)
            yield from _check(budget, About.COVER, what, total([line.figure]), computed, line_id=line.pk)


def _grants(budget: Budget) -> Iterator[BudgetCheck]:
    """What comes in from a grant against the amount of that grant for the year, indexation included."""
    by_grant: dict[int, list[BudgetLine]] = {}
    for line in lines_of(budget, BudgetSide.INCOME):
        if line.grant_id and line.grant.deleted_at is None:
            by_grant.setdefault(line.grant_id, []).append(line)
    for lines in by_grant.values():
        grant = lines[0].grant
        year = next((one for one in grant.years.all() if one.year == budget.year), None)
        if year is not None:
            what = f"{', '.join(line.title for line in lines)} tegenover {grant.title}"
            stated = total(line.figure for line in lines)
            yield from _check(budget, About.GRANT, what, stated, Total(year.indexed), line_id=lines[0].pk)


def _check(
    budget: Budget, about: About, what: str, stated: Total, computed: Total, **place: str | int
) -> Iterator[BudgetCheck]:
    """`place` says what it is about: `side`, `group_id` or `line_id`."""
    place = {"side": "", "group_id": None, "line_id": None} | place
    published, should_be = stated.value or Decimal(0), computed.value or Decimal(0)
    yield BudgetCheck(
        where=f"{budget.name} {budget.police_unit}",
        what=what,
        published=without_trailing_zeros(published),
        computed=without_trailing_zeros(should_be),
        explanation=_explanation(budget, about, place, published - should_be),
        is_complete=stated.is_complete and computed.is_complete,
        about=about,
        **place,
    )


def _explanation(budget: Budget, about: About, place: dict, difference: Decimal) -> str:
    wanted = {"about": about, "difference": difference, **place}
    found = (e for e in budget.explanations.all() if all(getattr(e, name) == value for name, value in wanted.items()))
    return next((explanation.text for explanation in found), "")
