"""The jaarverslag of an eenheid, put together from what became of the adopted plans of a year."""

from django.db import IntegrityError, transaction

from agenda.models import SafetyAgenda
from agenda.periods import Period
from agenda.register_pages import unit_overview
from nhveilig.exceptions import PortalError
from nhveilig.regions.models import PoliceUnit
from reports.documents.models import Document
from reports.documents.plans.queries import plans_of_year
from reports.documents.services.outlines import Node, read_outline, walk, write_outline
from themes.models import ImplementationPlan, PolicyPlan

BLOCK = "theme_progress"
THEMES, NATIONAL = "themas", "landelijke-doelen"
SIGNATORIES = ("Regioburgemeester", "Hoofdofficier van justitie", "Politiechef")
GUIDE = (
    "<p>Per thema staat hieronder hoe de activiteiten ervoor staan en hoeveel resultaten zijn gemeten. De resultaten "
    "zelf staan in de hoofdstukken erna, elk met de dag waarop het cijfer geldt.</p>"
)


class NothingHappened(PortalError):
    """Not one theme has an adopted plan for this year."""


@transaction.atomic
def assemble_annual_report(*, police_unit: PoliceUnit, year: int) -> Document:
    """Make the jaarverslag of that year, or bring its outline in line with the adopted plans.

    What staff wrote in it stays, wherever it stands: themes that are not in it yet are added after the others, and
    those without a plan are taken out. Raises NothingHappened.
    """
    plans = adopted_plans(police_unit, year)
    if not plans:
        raise NothingHappened(
            f"Er is geen vastgesteld uitvoeringsplan van {year}, dus er is niets om verslag over te doen."
        )
    document = _document(police_unit, year)
    nodes = read_outline(document) or _opening(document, year)
    _bring_in_line(nodes, plans, year)
    write_outline(document, nodes)
    return document


def adopted_plans(police_unit: PoliceUnit, year: int) -> list[ImplementationPlan]:
    plans = plans_of_year(police_unit, year)
    return [plan for plan in plans if plan.status == ImplementationPlan.Status.ADOPTED]


def _document(police_unit: PoliceUnit, year: int) -> Document:
    """Locked, so that two people who assemble at once do so one after the other."""
    wanted = Document.objects.of_period(police_unit, year, Document.Kind.ANNUAL_REPORT)
    if not wanted.exists():
        try:
            with transaction.atomic():
                Document.objects.create(**_described(police_unit, year))
        except IntegrityError:
            # Somebody else was a moment earlier, and theirs is as good.
            pass
    return wanted.select_for_update(of=("self",)).select_related("plan__agenda", "police_unit").get()


def _described(police_unit: PoliceUnit, year: int) -> dict:
    others = Document.objects.filter(police_unit=police_unit, implementation_plan=None)
    like = others.order_by("-start_year", "-pk").first()
    policies = PolicyPlan.objects.filter(police_unit=police_unit, agenda__isnull=False)
    return {
        "slug": f"jaarverslag-{police_unit.slug}-{year}",
        "kind": Document.Kind.ANNUAL_REPORT,
        "police_unit": police_unit,
        "plan": policies.filter(agenda__start_year__lte=year, agenda__end_year__gte=year).first(),
        "title": f"Jaarverslag {year}",
        "subtitle": "Wat we dit jaar samen hebben gedaan, en wat het opleverde",
        "organisation": like.organisation if like else f"Eenheid {police_unit}",
        "start_year": year,
        "end_year": year,
        "layout": {"cover": like.layout["cover"]} if like and "cover" in like.layout else {},
    }


def _opening(document: Document, year: int) -> list[Node]:
    foreword = f"<p>In dit jaarverslag leggen wij verantwoording af over {year}: wat is gedaan, en wat is bereikt.</p>"
    signatories = [{"name": "", "role": role} for role in SIGNATORIES]
    of_year = {"year": year}
    national = [Node("national_results", NATIONAL, "3", "De landelijke doelen", options=of_year)]
    return [
        Node(kind="cover", anchor="omslag"),
        Node(kind="contents", anchor="inhoudsopgave", title="Inhoudsopgave"),
        Node("foreword", "voorwoord", title="Voorwoord", html=foreword, options={"signatories": signatories}),
        Node("progress_summary", "aantallen", "1", "Het jaar in aantallen", html=GUIDE, options=of_year),
        Node(kind="prose", anchor=THEMES, number="2", title="De thema’s"),
        *(national if _has_national(document, year) else []),
        Node(kind="footnotes", anchor="noten", title="Noten"),
        Node(kind="colophon", anchor="colofon", title="Colofon"),
    ]


def _has_national(document: Document, year: int) -> bool:
    """Whether the eenheid has a national target or a figure in that year."""
    if document.plan is None:
        return False
    unit = document.police_unit
    agenda = SafetyAgenda.objects.with_register_of(unit).get(pk=document.plan.agenda_id)
    return any(one.standings for one in unit_overview(agenda, unit, year, Period.YEAR))


def _bring_in_line(nodes: list[Node], plans: list[ImplementationPlan], year: int) -> None:
    wanted = {(plan.theme.plan.slug, plan.theme.slug): plan for plan in plans}
    _take_out(nodes, wanted.keys())
    shown = {_key(node) for node in walk(nodes)}
    chapter = _chapter(nodes)
    for key, plan in wanted.items():
        if key not in shown:
            chapter.children.append(_section(plan, chapter, year))


def _take_out(nodes: list[Node], wanted: set[tuple[str, str]]) -> None:
    nodes[:] = [node for node in nodes if _key(node) is None or _key(node) in wanted]
    for node in nodes:
        _take_out(node.children, wanted)


def _key(node: Node) -> tuple[str, str] | None:
    return (node.options.get("policy", ""), node.options.get("theme", "")) if node.kind == BLOCK else None


def _chapter(nodes: list[Node]) -> Node:
    """Where the themes stand: in the chapter made for them, or else the last that holds one; a new one at the end."""
    made = [node for node in walk(nodes) if node.anchor == THEMES]
    holding = [node for node in nodes if any(_key(inner) for inner in node.children)]
    if not made and not holding:
        nodes.append(Node(kind="prose", anchor=THEMES, title="De thema’s"))
    return (made or holding or nodes)[-1]


def _section(plan: ImplementationPlan, chapter: Node, year: int) -> Node:
    number = 1 + sum(bool(node.number) for node in chapter.children)
    return Node(
        kind=BLOCK,
        # Two programmes may have a theme of one name, but not a theme with one id.
        anchor=f"thema-{plan.theme.slug}"[:50] + f"-{plan.theme.pk}",
        number=f"{chapter.number}.{number}" if chapter.number else "",
        title=plan.theme.title,
        options={"policy": plan.theme.plan.slug, "theme": plan.theme.slug, "year": year},
    )
