"""The outline of a new document of a policy plan: its own, or what goes along from that of the plan before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reports.documents.models import Block, Document
from reports.documents.services.outlines import Node, walk
from themes.models import Theme

# What is written by hand, what stands around the chapters, and what shows pictures; all other kinds show figures.
WRITTEN = {"prose", "foreword", "glossary"}
AROUND = {"cover", "contents", "abbreviations", "footnotes", "colophon"}
PICTURES = {"pictures", "picture"}
THEME = "theme"
# New chapters come before the first of these.
CLOSING = {"glossary", *AROUND} - {"cover", "contents"}


@dataclass(frozen=True)
class Along:
    """Which of the blocks of the document before go along."""

    texts: bool = False
    figures: bool = False
    pictures: bool = False

    def takes(self, kind: str) -> bool:
        if kind in PICTURES:
            return self.pictures
        return self.figures if shows_figures(kind) else True


def shows_figures(kind: str) -> bool:
    return kind not in {THEME, *WRITTEN, *AROUND, *PICTURES}


def continued_outline(nodes: list[Node], themes: Sequence[Theme], along: Along) -> list[Node]:
    """`nodes` are those of the document before. A theme without a chapter there gets one behind the others."""
    later = {theme.origin.number: theme for theme in themes if theme.origin}
    kept = list(_kept(nodes, later, along))
    told = {node.options.get("theme") for node in walk(kept) if node.kind == THEME}
    new = [chapter_of(theme) for theme in themes if theme.number not in told]
    place = _place_of_chapters(kept)
    return [*kept[:place], *new, *kept[place:]]


def note_origins(document: Document, before: Document) -> None:
    """Say of each block that went along where it came from. What fills itself and asks nothing needs no review."""
    earlier = {block.anchor: block for block in before.blocks.present()}
    taken = [
        block
        for block in document.blocks.present()
        if block.anchor in earlier and block.kind not in {THEME, *AROUND} and (block.html or block.options)
    ]
    for block in taken:
        block.origin = earlier[block.anchor]
    Block.objects.bulk_update(taken, ["origin"])


def chapter_of(theme: Theme) -> Node:
    about = {"title": theme.title, "options": {"theme": theme.number}}
    return Node(THEME, f"thema-{theme.slug}", numbering=Block.Numbering.AUTO, **about)


def _kept(nodes: list[Node], later: dict[int, Theme], along: Along) -> Iterator[Node]:
    for node in nodes:
        if node.kind == THEME:
            theme = later.get(node.options.get("theme"))
            if theme:
                yield replace(chapter_of(theme), number=node.number, numbering=node.numbering)
        elif along.takes(node.kind):
            yield _copied(node, list(_kept(node.children, later, along)), with_text=along.texts)


def _copied(node: Node, children: list[Node], *, with_text: bool) -> Node:
    if with_text:
        return replace(node, children=children)
    # Who signs and which words are explained, is text as well.
    options = {} if node.kind in WRITTEN else node.options
    return replace(node, children=children, html="", options=options)


def _place_of_chapters(nodes: list[Node]) -> int:
    themes = [place for place, node in enumerate(nodes) if node.kind == THEME]
    if themes:
        return themes[-1] + 1
    return next((place for place, node in enumerate(nodes) if node.kind in CLOSING), len(nodes))
