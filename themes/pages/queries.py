"""One plan as it is read, with all its parts and the plan it goes on from, in three questions: there are ten kinds of
parts. What is read here, `PlanParts` finds without asking, as after `with_parts()`.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from django.db.models import CharField, Exists, Model, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.text import capfirst

from nhveilig.accounts.access import Access
from nhveilig.figures.formats import date_long
from nhveilig.figures.timelines import QUARTERS
from nhveilig.json_rows import Columns
from nhveilig.prefetching import keep
from nhveilig.questions.queries import as_json, of_json
from nhveilig.regions.models import Municipality
from nhveilig.unions import union_of
from themes.budgets.money import with_money
from themes.goals.queries import rests_on, with_councils
from themes.models import Activity, Comment, ImplementationPlan, Objective, PlanLink, PlanPerson, ResultTarget
from themes.models.plans import ImplementationPlanQuerySet, Part
from themes.pages.brief import brief_of
from themes.pages.presenters import changes_between, planning_of
from themes.pages.tree import Tree, behind_only
from themes.parts.queries import PlanParts, counted_elsewhere
from themes.parts.questions import asked_about
from themes.parts.views import plan_url
from themes.progress.standings import municipalities_of
from themes.progress.trends import course_on
from themes.progress.validators import last_day
from themes.reading import outline, presenters
from themes.worklist.base import UNIT, number_of

# As they stand in an address.
DOWNLOADS = {
    "activiteiten": presenters.activity_table,
    "resultaten": presenters.result_table,
    "streefwaarden": presenters.target_table,
}


def for_reading(
    plans: ImplementationPlanQuerySet, access: Access, year: int, today: date
) -> ImplementationPlanQuerySet:
    """With the plan it goes on from, and whether the reader may see that; how many municipalities its eenheid had in
    `year`, how many threads wait for an answer, its money, and how many councils name its theme."""
    towns = Municipality.objects.on(last_day(year, today)).filter(safety_region__police_unit=OuterRef(UNIT))
    return (
        with_councils(with_money(plans, access), last_day(year, today))
        .select_related("origin")
        .annotate(
            sees_origin=Exists(ImplementationPlan.objects.visible_to(access).filter(pk=OuterRef("origin"))),
            towns=number_of(towns, by="safety_region__police_unit"),
            threads=number_of(Comment.objects.filter(plan=OuterRef("pk")).begun().unresolved()),
        )
    )


def plan_page(plan: ImplementationPlan, today: date, *, is_narrowed: bool) -> dict[str, object]:
    """Expects a plan read with `for_reading()` and `read_whole()`. Two queries, of how it stands. `is_narrowed`: only
    the activities that run behind."""
    parts = PlanParts(plan)
    tree = Tree(parts, today, plan.towns)
    page = {
        "brief": brief_of(parts, tree),
        "branches": behind_only(tree.branches) if is_narrowed else tree.branches,
        "is_narrowed": is_narrowed,
        "stands": tree.standings is not None,
        "own_aims": tree.own_aims,
        "planning": planning_of(tree.acts, plan.year, today),
        "quarters": QUARTERS,
        "today": today,
        "asked": tree.asked,
        "changes": changes_between(parts, PlanParts(plan.origin)) if plan.sees_origin else [],
        "facts": list(_facts(plan)),
        "rests_on": rests_on(plan),
        **_folded(parts),
    }
    return page | {"contents": list(_contents(page))}


def _folded(parts: PlanParts) -> dict[str, object]:
    """What stands below, and opens."""
    tables = {
        "targets": presenters.target_table(parts),
        "money": presenters.funding_table(parts),
        "capacity": presenters.capacity_table(parts),
    }
    return {
        "texts": outline.texts(parts, under=3),
        # Where the work is in projects, the goals have no group of their own.
        "objectives": parts.objectives if any(map(parts.project_of, parts.activities)) else [],
        "own_targets": outline.target_lines(parts.targets_of(None)),
        "counted": _counted(parts),
        "decisions": [(decision, presenters.moment_of(decision)) for decision in parts.decisions],
        "people": list(_people(parts)),
        "leaders": [_named(one) for one in parts.people if one.kind == PlanPerson.Kind.LEADER],
        "links": [(link, _address(link, parts.plan)) for link in parts.links if link.theme_id or link.indicator_id],
        "downloads": [name for name, make in DOWNLOADS.items() if make(parts)],
        **{name: table.as_dict() if table else None for name, table in tables.items()},
    }


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
            yield capfirst(kind.label), "; ".join(names)


def _named(person: PlanPerson) -> str:
    if person.name and person.organisation:
        return f"{person.name} ({person.organisation})"
    return person.name or person.organisation


def _facts(plan: ImplementationPlan) -> Iterator[str]:
    if plan.adopted_on and not plan.nature:
        yield f"Vastgesteld op {date_long(plan.adopted_on)}"
    if plan.status == ImplementationPlan.Status.CONSULTATION:
        yield f"Gemeenten kunnen reageren tot en met {date_long(plan.consultation_ends_on)}"
    if plan.is_open and plan.deadline:
        yield f"Gereed op {date_long(plan.deadline)}"


def _contents(page: dict) -> Iterator[tuple[str, str]]:
    """The headings a reader may jump to: HTML id and words."""
    for names, anchor, title in (
        (("brief",), "kort", "In het kort"),
        (("branches", "own_aims"), "werk", "Doelen en activiteiten"),
        (("planning",), "planning", "Planning"),
        (("asked",), "gemeenten", "Voor gemeenten"),
        (("brief", "branches"), "geld", "Geld en inzet"),
        (("changes",), "nieuw", "Nieuw sinds vorig jaar"),
        (("texts", "targets", "decisions", "people", "links"), "meer", "Het hele plan"),
    ):
        if any(page[name] for name in names):
            yield anchor, title


def _address(link: PlanLink, plan: ImplementationPlan) -> str:
    """Of what it leads to; empty where the reader may not go."""
    if link.theme_id:
        unit = plan.theme.plan.police_unit.slug
        return reverse("themes:plan-detail", args=[unit, plan.year, link.theme.slug]) if link.is_there else ""
    objective = link.indicator.objective
    place = {"slug": objective.agenda.slug, "objective": objective.code, "code": link.indicator.code}
    return reverse("agenda:indicator-detail", kwargs=place)


def towns_to_choose(plan: ImplementationPlan, today: date) -> list[Municipality]:
    return list(municipalities_of(plan, today).order_by("name"))


def next_act(plan: ImplementationPlan, today: date) -> tuple[str, str] | None:
    """The label and address of what who writes in the plan does next with it; None while it is with others."""
    if plan.is_open:
        return "Bewerken", plan_url(plan, "plan-edit")
    if plan.status == ImplementationPlan.Status.ADOPTED:
        return ("Meld voortgang", plan_url(plan, "progress")) if plan.year == today.year else None
    return "Waar staat het plan", plan_url(plan, "plan-steps")


OBJECTIVES = "objectives"
# By the name that leads from the plan to them.
KINDS: dict[str, type[Part]] = {
    one.get_accessor_name(): one.related_model
    for one in ImplementationPlan._meta.related_objects
    if issubclass(one.related_model, Part) and one.related_model is not PlanLink
}
LINKS, QUESTIONS = "planlink_set", "questions"


def read_whole(plan: ImplementationPlan, access: Access, day: date) -> None:
    """What was asked and answered about its parts is there as `questions`. Every activity says as `stood` how it stood
    on `day`; every link whether the reader may read the plan of the theme it leads to, as `is_there`."""
    plans = [one for one in (plan, plan.origin) if one is not None]
    found: dict[tuple[str, int], list[Model]] = defaultdict(list)
    for kind, owner, values in _rows(tuple(one.pk for one in plans), (plan.theme_id,), day):
        found[kind, owner].append(of_json(json.loads(values)) if kind == QUESTIONS else _columns(kind).made_of(values))
    for one in plans:
        for kind in KINDS:
            _keep_parts(one, kind, found[kind, one.pk])
    keep(plan.theme, OBJECTIVES, sorted(found[OBJECTIVES, plan.theme_id], key=lambda goal: goal.number))
    plan.questions = found[QUESTIONS, plan.theme.plan.police_unit_id]
    _keep_parts(plan, LINKS, _links(plan, access))
    _read_shared(list(plan.resulttarget_set.all()))


@union_of
def _rows(plans: tuple[int, ...], themes: tuple[int, ...], day: date) -> Iterator[QuerySet]:
    """The name of the kind, whose it is, and its columns."""
    for kind in (OBJECTIVES, *KINDS):
        rows = _asked(kind, day).filter(**{"theme__in": themes} if kind == OBJECTIVES else {"plan__in": plans})
        owner = "theme_id" if kind == OBJECTIVES else "plan_id"
        yield rows.order_by().values_list(Value(kind, CharField()), owner, Columns.of(rows).as_json())
    questions = asked_about(plans).order_by()
    yield questions.values_list(Value(QUESTIONS, CharField()), "police_unit_id", Cast(as_json(), TextField()))


def _asked(kind: str, day: date) -> QuerySet:
    """Of every plan."""
    if kind == OBJECTIVES:
        return Objective.objects.all()
    rows = KINDS[kind].objects.present()
    return rows.annotate(stood=course_on(day)) if KINDS[kind] is Activity else rows


@cache
def _columns(kind: str) -> Columns:
    """What a row of it consists of, on whatever day."""
    return Columns.of(_asked(kind, date.min))


def _keep_parts(plan: ImplementationPlan, kind: str, parts: list[Part]) -> None:
    for part in parts:
        part.plan = plan
    keep(plan, kind, sorted(parts, key=lambda part: (getattr(part, "order", 0), part.pk)))


def _links(plan: ImplementationPlan, access: Access) -> list[PlanLink]:
    there = ImplementationPlan.objects.visible_to(access).filter(year=plan.year, theme=OuterRef("theme"))
    return list(PlanLink.objects.for_plan().filter(plan=plan).annotate(is_there=Exists(there)))


def _read_shared(targets: Iterable[ResultTarget]) -> None:
    """The target that each repeats, and those that repeat it, each with its theme."""
    by_pk = {target.pk: target for target in targets}
    repeated = [target.counts_as_id for target in targets if target.counts_as_id]
    shared = ResultTarget.objects.filter(Q(counts_as__in=by_pk, deleted_at=None) | Q(pk__in=repeated))
    others = {one.pk: one for one in shared.select_related("plan__theme")} if by_pk else {}
    for target in by_pk.values():
        if target.counts_as_id in others:
            target.counts_as = others[target.counts_as_id]
        keep(target, "repeated_in", [one for one in others.values() if one.counts_as_id == target.pk])
