"""The uitvoeringsplannen of the demo data: each from a folder of its own, all of them together table by table."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

from django.db import transaction

from nhveilig.seeding.rows import bring_in_line, complete, untouched, upsert
from themes.models import (
    Activity,
    Capacity,
    Decision,
    Funding,
    ImplementationPlan,
    IntendedResult,
    PlanLink,
    PlanPerson,
    PlanText,
    PolicyPlan,
    Project,
    ResultTarget,
)
from themes.models.plans import Part
from themes.seeding import parts, progress, steps
from themes.seeding.folders import PlanFolder, plan_folders

# What the sheet of a plan says nothing about.
WORKED_ON = [
    field.name
    for field in ImplementationPlan._meta.concrete_fields
    if field.name not in {"id", "theme", "year", "ambition_period", "deadline"}
]


@transaction.atomic
def seed(policies: Mapping[Path, PolicyPlan]) -> list[ImplementationPlan]:
    """The plans of every year in the folders of these policy plans. Raises FileRefused.

    A plan somebody has worked in is left alone, whatever its sheets say now: what people write is theirs. Returns the
    plans that were brought in line with their sheets.
    """
    found = plan_folders(policies)
    folders = _untouched(found)
    _write(PlanText, folders, parts.texts, key="kind")
    _write(Project, folders, parts.projects, later=["parent"])
    complete([part for folder in folders for part in parts.parents(folder)], ["parent"])
    _write(Activity, folders, parts.activities)
    _write(IntendedResult, folders, parts.results)
    _write(ResultTarget, folders, parts.targets, key="code", later=["counts_as"])
    _repeat_targets(folders, policies)
    _write(Decision, folders, parts.decisions)
    _write(Capacity, folders, parts.capacity)
    _write(Funding, folders, parts.funding)
    _write(PlanPerson, folders, parts.people)
    _write(PlanLink, folders, parts.links)
    steps.take(folders)
    progress.seed(found)
    return _plans(folders)


def _untouched(folders: list[PlanFolder]) -> list[PlanFolder]:
    """The folders whose plan nobody has worked in, each with its plan stored."""
    upsert(_plans(folders), keys=["theme", "year"], later=WORKED_ON)
    fresh = ImplementationPlan.objects.filter(version=1, status=ImplementationPlan.Status.CONCEPT)
    ours = {plan.pk for plan in untouched(_plans(folders))} & set(fresh.values_list("pk", flat=True))
    return [folder for folder in folders if folder.plan.pk in ours]


def _write(
    model: type[Part],
    folders: list[PlanFolder],
    read: Callable[[PlanFolder], Iterable[Part]],
    *,
    key: str = "order",
    later: Collection[str] = (),
) -> None:
    """All rows of one table at once; those with the same `key` in their plan keep their id."""
    rows = [part for folder in folders for part in read(folder)]
    bring_in_line(model, rows, keys=["plan", key], later=later, plan__in=_plans(folders))


def _repeat_targets(folders: list[PlanFolder], policies: Mapping[Path, PolicyPlan]) -> None:
    """After all targets are stored: a target may count as one of another theme, also of a plan that is left alone."""
    by_code: dict[int, dict[str, ResultTarget]] = defaultdict(dict)
    coded = ResultTarget.objects.present().exclude(code="").filter(plan__theme__plan__in=policies.values())
    for target in coded.select_related("plan"):
        by_code[target.plan.year][target.code] = target
    repeated = [target for folder in folders for target in parts.repeated(folder, by_code[folder.plan.year])]
    complete(repeated, ["counts_as"])


def _plans(folders: list[PlanFolder]) -> list[ImplementationPlan]:
    return [folder.plan for folder in folders]
