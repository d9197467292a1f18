"""Import and export of budgets, long or as they are printed.

Imported when the portal starts: it makes the kind known.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from django.db.models import QuerySet
from tablib import Dataset

from nhveilig.accounts.permissions import Permission
from nhveilig.exceptions import PortalError
from nhveilig.figures.reconciliation import Reconciliation
from nhveilig.imports.kinds import Batch, Order, TableKind, register
from nhveilig.imports.plans import ImportPlan
from nhveilig.regions.models import PoliceUnit
from nhveilig.sheets.cells import Cell, CellKind, Workbook
from nhveilig.sheets.exceptions import FileRefused, Problem
from nhveilig.sheets.layouts import Reading, Record, find_head, read_long
from themes.budgets.importing.columns import AMOUNT, COLUMNS, SCALE, YEAR, long_dataset, wide_dataset
from themes.budgets.importing.entries import entries, with_signs
from themes.budgets.importing.printed import read_printed
from themes.budgets.importing.storing import Storing
from themes.budgets.importing.words import about_scale, scale_of
from themes.budgets.queries import budget_url
from themes.budgets.validators import reconcile
from themes.models import Budget

MOST_AMOUNTS = 20_000
TOO_MANY = "Dit bestand heeft te veel bedragen voor een begroting: hooguit 20.000. Verdeel het over meer bestanden."


@dataclass
class BudgetBatch(Batch):
    """`budgets` are those that change, `before` what was held against each other in them before that."""

    budgets: list[Budget] = field(default_factory=list)
    before: list[Reconciliation] = field(default_factory=list)


class BudgetKind(TableKind):
    code = "begroting"
    order = 14
    label = "Begrotingen"
    description = "Begrotingen, wijzigingen, realisaties en ramingen: baten, lasten, reserves en balans, per post."
    permission = Permission.EDIT_BUDGET
    view_permission = Permission.VIEW_BUDGET
    columns = COLUMNS
    per_unit = True
    layouts = ("lang", "breed")
    asks = ("source", "remove_missing", "accept_new")
    as_printed = (
        "posten onder elkaar, met een kolom voor elke versie of elk jaar, zoals “Rekening 2024” en “Begroting 2026”. "
        "Staat er “bedragen x € 1.000” bij, dan rekent het portaal dat om. Baten met een minteken mogen ook"
    )
    # A municipality rounds each amount by itself: what does not add up is told, and explained before it is adopted.
    refuses_totals = False

    def read(self, book: Workbook, order: Order) -> Reading:
        """Long when a sheet has four of the five columns a long table must have, else as printed."""
        if any(find_head(sheet, COLUMNS, at_least=4) for sheet in book.sheets):
            return _with_scales(read_long(book, COLUMNS))
        return read_printed(book)

    def lock(self, order: Order) -> None:
        """Who edits a budget on its page waits, and the other way round."""
        super().lock(order)
        list(Budget.objects.filter(police_unit=order.police_unit).select_for_update(no_key=True).values_list("pk"))

    def batch(self, reading: Reading, order: Order, plan: ImportPlan) -> BudgetBatch:
        if len(reading.records) > MOST_AMOUNTS:
            plan.problems.append(Problem(TOO_MANY))
            return BudgetBatch(None, None, plan)
        storing = Storing(order, plan)
        found = entries(reading.records, plan)
        if not plan.problems:
            storing.take(with_signs(found, plan))
        return BudgetBatch(None, None, plan, storing.touched, storing.before)

    def totals(self, batch: BudgetBatch) -> list[Reconciliation]:
        budgets = Budget.objects.filter(pk__in=[budget.pk for budget in batch.budgets]).with_figures()
        return [check for budget in budgets for check in reconcile(budget)]

    def totals_before(self, batch: BudgetBatch) -> Iterable[Reconciliation]:
        return batch.before

    def pages(self, batch: BudgetBatch) -> list[tuple[str, str]]:
        return [(f"Bekijk {budget}", budget_url(budget)) for budget in batch.budgets]

    def export(
        self, police_unit: PoliceUnit, layout: str = "lang", *, concepts: bool = False, **chosen: object
    ) -> Dataset:
        found = self._budgets(police_unit)
        visible = found if concepts else found.filter(status=Budget.Status.ADOPTED)
        budgets = list(visible.filter(**_filters(chosen)).with_figures())
        if not budgets and _filters(chosen):
            raise PortalError("Deze begroting bestaat niet. Kies een ander jaar of een andere soort.")
        # As they are printed, the years run to the right.
        by_year = sorted(budgets, key=lambda budget: budget.year)
        return wide_dataset(by_year) if layout == "breed" else long_dataset(budgets)

    def tables(self, police_unit: PoliceUnit) -> list[tuple[str, dict[str, str]]]:
        return [
            (str(one), {"jaar": str(one.year), "soort": one.kind, "nummer": str(one.number)})
            for one in self._budgets(police_unit)
        ]

    def _budgets(self, police_unit: PoliceUnit) -> QuerySet:
        return Budget.objects.present().filter(police_unit=police_unit).in_order()


def _filters(chosen: dict[str, object]) -> dict[str, object]:
    """Raises ValueError for what is no number."""
    names = {"jaar": ("year", int), "soort": ("kind", str), "nummer": ("number", int)}
    return {field: read(chosen[name]) for name, (field, read) in names.items() if chosen.get(name)}


def _with_scales(reading: Reading) -> Reading:
    """A long table may say as well that its amounts are in thousands."""
    for sheet in {id(record.sheet): record.sheet for record in reading.records}.values():
        records = [record for record in reading.records if record.sheet is sheet]
        rows = {record.row for record in records if record.has(AMOUNT) and record.has(YEAR)}
        around = [cell for row, cells in sheet.rows.items() if row not in rows for cell in cells.values()]
        try:
            scale, said = scale_of(around)
        except ValueError as error:
            raise FileRefused(str(error)) from None
        if said and scale != 1:
            reading.notes.append(about_scale(said[0].text, scale))
        reading.records = list(_scaled(reading.records, records, rows, scale))
    return reading


def _scaled(found: Iterable[Record], of_sheet: list[Record], rows: set[int], scale: int) -> Iterator[Record]:
    """A row that only says what the amounts are in is no row of the table."""
    mine = set(map(id, of_sheet))
    for record in found:
        if id(record) not in mine:
            yield record
        elif record.row in rows or not _is_remark(record):
            cell = Cell(record.row, 0, CellKind.NUMBER, scale)
            yield replace(record, cells={**record.cells, SCALE: cell})


def _is_remark(record: Record) -> bool:
    return sum(not cell.is_empty for cell in record.cells.values()) == 1


register(BudgetKind())
