"""The plan of a theme for another year: begun empty, or going on from the plan of the year before.

What goes on remembers where it came from. A date before the new year is not taken along, nor are words that name
only earlier years: nobody promised the new date yet, and the meter asks for it.
"""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from nhveilig.accounts.models import User
from nhveilig.exceptions import PortalError
from themes.models import (
    Activity,
    ImplementationPlan,
    IntendedResult,
    Outlook,
    PlanEdit,
    PlanLink,
    PlanPerson,
    PlanText,
    Project,
    ResultTarget,
    Theme,
)
from themes.models.plans import Part, PartQuerySet

Status = ImplementationPlan.Status
_YEAR = re.compile(r"\b20\d\d\b")
# What a copy has of its own; everything else it takes over.
_OWN = {"id", "plan", "version", "versions", "deleted_at", "deleted_by", "origin"}


class PlanExists(PortalError):
    """The theme has a plan for that year already: `plan`."""

    def __init__(self, plan: ImplementationPlan) -> None:
        self.plan = plan
        super().__init__(
            f"Voor {plan.theme.short_title} is er al een uitvoeringsplan {plan.year}. Ga daarin verder; er is niets "
            "overgenomen."
        )


class YearOutsidePolicy(PortalError):
    """The beleidsplan or programme of the theme does not run in that year."""

    def __init__(self, theme: Theme, year: int) -> None:
        policy = theme.plan
        super().__init__(
            f"{policy.title} loopt van {policy.start_year} tot en met {policy.end_year}. Voor {year} kan daarin geen "
            "uitvoeringsplan worden begonnen."
        )


@transaction.atomic
def start_plan(*, theme: Theme, year: int, editor: User) -> ImplementationPlan:
    """An empty plan with all its texts to write. Raises PlanExists and YearOutsidePolicy."""
    plan = _new_plan(ImplementationPlan(theme=theme, year=year), editor)
    PlanText.objects.bulk_create(PlanText(plan=plan, kind=kind) for kind in PlanText.Kind)
    return plan


@transaction.atomic
def continue_plan(
    *,
    plan: ImplementationPlan,
    year: int,
    editor: User,
    activities: Collection[int],
    results: Collection[int],
    texts: Collection[str],
) -> ImplementationPlan:
    """A concept for `year` with the activities and results of these ids, their targets, and the texts of these kinds;
    and with the projects, people and links of `plan`.

    What is finished, in the bin or of another plan is left out.

    Raises PlanExists and YearOutsidePolicy.
    """
    period = {"ambition_period": plan.ambition_period, "deciding_body": plan.deciding_body, "origin": plan}
    new = _new_plan(ImplementationPlan(theme=plan.theme, year=year, **period), editor)
    _copy_texts(plan, new, texts)
    projects = _copy_projects(plan, new)
    unfinished = Activity.objects.filter(pk__in=set(activities) - finished_activities(plan))
    moved = {
        Activity: _copy_work(unfinished, plan, new, projects),
        IntendedResult: _copy_work(IntendedResult.objects.filter(pk__in=results), plan, new, projects),
    }
    _copy_targets(plan, new, moved)
    for kind in (PlanPerson, PlanLink):
        _copy(kind.objects.present().filter(plan=plan), new)
    return new


def finished_activities(plan: ImplementationPlan) -> set[int]:
    """Ids of what is done or stopped: as the plan says it, or as was last reported. One query."""
    said = ~Q(outcome=Activity.Outcome.OPEN)
    reported = Q(standing_set__course__in=[Outlook.DONE, Outlook.STOPPED])
    found = Activity.objects.present().filter(said | reported, plan=plan)
    return set(found.values_list("pk", flat=True))


def _new_plan(plan: ImplementationPlan, editor: User) -> ImplementationPlan:
    """Stored, with its beginning in the history. Of two at once, the second hears of the first."""
    policy = plan.theme.plan
    if not policy.start_year <= plan.year <= policy.end_year:
        raise YearOutsidePolicy(plan.theme, plan.year)
    plan.changed_by = editor
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
    except IntegrityError:
        standing = ImplementationPlan.objects.for_list().get(theme=plan.theme, year=plan.year)
        raise PlanExists(standing) from None
    label = f"Vervolg op {plan.origin}" if plan.origin else str(plan)
    PlanEdit.objects.create(plan=plan, kind=PlanEdit.Kind.CREATED, label=label[:400], editor=editor)
    return plan


