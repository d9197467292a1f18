"""The tables that can be imported and exported. An app registers its own in a module called `importing`."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, TypeVar

from django.db.models import Model, QuerySet
from tablib import Databook, Dataset

from nhveilig.accounts.models import User
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.changes import Writer
from nhveilig.figures.reconciliation import Reconciliation
from nhveilig.imports.plans import ImportPlan
from nhveilig.imports.resources import FigureResource
from nhveilig.regions.models import PoliceUnit
from nhveilig.seeding.rows import upsert
from nhveilig.sheets.cells import Workbook
from nhveilig.sheets.layouts import Column, Reading, Record, find_head, read_long

Row = TypeVar("Row", bound=Model)

# What the upload calls the answers that a refusal asks for.
UNKNOWN_IS_NEW = "Namen die het portaal niet kent, zijn nieuw"
PUBLISHED_SO = "Totalen die niet kloppen, zijn zo gepubliceerd"
WHOLE_TABLE = "Het bestand is de hele tabel"


@dataclass(frozen=True)
class Order:
    """What somebody says with a file. `police_unit` is None for a table of the whole country.

    `remove_missing`: the file is the whole table, what is not in it goes. `accept_new`: names that resemble known ones
    are really new. `accept_totals`: totals stay as published though they are not the sum of their parts.
    """

    police_unit: PoliceUnit | None = None
    user: User | None = None
    # In whose name they do so; None: in their own.
    on_behalf_of: User | None = None
    reference_date: date | None = None
    series: str = ""
    # What the series of a new table is called.
    title: str = ""
    source: str = ""
    reason: str = ""
    effective_on: date | None = None
    remove_missing: bool = False
    accept_new: bool = False
    accept_totals: bool = False
    # Of the demo data: `known` are rows as its sheets name them, by table, where somebody may have renamed them since.
    is_seed: bool = False
    known: Mapping[type[Model], Sequence[Model]] = field(default_factory=dict)
    # Ids of the eenheden whose rows may change, also in a table of the whole country. None: all, for who has the
    # command line.
    units: frozenset[int] | None = None

    @property
    def by(self) -> Writer:
        return Writer(self.user, on_behalf_of=self.on_behalf_of)

    def may_change(self, police_unit_id: int | None) -> bool:
        """Whether a row of that eenheid may be added, changed or removed; what is of no eenheid is for all who keep."""
        return police_unit_id is None or self.units is None or police_unit_id in self.units

    def put(self, rows: list[Row], *, keys: list[str], later: Collection[str] = ()) -> None:
        """Store new rows; those of the demo data over what stands there under the same keys, if that is ours.

        A row that somebody removed gets no id. Fields in `later` are left to `nhveilig.seeding.rows.complete`.
        """
        if self.is_seed:
            upsert(rows, keys=keys, later=later)
        elif rows:
            type(rows[0])._default_manager.bulk_create(rows, batch_size=1000)

    def rows_of(self, found: QuerySet[Row]) -> Iterable[Row]:
        return self.known.get(found.model, found)


@dataclass
class Batch:
    """What a kind hands to the library: a dataset of figures, and what went wrong before it got there.

    Without a resource the kind has stored everything itself.
    """

    resource: FigureResource | None
    dataset: Dataset | None
    plan: ImportPlan


class TableKind:
    """One table as people know it. A subclass says what its file looks like and where its figures go."""

    code: ClassVar[str]
    label: ClassVar[str]
    description: ClassVar[str]
    permission: ClassVar[Permission]
    # Beside that to edit it.
    imported_with: ClassVar[Permission] = Permission.IMPORT_TABLES
    view_permission: ClassVar[Permission]
    columns: ClassVar[Sequence[Column]]
    # The place among the others on the page.
    order: ClassVar[int] = 0
    # Whether a table belongs to one eenheid; a national table is edited by whoever may edit it somewhere.
    per_unit: ClassVar[bool] = False
    layouts: ClassVar[tuple[str, ...]] = ("lang",)
    # Whether a workbook is as printed when nobody says how; csv has a row for each figure.
    wide_first: ClassVar[bool] = False
    # What a table looks like in the layout “breed”, for the page of the upload: “posten onder elkaar, met …”.
    as_printed: ClassVar[str] = ""
    # Whether totals that do not fit keep a file out; else they are told.
    refuses_totals: ClassVar[bool] = True
    # The column with the reason for a total that is not the sum of its parts.
    totals_explained_in: ClassVar[str] = ""
    # Whether cells may be pasted in place of a file.
    may_be_pasted: ClassVar[bool] = False
    # Whether what somebody brings in is seen by them alone until it is stored.
    of_one_person: ClassVar[bool] = False
    # What each line of the preview is about.
    each: ClassVar[str] = "cijfer"
    # Fields of Order the upload asks for, beside the file.
    asks: ClassVar[tuple[str, ...]] = ()
    # Of a kind without a resource: the column with the figure, for what is said of a total.
    figure_column: ClassVar[str] = ""

    @property
    def shape(self) -> frozenset[str]:
        """Tables with the same columns are told apart by whoever uploads them."""
        return frozenset(column.name for column in self.columns)

    def fits(self, book: Workbook) -> bool:
        """Whether this looks like a file of this table. One name in common may be chance."""
        heads = (find_head(sheet, self.columns) for sheet in book.sheets)
        return any(head and len(head.places) > 1 for head in heads)

    def read(self, book: Workbook, order: Order) -> Reading:
        """Raises FileRefused when the head is missing."""
        return read_long(book, self.columns)

    def lock(self, order: Order) -> None:
        """Keep others from changing this table until the transaction ends."""
        units = PoliceUnit.objects.select_for_update(no_key=True)
        list(units.filter(pk=order.police_unit.pk) if order.police_unit else units)

    def batch(self, reading: Reading, order: Order, plan: ImportPlan) -> Batch:
        """Make what the figures need, note problems on the plan, and leave the figures to the library.

        Called in a transaction, after `lock`.
        """
        raise NotImplementedError

    def totals(self, batch: Batch) -> list[Reconciliation]:
        """Published totals beside computed ones, as they are now, of what this batch may touch."""
        return []

    def totals_before(self, batch: Batch) -> Iterable[Reconciliation]:
        """The totals as they were before the figures went in. Asked for afterwards, and only when something changed."""
        return self.totals(batch)

    def record_of(self, batch: Batch, total: Reconciliation) -> Record | None:
        """The row of this file in which that published total stands; None when it stands elsewhere."""
        return None

    def check(self, batch: Batch, order: Order) -> None:
        """Note on the plan why these changes cannot be made, once they are known."""

    def finish(self, batch: Batch, order: Order) -> None:
        """What follows from the changes: versions, history. Only called when there are any, and they stay."""

    def pages(self, batch: Batch) -> list[tuple[str, str]]:
        """Where the changes can be seen and undone: what it is called, and the address."""
        return []

    def confirm_questions(self, plan: ImportPlan) -> list[str]:
        """Fields of Order that must be answered before this plan can be confirmed."""
        return []

    def layout_for(self, format: str) -> str:
        """Of a file of which nobody said how it is laid out."""
        return "breed" if self.wide_first and format != "csv" else "lang"

    def export(self, police_unit: PoliceUnit | None, layout: str = "lang", **chosen: object) -> Dataset | Databook:
        """`chosen` are the parameters of `tables()`, and `concepts`: whether unfinished tables go along."""
        raise NotImplementedError

    def tables(self, police_unit: PoliceUnit) -> list[tuple[str, dict[str, str]]]:
        """What can be exported one by one: a name, and the parameters that choose it."""
        return []


_KINDS: dict[str, TableKind] = {}


def register(*kinds: TableKind) -> None:
    for kind in kinds:
        _KINDS[kind.code] = kind


def all_kinds() -> list[TableKind]:
    return sorted(_KINDS.values(), key=lambda kind: kind.order)


def find_kind(code: str) -> TableKind | None:
    return _KINDS.get(code)


def template(kind: TableKind) -> Databook:
    """The head of the table, and a sheet that explains the columns."""
    table = Dataset(headers=[column.name for column in kind.columns], title=kind.label)
    manual = Dataset(headers=["Kolomnaam", "Verplicht", "Wat u invult"], title="Uitleg")
    for column in kind.columns:
        manual.append([column.name, "ja" if column.required else "nee", column.help])
    return Databook([table, manual])


@contextmanager
def noting(plan: ImportPlan, record: Record, column: str) -> Iterator[None]:
    """A ValueError about one cell becomes a problem with its place."""
    try:
        yield
    except ValueError as error:
        plan.problems.append(record.problem(column, str(error)))
