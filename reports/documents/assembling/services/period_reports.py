"""The half-year and twelve-month report of an eenheid, put together from what was reported on its plans."""

from django.db import IntegrityError, transaction

from agenda.periods import Period
from nhveilig.accounts.models import User
from nhveilig.exceptions import PortalError
from nhveilig.regions.models import PoliceUnit
from reports.documents.models import Document, Edition
from reports.documents.periods.changes import BLOCK, KINDS
from reports.documents.periods.queries import PeriodReport
from reports.documents.periods.states import ThemeState
from reports.documents.plans.queries import plans_of_year
from reports.documents.services.editions import NothingChanged, freeze_edition
from reports.documents.services.outlines import Node, read_outline, walk, write_outline
from themes.models import PolicyPlan

TITLES = {Period.FIRST_HALF: "Halfjaarrapportage", Period.YEAR: "Twaalfmaandsrapportage"}
SUBTITLES = {
    Period.FIRST_HALF: "Wat er in het eerste halfjaar is bereikt, en wat aandacht vraagt",
    Period.YEAR: "Wat er in het hele jaar is bereikt, en wat aandacht vraagt",
}
OVERVIEW, THEMES, NATIONAL = "beeld", "themas", "landelijk"
GUIDE = (
    "<p>Deze rapportage is voor het regionaal bestuurlijk overleg. Zij laat per thema zien wat er is afgesproken, wat "
    "er op de laatste dag van de periode was bereikt en wat er sinds de vorige rapportage veranderde.</p>"
    "<p>De cijfers komen uit de meldingen van de projectleiders en de gemeenten. Wat niemand meldde, staat er als “nog "
    "niet gemeld”: dat is geen nul.</p>"
)


class NothingToReport(PortalError):
    """Not one theme has an adopted plan for this year."""


@transaction.atomic
def make_period_report(*, police_unit: PoliceUnit, year: int, period: str, by: User | None) -> Edition:
    """Bring the report of that period in line with what is reported, and freeze it as a concept.

    Gives the last edition when nothing changed since. Raises NothingToReport, FreezingError.
    """
    document = assemble_period_report(police_unit=police_unit, year=year, period=period)
    try:
        return freeze_edition(document=document, status=Edition.Status.CONCEPT, frozen_by=by)
    except NothingChanged:
        return document.editions.order_by("-number").first()


@transaction.atomic
def assemble_period_report(*, police_unit: PoliceUnit, year: int, period: str) -> Document:
    """Make that report, or bring its outline in line with the adopted plans; what staff wrote in it stays.

    Raises NothingToReport.
    """
    report = PeriodReport(police_unit, year, period, plans_of_year(police_unit, year))
    if not report.plans:
        raise NothingToReport(
            f"Er is nog geen vastgesteld uitvoeringsplan voor {year}. Zodra er een is, kan erover worden gerapporteerd."
        )
    document = _document(report)
    nodes = read_outline(document) or _opening(report)
    _bring_in_line(nodes, report)
    _with_agenda(nodes, report, document.plan)
    write_outline(document, nodes)
    return document


def _document(report: PeriodReport) -> Document:
    """Locked, so that two people who make it at once do so one after the other."""
    wanted = Document.objects.of_period(report.police_unit, report.year, KINDS[report.period])
    if not wanted.exists():
        try:
            with transaction.atomic():
                Document.objects.create(**_described(report))
        except IntegrityError:
            # Somebody else was a moment earlier, and theirs is as good.
            pass
    return wanted.select_for_update(of=("self",)).select_related("plan__agenda").get()


def _described(report: PeriodReport) -> dict:
    unit, year = report.police_unit, report.year
    title = TITLES[report.period]
    like = Document.objects.filter(police_unit=unit, implementation_plan=None).order_by("-start_year", "-pk").first()
    return {
        "slug": f"{title.lower()}-{unit.slug}-{year}",
        "kind": KINDS[report.period],
        "police_unit": unit,
        "plan": _policy_with_agenda(unit, year),
        "title": f"{title} {year}",
        "subtitle": SUBTITLES[report.period],
        "organisation": like.organisation if like else f"Eenheid {unit}",
        "start_year": year,
        "end_year": year,
        "layout": {"cover": like.layout["cover"]} if like and "cover" in like.layout else {},
    }


def _policy_with_agenda(unit: PoliceUnit, year: int) -> PolicyPlan | None:
    """The plan by which the national agenda of that year holds for the eenheid."""
    policies = PolicyPlan.objects.filter(police_unit=unit, agenda__isnull=False).select_related("agenda")
    return next((policy for policy in policies.order_by("-start_year") if year in policy.agenda.years), None)


def _opening(report: PeriodReport) -> list[Node]:
    return [
        Node(kind="cover", anchor="omslag"),
        Node(kind="contents", anchor="inhoudsopgave", title="Inhoudsopgave"),
        Node(kind="prose", anchor="leeswijzer", title="Leeswijzer", html=GUIDE),
        Node(
            kind=BLOCK,
            anchor=OVERVIEW,
            number="1",
            title="Het beeld in één oogopslag",
            options={"year": report.year, "until": str(report.period)},
        ),
        Node(kind="prose", anchor=THEMES, number="2", title="De voortgang per thema"),
        Node(kind="colophon", anchor="colofon", title="Colofon"),
    ]


def _bring_in_line(nodes: list[Node], report: PeriodReport) -> None:
    """A section for each theme with an adopted plan, in their order, after what staff wrote before the first."""
    chapter = _chapter(nodes)
    known = {_theme_of(node): node for node in chapter.children if _theme_of(node)}
    here = [known.get(_key(state)) or _section(state, report) for state in report.themes]
    others = [node for node in chapter.children if not _theme_of(node)]
    for place, node in enumerate(here, start=1):
        node.number = f"{chapter.number}.{place}" if chapter.number else ""
    chapter.children = [*others, *here]


def _chapter(nodes: list[Node]) -> Node:
    """Where the themes stand: in the chapter made for them, wherever staff put it; else in a new one at the end."""
    for node in walk(nodes):
        if node.anchor == THEMES or any(map(_theme_of, node.children)):
            return node
    nodes.append(Node(kind="prose", anchor=THEMES, title="De voortgang per thema"))
    return nodes[-1]


def _theme_of(node: Node) -> tuple[str | None, str] | None:
    return (
        (node.options.get("policy"), node.options["theme"]) if node.kind == BLOCK and "theme" in node.options else None
    )


def _key(state: ThemeState) -> tuple[str, str]:
    return state.theme.plan.slug, state.theme.slug


def _section(state: ThemeState, report: PeriodReport) -> Node:
    policy, theme = _key(state)
    return Node(
        kind=BLOCK,
        # Two programmes may have a theme of one name, but not a theme with one id.
        anchor=f"voortgang-{theme}"[:50] + f"-{state.theme.pk}",
        title=state.theme.title,
        options={"year": report.year, "until": str(report.period), "policy": policy, "theme": theme},
    )


def _with_agenda(nodes: list[Node], report: PeriodReport, policy: PolicyPlan | None) -> None:
    """The monitoring for the LOVP beside it, in the years of an agenda."""
    if policy is None or any(node.kind == "monitoring" for node in walk(nodes)):
        return
    options = {"year": report.year, "period": str(report.period)}
    national = Node(kind="monitoring", anchor=NATIONAL, number="3", title="De landelijke doelen", options=options)
    nodes.insert(nodes.index(_chapter(nodes)) + 1, national)