def _copy_texts(old: ImplementationPlan, new: ImplementationPlan, kinds: Collection[str]) -> None:
    """Every kind of text is there; those of `kinds` begin with what stood there."""
    standing = {text.kind: text for text in PlanText.objects.present().filter(plan=old, kind__in=kinds)}
    PlanText.objects.bulk_create(
        PlanText(plan=new, kind=kind, html=found.html, origin=found)
        if (found := standing.get(kind))
        else PlanText(plan=new, kind=kind)
        for kind in PlanText.Kind
    )


def _copy_projects(old: ImplementationPlan, new: ImplementationPlan) -> dict[int, Project]:
    """The copies, by the id of the project they come from; each below the copy of its own project."""
    projects = list(Project.objects.present().filter(plan=old).order_by("order", "pk"))
    copies = _copy(projects, new, parent=lambda one: None)
    for project in projects:
        copies[project.pk].parent = copies.get(project.parent_id)
    Project.objects.bulk_update(copies.values(), ["parent"])
    return copies


def _copy_work(
    chosen: PartQuerySet, old: ImplementationPlan, new: ImplementationPlan, projects: dict[int, Project]
) -> dict[int, Part]:
    found = chosen.present().filter(plan=old).order_by("order", "pk")
    return _copy(found, new, project=lambda one: projects.get(one.project_id))


def _copy_targets(old: ImplementationPlan, new: ImplementationPlan, moved: dict[type[Part], dict[int, Part]]) -> None:
    """Of the activities and results that go on; and of the plan as a whole."""
    activities, results = moved[Activity], moved[IntendedResult]
    present = ResultTarget.objects.present().filter(plan=old).order_by("order", "pk")
    _copy(
        [one for one in present if _goes_on(one.activity_id, activities) and _goes_on(one.result_id, results)],
        new,
        activity=lambda one: activities.get(one.activity_id),
        result=lambda one: results.get(one.result_id),
        counts_as=lambda one: None,
    )
    _count_once(new)


def _goes_on(owner: int | None, moved: dict[int, Part]) -> bool:
    return owner is None or owner in moved


def _count_once(new: ImplementationPlan) -> None:
    """What two themes share is counted once in the new year too, whichever of them goes on first."""
    unit = new.theme.plan.police_unit_id
    of_year = ResultTarget.objects.present().filter(plan__year=new.year, plan__theme__plan__police_unit=unit)
    originals = {target.origin_id: target for target in of_year.exclude(origin=None)}
    unlinked = of_year.filter(counts_as=None, plan__status__in=[Status.CONCEPT, Status.RETURNED])
    repeats = unlinked.filter(origin__counts_as__in=originals).select_related("origin")
    for target in repeats:
        target.counts_as = originals[target.origin.counts_as_id]
    ResultTarget.objects.bulk_update(repeats, ["counts_as"])


def _copy(parts: Iterable[Part], new: ImplementationPlan, **other: Callable[[Part], Part | None]) -> dict[int, Part]:
    """Copies in `new`, numbered from one, by the id of the part they come from; `other` says what they belong to."""
    copies = {part.pk: _copied(part, new, other, order) for order, part in enumerate(parts, start=1)}
    if copies:
        type(next(iter(copies.values()))).objects.bulk_create(copies.values())
    return copies


def _copied(part: Part, new: ImplementationPlan, other: dict, order: int) -> Part:
    names = {field.name for field in part._meta.concrete_fields} - _OWN - set(other)
    fields = {part._meta.get_field(name).attname: getattr(part, part._meta.get_field(name).attname) for name in names}
    fields |= {name: belongs_to(part) for name, belongs_to in other.items()}
    return type(part)(**fields | {"order": order} | _moments(part, new.year), plan=new, origin=part)


def _moments(part: Part, year: int) -> dict[str, object]:
    kept = {"due_on": _later, "planned_moment": _not_past, "deadline": _not_past}
    return {name: keep(getattr(part, name), year) for name, keep in kept.items() if hasattr(part, name)}


def _later(day: date | None, year: int) -> date | None:
    return day if day and day.year >= year else None


def _not_past(words: str, year: int) -> str:
    """“doorlopend” and “2028” stay; “eind 2025” does not go along to 2026."""
    years = [int(found) for found in _YEAR.findall(words)]
    return "" if years and max(years) < year else words
