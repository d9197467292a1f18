"""Activities, results and targets of one plan, as the file has them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from nhveilig.accounts.access import Access
from nhveilig.editing import services as editing
from nhveilig.editing.changes import FieldChange, SavedField, Writer
from nhveilig.editing.exceptions import SaveRefused
from nhveilig.editing.fields import words_of
from nhveilig.exceptions import PortalError
from nhveilig.imports.kinds import Order, noting
from nhveilig.imports.plans import ImportPlan, RowAction, RowChange
from nhveilig.sheets import parsing
from nhveilig.sheets.layouts import Record
from themes.editing.services.parts import add_part, save_fields
from themes.exchange.constants import ABOUT, KEY, PARTS, choices_of, key_of_words
from themes.models import ImplementationPlan
from themes.models.plans import Part
from themes.parts.queries import PartRow, PlanParts
from themes.parts.registry import PART_KINDS, key_of, owner_of


class TakenParts:
    """Expects a plan read `with_parts()`. What is not in the file stays."""

    def __init__(self, plan: ImplementationPlan, order: Order, outcome: ImportPlan) -> None:
        self.plan, self.order, self.outcome = plan, order, outcome
        parts = PlanParts(plan)
        found = [*parts.activities, *parts.results, *parts.targets]
        self.parts: dict[str, Part] = {key_of(part): part for part in found}
        self.goals = {str(goal.number): goal.pk for goal in plan.theme.objectives.all()}

    def take(self, rows: Iterable[tuple[str, Record]]) -> None:
        before = len(self.outcome.problems)
        known, new = {}, []
        for code, record in rows:
            if not record.has(KEY):
                new.append((code, record))
            elif self._is_there(code, record):
                known[key_of_words(record.text(KEY))] = record
        changes = [change for key, record in known.items() for change in self._changes(key, record)]
        ready = self._ready(known, changes) if len(self.outcome.problems) == before else []
        touched = [known[one.part] for one in ready] + [record for _, record in new]
        if touched and self._is_closed(touched):
            return
        if ready and len(self.outcome.problems) == before:
            self._store(known, changes, ready)
        for code, record in new:
            self._add(code, record)
        self.outcome.unchanged += len(known) - len({one.part for one in ready})

    def _is_there(self, code: str, record: Record) -> bool:
        key = key_of_words(record.text(KEY))
        part = self.parts.get(key)
        if part is None or not key.startswith(f"{code}-"):
            message = "Dit kenmerk staat niet (meer) in dit plan. Maak de cel leeg om er een nieuwe regel van te maken."
            self.outcome.problems.append(record.problem(KEY, message))
            return False
        if ABOUT in record.cells and code == "target" and key_of_words(record.text(ABOUT)) != owner_of(part):
            message = "Waar een streefwaarde bij hoort, wijzigt u in het portaal. Zet terug wat hier stond."
            self.outcome.problems.append(record.problem(ABOUT, message))
            return False
        return True

    def _texts(self, code: str, record: Record) -> dict[str, str]:
        """By field what is typed, as its control would send it; what cannot be read is told."""
        found = {}
        for name, column in PARTS[code].items():
            if column in record.cells:
                with noting(self.outcome, record, column):
                    found[name] = self._text(code, name, record, column)
        return found

    def _text(self, code: str, name: str, record: Record, column: str) -> str:
        """Raises ValueError."""
        cell = record.cell(column)
        parsing.refuse_unreadable(cell)
        if name == "objective":
            if cell.text and cell.text not in self.goals:
                raise ValueError(f"Dit doel heeft het thema niet. Kies een van: {', '.join(self.goals)}.")
            return str(self.goals.get(cell.text, ""))
        choices = choices_of(PART_KINDS[code].fields[name])
        return parsing.choice(cell, choices) if choices else cell.text

    def _changes(self, key: str, record: Record) -> Iterator[FieldChange]:
        part = self.parts[key]
        # The goals were asked for already.
        part.objective_is_there = True
        for name, text in self._texts(key.partition("-")[0], record).items():
            yield FieldChange(key, name, text, part.version_of(name))

    def _ready(self, known: dict[str, Record], changes: list[FieldChange]) -> list[SavedField]:
        """What would change."""
        rows = {key: PartRow.of(self.plan, self.parts[key]) for key in known}
        with self._refusing(known):
            return editing.preview_fields(rows=rows, changes=changes, by=Writer(self.order.user))
        return []

    def _store(self, known: dict[str, Record], changes: list[FieldChange], ready: list[SavedField]) -> None:
        places = {(one.part, one.field) for one in ready}
        wanted = [one for one in changes if (one.part, one.field) in places]
        with self._refusing(known):
            how = {"editor": self.order.user, "on_behalf_of": self.order.on_behalf_of}
            save_fields(plan=self.plan, changes=wanted, **how)
            for one in ready:
                field = PART_KINDS[one.part.partition("-")[0]].fields[one.field]
                old, new = (self._words(field, one.field, text) for text in (one.old, one.new))
                self._note(known[one.part], RowAction.CHANGED, one.where, old, new)

    def _words(self, field: object, name: str, text: str) -> str:
        if name == "objective":
            return next((f"doel {number}" for number, pk in self.goals.items() if str(pk) == text), "")
        return words_of(field, text)

    @contextmanager
    def _refusing(self, known: dict[str, Record]) -> Iterator[None]:
        try:
            yield
        except SaveRefused as refused:
            for one in refused.problems:
                column = PARTS[one.part.partition("-")[0]][one.field]
                self.outcome.problems.append(known[one.part].problem(column, one.message))

    def _is_closed(self, touched: list[Record]) -> bool:
        why = ""
        if not self.plan.is_open:
            why = f"Dit plan is {self.plan.get_status_display()}: hierin verandert niets meer. Zet terug wat er stond."
        elif self.order.user and not self._may_write():
            why = "U schrijft niet in dit plan. Zet terug wat er stond, of vraag de projectleider."
        if why:
            rows = {id(record): record for record in touched}
            self.outcome.problems += [record.problem(KEY, why) for record in rows.values()]
        return bool(why)

    def _may_write(self) -> bool:
        own = ImplementationPlan.objects.editable_by(Access(self.order.user))
        return own.filter(pk=self.plan.pk).exists()

    def _add(self, code: str, record: Record) -> None:
        before = len(self.outcome.problems)
        texts = self._texts(code, record)
        if not texts.get("title"):
            self.outcome.problems.append(record.problem(PARTS[code]["title"], "Een nieuwe regel heeft een naam nodig."))
        if code == "target" and record.has(ABOUT):
            owner = self.parts.get(key_of_words(record.text(ABOUT)))
            kind = key_of(owner).partition("-")[0] if owner else ""
            if kind not in {"result", "activity"}:
                message = "Dit is geen kenmerk van een resultaat of activiteit van dit plan."
                self.outcome.problems.append(record.problem(ABOUT, message))
            else:
                texts[kind] = str(owner.pk)
        if len(self.outcome.problems) > before:
            return
        try:
            how = {"editor": self.order.user, "on_behalf_of": self.order.on_behalf_of}
            added = add_part(plan=self.plan, kind=code, texts=texts, **how)
        except PortalError as error:
            self.outcome.problems.append(record.problem(PARTS[code]["title"], str(error)))
            return
        self._note(record, RowAction.NEW, f"{PART_KINDS[code].label}: {added}", "", "nieuw")

    def _note(self, record: Record, action: RowAction, what: str, old: str, new: str) -> None:
        place = record.sheet.title, record.row
        self.outcome.changes.append(RowChange(action, what, old, new, *place))
