"""What a register is. An app declares its own in a module called `registers`; docs/adding-a-register.md shows how."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from django.db.models import Model, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.views.generic import View

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.regions.models import PoliceUnit
from nhveilig.registers.columns import Column, Shown
from nhveilig.registers.values import ReferenceValue, Value, value_of

Crumbs = list[tuple[str, str | None]]


@dataclass(frozen=True)
class Related:
    """Rows of another register on the page of a row: those whose `field` is that row, with these of their columns."""

    register: str
    field: str
    listed: tuple[str, ...]


@dataclass(frozen=True)
class Search:
    """What the search of the portal looks in: fields of the model, those in `title` weigh more.

    `place` makes address, title and what it is part of, from key, title and `facts` as text; without it a hit leads
    to the page of the row. `kind` is the choice of the reader it comes under.
    """

    title: tuple[str, ...]
    text: tuple[str, ...] = ()
    kind: str = "register"
    years: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    place: Callable[..., tuple[str, str, str]] | None = None


@dataclass(frozen=True)
class OpenData:
    """The dataset a register is published as; `row` is what one row is called, `key` the columns that tell them apart.

    A register of people declares none.
    """

    description: str
    row: str
    key: tuple[str, ...]


class Register:
    """Rows of one kind that people keep: everything a page, a sheet or another product has to know of them.

    `code` names the table in addresses, files and open data, `name` one row in the names of addresses and templates
    (`registers/list.html`, or `<namespace>/<name>_list.html` where a register has its own).
    """

    code: ClassVar[str]
    name: ClassVar[str]
    namespace: ClassVar[str]
    model: ClassVar[type[Model]]
    lead: ClassVar[str] = ""
    view_permission: ClassVar[Permission]
    edit_permission: ClassVar[Permission]
    # The field of a row that is what its address names before it (an agenda), which no form asks.
    parent_field: ClassVar[str] = ""
    # The way from a row to its eenheid; empty for a national register, which staff of every eenheid keep.
    scope: ClassVar[str] = ""
    # Of a model with rows of eenheden and of the country: the field that is empty in those of the country. With a
    # `scope` the register is of the first, without one of the second.
    empty_if_national: ClassVar[str] = ""
    columns: ClassVar[tuple[Column, ...]]
    # What the list shows, the first of which leads to the row.
    listed: ClassVar[tuple[str | Shown, ...]]
    filters: ClassVar[tuple[str, ...]] = ()
    searched: ClassVar[tuple[str, ...]] = ()
    # The columns by which a sheet finds a row again.
    key: ClassVar[tuple[str, ...]]
    related: ClassVar[tuple[Related, ...]] = ()
    # The keywords of an address that name the row, with the field each is looked up in.
    lookup: ClassVar[dict[str, str]] = {"pk": "pk"}
    row_address: ClassVar[str] = "<int:pk>"
    # The columns that are typed in its form, whatever the row; all of them when none is named.
    in_form: ClassVar[tuple[str, ...]] = ()
    # Addresses of its own below that of a row, by the page: `{"change": "status/"}`.
    addresses: ClassVar[dict[str, str]] = {}
    # Whether people add rows and delete them, or only change those that are there. A sheet may still bring new ones.
    has_new_rows: ClassVar[bool] = True
    # The place of its table among those to import; None: it is in no sheet.
    import_order: ClassVar[int | None] = None
    # Below the folder with the demo data.
    fixture: ClassVar[str] = ""
    # Those of one namespace and group are tabs of each other: their lists have addresses of one shape.
    group: ClassVar[str] = ""
    # The section of the portal it is a page of (nhveilig/web/sections.py); empty for what another page leads to.
    section: ClassVar[str] = ""
    # What it is called there, when that is more than its title says; its shape on the front of the section; and the
    # beginnings of names that belong to it.
    menu_label: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    below: ClassVar[tuple[str, ...]] = ()
    search: ClassVar[Search | None] = None
    open_data: ClassVar[OpenData | None] = None
    # Whether a document may hold it as a table.
    is_block: ClassVar[bool] = False
    # Views of its own, by the page they take the place of.
    views: ClassVar[dict[str, type[View]]] = {}
    # How long what is said of people is kept, for the people themselves.
    retention: ClassVar[str] = ""

    @property
    def title(self) -> str:
        return capfirst(str(self.model._meta.verbose_name_plural))

    @property
    def row_title(self) -> str:
        return capfirst(str(self.model._meta.verbose_name))

    @cached_property
    def bound(self) -> dict[str, Value]:
        """Every column by its name."""
        return {column.name: value_of(self.model, column) for column in self.columns}

    @property
    def key_fields(self) -> list[str]:
        return [self.bound[name].path for name in self.key]

    def rows(self, access: Access, permission: Permission, *, is_bin: bool = False, **around: object) -> QuerySet:
        """What somebody with `permission` reaches; `around` is what the address says before the row."""
        found = self.stored().in_bin() if is_bin else self.present()
        if not access.may(permission):
            return found.none()
        if self.scope:
            found = found.filter(**{f"{self.scope}__in": access.units_with(permission)})
        return self.within(found, **around)

    def stored(self) -> QuerySet:
        """Every row, in the bin or not."""
        return self._own(self.model._default_manager.all())

    def present(self) -> QuerySet:
        """Every row that is not in the bin."""
        return self._own(self.model._default_manager.present())

    def _own(self, rows: QuerySet) -> QuerySet:
        field = self.empty_if_national
        return rows.filter(**{f"{field}__isnull": not self.scope}) if field else rows

    def of_unit(self, police_unit: PoliceUnit | None) -> QuerySet:
        """The whole table of one eenheid; of a national register without one."""
        return self.ever(police_unit).present()

    def ever(self, police_unit: PoliceUnit | None) -> QuerySet:
        """The same with what lies in the bin."""
        found = self.stored()
        return found.filter(**{self.scope: police_unit}) if self.scope else found

    def was_filled(self, police_unit: PoliceUnit | None) -> bool:
        """Whether its table belongs to its users already, so that no demo data comes in."""
        return self.ever(police_unit).exists()

    def within(self, rows: QuerySet, **around: object) -> QuerySet:
        return rows.filter(**{f"{self.scope}__slug": around["slug"]}) if self.scope and "slug" in around else rows

    def parent(self, access: Access, permission: Permission, **around: object) -> Model | None:
        """What the address names before the row. Raises Http404 for what the visitor cannot reach."""
        if not (self.scope and "slug" in around):
            return None
        return get_object_or_404(PoliceUnit, pk__in=access.units_with(permission), slug=around["slug"])

    def for_list(self, rows: QuerySet) -> QuerySet:
        """With what the list and the page show, in a number of queries that does not grow."""
        references = [one.path for one in self.bound.values() if one.field and one.field.is_relation]
        return rows.select_related(*references) if references else rows

    def for_sheet(self, rows: QuerySet) -> QuerySet:
        """With what a sheet of them says beside that."""
        return self.for_list(rows)

    def is_open(self, row: Model) -> bool:
        """Whether the row may change at all; one that is closed stays as it is, also when it is in a sheet."""
        return True

    def typed_in(self, row: Model | None) -> tuple[str, ...]:
        """The columns in the form of this row, or of a new one. What is in no form is fixed in a sheet too."""
        return self.in_form or tuple(self.bound)

    def choices(self, one: ReferenceValue, rows: QuerySet, parent: Model | None) -> QuerySet:
        """What a form offers of these, for a row of `parent`."""
        return rows

    def place_of(self, row: Model) -> object:
        """What a whole table is a table of: rows of another place stay when a sheet does not hold them."""
        return None

    def why_kept(self, rows: Iterable[Model]) -> dict[int, str]:
        """Of the rows that cannot be deleted a sentence that says why, by their number."""
        return {}

    def thumbnail_of(self, row: Model) -> str:
        """The address of a small picture of the row; empty where there is none."""
        return ""

    def may_edit(self, access: Access, row: Model) -> bool:
        return self.rows(access, self.edit_permission).filter(pk=row.pk).exists()

    def matching(self, rows: QuerySet, text: str) -> QuerySet:
        """Rows with every word of `text` somewhere in the fields that are searched."""
        for word in text.split():
            rows = rows.filter(Q(*((f"{field}__icontains", word) for field in self.searched), _connector=Q.OR))
        return rows

    def address_of(self, row: Model) -> dict[str, object]:
        """The keywords of the address of a row."""
        return {keyword: getattr(row, field) for keyword, field in self.lookup.items()}

    def url(self, page: str = "detail", row: Model | None = None, **around: object) -> str:
        place = around if row is None else self.address_of(row) | around
        return reverse(f"{self.namespace}:{self.name}-{page}", kwargs=place)

    def crumbs(self, parent: Model | None) -> Crumbs:
        """What stands above the list."""
        return []
