"""The uitvoeringsplannen of the demo data: each from a folder of its own, all of them together table by table."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from django.db import transaction

from nhveilig.seeding.rows import bring_in_line
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


@transaction.atomic
def seed(policies: Mapping[Path, PolicyPlan]) -> list[ImplementationPlan]:
    """The plans of every year in the folders of these policy plans. Raises FileRefused.

    A plan somebody has worked in is left alone, whatever its sheets say now: what people write is theirs. Returns the
    plans that were brought in line with their sheets.
    """
    found = plan_folders(policies)
    folders = _untouched(found)
    _write(PlanText, folders, parts.texts, key="kind")
    _write(Project, folders, parts.projects)
    Project.objects.bulk_update([part for folder in folders for part in parts.parents(folder)], ["parent"])
    _write(Activity, folders, parts.activities)
    _write(IntendedResult, folders, parts.results)
    _write(ResultTarget, folders, parts.targets, key="code")
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
    themes = {folder.plan.theme_id for folder in folders}
    stored = {(plan.theme_id, plan.year): plan for plan in ImplementationPlan.objects.filter(theme__in=themes)}
    new, known = [], []
    for folder in folders:
        plan = stored.get((folder.plan.theme_id, folder.plan.year))
        if plan is None:
            new.append(folder)
        elif plan.version == 1 and plan.status == ImplementationPlan.Status.CONCEPT:
            folder.plan.pk = plan.pk
            known.append(folder)
    ImplementationPlan.objects.bulk_update(_plans(known), ["ambition_period", "deadline"])
    ImplementationPlan.objects.bulk_create(_plans(new))
    return new + known


def _write(
    model: type[Part], folders: list[PlanFolder], read: Callable[[PlanFolder], Iterable[Part]], *, key: str = "order"
) -> None:
    """All rows of one table at once; those with the same `key` in their plan keep their id."""
    rows = [part for folder in folders for part in read(folder)]
    bring_in_line(model, rows, keys=["plan", key], plan__in=_plans(folders))


def _repeat_targets(folders: list[PlanFolder], policies: Mapping[Path, PolicyPlan]) -> None:
    """After all targets are stored: a target may count as one of another theme, also of a plan that is left alone."""
    by_code: dict[int, dict[str, ResultTarget]] = defaultdict(dict)
    coded = ResultTarget.objects.present().exclude(code="").filter(plan__theme__plan__in=policies.values())
    for target in coded.select_related("plan"):
        by_code[target.plan.year][target.code] = target
    repeated = [target for folder in folders for target in parts.repeated(folder, by_code[folder.plan.year])]
    ResultTarget.objects.bulk_update(repeated, ["counts_as"])


def _plans(folders: list[PlanFolder]) -> list[ImplementationPlan]:
    return [folder.plan for folder in folders]
