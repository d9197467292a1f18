"""The jaarplan of an eenheid, put together from the uitvoeringsplannen of its themes."""

from django.db import IntegrityError, transaction

from nhveilig.exceptions import PortalError
from nhveilig.regions.models import PoliceUnit
from reports.documents.models import Document
from reports.documents.plans.readiness import ProgrammeReadiness, readiness
from reports.documents.services.outlines import Node, read_outline, walk, write_outline
from themes.models import Budget, BudgetSide, ImplementationPlan

PLAN = "implementation_plan"
# New chapters come before the first of these.
CLOSING = {"budget", "balance", "grants", "footnotes", "glossary", "colophon"}


class NothingToAssemble(PortalError):
    """Not one theme has a plan for this year."""


@transaction.atomic
def assemble_year_plan(*, police_unit: PoliceUnit, year: int) -> Document:
    """Make the jaarplan of that year, or bring its outline in line with the themes' plans and the budget.

    What staff wrote in it stays: only the blocks of plans are added, put in order, renumbered and taken out.
    Raises NothingToAssemble.
    """
    programmes = [programme for programme in readiness(police_unit, year) if programme.plans]
    if not programmes:
        raise NothingToAssemble(f"Er is nog geen enkel uitvoeringsplan voor {year}. Begin er eerst een.")
    document = _document(police_unit, year)
    nodes = read_outline(document) or _opening(year)
    _bring_in_line(nodes, programmes)
    _with_budget(nodes, Budget.objects.for_document(police_unit, year))
    write_outline(document, nodes)
    return document


def _document(police_unit: PoliceUnit, year: int) -> Document:
    """Locked, so that two people who assemble at once do so one after the other."""
    if not Document.objects.of_year(police_unit, year).exists():
        try:
            with transaction.atomic():
                Document.objects.create(slug=f"jaarplan-{police_unit.slug}-{year}", **_described(police_unit, year))
        except IntegrityError:
            # Somebody else was a moment earlier, and theirs is as good.
            pass
    return Document.objects.of_year(police_unit, year).select_for_update().get()


def _described(police_unit: PoliceUnit, year: int) -> dict:
    others = Document.objects.filter(police_unit=police_unit, implementation_plan=None)
    like = others.order_by("-start_year", "-pk").first()
    return {
        "kind": Document.Kind.YEAR_PLAN,
        "police_unit": police_unit,
        "title": f"Jaarplan {year}",
        "subtitle": "Wat we dit jaar doen, en wat het kost",
        "organisation": like.organisation if like else f"Eenheid {police_unit}",
        "start_year": year,
        "end_year": year,
        "layout": {"cover": like.layout["cover"]} if like and "cover" in like.layout else {},
    }


def _opening(year: int) -> list[Node]:
    """What a jaarplan begins and ends with."""
    guide = (
        "<p>Elk thema heeft een eigen hoofdstuk: de ambitie en de doelen, de activiteiten, de beoogde resultaten en "
        "een tabel met streefwaarden. De tabel hieronder telt per thema wat er in dit plan staat.</p>"
    )
    return [
        Node(kind="cover", anchor="omslag"),
        Node(kind="contents", anchor="inhoudsopgave", title="Inhoudsopgave"),
        Node(
            kind="prose",
            anchor="leeswijzer",
            title="Leeswijzer",
            html=guide,
            children=[Node(kind="plan_overview", anchor="overzicht", title=f"Het jaarplan {year} in aantallen")],
        ),
        Node(kind="footnotes", anchor="noten", title="Noten"),
        Node(kind="colophon", anchor="colofon", title="Colofon"),
    ]


def _bring_in_line(nodes: list[Node], programmes: list[ProgrammeReadiness]) -> None:
    anchors = _Anchors(nodes)
    for programme in programmes:
        chapter = _chapter_of(nodes, programme) or _add_chapter(nodes, programme, anchors)
        _set_plans(chapter, programme.plans, anchors)
    slugs = {programme.policy.slug for programme in programmes}
    for chapter in _chapters(nodes):
        if chapter.options["programme"] not in slugs:
            _set_plans(chapter, [], anchors)
    _number(nodes)


def _chapters(nodes: list[Node]) -> list[Node]:
    return [node for node in nodes if "programme" in node.options]


def _chapter_of(nodes: list[Node], programme: ProgrammeReadiness) -> Node | None:
    return next((node for node in _chapters(nodes) if node.options["programme"] == programme.policy.slug), None)


def _add_chapter(nodes: list[Node], programme: ProgrammeReadiness, anchors: "_Anchors") -> Node:
    slug, title = programme.policy.slug, programme.policy.title
    chapter = Node(kind="prose", anchor=anchors.free(slug), title=title, options={"programme": slug})
    nodes.insert(_closing_place(nodes), chapter)
    return chapter


def _closing_place(nodes: list[Node]) -> int:
    """Where the budget and what follows it begins."""
    closing = [
        place
        for place, node in enumerate(nodes)
        if node.kind in CLOSING or any(child.kind in CLOSING for child in node.children)
    ]
    return closing[0] if closing else len(nodes)


def _set_plans(chapter: Node, plans: list[ImplementationPlan], anchors: "_Anchors") -> None:
    """The blocks of these plans, after the texts that already stood before the first of them."""
    known = {(node.options.get("policy"), node.options.get("theme")): node for node in chapter.children if _shows(node)}
    first = next((place for place, node in enumerate(chapter.children) if _shows(node)), len(chapter.children))
    before = chapter.children[:first]
    after = [node for node in chapter.children[first:] if not _shows(node)]
    here = [known.get(_key(plan)) or _plan_node(plan, anchors) for plan in plans]
    chapter.children = [*before, *here, *after]


def _shows(node: Node) -> bool:
    return node.kind == PLAN


def _key(plan: ImplementationPlan) -> tuple[str, str]:
    return plan.theme.plan.slug, plan.theme.slug


def _plan_node(plan: ImplementationPlan, anchors: "_Anchors") -> Node:
    policy, theme = _key(plan)
    return Node(
        kind=PLAN,
        anchor=anchors.free(f"thema-{theme}"),
        title=plan.theme.title,
        options={"policy": policy, "theme": theme},
    )


def _number(nodes: list[Node]) -> None:
    for number, chapter in enumerate(_chapters(nodes), start=1):
        chapter.number = str(number)
        for place, node in enumerate(filter(_shows, chapter.children), start=1):
            node.number = f"{number}.{place}"


def _with_budget(nodes: list[Node], budget: Budget | None) -> None:
    """The budget of the year, once there is one and the jaarplan does not show it yet."""
    shown = {node.kind for node in walk(nodes)}
    if budget is None or shown & {"budget", "balance"}:
        return
    sides = {group.side for group in budget.groups.all()}
    parts = [
        *([Node(kind="budget", anchor="baten-en-lasten", title="Baten en lasten")] if sides & MONEY else []),
        *([Node(kind="balance", anchor="balans", title="Balans")] if sides & SHEET else []),
    ]
    if parts:
        nodes.insert(_closing_place(nodes), Node(kind="prose", anchor="begroting", title="Begroting", children=parts))


MONEY = {BudgetSide.INCOME, BudgetSide.EXPENSES}
SHEET = {BudgetSide.ASSETS, BudgetSide.LIABILITIES}


class _Anchors:
    """Anchors that no block of the document has yet."""

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
