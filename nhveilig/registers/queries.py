"""Rows in the order somebody asks for."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import OrderBy

from nhveilig.http.ordering import PARAMETER, Ordering
from nhveilig.registers.base import Register
from nhveilig.registers.columns import Shown


class Sorting(Ordering):
    """Of the list of a register."""

    PARAMETER = PARAMETER

    def __init__(self, register: Register, asked: str) -> None:
        self._expressions = {parameter: expression for parameter, _, expression in orders(register)}
        super().__init__(self._expressions, asked)

    def apply(self, rows: QuerySet) -> QuerySet:
        """Rows that are equal keep one order, so that none is on two pages; what is not known comes last."""
        first = []
        if self.by:
            first = [OrderBy(self._expressions[self.by], descending=self.is_descending, nulls_last=True)]
        # Said outright: with a count in it, Django leaves the usual order out.
        return rows.order_by(*first, *rows.model._meta.ordering, "pk")


def orders(register: Register) -> list[tuple[str, str, Any]]:
    """What the list can be sorted by: as an address has it, as it is called, and for the database."""
    found = ((one.parameter, one.title, one.order()) for one in shown_columns(register, register.listed))
    return [order for order in found if order[2] is not None]


def shown_columns(register: Register, names: Sequence) -> list:
    """The columns of that name, and those that are only shown as they are."""
    return [one if isinstance(one, Shown) else register.bound[one] for one in names]
