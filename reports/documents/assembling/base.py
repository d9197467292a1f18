"""What a kind of document says of itself, so that it can be put together from the plans of an eenheid in a year."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import ClassVar

from django.urls import reverse
from django.utils import timezone

from nhveilig.regions.models import PoliceUnit
from nhveilig.texts.addresses import first_free
from reports.documents.models import Block, Document
from reports.documents.plans.queries import plans_of_year
from reports.documents.services.outlines import Node, walk
from themes.models import ImplementationPlan, Theme


@dataclass(frozen=True)
class Fact:
    """A sentence on the page; `lead` stands before it in bold, and `link` (words, address) after it."""

    text: str
    lead: str = ""
    link: tuple[str, str] | None = None


@dataclass(frozen=True)
class ThemeRow:
    """A theme on the page: with a badge when `status` names one, and quiet when nothing needs to be done."""

    theme: Theme
    words: str
    url: str = ""
    status: str = ""
    is_quiet: bool = False


@dataclass(frozen=True)
class ThemeList:
    anchor: str
    title: str
    rows: tuple[ThemeRow, ...]


class Assembly(ABC):
    """One document in the making: of this kind, of an eenheid, about a year.

    A new kind is a value of `Document.Kind` and a subclass of this, named in `queries.ASSEMBLIES`. Its address, its
    page with tabs and button, the button on the document and the making itself follow from what it declares; `{year}`,
    `{document}` and `{number}` (of the edition) are filled in where they stand.
    """

    kind: ClassVar[Document.Kind]
    # Its address, of which the name is also that of the page: `reports:<url_name>`.
    path: ClassVar[str]
    url_name: ClassVar[str]
    subtitle: ClassVar[str]
    # `het jaarplan`, and what is done to it: `samenstellen`.
    called: ClassVar[str]
    verb: ClassVar[str] = "samenstellen"
    lead: ClassVar[str]
    # The button that makes it, above it what that does; both for the first time, and again.
    make: ClassVar[tuple[str, str]]
    again: ClassVar[tuple[str, str]]
    # On the document itself.
    document_label: ClassVar[str]
    done: ClassVar[str]
    # Why it cannot be made, as the answer to the button; and on the page when there is nothing to show (title, text).
    refusal: ClassVar[str]
    empty: ClassVar[tuple[str, str]]
    # Whether making it freezes a concept at once.
    freezes: ClassVar[bool] = False
    has_notes: ClassVar[bool] = True
    # Whether it shows what was agreed nationally, by the beleidsplan of that year.
    has_agenda: ClassVar[bool] = True
    tabs_about: ClassVar[str] = "Jaar"
    tab_label: ClassVar[str] = "{year}"

    def __init__(self, police_unit: PoliceUnit, year: int) -> None:
        self.police_unit, self.year = police_unit, year

    @cached_property
    def plans(self) -> list[ImplementationPlan]:
        """What it is made of: the adopted plans of the year, in the order of a jaarplan. None: it cannot be made."""
        plans = plans_of_year(self.police_unit, self.year)
        return [plan for plan in plans if plan.status == ImplementationPlan.Status.ADOPTED]

    @abstractmethod
    def facts(self) -> Iterable[Fact]:
        """What there is and what is missing."""

    @abstractmethod
    def lists(self) -> Iterable[ThemeList]:
        """The themes it is about."""

    @abstractmethod
    def chapters(self, document: Document) -> list[Node]:
        """What stands in it the first time, between the contents and the notes."""

    @abstractmethod
    def bring_in_line(self, nodes: list[Node], document: Document) -> None:
        """Change the outline to what the plans say now; what staff wrote in it stays."""

    @property
    def is_empty(self) -> bool:
        return not self.plans

    @property
    def title(self) -> str:
        return f"{self.kind.label} {self.year}"

    @property
    def last_day(self) -> date:
        return date(self.year, 12, 31)

    @property
    def is_over(self) -> bool:
        return timezone.localdate() > self.last_day

    @cached_property
    def document(self) -> Document | None:
        return Document.objects.of_year(self.kind, self.police_unit, self.year).first()

    def neighbours(self) -> list["Assembly"]:
        """The one before, this one and the one after, for the tabs of the page."""
        return [type(self)(self.police_unit, year) for year in (self.year - 1, self.year, self.year + 1)]

    def url(self) -> str:
        return self.url_of(self.police_unit.slug, self.year)

    @classmethod
    def url_of(cls, unit: str, year: int) -> str:
        return reverse(f"reports:{cls.url_name}", args=[unit, year])


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
    """Numbered after the chapter it stands in, if that has a number."""
    policy, slug = key_of(theme)
    about = {"policy": policy, "theme": slug, **options}
    return Node(kind, anchor, title=theme.title, options=about, numbering=Block.Numbering.AUTO)


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
        anchor = first_free(wanted[: self.LONGEST], self.taken)
        self.taken.add(anchor)
        return anchor
