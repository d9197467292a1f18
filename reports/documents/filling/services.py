"""Texts of a Word document that go into the parts of a uitvoeringsplan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import TextChoices

from nhveilig.accounts.models import User
from nhveilig.comparing.changes import Sides, sides
from nhveilig.comparing.offering import on_one_line
from nhveilig.editing.changes import FieldChange
from nhveilig.editing.presenters import as_html
from nhveilig.exceptions import PortalError
from reports.documents.filling.targets import LEFT_OUT, WITHIN, Target, Targets
from reports.documents.incoming.sections import Section, as_text_heading, like
from reports.documents.models import WordFile
from themes.editing.services.parts import add_part, save_fields
from themes.models import ImplementationPlan


class Decided(TextChoices):
    """What becomes of a text that is there already."""

    BEHIND = "erachter", "Zet de tekst uit Word erachter"
    REPLACE = "vervangen", "Zet de tekst uit Word in de plaats"
    LEAVE = "laten", "Laat staan wat er staat"


@dataclass
class Filling:
    """A part with the text that comes into it, and the heading it stood under."""

    target: Target
    title: str
    html: str

    @property
    def is_clash(self) -> bool:
        """Whether another text stands there."""
        return bool(self.target.standing.strip()) and self.text != self.target.standing

    @property
    def text(self) -> str:
        return like(self.target.text(self.html), self.target.standing)

    @property
    def sides(self) -> Sides:
        field = self.target.kind.fields[self.target.field]
        return sides(*(as_html(field, text) for text in (self.target.standing, self.text)))

    def decided(self, decision: Decided) -> str:
        standing = self.target.standing
        if not self.is_clash or decision == Decided.REPLACE:
            return self.text
        if decision == Decided.LEAVE or on_one_line(self.text) in on_one_line(standing):
            return standing
        return standing + ("" if self.target.field == "html" else "\n") + self.text


def fillings(targets: Targets, sections: Sequence[Section], choices: Sequence[str]) -> list[Filling]:
    """In the order of the file; of a new part each heading is one of its own. Raises PortalError."""
    found: list[Filling] = []
    last: Filling | None = None
    for section, choice in zip(sections, choices, strict=True):
        if section.goes_on or choice == WITHIN:
            _add(last, section, choice)
        elif choice == LEFT_OUT:
            last = None
        else:
            target = targets.by_key[choice]
            same = next((one for one in found if one.target == target and target.part), None)
            last = same or Filling(target, section.title, "")
            last.html += (as_text_heading(section.title) if same else "") + section.html
            found += [] if same else [last]
    return found


def _add(last: Filling | None, section: Section, choice: str) -> None:
    if last is not None:
        last.html += (as_text_heading(section.title) if section.title else "") + section.html
    elif choice == WITHIN:
        raise PortalError(
            f"“{section.title}” kan niet bij de kop erboven komen: die nemen we niet over. Kies een deel van het plan, "
            "of laat de kop weg."
        )


@transaction.atomic
def fill_plan(
    *,
    file: WordFile,
    found: Sequence[Filling],
    decisions: Mapping[str, Decided],
    editor: User,
    on_behalf_of: User | None = None,
) -> int:
    """How many parts were filled. `decisions` are those about texts that were there, by key of the part.

    Raises SaveRefused, PlanIsClosed and other PortalErrors, and then nothing is stored.
    """
    plan: ImplementationPlan = file.plan
    by = {"plan": plan, "editor": editor, "on_behalf_of": on_behalf_of}
    changes = [
        FieldChange(key, one.target.field, one.decided(decisions.get(key, Decided.LEAVE)), one.target.version)
        for one in found
        if one.target.part
        for key in [one.target.key]
    ]
    saved = save_fields(changes=changes, **by) if changes else []
    new = [one for one in found if not one.target.part]
    for one in new:
        add_part(kind=one.target.kind.code, texts={"title": one.title, one.target.field: one.text}, **by)
    file.delete()
    return sum(one.changed for one in saved) + len(new)
