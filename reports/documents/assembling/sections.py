"""The parts of an outline that are each about one theme; whatever else stands there, staff wrote, and it stays."""

from collections.abc import Callable, Collection, Iterable

from reports.documents.services.outlines import Node, walk
from themes.models import Theme

# The slugs of a policy plan (None: the only one there is) and of its theme.
Key = tuple[str | None, str]
THEMES = "themas"


def key_of(theme: Theme) -> Key:
    return theme.plan.slug, theme.slug


def theme_in(node: Node, kind: str) -> Key | None:
    """The theme a block of this kind is about; None for any other block."""
    about_a_theme = node.kind == kind and "theme" in node.options
    return (node.options.get("policy"), node.options["theme"]) if about_a_theme else None


def section(kind: str, theme: Theme, anchor: str, **options: object) -> Node:
    policy, slug = key_of(theme)
    return Node(kind, anchor, title=theme.title, options={"policy": policy, "theme": slug, **options})


def anchor_of(theme: Theme, word: str) -> str:
    """Two programmes may have a theme of one name, but not a theme with one id."""
    return f"{word}-{theme.slug}"[:50] + f"-{theme.pk}"


def themes_shown(nodes: Iterable[Node], kind: str) -> set[Key]:
    return {key for node in walk(nodes) if (key := theme_in(node, kind))}


def take_out(nodes: list[Node], kind: str, *, keep: Collection[Key]) -> None:
    """Wherever in the outline they stand."""
    nodes[:] = [node for node in nodes if theme_in(node, kind) in {None, *keep}]
    for node in nodes:
        take_out(node.children, kind, keep=keep)


def put_in_order(chapter: Node, kind: str, themes: Iterable[Theme], make: Callable[[Theme], Node]) -> None:
    """One section for each of these themes, after the texts that stood before the first; new ones come from `make`."""
    known = {key: node for node in chapter.children if (key := theme_in(node, kind))}
    places = [place for place, node in enumerate(chapter.children) if theme_in(node, kind)]
    first = places[0] if places else len(chapter.children)
    after = [node for node in chapter.children[first:] if not theme_in(node, kind)]
    here = [known.get(key_of(theme)) or make(theme) for theme in themes]
    chapter.children = [*chapter.children[:first], *here, *after]


def number_below(chapter: Node, kind: str) -> None:
    """The sections of a chapter after its own number; none when staff took that away."""
    for place, node in enumerate((node for node in chapter.children if theme_in(node, kind)), start=1):
        node.number = f"{chapter.number}.{place}" if chapter.number else ""


def chapter_of_themes(nodes: list[Node], kind: str, title: str) -> Node:
    """The chapter made for the themes, wherever staff put it; or else the last that holds one; or a new one."""
    made = [node for node in walk(nodes) if node.anchor == THEMES]
    found = made or _holding(nodes, kind) or _holding(walk(nodes), kind)
    if not found:
        found = [Node("prose", THEMES, title=title)]
        nodes += found
    return found[-1]


def _holding(nodes: Iterable[Node], kind: str) -> list[Node]:
    return [node for node in nodes if any(theme_in(inner, kind) for inner in node.children)]


class FreeAnchors:
    """Anchors that no block of the outline has yet."""

    LONGEST = 56

    def __init__(self, nodes: list[Node]) -> None:
        self.taken = {node.anchor for node in walk(nodes)}

    def free(self, wanted: str) -> str:
        anchor, times = wanted[: self.LONGEST], 1
        while anchor in self.taken:
            times += 1
            anchor = f"{wanted[: self.LONGEST]}-{times}"
        self.taken.add(anchor)
        return anchor
