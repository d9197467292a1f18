"""What came back of each text of a chapter, beside what stands there now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from html import escape

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.comparing.offering import Offer, offer, offers, taken
from nhveilig.editing.changes import LastChange
from nhveilig.texts.cleaning import clean
from reports.documents.desk.rows import key_of
from reports.documents.incoming.sections import Section, as_text_heading, like
from reports.documents.models import Block, WordFile
from reports.documents.returning.leaving import Text
from themes.models import ThemePart


@dataclass(frozen=True)
class ReturnedField:
    """`base` is what stood there when the file left; None when that is not known."""

    row: Text
    name: str
    coming: str
    base: str | None
    people: Mapping[int, User]

    @property
    def key(self) -> str:
        return f"{key_of(self.row)}-{self.name}"

    @property
    def label(self) -> str:
        """As the outline shows it."""
        return str(self.row) if isinstance(self.row, Block) else named(self.row)

    @property
    def is_title(self) -> bool:
        return self.name == "title"

    @cached_property
    def offers(self) -> list[Offer]:
        if self.is_title:
            return [self._of_title()]
        return offers(clean(self.standing), self.coming, None if self.base is None else clean(self.base))

    def _of_title(self) -> Offer:
        base = self.standing if self.base is None else self.base
        both = (self._as_html(one) for one in (self.standing, self.coming))
        return offer(*both, is_touched=self.coming != base, is_overtaken=self.standing != base)

    @property
    def standing(self) -> str:
        return getattr(self.row, self.name)

    @property
    def chosen_from(self) -> list[tuple[int, Offer]]:
        return [(place, one) for place, one in enumerate(self.offers) if not one.is_same]

    @property
    def version(self) -> int:
        return self.row.version_of(self.name)

    @property
    def last_change(self) -> LastChange:
        state = self.row.versions.get(self.name, {})
        at = datetime.fromisoformat(state["at"]) if state.get("at") else None
        return LastChange(self.people.get(state.get("by")), at, self.people.get(state.get("for")))

    @property
    def changed_by(self) -> str:
        return name_of(self.last_change.user, self.last_change)

    def text(self, chosen: set[int]) -> str:
        """With what was chosen of the offers."""
        if self.is_title:
            return self.coming if chosen else self.standing
        return taken(self.offers, chosen)

    @staticmethod
    def _as_html(text: str) -> str:
        return f"<h2>{escape(text, quote=False)}</h2>" if text else ""


class Returned:
    """`rows` are the texts of the chapter by what the file calls each; `fields` those for which something can be
    chosen."""

    def __init__(self, file: WordFile, rows: Mapping[str, Text]) -> None:
        self.file, self.rows = file, rows

    @cached_property
    def sections(self) -> list[Section]:
        """Each with the text it left from; by its title, in a file that lost its marks."""
        found = [Section(**one) for one in self.file.sections]
        if any(one.anchor in self.rows for one in found):
            return found
        by_title = {named(one).casefold(): key for key, one in self.rows.items()}
        return [replace(one, anchor=by_title.get(one.title.casefold(), "")) for one in found]

    @property
    def knows_when_it_left(self) -> bool:
        return isinstance(self.file.origin.get("texts"), dict)

    @cached_property
    def texts(self) -> dict[str, tuple[str, str]]:
        """By what the file calls it a title and a text. What somebody wrote behind a text belongs to it."""
        found: dict[str, tuple[str, str]] = {}
        here = ""
        for one in self.sections:
            if one.anchor in self.rows and one.anchor not in found:
                here, found[one.anchor] = one.anchor, _begun(one, self.rows[one.anchor])
            elif here and not one.is_fixed:
                title, html = found[here]
                found[here] = (title, html + _heading(one) + one.html)
        return found

    @property
    def missing(self) -> list[str]:
        """The names of what the file does not have."""
        return [named(one) for key, one in self.rows.items() if key not in self.texts and one.html]

    @cached_property
    def fields(self) -> list[ReturnedField]:
        return [one for one in self._every_field() if one.chosen_from]

    @property
    def seen(self) -> str:
        """What a choice is about: the versions of the texts it was offered beside."""
        return " ".join(f"{one.key}:{one.version}" for one in self._every_field())

    def _every_field(self) -> Iterator[ReturnedField]:
        for key, (title, html) in self.texts.items():
            row = self.rows[key]
            if isinstance(row, Block) and row.title:
                yield ReturnedField(row, "title", title or row.title, self.file.left_with(key, "title"), self.people)
            yield ReturnedField(row, "html", like(html, row.html), self.file.left_with(key, "html"), self.people)

    @cached_property
    def people(self) -> dict[int, User]:
        """Who wrote in these texts last, for themselves or for another. One query."""
        states = [state for row in self.rows.values() for state in row.versions.values()]
        return User.objects.in_bulk({state[who] for state in states for who in ("by", "for") if state.get(who)})


def named(row: Text) -> str:
    if isinstance(row, ThemePart):
        return row.title or row.get_kind_display()
    return row.title or str(row)


def _begun(section: Section, row: Text) -> tuple[str, str]:
    if not section.title or (isinstance(row, Block) and row.title):
        return section.title, section.html
    return "", as_text_heading(section.title) + section.html


def _heading(section: Section) -> str:
    if not section.title:
        return ""
    return as_text_heading(section.title) if section.level else f"<p><strong>{escape(section.title)}</strong></p>"
