"""What was written in a plan, sitting by sitting: who, when, in which part, and what became of the words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from nhveilig.comparing import PassageChange, changes_between, html_changes
from nhveilig.comparing.changes import only_changed
from nhveilig.comparing.passages import Passage, of_text
from nhveilig.figures.formats import date_long, datetime_long
from nhveilig.texts import at_sentence_start
from themes.editing.fields import Field, LinesField, ProseField
from themes.keeping.parts import LOST, NamedPart, named_parts
from themes.keeping.showing import Names, field_of, names_in, shown
from themes.models import ImplementationPlan, PlanEdit
from themes.models.keeping import PlanEditQuerySet
from themes.services.saving import SITTING, name_of

# So that one page never holds a whole day of a fast writer.
MOST_EDITS = 40
# The field that names a part is called after the part itself.
NAME = "Naam"
Kind = PlanEdit.Kind


@dataclass
class Sitting:
    """The numbers of what one person did without a long pause, newest first."""

    editor_id: int | None
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


def sittings(edits: PlanEditQuerySet) -> list[Sitting]:
    """The newest first. One query, of numbers and times only."""
    found: list[Sitting] = []
    running: dict[int | None, Sitting] = {}
    columns = ("pk", "editor_id", "session", "started_at", "ended_at")
    for pk, editor, session, began, ended in edits.order_by("-ended_at", "-pk").values_list(*columns):
        sitting = running.get(editor)
        if sitting is None or not sitting.takes(session, ended):
            sitting = running[editor] = Sitting(editor, set(), began, ended)
            found.append(sitting)
        sitting.sessions.add(session)
        sitting.began = min(sitting.began, began)
        sitting.edits.append(pk)
    return found


@dataclass(frozen=True)
class ShownEdit:
    """One edit. `changes` is None for what happened to a whole part, and empty when no words changed."""

    edit: PlanEdit
    part: NamedPart
    label: str
    changes: tuple[PassageChange, ...] | None = None

    @property
    def shown_changes(self) -> list[tuple[int, PassageChange | None]]:
        return only_changed(self.changes or ())

    @property
    def words_changed(self) -> bool:
        return any(change.fate != "same" for change in self.changes or ())

    @property
    def may_be_undone(self) -> bool:
        return self.edit.kind == Kind.CHANGED and self.edit.old != self.edit.new and not self.part.in_bin


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
        return [one for one in self.edits if one.changes is not None]

    @property
    def acts(self) -> list[ShownEdit]:
        """What happened to the part as a whole: it came, moved, went."""
        return [one for one in self.edits if one.changes is None]


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
        return f"{date_long(self.began)} van {self.began:%H.%M} tot {self.ended:%H.%M} uur"


def shown_sittings(plan: ImplementationPlan, found: Iterable[Sitting]) -> list[ShownSitting]:
    """With all that a page shows. A query for the edits, and one for each kind of thing they name."""
    chosen = list(found)
    pks = [pk for sitting in chosen for pk in sitting.edits]
    edits = {edit.pk: edit for edit in PlanEdit.objects.select_related("editor").filter(pk__in=pks)}
    parts = named_parts(plan, {edit.part for edit in edits.values()})
    names = names_in(plan, edits.values())
    lines = {pk: shown_edit(plan, edit, parts[edit.part], names) for pk, edit in edits.items()}
    return [_shown_sitting(sitting, [lines[pk] for pk in sitting.edits if pk in lines]) for sitting in chosen]


def _shown_sitting(sitting: Sitting, lines: list[ShownEdit]) -> ShownSitting:
    editor = name_of(lines[0].edit.editor) if lines else ""
    by_part: dict[str, list[ShownEdit]] = defaultdict(list)
    for line in lines:
        by_part[line.part.key].append(line)
    parts = [ShownPart(edits[0].part, edits) for edits in by_part.values()]
    return ShownSitting(editor, timezone.localtime(sitting.began), timezone.localtime(sitting.ended), parts)


def shown_edit(plan: ImplementationPlan, edit: PlanEdit, part: NamedPart, names: Names) -> ShownEdit:
    about = field_of(edit)
    if about is None:
        return ShownEdit(edit, part, at_sentence_start(edit.field))
    changes = changes_in(about, edit.old, edit.new, plan, names)
    label = NAME if about.label == part.kind else about.label
    return ShownEdit(edit, part, label, changes)


def changes_in(about: Field, old: str, new: str, plan: ImplementationPlan, names: Names) -> tuple[PassageChange, ...]:
    """Between two texts of a field, passage by passage."""
    if isinstance(about, ProseField):
        return html_changes(old, new)
    was, becomes = shown(about, old, plan, names), shown(about, new, plan, names)
    if isinstance(about, LinesField):
        return changes_between(_lines(was), _lines(becomes))
    if not was and not becomes:
        return ()
    return (PassageChange(of_text(was) if was else None, of_text(becomes) if becomes else None),)


def _lines(text: str) -> list[Passage]:
    return [of_text(line) for line in text.split("\n") if line.strip()]
