import uuid
from pathlib import Path

from nhveilig.regions.models import PoliceUnit
from nhveilig.seeding.rows import bring_in_line, known, relate, upsert
from nhveilig.seeding.runs import run
from nhveilig.seeding.sheets import Sheet, SheetRow
from themes.budgets.validators import BudgetCheck, reconcile
from themes.models import (
    Budget,
    BudgetExplanation,
    BudgetGroup,
    BudgetLine,
    BudgetSide,
    BudgetTotal,
    Grant,
    GrantYear,
    PolicyPlan,
)

Budgets = dict[str, Budget]
Groups = dict[tuple[str, str], BudgetGroup]
Lines = dict[tuple[str, str], BudgetLine]
Rows = dict[tuple[object, object], SheetRow]


@run()
def seed(folder: Path) -> None:
    """Sources and adopted budgets, as published. Raises FileRefused, for an unexplained difference too."""
    grants = _grants(folder)
    budgets = _budgets(folder / "budgets.csv")
    group_sheet = Sheet(folder / "groups.csv", "budget", "group")
    groups = _groups(group_sheet, budgets)
    sheet = Sheet(folder / "lines.csv", "budget", "line")
    lines = _lines(sheet, groups, grants)
    _covers(sheet, lines)
    totals = Sheet(folder / "totals.csv", "budget", "side")
    _totals(totals, budgets)
    _explanations(folder / "explanations.csv", budgets, lines)
    rows: Rows = {("line", lines[_line_key(row)].pk): row for row in sheet}
    rows |= {("group", groups[row.text("budget"), row.text("group")].pk): row for row in group_sheet}
    rows |= {(budgets[row.text("budget")].pk, row.text("side")): row for row in totals}
    _refuse_unexplained(budgets, rows)


def _police_units() -> dict[str, PoliceUnit]:
    return known(PoliceUnit, "code")


def _grants(folder: Path) -> dict[str, Grant]:
    """Sources that were added by hand stay."""
    units = _police_units()
    sheet = Sheet(folder / "grants.csv", "police_unit", "slug")
    grants = [_grant(row, units, order) for order, row in enumerate(sheet, start=1)]
    saved = {grant.slug: grant for grant in upsert(grants, keys=["police_unit", "slug"])}
    years = [
        GrantYear(
            grant=row.lookup("grant", saved, "deze geldbron"), **row.values(GrantYear, "year amount indexation note")
        )
        for row in Sheet(folder / "grant_years.csv", "grant", "year")
    ]
    bring_in_line(GrantYear, years, keys=["grant", "year"], grant__in=saved.values())
    return saved


def _grant(row: SheetRow, units: dict[str, PoliceUnit], order: int) -> Grant:
    return Grant(
        police_unit=row.lookup("police_unit", units, "deze eenheid"),
        order=order,
        **row.values(Grant, "slug title giver via first_year last_year amount in_kind note source"),
    )


def _budgets(path: Path) -> Budgets:
    units = _police_units()
    sheet = Sheet(path, "budget")
    budgets = [
        Budget(
            police_unit=row.lookup("police_unit", units, "deze eenheid"),
            status=Budget.Status.ADOPTED,
            **row.values(Budget, "year kind number title adopted_on source note"),
        )
        for row in sheet
    ]
    saved = upsert(budgets, keys=["police_unit", "year", "kind", "number"])
    return {row.text("budget"): budget for row, budget in zip(sheet, saved, strict=True)}


def _groups(sheet: Sheet, budgets: Budgets) -> Groups:
    groups: Groups = {}
    for order, row in enumerate(sheet, start=1):
        budget = row.lookup("budget", budgets, "deze begroting")
        groups[row.text("budget"), row.text("group")] = BudgetGroup(
            budget=budget,
            order=order,
            lineage=_lineage(budget, row.text("group")),
            **row.values(BudgetGroup, "side title subtotal"),
        )
    bring_in_line(BudgetGroup, groups.values(), keys=["budget", "lineage"], budget__in=budgets.values())
    return groups


