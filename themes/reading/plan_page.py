"""What the reading page of one plan shows, besides its texts and its work."""

from collections.abc import Iterator

from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.figures.formats import date_long
from nhveilig.figures.tables import Table
from themes.models import ImplementationPlan, PlanLink, PlanPerson
from themes.parts.queries import PlanParts, counted_elsewhere
from themes.parts.views import plan_url
from themes.reading import outline
from themes.reading.presenters import (
    activity_table,
    capacity_table,
    funding_table,
    moment_of,
    result_table,
    target_table,
)

# As they stand in an address.
DOWNLOADS = {"activiteiten": activity_table, "resultaten": result_table, "streefwaarden": target_table}


def plan_page(plan: ImplementationPlan) -> dict[str, object]:
    """Expects `with_parts()`."""
    parts = PlanParts(plan)
    page = {
        "ambition": outline.ambition(parts, under=2),
        "texts": outline.texts(parts, under=3),
        # Where the work is in projects, the goals have no group of their own.
        "objectives": parts.objectives if any(map(parts.project_of, parts.activities)) else [],
        "groups": outline.groups(parts, level=3),
        "own_targets": outline.target_lines(parts.targets_of(None)),
        "targets": _as_dict(target_table(parts)),
        "counted": _counted(parts),
        "decisions": [(decision, moment_of(decision)) for decision in parts.decisions],
        "means": [table.as_dict() for table in (capacity_table(parts), funding_table(parts)) if table],
        "people": list(_people(parts)),
        "links": parts.links,
        "facts": list(_facts(plan)),
    }
    page["downloads"] = [name for name, make in DOWNLOADS.items() if make(parts)]
    return page | {"contents": list(_contents(page))}


def _as_dict(table: Table | None) -> dict | None:
    return table.as_dict() if table else None


def _counted(parts: PlanParts) -> str:
    """How many targets there are, and how many of them count under another theme."""
    shared = sum(counted_elsewhere(target) is not None for target in parts.targets)
    if not shared:
        return ""
    verb = "telt" if shared == 1 else "tellen"
    return f"Van deze {len(parts.targets)} streefwaarden {verb} er {shared} mee bij een ander thema."


def _people(parts: PlanParts) -> Iterator[tuple[str, str]]:
    """Per role the names, for components/data_list.html."""
    for kind in PlanPerson.Kind:
        if names := [_named(one) for one in parts.people if one.kind == kind and (one.name or one.organisation)]:
            yield kind.label.capitalize(), "; ".join(names)


def _named(person: PlanPerson) -> str:
    if person.name and person.organisation:
        return f"{person.name} ({person.organisation})"
    return person.name or person.organisation


def _facts(plan: ImplementationPlan) -> Iterator[str]:
    if plan.adopted_on:
        yield f"Vastgesteld op {date_long(plan.adopted_on)}"
    if plan.status == ImplementationPlan.Status.CONSULTATION:
        yield f"Gemeenten kunnen reageren tot en met {date_long(plan.consultation_ends_on)}"
    if plan.is_open and plan.deadline:
        yield f"Gereed op {date_long(plan.deadline)}"


def _contents(page: dict) -> Iterator[tuple[str, str]]:
    """The headings a reader may jump to: HTML id and words."""
    for name, anchor, title in (
        ("ambition", "ambitie", "Ambitie"),
        ("texts", "achtergrond", "Achtergrond en aanpak"),
        ("objectives", "doelen", "Strategische doelen"),
        ("groups", "werk", "Wat gaan we doen?"),
        ("targets", "streefwaarden", "Streefwaarden"),
        ("decisions", "besluiten", "Gevraagde besluiten"),
        ("means", "middelen", "Inzet en middelen"),
        ("people", "betrokkenen", "Betrokkenen"),
        ("links", "verbanden", "Verbanden"),
    ):
        if page[name]:
            yield anchor, title


def linked(links: list[PlanLink], year: int, access: Access) -> list[tuple[PlanLink, str]]:
    """Each link with the address of what it leads to, empty where the reader may not go. One query."""
    themes = {link.theme_id for link in links if link.theme_id}
    plans = ImplementationPlan.objects.visible_to(access).for_list().filter(year=year, theme__in=themes)
    addresses = {plan.theme_id: plan_url(plan) for plan in plans}
    return [(link, _address(link, addresses)) for link in links if link.theme_id or link.indicator_id]


def _address(link: PlanLink, plans: dict[int, str]) -> str:
    if link.theme_id:
        return plans.get(link.theme_id, "")
    objective = link.indicator.objective
    place = {"slug": objective.agenda.slug, "objective": objective.code, "code": link.indicator.code}
    return reverse("agenda:indicator-detail", kwargs=place)
