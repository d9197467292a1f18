from themes.budgets.presenters import BALANCE_SHEET, column_label, table_prefix
from themes.budgets.validators import lines_of
from themes.models import Budget, BudgetSide

MOST_BARS = 20


def side_chart(budget: Budget, side: BudgetSide) -> dict | None:
    """The posts of one side as bars, in euros. None of the balance sheet, and for too few or too many to read."""
    lines = lines_of(budget, side)
    if side in BALANCE_SHEET or not 2 <= len(lines) <= MOST_BARS:
        return None
    missing = [None if line.amount is not None else line.figure.qualifier.value for line in lines]
    return {
        "id": f"{table_prefix(budget)}-{side}-figuur",
        "number": "",
        "title": f"{side.label} {budget.year} per post",
        "description": f"Elke balk is een post van de {side}, in de volgorde van de tabel.",
        "kind": "bar",
        "unit": "euro",
        "decimals": 0,
        "category_header": "Post",
        "categories": [line.title for line in lines],
        "series": [
            {
                "label": column_label(budget),
                "values": [None if line.amount is None else f"{line.amount:f}" for line in lines],
            }
            | ({"missing": missing} if any(missing) else {})
        ],
        "source": budget.source,
    }
