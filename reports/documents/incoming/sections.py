"""What was read as sections: each heading with the clean text below it, and pictures with the text behind them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape

from nhveilig.comparing.offering import on_one_line
from nhveilig.sheets.exceptions import FileRefused
from nhveilig.texts.cleaning import clean
from nhveilig.texts.headings import HEADING
from nhveilig.texts.markup import FOOTNOTE_CLASS, TextRefused
from reports.documents.incoming.bodies import Heading, Mark, Part
from reports.documents.incoming.runs import Drawn

NO_HEADING = "Tekst zonder kop"
LONGEST_TITLE = 200
_TAG = re.compile(r"<[^>]+>")


@dataclass
class Section:
    """A heading with the text below it. `level` 0: what looks like a heading and has no style that says so.

    Without a title: a picture (`picture`, its place among those of the file), the text that goes on behind one, or
    what left from a block without a title. `anchor` is that of the block it left from; `is_fixed`: what that printed
    from elsewhere.
    """

    title: str
    level: int
    html: str = ""
    # False of what stands before the first heading.
    is_heading: bool = True
    anchor: str = ""
    is_fixed: bool = False
    picture: int | None = None

    @property
    def goes_on(self) -> bool:
        """Whether it belongs to the section before it, whatever that becomes."""
        return not (self.title or self.anchor)

    @property
    def words(self) -> int:
        return len(_TAG.sub(" ", self.html).split())

    @property
    def tables(self) -> int:
        return self.html.count("<table")

    @property
    def notes(self) -> int:
        return self.html.count(f'class="{FOOTNOTE_CLASS}"')


def sections_of(parts: Iterable[Part], pictures: list[Drawn]) -> list[Section]:
    """`pictures` takes those that stand in the text, in order. Raises FileRefused."""
    found = _Sections(pictures)
    for part in parts:
        found.add(part)
    return [one for one in found.cleaned() if one.title or one.html or one.anchor or one.picture is not None]


class _Sections:
    def __init__(self, pictures: list[Drawn]) -> None:
        self.found = [(Section("", 1, is_heading=False), [])]
        self._pictures = pictures
        # The block of our own one is in, and whether its section has not begun yet.
        self._mark, self._is_new = Mark(), False

    def add(self, part: Part) -> None:
        if isinstance(part, Mark):
            if self._is_new:
                self._begin()
            self._mark, self._is_new = part, bool(part.anchor)
        elif isinstance(part, Heading):
            self._begin(part.title[:LONGEST_TITLE], part.level, is_heading=True)
        elif isinstance(part, Drawn):
            self._pictures.append(part)
            self._begin(picture=len(self._pictures) - 1)
        else:
            self._add_text(part)

    def _add_text(self, html: str) -> None:
        last = self.found[-1][0]
        if self._is_new or last.picture is not None or last.is_fixed != self._mark.is_fixed:
            self._begin()
        self.found[-1][1].append(html)

    def _begin(self, title: str = "", level: int = 0, *, is_heading: bool = False, picture: int | None = None) -> None:
        anchor, self._is_new = self._mark.anchor if self._is_new else "", False
        section = Section(title, level, "", is_heading, anchor, self._mark.is_fixed, picture)
        self.found.append((section, []))

    def cleaned(self) -> Iterator[Section]:
        """What stands before the first heading has a name too, a picture as well."""
        (first, texts), *others = self.found
        if texts or (others and others[0][0].goes_on):
            first.title = NO_HEADING
        title = NO_HEADING
        for section, texts in self.found:
            title = section.title or title
            yield replace(section, html=_cleaned("".join(texts), title))


def _cleaned(html: str, title: str) -> str:
    try:
        return clean(html)
    except TextRefused as refused:
        raise FileRefused(f"Onder de kop “{title}”: {refused}") from None


def of_anybody(sections: Iterable[Section]) -> list[Section]:
    """The same, of a file whose blocks nobody here knows: what has no heading goes on with what stands above it."""
    found: list[Section] = []
    for section in sections:
        one = replace(section, anchor="", is_fixed=False)
        if one.goes_on and one.picture is None and found and found[-1].picture is None:
            found[-1].html += one.html
        elif one.title or one.html or one.picture is not None:
            found.append(one)
    if found and not found[0].title:
        found[0].title, found[0].level = NO_HEADING, 1
    return found


def as_text_heading(title: str) -> str:
    """A heading that becomes part of the text above it."""
    return f"<h3>{escape(title, quote=False)}</h3>"


def like(html: str, standing: str) -> str:
    """The text that stands, when this says the same; otherwise this, with its headings as deep as those that stand.

    A file knows how deep a heading lies below its section, not how the text itself wrote it.
    """
    depths = sorted({int(match[2]) for match in HEADING.finditer(standing)})
    found = sorted({int(match[2]) for match in HEADING.finditer(html)})
    deeper = dict(zip(found, [*depths, *(one for one in found if one > max(depths, default=0))], strict=False))
    html = HEADING.sub(lambda match: f"<{match[1]}h{deeper.get(int(match[2]), int(match[2]))}", html)
    return standing if on_one_line(html) == on_one_line(clean(standing)) else html
