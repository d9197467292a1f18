from typing import ClassVar

from reports.documents.blocks.base import BlockType, FreezingError
from themes.budgets.presenters import grant_table, side_table
from themes.budgets.validators import groups_of
from themes.budgets.words import Balance, balances
from themes.models import BudgetSide, Grant


class BudgetBlock(BlockType):
    """Baten and lasten of the first year of the document. Option `beside` (false): without the computed sums.

    Published and computed sums stand beside each other, and a sentence says whether both sides are equal.
    """

    kind = "budget"
    sides: ClassVar[tuple[BudgetSide, ...]] = (BudgetSide.INCOME, BudgetSide.EXPENSES)

    def freeze(self) -> dict:
        budget, beside = self.source.budget, self.block.options.get("beside", True)
        shown = [side for side in self.sides if groups_of(budget, side)]
        if not shown:
            raise FreezingError(f"“{budget}” heeft geen {' of '.join(side.label.lower() for side in self.sides)}.")
        mine = [balance for balance in balances(budget) if balance.names[0] in self.sides]
        return {
            "html": self.block.html,
            "statements": [_statement(balance) for balance in mine],
            "tables": [side_table(budget, side, beside=beside).as_dict() for side in shown],
        }


class BalanceBlock(BudgetBlock):
    """Activa and passiva of the same budget."""

    kind = "balance"
    sides = (BudgetSide.ASSETS, BudgetSide.LIABILITIES)


class GrantsBlock(BlockType):
    """The sources of the eenheid: what each gives per year, and what was promised for its whole period."""

    kind = "grants"

    def freeze(self) -> dict:
        unit = self.source.document.police_unit
        table = grant_table(list(Grant.objects.present().filter(police_unit=unit).with_years()))
        if table is None:
            raise FreezingError(f"Van {unit} zijn nog geen geldbronnen ingevoerd.")
        return {"html": self.block.html, "tables": [table.as_dict()]}


def _statement(balance: Balance) -> dict:
    return {"title": balance.title, "text": " ".join([balance.text, *balance.where]).strip()}
