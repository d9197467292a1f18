"""The activities of a plan as a table: cells to type in, and rows of which many are changed at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.safestring import SafeString

from nhveilig.editing.changes import FieldChange
from nhveilig.editing.controls import Option, as_attributes, options_of
from nhveilig.editing.fields import words_of
from nhveilig.editing.grids import CELL, Refused, Submitted, UnreadableRequest, seen_text
from nhveilig.exceptions import PortalError
from themes.editing.forms import NOTHING, Options, PartControl, controls_of
from themes.models import Activity, ImplementationPlan
from themes.parts.queries import PlanParts
from themes.parts.registry import PART_KINDS, key_of

COLUMNS = ("title", "deliverable", "planned_moment", "quarters", "owner", "partners", "objective", "outcome")
CELL_KEY = re.compile(rf"activity-[0-9]{{1,18}}-(?:{'|'.join(COLUMNS)})")
LONGEST_CELL = 5_000
# What is set of many at once, and how the page sends it.
SETTABLE = ("owner", "partners", "planned_moment", "quarters", "objective")
CHOSEN, SET, AS_IT_IS = "gekozen", "zet-", "laat"
ACT, SETTING, BINNING = "daad", "zetten", "prullenbak"


class NothingChosen(PortalError):
    """Many were to be changed, and none was."""

    sentence = "Kies eerst een of meer activiteiten: zet een vinkje voor de rij."


class NothingToSet(PortalError):
    """Rows were chosen, and nothing to put in them."""

    sentence = "Vul eerst in wat er bij de gekozen activiteiten moet staan, zoals een eigenaar of een kwartaal."


@dataclass(frozen=True)
class Asked:
    """What a browser sends of the table: what was typed, and what of the chosen rows is set or goes to the bin."""

    submitted: Submitted
    act: str
    chosen: list[str]
    setting: dict[str, str]

    @classmethod
    def of(cls, posted: QueryDict) -> "Asked":
        """Raises UnreadableRequest."""
        submitted = Submitted.of(posted, CELL_KEY, LONGEST_CELL)
        return cls(submitted, posted.get(ACT, ""), posted.getlist(CHOSEN), dict(_setting(posted)))

    @property
    def changes(self) -> list[FieldChange]:
        """What is set of a chosen row counts above what was typed there."""
        typed = {(one.part, one.field): one for one in self.submitted.changes(_change_of)}
        return list((typed | self._set()).values())

    def _set(self) -> dict[tuple[str, str], FieldChange]:
        if self.act != SETTING:
            return {}
        cells = [(part, name, text) for part in self.chosen for name, text in self.setting.items()]
        return {(part, name): _change_of(f"{part}-{name}", text, self._seen(part, name)) for part, name, text in cells}

    def _seen(self, part: str, name: str) -> int:
        if f"{part}-{name}" not in self.submitted.seen:
            raise UnreadableRequest
        return self.submitted.seen[f"{part}-{name}"][0]

    @property
    def binned(self) -> list[str]:
        return self.chosen if self.act == BINNING else []

    def check(self) -> None:
        """Raises NothingChosen and NothingToSet."""
        if self.act and not self.chosen:
            raise NothingChosen
        if self.act == SETTING and not self.setting:
            raise NothingToSet


def _setting(posted: QueryDict) -> Iterator[tuple[str, str]]:
    for name in SETTABLE:
        text = posted.get(f"{SET}{name}", "").strip()
        if text and text != AS_IT_IS:
            yield name, text if name != "objective" or text.isdecimal() else ""


def _shown(control: PartControl) -> str:
    """What is ticked elsewhere is written here."""
    return words_of(control.field, ",".join(control.standing)) if control.kind == "checks" else control.shown


def _change_of(key: str, text: str, version: int) -> FieldChange:
    part, _, name = key.rpartition("-")
    return FieldChange(part, name, text, version)


@dataclass(frozen=True)
class Cell:
    """`text` is in the control; of what was refused it is what was typed."""

    control: PartControl
    row: str
    text: str
    is_refused: bool

    @property
    def key(self) -> str:
        return self.control.id

    @property
    def label(self) -> str:
        return f"{self.head} van {self.row}"

    @property
    def head(self) -> str:
        return str(self.control.field.label)

    @property
    def kind(self) -> str:
        return self.control.kind

    @property
    def attributes(self) -> SafeString:
        """Written here: a table has two thousand of them on one page."""
        name = f"{CELL}{self.key}"
        found = {"class": "grid-input grid-input--words", "id": name, "name": name, "aria-label": self.label}
        if self.kind not in {"select", "lines"}:
            found |= {"list": self.control.offered} if self.control.offered else {"autocomplete": "off"}
        if self.is_refused:
            found |= {"aria-invalid": "true", "aria-describedby": f"fout-{self.key}"}
        return as_attributes(found)

    @property
    def options(self) -> SafeString:
        return options_of(self.control.choices, self.text)


@dataclass(frozen=True)
class Row:
    key: str
    name: str
    cells: list[Cell]
    is_chosen: bool


@dataclass(frozen=True)
class ActivityTable:
    """Expects a plan read with `with_parts()`. `refused` has texts to show again."""

    plan: ImplementationPlan
    refused: Refused
    chosen: frozenset[str] = frozenset()

    @cached_property
    def _parts(self) -> PlanParts:
        return PlanParts(self.plan)

    @cached_property
    def _options(self) -> Options:
        return Options(self.plan, self._parts)

    @cached_property
    def columns(self) -> list[str]:
        """Without goals there is none to choose."""
        return [name for name in COLUMNS if name != "objective" or self._parts.objectives]

    @property
    def heads(self) -> list[str]:
        return [str(PART_KINDS["activity"].fields[name].label) for name in self.columns]

    @cached_property
    def rows(self) -> list[Row]:
        return [self._row(one) for one in self._parts.activities]

    def _row(self, activity: Activity) -> Row:
        key, controls = key_of(activity), controls_of(activity, self._options)
        cells = [self._cell(controls[name], str(activity)) for name in self.columns]
        return Row(key, str(activity), cells, key in self.chosen)

    def _cell(self, control: PartControl, row: str) -> Cell:
        text = self.refused.typed.get(control.id, _shown(control))
        return Cell(control, row, text, control.id in self.refused.keys)

    @property
    def seen(self) -> str:
        controls = [cell.control for row in self.rows for cell in row.cells]
        stale = self.refused.stale
        return seen_text((one.id, stale.get(one.id, one.version), _shown(one)) for one in controls)

    @property
    def goals(self) -> list[Option]:
        """To set of many at once."""
        found = self._options.of("objective") if self._parts.objectives else []
        return [(AS_IT_IS, "Laat zoals het is"), ("geen", "Geen doel"), *(one for one in found if one != NOTHING)]
