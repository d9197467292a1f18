"""What came back of each text of a chapter, beside what stands there now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape

from nhveilig.accounts.names import name_of
from nhveilig.comparing.offering import Offer, offer, offers, taken
from nhveilig.editing.changes import LastChange
from nhveilig.editing.rows import FormRow
from nhveilig.texts.cleaning import clean
from reports.documents.desk.rows import form_of
from reports.documents.incoming.sections import Section, as_text_heading, like
from reports.documents.models import Block, WordFile


@dataclass(frozen=True)
class ReturnedField:
    """`base` is what stood there when the file left; None when that is not known."""

    block: Block
    name: str
    coming: str
    base: str | None

    @property
    def key(self) -> str:
        return f"{self.block.pk}-{self.name}"

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
        return getattr(self.block, self.name)

    @property
    def chosen_from(self) -> list[tuple[int, Offer]]:
        return [(place, one) for place, one in enumerate(self.offers) if not one.is_same]

    @property
    def version(self) -> int:
        return self.block.version_of(self.name)

    @cached_property
    def last_change(self) -> LastChange:
        return FormRow(self.block, form_of(self.block).base_fields).last_change(self.name)

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
    """`fields` are those for which something can be chosen, `missing` the texts the file does not have."""

    def __init__(self, file: WordFile, blocks: Sequence[Block]) -> None:
        self.file = file
        self.blocks = {one.anchor: one for one in blocks}

    @cached_property
    def sections(self) -> list[Section]:
        """Each with the block it left from; by its title, in a file that lost its marks."""
        found = [Section(**one) for one in self.file.sections]
        if any(one.anchor in self.blocks for one in found):
            return found
        by_title = {one.title.casefold(): one.anchor for one in self.blocks.values() if one.title}
        return [replace(one, anchor=by_title.get(one.title.casefold(), "")) for one in found]

    @cached_property
    def knows_when_it_left(self) -> bool:
        return isinstance(self.file.origin.get("texts"), dict)

    @cached_property
    def texts(self) -> dict[str, tuple[str, str]]:
        """By anchor what the file has: a title and a text. What somebody wrote behind a text belongs to it."""
        found: dict[str, tuple[str, str]] = {}
        here = ""
        for one in self.sections:
            if one.anchor in self.blocks:
                here, found[one.anchor] = one.anchor, _begun(one, self.blocks[one.anchor])
            elif here and not one.is_fixed:
                title, html = found[here]
                found[here] = (title, html + _heading(one) + one.html)
        return found

    @property
    def missing(self) -> list[Block]:
        return [one for one in self.blocks.values() if one.anchor not in self.texts and (one.title or one.html)]

    @cached_property
    def fields(self) -> list[ReturnedField]:
        return [one for one in self._every_field() if one.chosen_from]

    @property
    def seen(self) -> str:
        """What a choice is about: the versions of the texts it was offered beside."""
        return " ".join(f"{one.key}:{one.version}" for one in self._every_field())

    def _every_field(self) -> Iterator[ReturnedField]:
        for anchor, (title, html) in self.texts.items():
            block = self.blocks[anchor]
            if block.title:
                yield ReturnedField(block, "title", title or block.title, self._left(anchor, "title"))
            yield ReturnedField(block, "html", like(html, block.html), self._left(anchor, "html"))

    def _left(self, anchor: str, name: str) -> str | None:
        """Whoever had the file may have changed this too: then it says no more than nothing."""
        left = self.file.origin.get("texts")
        of_block = left.get(anchor) if isinstance(left, dict) else None
        said = of_block.get(name) if isinstance(of_block, dict) else None
        return said[1] if isinstance(said, list) and len(said) == 2 and isinstance(said[1], str) else None


def _begun(section: Section, block: Block) -> tuple[str, str]:
    if block.title or not section.title:
        return section.title, section.html
    return "", as_text_heading(section.title) + section.html


def _heading(section: Section) -> str:
    if not section.title:
        return ""
    return as_text_heading(section.title) if section.level else f"<p><strong>{escape(section.title)}</strong></p>"
