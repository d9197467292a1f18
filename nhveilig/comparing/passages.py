"""A frozen text as paragraphs of words, which is what a reader compares."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

from nhveilig.texts.cleaning import FOOTNOTE_CLASS

# A number keeps its separators and a word its hyphen and apostrophe; any other sign stands alone.
WORD = re.compile(r"(\s*)(\w+(?:[-’'.,/]\w+)*|[^\w\s])")
HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
PLACES = {"p": "p", "li": "li", "blockquote": "quote", "aside": "p"} | dict.fromkeys(HEADINGS, "heading")
INLINE = ("strong", "em", "sup", "sub", "a")


@dataclass(frozen=True)
class Word:
    """`styles` are the inline tags around it. `spaced`: a space stands before it. `address`: where a link leads."""

    text: str
    spaced: bool = True
    styles: tuple[str, ...] = ()
    address: str = ""

    @property
    def identity(self) -> tuple[str, str]:
        """What makes two words the same: making one bold is not a change of text."""
        return self.text, self.address


@dataclass(frozen=True)
class Passage:
    """One paragraph, heading, list item, quotation or note. `kind`: p, heading, li, quote or note."""

    kind: str
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return "".join(f" {word.text}" if word.spaced else word.text for word in self.words).strip()

    @cached_property
    def bag(self) -> Counter[tuple[str, str]]:
        """How often each word stands in it."""
        return Counter(word.identity for word in self.words)

    @cached_property
    def identity(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        return self.kind, tuple(word.identity for word in self.words)


def of_html(html: str) -> list[Passage]:
    """The passages of a clean text in reading order; a note follows the passage that calls it, without its number."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_passage()
    return reader.passages


def of_text(text: str, kind: str = "p") -> Passage:
    """One passage of plain text."""
    return Passage(kind, tuple(Word(match[2], bool(match[1])) for match in WORD.finditer(text)))


@dataclass
class _Reader(HTMLParser):
    passages: list[Passage] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[Word] = []
        self.notes: list[list[Word]] = []
        # The words of the passage while a note inside it is read.
        self.around: list[list[Word]] = []
        self.kinds: list[str] = []
        self.styles: list[tuple[str, str]] = []
        self.spans: list[bool] = []
        self.space = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "span":
            self._start_span(FOOTNOTE_CLASS in (attributes.get("class") or "").split())
        elif tag in INLINE:
            self.styles.append((tag, attributes.get("href") or ""))
        elif tag in PLACES:
            self.end_passage()
            around = self.kinds[-1] if self.kinds else ""
            self.kinds.append(around if tag == "p" and around in {"li", "quote"} else PLACES[tag])
        else:
            self.end_passage()

    def handle_endtag(self, tag: str) -> None:
        if tag == "span" and self.spans:
            self._end_span(self.spans.pop())
        elif tag in INLINE:
            self.styles = self.styles[:-1]
        else:
            self.end_passage()
            if tag in PLACES:
                self.kinds = self.kinds[:-1]

    def handle_data(self, data: str) -> None:
        styles = tuple(dict.fromkeys(tag for tag, _ in self.styles))
        address = next((href for tag, href in reversed(self.styles) if tag == "a"), "")
        for match in WORD.finditer(data):
            self.words.append(Word(match[2], bool(match[1]) or self.space, styles, address))
            self.space = False
        self.space = self.space or data[-1:].isspace()

    def end_passage(self) -> None:
        kind = self.kinds[-1] if self.kinds else "p"
        if self.words:
            self.passages.append(Passage(kind, tuple(self.words)))
        self.passages += [Passage("note", tuple(note)) for note in self.notes if note]
        self.words, self.notes, self.space = [], [], False

    def _start_span(self, is_note: bool) -> None:
        self.spans.append(is_note)
        if is_note:
            self.around.append(self.words)
            self.words = []

    def _end_span(self, is_note: bool) -> None:
        if is_note:
            self.notes.append(self.words)
            self.words, self.space = self.around.pop(), False
