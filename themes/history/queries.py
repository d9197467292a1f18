"""What was written in a plan, sitting by sitting, and what lies in its bin, as it went there."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise, takewhile
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.comparing.changes import PassageChange, changes_between, html_changes, only_changed
from nhveilig.comparing.passages import Passage, of_text
from nhveilig.editing.fields import LinesField, ProseField
from nhveilig.editing.history import SITTING
from nhveilig.editing.models import EditQuerySet
from nhveilig.figures.formats import date_long, datetime_long, time_short
from themes.models import Comment, ImplementationPlan, PlanEdit
from themes.models.plans import Part
from themes.parts.presenters import LOST, NamedPart, Names, field_of, named, named_parts, names_in, read_parts, shown
from themes.parts.registry import PART_KINDS, key_of, owner_of

# So that one page never holds a whole day of a fast writer.
MOST_EDITS = 40
# The field that names a part is called after the part itself; no other field is.
NAMING, NAME = "title", "Naam"
# Characters, old and new together. Comparing so many takes about half a second; on one page no more are compared.
MOST_COMPARED = 100_000
# Shorter ones are compared as a whole.
LONG = 20_000
_END_OF_BLOCK = re.compile(r"</(?:p|li|h[2-6]|tr)>")

Shown = list[tuple[int, PassageChange | None]]
Kind = PlanEdit.Kind


@dataclass
class Budget:
    """How many characters may still be compared for this page."""

    left: int = MOST_COMPARED

    def takes(self, size: int) -> bool:
        """Whether there is room for `size` characters, which are then spent."""
        if size > self.left:
            return False
        self.left -= size
        return True


def compared(old: str, new: str, budget: Budget) -> Shown | None:
    """What changed between two clean texts; None when that is more than the budget allows."""
    before, middle, after = 0, (old, new), 0
    if len(old) + len(new) > LONG:
        before, middle, after = _apart(_blocks(old), _blocks(new))
    if not budget.takes(len(middle[0]) + len(middle[1])):
        return None
    return _joined([(before, None), *only_changed(html_changes(*middle)), (after, None)])


def _blocks(html: str) -> list[str]:
    """Cut after each block. The last piece is what follows the last block: nothing, or the end of a list."""
    ends = [0, *(found.end() for found in _END_OF_BLOCK.finditer(html)), len(html)]
    return [html[start:end] for start, end in pairwise(ends)]


def _apart(old: list[str], new: list[str]) -> tuple[int, tuple[str, str], int]:
    """How many blocks are the same at the start, what stands between in both, how many are the same at the end."""
    before = _same(old, new)
    after = _same(old[before:][::-1], new[before:][::-1])
    middle = ("".join(text[before : len(text) - after]) for text in (old, new))
    # The last piece is no block.
    return before, tuple(middle), max(after - 1, 0)


def _same(old: list[str], new: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _joined(parts: Shown) -> Shown:
    """Runs of passages that stayed, counted as one."""
    found: Shown = []
    for number, change in parts:
        if change is None and found and found[-1][1] is None:
            found[-1] = (found[-1][0] + number, None)
        elif change is not None or number:
            found.append((number, change))
    return found


@dataclass
class Sitting:
    """The numbers of what one person did without a long pause, newest first."""

    sessions: set[UUID | None]
    began: datetime
    ended: datetime
    edits: list[int] = field(default_factory=list)

    def takes(self, session: UUID | None, ended: datetime) -> bool:
        if len(self.edits) == MOST_EDITS:
            return False
        same_tab = session is not None and session in self.sessions
        same_day = timezone.localdate(ended) == timezone.localdate(self.began)
        return self.began - ended <= SITTING or (same_tab and same_day)


def sittings(edits: EditQuerySet) -> list[Sitting]:
    """The newest first. One query, of numbers and times only."""
    found: list[Sitting] = []
    running: dict[tuple[int | None, ...], Sitting] = {}
    columns = ("pk", "editor_id", "on_behalf_of_id", "session", "started_at", "ended_at")
    for pk, *who, session, began, ended in edits.order_by("-ended_at", "-pk").values_list(*columns):
        sitting = running.get(tuple(who))
        if sitting is None or not sitting.takes(session, ended):
            sitting = running[tuple(who)] = Sitting(set(), began, ended)
            found.append(sitting)
        sitting.sessions.add(session)
        sitting.began = min(sitting.began, began)
        sitting.edits.append(pk)
    return found


@dataclass(frozen=True)
class ShownEdit:
    """One edit. `changes` is empty when no words changed, and None when they are too many for this page."""

    edit: PlanEdit
    part: NamedPart
    label: str
    changes: Shown | None

    @property
    def is_of_field(self) -> bool:
        """Or else of a whole part: it came, moved, went."""
        return self.edit.kind == Kind.CHANGED

    @property
    def words_changed(self) -> bool:
        return any(change for _, change in self.changes or ())

    @property
    def may_be_undone(self) -> bool:
        of_part = self.is_of_field and bool(self.part.key)
        return of_part and self.edit.old != self.edit.new and not self.part.in_bin


@dataclass(frozen=True)
class ShownPart:
    """What happened to one part in a sitting: the newest first."""

    part: NamedPart
    edits: list[ShownEdit]

    @property
    def name(self) -> str:
        """What it is called now; what it was called then, when it is no longer there."""
        then = self.edits[0].edit.label
        return then if self.part.name == LOST and then else self.part.full_name

    @property
    def fields(self) -> list[ShownEdit]:
        return [one for one in self.edits if one.is_of_field]

    @property
    def acts(self) -> list[ShownEdit]:
        return [one for one in self.edits if not one.is_of_field]


@dataclass(frozen=True)
class ShownSitting:
    editor: str
    began: datetime
    ended: datetime
    parts: list[ShownPart]

    @property
    def when(self) -> str:
        """`22 november 2026 van 09.10 tot 09.42 uur`; one moment for what took no time."""
        began, ended = datetime_long(self.began), datetime_long(self.ended)
        if began == ended:
            return ended
        if self.began.date() != self.ended.date():
            return f"{began} tot {ended}"
        return f"{date_long(self.began)} van {time_short(self.began)} tot {time_short(self.ended)} uur"


def shown_sittings(plan: ImplementationPlan, found: Iterable[Sitting]) -> list[ShownSitting]:
    """With all that a page shows. A query for the edits, and one for each kind of thing they name."""
    chosen = list(found)
    pks = [pk for sitting in chosen for pk in sitting.edits]
    edits = {edit.pk: edit for edit in PlanEdit.objects.select_related("editor", "on_behalf_of").filter(pk__in=pks)}
    parts = named_parts(plan, {edit.part for edit in edits.values()})
    names = names_in(plan, edits.values())
    budget = Budget()
    lines = {pk: _shown_edit(plan, edits[pk], parts[edits[pk].part], names, budget) for pk in pks if pk in edits}
    return [_shown_sitting(sitting, [lines[pk] for pk in sitting.edits if pk in lines]) for sitting in chosen]


def _shown_sitting(sitting: Sitting, lines: list[ShownEdit]) -> ShownSitting:
    editor = name_of(lines[0].edit.editor, lines[0].edit) if lines else ""
    by_part: dict[str, list[ShownEdit]] = defaultdict(list)
    for line in lines:
        by_part[line.part.key].append(line)
    parts = [ShownPart(edits[0].part, edits) for edits in by_part.values()]
    return ShownSitting(editor, timezone.localtime(sitting.began), timezone.localtime(sitting.ended), parts)


def _shown_edit(plan: ImplementationPlan, edit: PlanEdit, part: NamedPart, names: Names, budget: Budget) -> ShownEdit:
    about = field_of(edit)
    if about is None:
        return ShownEdit(edit, part, capfirst(edit.field), [])
    label = NAME if edit.field == NAMING and about.label == part.kind else about.label
    return ShownEdit(edit, part, label, changes_in(about, edit, plan, names, budget))


def changes_in(
    about: forms.Field, edit: PlanEdit, plan: ImplementationPlan, names: Names, budget: Budget
) -> Shown | None:
    """What changed in the field that `edit` is of, passage by passage; None when that is too much for the budget."""
    if isinstance(about, ProseField):
        return compared(edit.old, edit.new, budget)
    was, becomes = shown(about, edit.old, plan, names), shown(about, edit.new, plan, names)
    if not budget.takes(len(was) + len(becomes)):
        return None
    if isinstance(about, LinesField):
        return only_changed(changes_between(_lines(was), _lines(becomes)))
    if was == becomes:
        return []
    return [(1, PassageChange(of_text(was) if was else None, of_text(becomes) if becomes else None))]


def _lines(text: str) -> list[Passage]:
    return [of_text(line) for line in text.split("\n") if line.strip()]


@dataclass
class Binned:
    """`along` comes back with it; `waits_for` has to come back first."""

    part: NamedPart
    row: Part
    along: list[NamedPart] = field(default_factory=list)
    waits_for: str = ""


def bin_of(plan: ImplementationPlan) -> list[Binned]:
    """What was deleted last comes first. One query."""
    parts = {key_of(part): part for part in read_parts(plan, dict.fromkeys(PART_KINDS, Q(deleted_at__isnull=False)))}
    below: dict[str, list[str]] = defaultdict(list)
    for key, part in parts.items():
        if _went_along(part, parts):
            below[owner_of(part)].append(key)
    acts = [
        _binned(plan, parts, key, _under(key, below)) for key, part in parts.items() if not _went_along(part, parts)
    ]
    return sorted(acts, key=lambda act: act.row.deleted_at, reverse=True)


def _went_along(part: Part, parts: dict[str, Part]) -> bool:
    owner = parts.get(owner_of(part))
    return owner is not None and owner.deleted_at == part.deleted_at


def _under(key: str, below: dict[str, list[str]]) -> list[str]:
    return [found for lower in below[key] for found in (lower, *_under(lower, below))]


def _binned(plan: ImplementationPlan, parts: dict[str, Part], key: str, along: list[str]) -> Binned:
    part, owner = parts[key], parts.get(owner_of(parts[key]))
    return Binned(
        part=named(plan, part),
        row=part,
        along=[named(plan, parts[one]) for one in along],
        waits_for=named(plan, owner).full_name if owner else "",
    )


def binned_comments(plan: ImplementationPlan, author: User) -> list[tuple[Comment, NamedPart]]:
    """Their own, each with what it is about. One query, and one for each kind of part."""
    comments = list(Comment.objects.filter(plan=plan).binned_by(author))
    parts = named_parts(plan, {comment.part for comment in comments})
    return [(one, parts[one.part]) for one in comments]
