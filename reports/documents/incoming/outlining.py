"""What was read as an outline of blocks, and beside the outline it left from."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from nhveilig.comparing.offering import offers, taken
from nhveilig.exceptions import PortalError
from nhveilig.texts.cleaning import clean
from reports.documents.content import OWN_TEXT
from reports.documents.incoming.choices import LEFT_OUT, SAME, WITHIN
from reports.documents.incoming.sections import Section, as_text_heading, like
from reports.documents.models import Block
from reports.documents.services.outlines import Node


@dataclass
class Coming:
    """The outline that a file becomes. `known` are the blocks it left from, `taken` the pictures that go along.

    `left_with`: what a text was when the file left, by anchor and name; with that what only changed here since then
    stays, and `kept` names the blocks in which both changed the same.
    """

    known: Mapping[str, Block]
    taken: Mapping[int, int]
    left_with: Callable[[str, str], str | None] = lambda anchor, name: None
    kept: list[str] = field(default_factory=list)
    top: list[Node] = field(default_factory=list)
    above: list[Node] = field(default_factory=list)
    is_left_out: bool = False

    def chapters(self, sections: list[Section], choices: list[str]) -> list[Node]:
        for section, choice in zip(sections, choices, strict=True):
            if section.goes_on:
                self._go_on(section)
            else:
                self._begin(section, choice)
        return self.top

    def _begin(self, section: Section, choice: str) -> None:
        """A heading may lie one step below the one before it; deeper ones come up."""
        self.is_left_out = choice == LEFT_OUT
        if choice == WITHIN:
            self._add_text(as_text_heading(section.title) + section.html, section.title)
        elif choice == SAME and section.anchor in self.known:
            self._add_known(section, self.known[section.anchor])
        elif choice != LEFT_OUT:
            self._put(Node("prose", "", title=section.title, html=section.html), int(choice))

    def _put(self, node: Node, level: int) -> None:
        _hang(node, level, self.top, self.above)

    def _add_known(self, section: Section, block: Block) -> None:
        node = Node(block.kind, block.anchor, block.number, block.title, block.html, block.options)
        node.numbering = block.numbering
        if not section.is_fixed:
            title, html = _titled(section, block)
            node.title = self._merged_title(block, title)
            node.html = self._merged(block, like(html, block.html))
        elif section.title:
            node.title = section.title
        self._put(node, section.level or level_of(block, self.known))

    def _merged_title(self, block: Block, coming: str) -> str:
        base = self.left_with(block.anchor, "title")
        if base in {None, block.title} or coming in {base, block.title}:
            return block.title if coming == base else coming
        self.kept.append(str(block))
        return block.title

    def _merged(self, block: Block, coming: str) -> str:
        base = self.left_with(block.anchor, "html")
        if base is None or coming == block.html:
            return coming
        found = offers(clean(block.html), coming, clean(base))
        self.kept += [str(block)] if any(one.is_overtaken for one in found) else []
        chosen = {place for place, one in enumerate(found) if not one.is_same and not one.is_overtaken}
        return taken(found, chosen) if chosen else block.html

    def _go_on(self, section: Section) -> None:
        if self.is_left_out or not (self.above or section.html):
            return
        if section.picture is not None and section.picture in self.taken and self.above:
            options = {"picture": self.taken[section.picture]}
            self.above[-1].children.append(Node("picture", "", options=options))
        if section.html:
            self._add_text(section.html, section.title)

    def _add_text(self, html: str, title: str) -> None:
        """To the text of the section; behind a picture or a table of figures it is a text of its own."""
        if not self.above:
            raise PortalError(
                f"“{title}” kan niet in de tekst erboven komen: daarboven staat geen hoofdstuk. "
                "Maak er een hoofdstuk van, of laat het weg."
            )
        section = self.above[-1]
        last = section.children[-1] if section.children else section
        if last.kind not in OWN_TEXT or (last is not section and last.title):
            last = Node("prose", "")
            section.children.append(last)
        last.html += html


def _titled(section: Section, block: Block) -> tuple[str, str]:
    """A text without a heading of its own may begin with one."""
    if block.title or not section.title:
        return section.title or block.title, section.html
    return "", as_text_heading(section.title) + section.html


def level_of(block: Block, known: Mapping[str, Block]) -> int:
    """How deep the block lies."""
    by_pk = {one.pk: one for one in known.values()}
    level = 1
    while block.parent_id in by_pk:
        block, level = by_pk[block.parent_id], level + 1
    return level


def with_missing(chapters: list[Node], outline: list[Node]) -> list[Node]:
    """The outline as the file has it, with what the file has not at the place where it stood."""
    found = list(_flat(chapters))
    there = {node.anchor for node, _ in found if node.anchor}
    last = ""
    for node, level in _flat(outline):
        if node.anchor not in there:
            place = next((at for at, (one, _) in enumerate(found, start=1) if one.anchor == last), 0)
            found.insert(place, (node, level))
        last = node.anchor
    return _nested(found)


def _flat(nodes: list[Node], level: int = 1) -> Iterator[tuple[Node, int]]:
    for node in nodes:
        yield node, level
        yield from _flat(node.children, level + 1)


def _nested(found: list[tuple[Node, int]]) -> list[Node]:
    top: list[Node] = []
    above: list[Node] = []
    for node, _ in found:
        node.children = []
    for node, level in found:
        _hang(node, level, top, above)
    return top


def _hang(node: Node, level: int, top: list[Node], above: list[Node]) -> None:
    """Below the last one that lies less deep. `above` are the last of each level."""
    del above[level - 1 :]
    (above[-1].children if above else top).append(node)
    above.append(node)
