import uuid
from pathlib import Path

from nhveilig.regions.models import PoliceUnit
from nhveilig.seeding.rows import bring_in_line, complete, known, relate, upsert
from nhveilig.seeding.runs import run
from nhveilig.seeding.sheets import Sheet, SheetRow
from themes.budgets.validators import About, BudgetCheck, reconcile
from themes.models import (
    Budget,
    BudgetExplanation,
    BudgetGroup,
    BudgetLine,
    BudgetSide,
    BudgetTotal,
    Grant,
    PolicyPlan,
)

Budgets = dict[str, Budget]
Groups = dict[tuple[str, str], BudgetGroup]
Lines = dict[tuple[str, str], BudgetLine]
Rows = dict[tuple[object, object], SheetRow]


@run()
def seed(folder: Path) -> None:
    """Adopted budgets as published, after their sources. Raises FileRefused, for an unexplained difference too."""
    is_first = not Budget.objects.exists()
    budgets = _budgets(folder / "budgets.csv")
    group_sheet = Sheet(folder / "groups.csv", "budget", "group")
    groups = _groups(group_sheet, budgets)
    sheet = Sheet(folder / "lines.csv", "budget", "line")
    lines = _lines(sheet, groups)
    _grants(folder, sheet, lines)
    _covers(sheet, lines)
    totals = Sheet(folder / "totals.csv", "budget", "side")
    _totals(totals, budgets)
    _explanations(folder / "explanations.csv", budgets, lines)
    rows: Rows = {("line", lines[_line_key(row)].pk): row for row in sheet}
    rows |= {("group", groups[row.text("budget"), row.text("group")].pk): row for row in group_sheet}
    rows |= {(budgets[row.text("budget")].pk, row.text("side")): row for row in totals}
    _refuse_unexplained(budgets, rows, is_first)


def _budgets(path: Path) -> Budgets:
    units, sheet = known(PoliceUnit, "code"), Sheet(path, "budget")
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


def _lines(sheet: Sheet, groups: Groups) -> Lines:
    plans = known(PolicyPlan, "slug")
    lines: Lines = {}
    for order, row in enumerate(sheet, start=1):
        of_budget = {name: group for (budget, name), group in groups.items() if budget == row.text("budget")}
        group = row.lookup("group", of_budget, "deze groep")
        lines[_line_key(row)] = BudgetLine(
            group=group,
            order=order,
            policy_plan=row.lookup_or_none("plan", plans, "dit plan"),
            lineage=_lineage(group.budget, row.text("line")),
            **row.values(BudgetLine, "title amount note"),
        )
    keys = ["group", "lineage"]
    bring_in_line(BudgetLine, lines.values(), keys=keys, later=["grant"], group__in=groups.values())
    return lines


def _grants(folder: Path, sheet: Sheet, lines: Lines) -> None:
    """Sources belong to their users: one that has another name by now, or is gone, is left to them."""
    named = {row.text("naam"): row.text("naam") for path in folder.glob("*/geldbronnen.csv") for row in Sheet(path)}
    sources = {(grant.police_unit_id, grant.title): grant for grant in Grant.objects.all()}
    told = []
    for row in sheet:
        line, title = lines[_line_key(row)], row.lookup_or_none("grant", named, "deze geldbron")
        line.grant = sources.get((line.group.budget.police_unit_id, title))
        told += [line] if line.grant or not title else []
    complete(told, ["grant"])


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


def _refuse_unexplained(budgets: Budgets, rows: Rows, is_first: bool) -> None:
    """What somebody changed need not agree with the sheets, and sources are changed apart from them."""
    with run() as current:
        if current.left(Budget, BudgetGroup, BudgetLine, BudgetTotal, BudgetExplanation):
            return
    ids = [budget.pk for budget in budgets.values()]
    for budget in Budget.objects.filter(pk__in=ids).with_figures():
        for check in reconcile(budget):
            if check.is_unexplained and (is_first or check.about != About.GRANT):
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