def _lines(sheet: Sheet, groups: Groups, grants: dict[str, Grant]) -> Lines:
    plans = known(PolicyPlan, "slug")
    lines: Lines = {}
    for order, row in enumerate(sheet, start=1):
        of_budget = {name: group for (budget, name), group in groups.items() if budget == row.text("budget")}
        group = row.lookup("group", of_budget, "deze groep")
        lines[_line_key(row)] = BudgetLine(
            group=group,
            order=order,
            grant=row.lookup_or_none("grant", grants, "deze geldbron"),
            policy_plan=row.lookup_or_none("plan", plans, "dit plan"),
            lineage=_lineage(group.budget, row.text("line")),
            **row.values(BudgetLine, "title amount note"),
        )
    bring_in_line(BudgetLine, lines.values(), keys=["group", "lineage"], group__in=groups.values())
    return lines


def _line_key(row: SheetRow) -> tuple[str, str]:
    return row.text("budget"), row.text("line")


def _lineage(budget: Budget, name: str) -> uuid.UUID:
    """The same for every version of one year, and each time the sheet is read."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{budget.police_unit.code}/{budget.year}/{name}")


def _covers(sheet: Sheet, lines: Lines) -> None:
    found = []
    for row in sheet:
        names = row.text("covered_by", required=False).split()
        unknown = [name for name in names if (row.text("budget"), name) not in lines]
        if unknown:
            row.fail("covered_by", f"De post “{unknown[0]}” staat niet in dit bestand. Controleer de spelling.")
        found.append((lines[_line_key(row)], [lines[row.text("budget"), name] for name in names]))
    relate(found, "covered_by")


def _totals(sheet: Sheet, budgets: Budgets) -> None:
    totals = [
        BudgetTotal(
            budget=row.lookup("budget", budgets, "deze begroting"), **row.values(BudgetTotal, "side label amount")
        )
        for row in sheet
    ]
    bring_in_line(BudgetTotal, totals, keys=["budget", "side"], budget__in=budgets.values())


def _explanations(path: Path, budgets: Budgets, lines: Lines) -> None:
    sheet = Sheet(path)
    explanations = []
    for row in sheet:
        of_budget = {name: line for (budget, name), line in lines.items() if budget == row.text("budget")}
        explanations.append(
            BudgetExplanation(
                budget=row.lookup("budget", budgets, "deze begroting"),
                side=row.choice("side", BudgetSide) if row.text("side", required=False) else "",
                line=row.lookup_or_none("line", of_budget, "deze post"),
                **row.values(BudgetExplanation, "about difference text"),
            )
        )
    same = ["budget", "about", "side", "line", "difference"]
    bring_in_line(BudgetExplanation, explanations, keys=same, budget__in=budgets.values())


def _refuse_unexplained(budgets: Budgets, rows: Rows) -> None:
    """What somebody changed need not agree with the sheets."""
    with run() as current:
        if current.left(Budget, BudgetGroup, BudgetLine, BudgetTotal, BudgetExplanation):
            return
    ids = [budget.pk for budget in budgets.values()]
    for budget in Budget.objects.filter(pk__in=ids).with_figures():
        for check in reconcile(budget):
            if check.is_unexplained:
                row, column = _place_of(check, budget, rows)
                row.fail(
                    column,
                    f"{check.what} is {check.published} en zou {check.computed} zijn. "
                    "Herstel een bedrag, of licht het verschil toe in explanations.csv.",
                )


def _place_of(check: BudgetCheck, budget: Budget, rows: Rows) -> tuple[SheetRow, str]:
    """Where to look first: the post, the subtotal, the total, or the first group of the side."""
    if check.line_id:
        return rows["line", check.line_id], "amount"
    if not check.group_id and (total := rows.get((budget.pk, check.side))):
        return total, "amount"
    group_id = check.group_id or budget.groups.all()[0].pk
    return rows["group", group_id], "subtotal"
