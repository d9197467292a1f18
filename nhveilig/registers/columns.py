"""The columns of a register. What one is called and means is said once: lists, pages, forms and sheets follow it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Model
from django.utils.text import capfirst, slugify

from nhveilig.registers.values import Value, value_of
from nhveilig.sheets import layouts


@dataclass(frozen=True)
class Column(layouts.Column):
    """`field` names a field of the model, or `figure` of a FigureModel.

    `by` is how a sheet names what the row refers to, with what `apart` leads to before it where more rows are called
    so; `within` is the way from there to the eenheid whose rows may be chosen. `words` shows the value instead of the
    words of its field. `is_open` puts the column in the open data.
    """

    field: str = ""
    by: str = "pk"
    within: str = ""
    apart: str = ""
    words: Callable[[object], str] | None = None
    is_open: bool = True

    @property
    def title(self) -> str:
        return capfirst(self.name)

    @cached_property
    def parameter(self) -> str:
        """What the column is called in an address."""
        return slugify(self.name)

    def bound(self, model: type[Model]) -> "BoundColumn":
        return BoundColumn(self, value_of(model, self.field, self.by, self.within, self.apart))


@dataclass(frozen=True)
class BoundColumn:
    """A column with what its field can do."""

    column: Column
    value: Value

    @property
    def name(self) -> str:
        return self.column.name

    def text(self, row: Model) -> str:
        value = self.value.of(row)
        if self.column.words and value is not None:
            return self.column.words(value)
        return self.value.text(value)


@dataclass(frozen=True)
class Shown:
    """A column that is only looked at: made of the row as `Register.for_list()` reads it, in no sheet and no form.

    `order_by` is the expression it is sorted by; without one it is not.
    """

    title: str
    text: Callable[[Model], str]
    order_by: str = ""
    parameter: str = ""
    is_numeric: bool = False
