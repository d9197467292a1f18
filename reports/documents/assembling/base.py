"""What a kind of document says of itself, so that it can be put together from the plans of an eenheid in a year."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import ClassVar

from django.urls import reverse
from django.utils import timezone

from nhveilig.regions.models import PoliceUnit
from reports.documents.models import Document
from reports.documents.plans.queries import plans_of_year
from reports.documents.services.outlines import Node
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
