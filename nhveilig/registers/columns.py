"""The columns of a register. What one is called and means is said once: lists, pages, forms and sheets follow it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F, Model, Q
from django.utils.text import capfirst, slugify

from nhveilig.sheets import layouts


@dataclass(frozen=True)
class Column(layouts.Column):
    """`field` names a field of the model, or `figure` of a FigureModel.

    `by` is how a sheet names what the row refers to, with what `apart` leads to before it where more rows are called
    so; `within` is the way from there to the eenheid whose rows may be chosen, with `or_national` also those of none;
    `among` must hold of them all. `words` shows the value instead of the words of its field. `is_prose`: the field
    holds clean HTML.
    """

    field: str = ""
    by: str = "pk"
    within: str = ""
    or_national: bool = False
    among: Q | None = None
    apart: str = ""
    words: Callable[[object], str] | None = None
    is_prose: bool = False

    @property
    def title(self) -> str:
        return capfirst(self.name)

    @cached_property
    def parameter(self) -> str:
        """What the column is called in an address."""
        return slugify(self.name)


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

    def link(self, row: Model) -> str:
        return ""

    def order(self) -> F | None:
        return F(self.order_by) if self.order_by else None
