from collections.abc import Iterator
from functools import cached_property

from django.urls import reverse

from reports.documents.assembling.base import (
    Assembly,
    Fact,
    FreeAnchors,
    ThemeList,
    ThemeRow,
    put_in_order,
    section,
)
from reports.documents.models import Block, Document
from reports.documents.plans.queries import ProgrammeReadiness, ThemeReadiness, readiness
from reports.documents.services.outlines import Node, walk
from themes.models import Budget, BudgetSide, ImplementationPlan

PLAN = "implementation_plan"
# New chapters come before the first of these.
CLOSING = {"budget", "balance", "grants", "footnotes", "abbreviations", "glossary", "colophon"}
MONEY = {*BudgetSide} - {BudgetSide.ASSETS, BudgetSide.LIABILITIES}
SHEET = {BudgetSide.ASSETS, BudgetSide.LIABILITIES}
GUIDE = (
    "<p>Elk thema heeft een eigen hoofdstuk: de ambitie en de doelen, de activiteiten, de beoogde resultaten en "
    "een tabel met streefwaarden. De tabel hieronder telt per thema wat er in dit plan staat.</p>"
)


class YearPlan(Assembly):
    """The plans of every theme, adopted or not, in a chapter for each programme; and the budget of the year."""

    kind = Document.Kind.YEAR_PLAN
    path = "jaarplannen/<slug:unit>/<int:year>/"
    url_name = "year-plan-assemble"
    subtitle = "Wat we dit jaar doen, en wat het kost"
    called = "het jaarplan"
    lead = "Het jaarplan bundelt de uitvoeringsplannen van alle thema’s met de begroting. Hier ziet u wat er al is."
    make = (
        "Stel het jaarplan samen",
        "Samenstellen maakt het jaarplan met een hoofdstuk per programma. Daarna bewaart u er een versie van.",
    )
    again = (
        "Breng het jaarplan in lijn",
        "Het jaarplan bestaat al. Samenstellen neemt nieuwe plannen op, haalt eruit wat er niet meer is en zet de "
        "thema’s op volgorde. Andere teksten van het document blijven staan. Versies die al bewaard zijn, "
        "veranderen niet.",
    )
    document_label = "Samenstellen uit de plannen"
    done = "“{document}” toont nu alle uitvoeringsplannen van dit jaar. Bewaar er een versie van om het zo te houden."
    refusal = "Er is nog geen enkel uitvoeringsplan voor {year}. Begin er eerst een."
    has_agenda = False
    empty = ("Geen thema’s in dit jaar", "Er loopt in dit jaar geen beleidsplan of programma van de eenheid.")

    @cached_property
    def programmes(self) -> list[ProgrammeReadiness]:
        return readiness(self.police_unit, self.year)

    @cached_property
    def themes(self) -> list[ThemeReadiness]:
        return [theme for programme in self.programmes for theme in programme.themes]

    @cached_property
    def plans(self) -> list[ImplementationPlan]:
        return [plan for programme in self.programmes for plan in programme.plans]

    @cached_property
    def budget(self) -> Budget | None:
        return Budget.objects.for_document(self.police_unit, self.year)

    @property
    def is_empty(self) -> bool:
        return not self.themes

    def facts(self) -> Iterator[Fact]:
        adopted = sum(theme.is_adopted for theme in self.themes)
        yield Fact(
            f"Met een uitvoeringsplan: {len(self.plans)} van de {len(self.themes)} thema’s. Vastgesteld: {adopted}."
        )
        if missing := [theme.theme.title for theme in self.themes if theme.plan is None]:
            yield Fact(f"{', '.join(missing)}. In het jaarplan ontbreken deze thema’s.", lead="Nog zonder plan:")
        yield Fact(self._about_the_budget())
        if not self.plans:
            link = (f"de uitvoeringsplannen van {self.year}", f"{reverse('themes:plan-list')}?jaar={self.year}")
            yield Fact(
                "Zodra één thema een plan heeft, kunt u het jaarplan samenstellen. Beginnen doet u bij", "", link
            )

    def _about_the_budget(self) -> str:
        if self.budget is None:
            return f"Er is nog geen begroting van {self.year}; die ontbreekt dan in het jaarplan."
        return f"De begroting is er{', maar is nog in bewerking' if self.budget.is_concept else ''}."

    def lists(self) -> list[ThemeList]:
        return [
            ThemeList(f"programma-{one.policy.pk}", one.policy.title, tuple(map(self._row, one.themes)))
            for one in self.programmes
        ]

    def _row(self, one: ThemeReadiness) -> ThemeRow:
        if one.plan is None:
            return ThemeRow(one.theme, f"nog geen plan voor {self.year}", is_quiet=True)
        url = reverse("themes:plan-detail", args=[self.police_unit.slug, self.year, one.theme.slug])
        return ThemeRow(one.theme, one.plan.get_status_display(), url, status=one.plan.status)

    def chapters(self, document: Document) -> list[Node]:
        overview = Node("plan_overview", "overzicht", title=f"Het jaarplan {self.year} in aantallen")
        return [Node("prose", "leeswijzer", title="Leeswijzer", html=GUIDE, children=[overview])]

    def bring_in_line(self, nodes: list[Node], document: Document) -> None:
        anchors = FreeAnchors(nodes)
        plans = {one.policy.slug: one for one in self.programmes if one.plans}
        known = {node.options["programme"] for node in _chapters(nodes)}
        for slug, programme in plans.items():
            if slug not in known:
                about = {"options": {"programme": slug}, "numbering": Block.Numbering.AUTO}
                chapter = Node("prose", anchors.free(slug), title=programme.policy.title, **about)
                nodes.insert(_closing_place(nodes), chapter)
        for chapter in _chapters(nodes):
            programme = plans.get(chapter.options["programme"])
            themes = [plan.theme for plan in programme.plans] if programme else []
            put_in_order(chapter, PLAN, themes, lambda theme: section(PLAN, theme, anchors.free(f"thema-{theme.slug}")))
        self._add_budget(nodes)

    def _add_budget(self, nodes: list[Node]) -> None:
        """The budget of the year, once there is one and the jaarplan does not show it yet."""
        if self.budget is None or {node.kind for node in walk(nodes)} & {"budget", "balance"}:
            return
        sides = {group.side for group in self.budget.groups.all()}
        parts = [
            *([Node("budget", "baten-en-lasten", title="Baten en lasten")] if sides & MONEY else []),
            *([Node("balance", "balans", title="Balans")] if sides & SHEET else []),
        ]
        if parts:
            nodes.insert(_closing_place(nodes), Node("prose", "begroting", title="Begroting", children=parts))


def _chapters(nodes: list[Node]) -> list[Node]:
    return [node for node in nodes if "programme" in node.options]


def _closing_place(nodes: list[Node]) -> int:
    """Where the budget and what follows it begins."""
    for place, node in enumerate(nodes):
        if {node.kind, *(child.kind for child in node.children)} & CLOSING:
            return place
    return len(nodes)
