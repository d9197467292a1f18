"""The uitvoeringsplannen of the demo data: each from a folder of its own, all of them together table by table."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from django.db import transaction

from nhveilig.seeding.rows import bring_in_line, complete, untouched, upsert
from nhveilig.seeding.sheets import SheetRow, read_text
from nhveilig.texts.cleaning import clean
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
from themes.seeding import progress
from themes.seeding.folders import TEXT_FILES, PlanFolder, plan_folders

Counting = ResultTarget.Counting
# Rows that say nothing but what their columns do, each kind with its sheet.
PLAIN_ROWS: dict[type[Part], tuple[str, str]] = {
    Decision: ("decisions.csv", "order title body needed_by due_on"),
    Capacity: ("capacity.csv", "order partner amount unit note"),
    Funding: ("funding.csv", "order source amount note"),
    PlanPerson: ("people.csv", "order kind name organisation"),
}
# What the sheet of a plan says nothing about.
WORKED_ON = [
    field.name
    for field in ImplementationPlan._meta.concrete_fields
    if field.name not in {"id", "theme", "year", "ambition_period", "deadline", "nature"}
]


@transaction.atomic
def seed(policies: Mapping[Path, PolicyPlan]) -> list[ImplementationPlan]:
    """The plans of every year in the folders of these policy plans. Raises FileRefused.

    A plan somebody has worked in is left alone, whatever its sheets say now: what people write is theirs. Returns the
    plans that were brought in line with their sheets.
    """
    found = plan_folders(policies)
    folders = _untouched(found)
    _write(PlanText, folders, _texts, key="kind")
    # What they are part of may be stored after them.
    _write(Project, folders, _projects, later=["parent"])
    complete([part for folder in folders for part in _parents(folder)], ["parent"])
    _write(Activity, folders, _activities)
    _write(IntendedResult, folders, _results)
    # What they count as may be a target of another plan.
    _write(ResultTarget, folders, _targets, key="code", later=["counts_as"])
    _repeat_targets(folders, policies)
    for model, (name, columns) in PLAIN_ROWS.items():
        _write(model, folders, partial(_plain_rows, model=model, name=name, columns=columns))
    _write(PlanLink, folders, _links)
    progress.take_steps(folders)
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
    repeated = [target for folder in folders for target in _repeated(folder, by_code[folder.plan.year])]
    complete(repeated, ["counts_as"])


def _plans(folders: list[PlanFolder]) -> list[ImplementationPlan]:
    return [folder.plan for folder in folders]


def _texts(folder: PlanFolder) -> Iterator[PlanText]:
    """Every plan has every text, also the ones nobody has written yet."""
    for kind, name in TEXT_FILES.items():
        path = folder.path / name
        yield PlanText(plan=folder.plan, kind=kind, html=clean(read_text(path)) if path.exists() else "")


def _projects(folder: PlanFolder) -> Iterator[Project]:
    return (project for _, project in _pointed_at(folder, Project, "projects.csv", "order title"))


def _parents(folder: PlanFolder) -> Iterator[Project]:
    """The projects that are part of another, with that other in `parent`."""
    known = folder.parts["projects.csv"]
    for row in folder.sheet("projects.csv"):
        if row.text("parent", required=False):
            project = row.lookup("order", known, "dit project")
            project.parent = row.lookup("parent", known, "dit project")
            yield project


def _activities(folder: PlanFolder) -> Iterator[Activity]:
    columns = "order title deliverable planned_moment due_on owner added_value"
    for row, activity in _grouped(folder, Activity, "activities.csv", columns):
        activity.partners = _one_per_line(row.text("partners", required=False))
        yield activity


def _results(folder: PlanFolder) -> Iterator[IntendedResult]:
    return (result for _, result in _grouped(folder, IntendedResult, "results.csv", "order title"))


def _grouped(folder: PlanFolder, model: type[Part], name: str, columns: str) -> Iterator[tuple[SheetRow, Part]]:
    """Rows under a goal of the theme and a project of the plan."""
    for row, part in _pointed_at(folder, model, name, columns):
        part.objective = row.lookup_or_none("objective", folder.objectives, "dit doel")
        part.project = row.lookup_or_none("project", folder.parts["projects.csv"], "dit project")
        yield row, part


def _pointed_at(folder: PlanFolder, model: type[Part], name: str, columns: str) -> Iterator[tuple[SheetRow, Part]]:
    """Rows with a text, that others name by their number."""
    for row in folder.sheet(name):
        part = model(plan=folder.plan, html=clean(row.text("html", required=False)), **row.values(model, columns))
        folder.parts[name][str(part.order)] = part
        yield row, part


def _targets(folder: PlanFolder) -> Iterator[ResultTarget]:
    for order, row in enumerate(folder.sheet("targets.csv"), start=1):
        yield ResultTarget(
            plan=folder.plan,
            order=order,
            result=row.lookup_or_none("result", folder.parts["results.csv"], "dit resultaat"),
            activity=row.lookup_or_none("activity", folder.parts["activities.csv"], "deze activiteit"),
            counting=row.choice("counting", Counting) if row.has("counting") else Counting.LAST,
            **row.values(ResultTarget, "code title operator value unit scope deadline due_on frequency note"),
        )


def _repeated(folder: PlanFolder, by_code: dict[str, ResultTarget]) -> Iterator[ResultTarget]:
    """The targets that only repeat another, with that other in `counts_as`. `by_code` has the targets of the year."""
    for row in folder.sheet("targets.csv"):
        if row.text("counts_as", required=False):
            target = row.lookup("code", by_code, "deze streefwaarde")
            target.counts_as = row.lookup("counts_as", by_code, "deze streefwaarde")
            yield target


def _plain_rows(folder: PlanFolder, model: type[Part], name: str, columns: str) -> Iterator[Part]:
    for row in folder.sheet(name):
        yield model(plan=folder.plan, **row.values(model, columns))


def _links(folder: PlanFolder) -> Iterator[PlanLink]:
    for row in folder.sheet("links.csv"):
        yield PlanLink(
            plan=folder.plan,
            theme=row.lookup("theme", folder.themes, "dit thema"),
            **row.values(PlanLink, "order note"),
        )


def _one_per_line(text: str) -> str:
    return "\n".join(part.strip() for part in text.split(";") if part.strip())
