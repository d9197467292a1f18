"""Rows in the order somebody asks for."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import OrderBy

from nhveilig.registers.base import Register
from nhveilig.registers.columns import Shown


class Sorting:
    """`?volgorde=naam`, and `-naam` the other way round. What cannot be sorted by counts as not asked."""

    PARAMETER = "volgorde"

    def __init__(self, register: Register, asked: str) -> None:
        self.is_descending, self.by = asked.startswith("-"), asked.removeprefix("-")
        self._expressions = {parameter: expression for parameter, _, expression in orders(register)}
        if self.by not in self._expressions:
            self.by, self.is_descending = "", False

    def apply(self, rows: QuerySet) -> QuerySet:
        """Rows that are equal keep one order, so that none is on two pages; what is not known comes last."""
        first = []
        if self.by:
            first = [OrderBy(self._expressions[self.by], descending=self.is_descending, nulls_last=True)]
        # Said outright: with a count in it, Django leaves the usual order out.
        return rows.order_by(*first, *rows.model._meta.ordering, "pk")

    def state(self, parameter: str) -> str:
        """For `aria-sort`; empty for a column the table is not sorted by."""
        if not self.by or parameter != self.by:
            return ""
        return "descending" if self.is_descending else "ascending"

    def next(self, parameter: str) -> str:
        """What the head of that column asks for; empty when the table cannot be sorted by it."""
        if parameter not in self._expressions:
            return ""
        return f"-{parameter}" if self.state(parameter) == "ascending" else parameter


def orders(register: Register) -> list[tuple[str, str, Any]]:
    """What the list can be sorted by: as an address has it, as it is called, and for the database."""
    found = ((one.parameter, one.title, one.order()) for one in shown_columns(register, register.listed))
    return [order for order in found if order[2] is not None]


def shown_columns(register: Register, names: Sequence) -> list:
    """The columns of that name, and those that are only shown as they are."""
    return [one if isinstance(one, Shown) else register.bound[one] for one in names]
