"""What the plans of themes ask, what the budget grants them and what was spent, in euros: for every page that shows it.

Granted is what posts of the lasten name the theme for, in the begroting or wijziging that was adopted last; spent the
same of the realisatie. What a post names a whole programme for is not divided over its themes, but told beside them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, Expression, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.figures.formats import euro
from nhveilig.figures.values import Total
from themes.budgets.queries import euros
from themes.models import Budget, BudgetLine, BudgetSide, Funding, ImplementationPlan, Theme

NOTHING = Total(None)


@dataclass(frozen=True)
class ThemeMoney:
    """Of one theme in one year. `asked` is None without a plan the reader may see, `granted` and `spent` without a
    budget and a realisatie; an amount without value is one that nobody wrote down. `shared` is for all themes of its
    plan together."""

    theme: Theme
    year: int
    asked: Total | None
    granted: Total | None
    spent: Total | None
    shared: Total = NOTHING

    @property
    def is_empty(self) -> bool:
        return not any(_is_known(one) for one in (self.asked, self.granted, self.spent))

    @property
    def budget_url(self) -> str:
        """Where what is granted stands. Expects the eenheid to be read along."""
        place = [self.theme.plan.police_unit.slug, self.year]
        return reverse("budgets:budget-year", args=place) if self.granted is not None else ""

    @property
    def why_empty(self) -> str:
        if self.granted is None:
            return f"De begroting van {self.year} is nog niet vastgesteld."
        return f"In de begroting van {self.year} staat geen bedrag voor dit thema alleen."

    @property
    def amounts(self) -> list[tuple[str, str]]:
        """As (label, words) of the three."""
        return [
            ("Gevraagd", _in_words(self.asked, "nog geen plan")),
            ("Toegekend", _in_words(self.granted, "nog geen begroting")),
            ("Uitgegeven", _in_words(self.spent, "nog geen realisatie")),
        ]

    @property
    def notable(self) -> list[str]:
        """Where the three differ."""
        return [one for one in (self._of_asked, self._of_spent) if one]

    @property
    def remarks(self) -> list[str]:
        """With what is not of this theme alone."""
        return [*self.notable, *([self.of_shared] if self.of_shared else [])]

    @property
    def _of_asked(self) -> str:
        difference = _less(self.granted, self.asked)
        if difference is None:
            return ""
        if difference == 0:
            return "Toegekend is precies wat het plan vraagt."
        return f"Toegekend is {euro(abs(difference))} {'meer' if difference > 0 else 'minder'} dan het plan vraagt."

    @property
    def _of_spent(self) -> str:
        difference = _less(self.spent, self.granted)
        if not difference:
            return ""
        return f"Uitgegeven is {euro(abs(difference))} {'meer' if difference > 0 else 'minder'} dan toegekend."

    @property
    def of_shared(self) -> str:
        if not _is_known(self.shared):
            return ""
        return (
            f"Voor alle thema’s van {self.theme.plan} samen staat {euros(self.shared)} in de begroting van {self.year}."
        )


def _is_known(amount: Total | None) -> bool:
    return amount is not None and amount.value is not None


def _in_words(amount: Total | None, otherwise: str) -> str:
    if amount is None:
        return otherwise
    return euros(amount) if _is_known(amount) else "geen bedrag genoemd"


def _less(amount: Total | None, other: Total | None) -> Decimal | None:
    """The first minus the second; None while one of them is not known whole."""
    if not (_is_known(amount) and _is_known(other) and amount.is_complete and other.is_complete):
        return None
    return amount.value - other.value


def with_money(rows: QuerySet, access: Access, year: int | None = None, budget: Budget | None = None) -> QuerySet:
    """Themes in that `year`, or uitvoeringsplannen in their own, with what `money_of` tells of them.

    As far as the reader may see plans and budgets. With a `budget` it is about that version, in bewerking or not.

    Asks the database nothing more than `rows` does.
    """
    to_theme, when = _place_of(rows, year)
    theme, seen = OuterRef(f"{to_theme}pk"), ImplementationPlan.objects.visible_to(access)
    asked = Funding.objects.present().filter(plan__in=seen.order_by().values("pk"), plan__theme=theme, plan__year=when)
    rows = rows.annotate(money_plan=Exists(seen.filter(theme=theme, year=when)), **dict(_summed("money_asked", asked)))
    return with_budgeted(rows, Budget.objects.visible_to(access), year, budget)


def with_budgeted(rows: QuerySet, budgets: QuerySet, year: int | None = None, budget: Budget | None = None) -> QuerySet:
    """As `with_money`, without what the plans ask: what these budgets grant, and what was spent."""
    to_theme, when = _place_of(rows, year)
    theme, programme = OuterRef(f"{to_theme}pk"), OuterRef(f"{to_theme}plan")
    versions = budgets.filter(police_unit=OuterRef(f"{to_theme}plan__police_unit"), year=when)
    rows = rows.annotate(
        money_granting=_holding(versions, GRANTING, budget), money_spending=_holding(versions, SPENDING, budget)
    )
    of_themes = {"money_granted": "money_granting", "money_spent": "money_spending"}
    amounts = {name: _lines_of(place, theme=theme) for name, place in of_themes.items()}
    amounts |= {"money_shared": _lines_of("money_granting", theme=None, policy_plan=programme)}
    return rows.annotate(**dict(one for name, parts in amounts.items() for one in _summed(name, parts)))


def _place_of(rows: QuerySet, year: int | None) -> tuple[str, Value | OuterRef]:
    """The way from a row to its theme, and its year."""
    return ("", Value(year)) if rows.model is Theme else ("theme__", OuterRef("year"))


# What grants, and what tells how it was spent.
GRANTING, SPENDING = (Budget.Kind.BUDGET, Budget.Kind.AMENDMENT), (Budget.Kind.ACTUALS,)


def _holding(versions: QuerySet, kinds: Sequence[str], budget: Budget | None) -> Expression:
    """The number of the last that was adopted, a wijziging before the begroting it changes; or of `budget` itself."""
    if budget is not None and budget.kind in kinds:
        return Value(budget.pk)
    adopted = versions.filter(kind__in=kinds, status=Budget.Status.ADOPTED)
    return Subquery(adopted.order_by("-kind", "-number").values("pk")[:1])


def _lines_of(place: str, **about: object) -> QuerySet:
    present = {"deleted_at": None, "group__deleted_at": None, "group__side": BudgetSide.EXPENSES}
    return BudgetLine.objects.filter(**present, **about, group__budget=OuterRef(place))


def _summed(name: str, parts: QuerySet) -> Iterator[tuple[str, Expression]]:
    """What they add up to, and how many have no amount yet."""
    # One group for all of them: an aggregate by itself would be asked at once.
    together = parts.order_by().annotate(all=Value(1)).values("all")
    yield name, Subquery(together.annotate(known=Sum("amount")).values("known"))
    open_ones = together.annotate(open=Count("pk", filter=Q(amount=None))).values("open")
    yield f"{name}_open", Coalesce(Subquery(open_ones), 0)


def money_of(row: Theme | ImplementationPlan, year: int) -> ThemeMoney:
    """Of what was read by `with_money`."""
    granted, spent, asked, shared = (
        Total(getattr(row, name), getattr(row, f"{name}_open"))
        for name in ("money_granted", "money_spent", "money_asked", "money_shared")
    )
    return ThemeMoney(
        theme=row if isinstance(row, Theme) else row.theme,
        year=year,
        asked=asked if row.money_plan else None,
        granted=granted if row.money_granting else None,
        spent=spent if row.money_spending else None,
        shared=shared,
    )
