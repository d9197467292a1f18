"""What the plans of themes ask, what the budget grants them and what was spent, in euros: for every page that shows it.

Granted is what posts of the lasten name the theme for, in the begroting or wijziging that was adopted last; spent the
same of the realisatie. What a post names a whole programme for is not divided over its themes, but told beside them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from nhveilig.accounts.access import Access
from nhveilig.figures.formats import euro
from nhveilig.figures.values import Figure, Total, total
from nhveilig.regions.models import PoliceUnit
from themes.budgets.queries import budget_url, euros
from themes.budgets.validators import together
from themes.models import Budget, BudgetSide, ImplementationPlan, Theme

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
    budget: Budget | None = None

    @property
    def is_empty(self) -> bool:
        return not any(_is_known(one) for one in (self.asked, self.granted, self.spent))

    @property
    def budget_url(self) -> str:
        return budget_url(self.budget) if self.budget else ""

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


def money_of(
    access: Access,
    themes: Iterable[Theme],
    year: int,
    budget: Budget | None = None,
    asked: Mapping[int, Total] | None = None,
) -> list[ThemeMoney]:
    """As far as the reader may see plans and budgets. Two queries for any number of themes, read with their plan.

    With a `budget` it is about that version, in bewerking or not. Who read the plans already says what they ask, by
    theme: then it is one query.
    """
    themes = list(themes)
    if not themes:
        return []
    if asked is None:
        asked = _asked(ImplementationPlan.objects.visible_to(access).filter(theme__in=themes, year=year))
    units = {theme.plan.police_unit_id for theme in themes}
    versions = _versions(Budget.objects.visible_to(access).filter(police_unit__in=units, year=year))
    holding = {unit: _holding([one for one in versions if one.unit == unit], budget) for unit in units}
    return [_money(theme, year, asked.get(theme.pk), holding[theme.plan.police_unit_id]) for theme in themes]


def asked_in(amounts: Iterable[Decimal | None]) -> Total:
    """What a plan asks that names these amounts."""
    return total(Figure.undecided() if one is None else Figure(one) for one in amounts)


def _asked(plans: QuerySet) -> dict[int, Total]:
    """By theme, of the money its plan names."""
    there = Q(funding_set__deleted_at=None, funding_set__isnull=False)
    found = plans.order_by().annotate(
        asked=Sum("funding_set__amount", filter=there),
        unknown=Count("funding_set", filter=there & Q(funding_set__amount=None)),
    )
    return {one["theme"]: Total(one["asked"], one["unknown"]) for one in found.values("theme", "asked", "unknown")}


@dataclass(frozen=True)
class _Version:
    """One version of a budget, with what the posts of its lasten add up to, by theme or else programme."""

    unit: int
    budget: Budget
    themes: dict[int, Total] = field(default_factory=dict)
    plans: dict[int, Total] = field(default_factory=dict)


def _versions(budgets: QuerySet) -> list[_Version]:
    there = Q(groups__deleted_at=None, groups__side=BudgetSide.EXPENSES, groups__lines__deleted_at=None)
    rows = (
        budgets.order_by("number", "pk")
        .values("pk", "police_unit", "police_unit__slug", "year", "kind", "number", "status")
        .annotate(
            theme=F("groups__lines__theme"),
            plan=F("groups__lines__policy_plan"),
            known=Sum("groups__lines__amount", filter=there),
            unknown=Count("groups__lines", filter=there & Q(groups__lines__amount=None)),
        )
    )
    found: dict[int, _Version] = {}
    for row in rows:
        version = found.setdefault(row["pk"], _Version(row["police_unit"], _budget_of(row)))
        place, key = (version.themes, row["theme"]) if row["theme"] else (version.plans, row["plan"])
        both = {"until now": place.get(key, NOTHING), "and": Total(row["known"], row["unknown"])}
        place[key] = together(both, tuple(both))
    return list(found.values())


def _budget_of(row: Mapping) -> Budget:
    """As much of it as its name and its address take."""
    about = {name: row[name] for name in ("pk", "year", "kind", "number", "status")}
    return Budget(**about, police_unit=PoliceUnit(pk=row["police_unit"], slug=row["police_unit__slug"]))


# What grants, and what tells how it was spent.
Holding = tuple[_Version | None, _Version | None]
GRANTING = (Budget.Kind.BUDGET, Budget.Kind.AMENDMENT)


def _holding(versions: Sequence[_Version], budget: Budget | None) -> Holding:
    """The last that was adopted of either kind; of the kind of `budget` that version itself."""

    def last(*kinds: str) -> _Version | None:
        same = [one for kind in kinds for one in versions if one.budget.kind == kind]
        if budget is not None and budget.kind in kinds:
            return next((one for one in same if one.budget.pk == budget.pk), None)
        return next((one for one in reversed(same) if not one.budget.is_concept), None)

    return last(*GRANTING), last(Budget.Kind.ACTUALS)


def _money(theme: Theme, year: int, asked: Total | None, holding: Holding) -> ThemeMoney:
    granted, spent = (one and one.themes.get(theme.pk, NOTHING) for one in holding)
    plan = holding[0]
    shared = plan.plans.get(theme.plan_id, NOTHING) if plan else NOTHING
    return ThemeMoney(theme, year, asked, granted, spent, shared, plan and plan.budget)
