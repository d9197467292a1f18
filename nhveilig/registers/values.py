"""What each kind of field does in a register: shown, sorted, narrowed, read from a sheet and written into one."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from html import unescape
from operator import attrgetter
from typing import Any

from django import forms
from django.db import models
from django.db.models import Case, F, Model, Q, QuerySet, When
from django.db.models.functions import Lower
from django.utils.html import strip_tags

from nhveilig.editing.fields import LineField, LinesField, UnitField
from nhveilig.editing.rows import FIGURE
from nhveilig.editing.widgets import ProseField
from nhveilig.figures import fields
from nhveilig.figures.dates import UNKNOWN, FuzzyDate, parse_fuzzy_date
from nhveilig.figures.formats import date_long, number, without_trailing_zeros
from nhveilig.figures.forms import AmountField, CountField, DateField, FigureField, FuzzyDateField, NumberField
from nhveilig.figures.units import read_unit
from nhveilig.figures.values import Figure
from nhveilig.imports.formats import written_figure
from nhveilig.regions.models import PoliceUnit
from nhveilig.registers.columns import Column
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import Cell, CellKind, plain
from nhveilig.texts.cleaning import clean

LONGEST_TEXT = 20_000
# Of an amount of money.
CENTS = 2
# What a column of small whole numbers holds.
MOST = 32_767
YES, NO = "ja", "nee"
EMPTY = "Deze cel is leeg. Vul een waarde in."

Known = Mapping[str, Any]


class Value:
    """A column with what its field can do: text; a subclass for each other kind."""

    is_numeric = False

    def __init__(self, model: type[Model], column: Column) -> None:
        self.column, self.name, self.title, self.parameter = column, column.name, column.title, column.parameter
        self.path, self.by, self.within, self.apart = column.field, column.by, column.within, column.apart
        self.field = model._meta.get_field(self.path) if self.path != FIGURE else None

    @property
    def empty(self) -> Any:
        """What the field holds when nothing was filled in."""
        return None if self.field.null else self.field.get_default()

    def of(self, row: Model) -> Any:
        return getattr(row, self.path)

    def text(self, row: Model) -> str:
        value = self.of(row)
        return self.column.words(value) if self.column.words and value is not None else self.words(value)

    def words(self, value: Any) -> str:
        return "" if value is None else str(value)

    def link(self, row: Model) -> str:
        """Where the text leads to; empty for most."""
        return ""

    def order(self) -> Any:
        """What the database sorts by, without a direction."""
        return Lower(self.path)

    def cell(self, value: Any) -> object:
        return "" if value is None else value

    def refers_to(self, model: type[Model]) -> bool:
        return False

    def known(self, police_unit: PoliceUnit | None) -> Known:
        """What a sheet of this eenheid may name, as `read` needs it."""
        return {}

    def read(self, cell: Cell, known: Known) -> Any:
        """Raises ValueError in Dutch. Only asked of a cell that holds something."""
        return parsing.words(cell, self.field.max_length or LONGEST_TEXT)

    def form_field(self, **about: Any) -> forms.Field:
        longest = self.field.max_length
        return LineField(longest=longest, **about) if longest else LinesField(**about)

    def chosen(self, text: str) -> dict[str, Any]:
        """The condition that one choice of a filter makes."""
        return {self.path: text}

    def options(self, rows: QuerySet) -> list[tuple[str, str, int]]:
        """What occurs in these rows, in words, with how often: one query."""
        found = rows.order_by().values_list(self.path).annotate(count=models.Count("pk")).order_by(self.path)
        return [(str(value), self.words(value), count) for value, count in found if value not in (None, "")]


class ProseValue(Value):
    """Clean HTML: shown as plain text, typed as running text, and in a sheet as it is."""

    def words(self, value: str) -> str:
        return " ".join(unescape(strip_tags(value.replace("<", " <"))).split())

    def read(self, cell: Cell, known: Known) -> str:
        parsing.words(cell, LONGEST_TEXT)
        # Its lines stay as they are, so that what went out comes in without a change.
        return clean(cell.text)

    def form_field(self, **about: Any) -> forms.Field:
        return ProseField(**about)


class LinkValue(Value):
    def link(self, row: Model) -> str:
        value = self.of(row)
        return f"mailto:{value}" if value and isinstance(self.field, models.EmailField) else value

    def form_field(self, **about: Any) -> forms.Field:
        scheme = {} if isinstance(self.field, models.EmailField) else {"assume_scheme": "https"}
        return self.field.formfield(**about, **scheme)


class UnitValue(Value):
    def read(self, cell: Cell, known: Known) -> str:
        return read_unit(super().read(cell, known))

    def form_field(self, **about: Any) -> forms.Field:
        return UnitField(longest=self.field.max_length, **about)


class ChoiceValue(Value):
    @property
    def choices(self) -> dict[str, str]:
        return {value: label for value, label in self.field.flatchoices if value}

    def words(self, value: str) -> str:
        return self.choices.get(value, "")

    def order(self) -> Any:
        """As the choices stand in the form."""
        places = [When(**{self.path: value}, then=place) for place, value in enumerate(self.choices)]
        return Case(*places, default=len(places), output_field=models.IntegerField())

    def cell(self, value: str) -> str:
        return self.words(value)

    def read(self, cell: Cell, known: Known) -> str:
        words = {label.lower(): value for value, label in self.choices.items()}
        return parsing.choice(cell, words | {value.lower(): value for value in self.choices})

    def form_field(self, **about: Any) -> forms.Field:
        return forms.ChoiceField(choices=[("", "kies"), *self.choices.items()], **about)

    def options(self, rows: QuerySet) -> list[tuple[str, str, int]]:
        found = {value: (value, text, count) for value, text, count in super().options(rows)}
        return [found[value] for value in self.choices if value in found]


class PlainOrder(Value):
    def order(self) -> Any:
        return F(self.path)


class DateValue(PlainOrder):
    def words(self, value: date | None) -> str:
        return date_long(value) if value else ""

    def read(self, cell: Cell, known: Known) -> date:
        return parsing.day(cell)

    def form_field(self, **about: Any) -> forms.Field:
        return DateField(**about)


class FuzzyDateValue(PlainOrder):
    def words(self, value: FuzzyDate | None) -> str:
        return value.text if value else ""

    def cell(self, value: FuzzyDate | None) -> str:
        return self.words(value)

    def read(self, cell: Cell, known: Known) -> FuzzyDate | None:
        if cell.kind == CellKind.DATE:
            return parse_fuzzy_date(parsing.day(cell).isoformat())
        text = parsing.words(cell, self.field.max_length)
        return None if text.lower() == UNKNOWN else parse_fuzzy_date(text)

    def form_field(self, **about: Any) -> forms.Field:
        return FuzzyDateField(**about)


class NumberValue(PlainOrder):
    is_numeric = True

    def words(self, value: Decimal | int | None) -> str:
        return "" if value is None else number(Decimal(value))

    def read(self, cell: Cell, known: Known) -> Decimal | int:
        found = parsing.figure(cell)
        if not found.is_known or found != Figure(found.value):
            raise ValueError("Vul hier alleen een getal in.")
        return round(found.value, self.field.decimal_places)

    def cell(self, value: Decimal | None) -> object:
        return "" if value is None else without_trailing_zeros(value)

    def form_field(self, **about: Any) -> forms.Field:
        return AmountField(**about) if self.field.decimal_places == CENTS else NumberField(**about)


class WholeNumberValue(PlainOrder):
    """Shown without a point: most are years."""

    is_numeric = True

    def read(self, cell: Cell, known: Known) -> int:
        return parsing.whole_number(cell, 0, MOST)

    def form_field(self, **about: Any) -> forms.Field:
        return CountField(lowest=0, highest=MOST, **about)


class YesNoValue(PlainOrder):
    def words(self, value: bool) -> str:
        return YES if value else NO

    def cell(self, value: bool) -> str:
        return self.words(value)

    def read(self, cell: Cell, known: Known) -> bool:
        return parsing.choice(cell, {YES: True, NO: False})

    def form_field(self, **about: Any) -> forms.Field:
        return forms.BooleanField(**about | {"required": False})

    def chosen(self, text: str) -> dict[str, Any]:
        return {self.path: text == str(True)}


class FigureValue(Value):
    is_numeric = True

    @property
    def empty(self) -> Figure:
        return Figure.blank()

    def words(self, value: Figure) -> str:
        return value.text()

    def order(self) -> Any:
        return F("value")

    def cell(self, value: Figure) -> object:
        return written_figure(value)

    def read(self, cell: Cell, known: Known) -> Figure:
        return parsing.figure(cell)

    def form_field(self, **about: Any) -> forms.Field:
        return FigureField(**about)


class ReferenceValue(Value):
    """A row of another table; in a sheet it is named by the field `by`, or by its name."""

    def order(self) -> Any:
        return F(f"{self.path}__{self._names[-1]}")

    def refers_to(self, model: type[Model]) -> bool:
        return self.field.related_model is model

    @property
    def _names(self) -> list[str]:
        """`by`, and the field that people know the row by."""
        fields = {field.name for field in self.field.related_model._meta.fields}
        return [self.by, *(name for name in ("name", "title") if name in fields and name != self.by)][:2]

    def cell(self, value: Model | None) -> object:
        if value is None:
            return ""
        name = getattr(value, self.by)
        return f"{attrgetter(self.apart.replace('__', '.'))(value)} {name}" if self.apart else name

    def choices_within(self, units: Iterable[int] | None) -> QuerySet:
        """What may be chosen by whoever edits for these eenheden; None: what belongs to no eenheid, is for all."""
        found = self.field.related_model._default_manager.all()
        if hasattr(found, "present"):
            found = found.present()
        if self.column.among is not None:
            found = found.filter(self.column.among)
        if not self.within or units is None:
            return found
        of_nobody = Q(**{self.within: None}) if self.column.or_national else Q()
        return found.filter(Q(**{f"{self.within}__in": units}) | of_nobody)

    def known(self, police_unit: PoliceUnit | None) -> Known:
        found = self.choices_within([police_unit.pk] if police_unit else None)
        above = self.apart.rpartition("__")[0]
        rows = list(found.select_related(above) if above else found)
        named = [(plain(str(getattr(row, name))), row) for name in reversed(self._names) for row in rows]
        if not self.apart:
            return dict(named)
        times = Counter(name for name, _ in named)
        return {name: row for name, row in named if times[name] == 1} | {plain(self.cell(row)): row for row in rows}

    def read(self, cell: Cell, known: Known) -> Model:
        found = known.get(plain(cell.text))
        if found is None:
            raise ValueError("Deze naam kent het portaal niet. Controleer de spelling of voeg die eerst toe.")
        return found

    def chosen(self, text: str) -> dict[str, Any]:
        return {f"{self.path}__{self.by}": text}

    def options(self, rows: QuerySet) -> list[tuple[str, str, int]]:
        by, name = f"{self.path}__{self.by}", f"{self.path}__{self._names[-1]}"
        found = rows.exclude(**{self.path: None}).order_by().values_list(by, name)
        usual = (f"{self.path}__{one}" for one in self.field.related_model._meta.ordering)
        counted = found.annotate(count=models.Count("pk")).order_by(*usual)
        return [(str(value), str(text), count) for value, text, count in counted]


_KINDS: tuple[tuple[tuple[type[models.Field], ...], type[Value]], ...] = (
    ((models.ForeignKey,), ReferenceValue),
    ((models.BooleanField,), YesNoValue),
    ((models.DateField,), DateValue),
    ((fields.FuzzyDateField,), FuzzyDateValue),
    ((models.IntegerField,), WholeNumberValue),
    ((models.DecimalField,), NumberValue),
    ((models.URLField, models.EmailField), LinkValue),
    ((fields.UnitField,), UnitValue),
)


def value_of(model: type[Model], column: Column) -> Value:
    """Raises FieldDoesNotExist for a column that names no field."""
    if column.field == FIGURE:
        return FigureValue(model, column)
    if column.is_prose:
        return ProseValue(model, column)
    field = model._meta.get_field(column.field)
    kinds = (kind for columns, kind in _KINDS if isinstance(field, columns))
    return (ChoiceValue if field.choices else next(kinds, Value))(model, column)
