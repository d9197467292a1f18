"""The parts of a uitvoeringsplan as its sheets have them. Every function raises FileRefused."""

from collections.abc import Iterator

from nhveilig.seeding.sheets import SheetRow, read_text
from nhveilig.texts.cleaning import clean
from themes.models import (
    Activity,
    Capacity,
    Decision,
    Funding,
    IntendedResult,
    PlanLink,
    PlanPerson,
    PlanText,
    Project,
    ResultTarget,
)
from themes.seeding.folders import TEXT_FILES, PlanFolder

Counting = ResultTarget.Counting


def texts(folder: PlanFolder) -> Iterator[PlanText]:
    """Every plan has every text, also the ones nobody has written yet."""
    for kind, name in TEXT_FILES.items():
        path = folder.path / name
        yield PlanText(plan=folder.plan, kind=kind, html=clean(read_text(path)) if path.exists() else "")


def projects(folder: PlanFolder) -> Iterator[Project]:
    """Without what they are part of: that may be stored after them; see `parents`."""
    for row in folder.sheet("projects.csv"):
        project = Project(plan=folder.plan, order=row.integer("order"), title=row.text("title"), html=_html(row))
        folder.projects[str(project.order)] = project
        yield project


def parents(folder: PlanFolder) -> Iterator[Project]:
    """The projects that are part of another, with that other in `parent`."""
    for row in folder.sheet("projects.csv"):
        if row.text("parent", required=False):
            project = row.lookup("order", folder.projects, "dit project")
            project.parent = row.lookup("parent", folder.projects, "dit project")
            yield project


def activities(folder: PlanFolder) -> Iterator[Activity]:
    for row in folder.sheet("activities.csv"):
        activity = Activity(
            plan=folder.plan,
            objective=row.lookup_or_none("objective", folder.objectives, "dit doel"),
            project=row.lookup_or_none("project", folder.projects, "dit project"),
            partners=_one_per_line(row.text("partners", required=False)),
            html=_html(row),
            **row.values(Activity, "order title deliverable planned_moment due_on owner added_value"),
        )
        folder.activities[str(activity.order)] = activity
        yield activity


def results(folder: PlanFolder) -> Iterator[IntendedResult]:
    for row in folder.sheet("results.csv"):
        result = IntendedResult(
            plan=folder.plan,
            objective=row.lookup_or_none("objective", folder.objectives, "dit doel"),
            project=row.lookup_or_none("project", folder.projects, "dit project"),
            html=_html(row),
            **row.values(IntendedResult, "order title"),
        )
        folder.results[str(result.order)] = result
        yield result


def targets(folder: PlanFolder) -> Iterator[ResultTarget]:
    """Without what they count as: that may be a target of another plan; see `repeated`."""
    for order, row in enumerate(folder.sheet("targets.csv"), start=1):
        yield ResultTarget(
            plan=folder.plan,
            order=order,
            result=row.lookup_or_none("result", folder.results, "dit resultaat"),
            activity=row.lookup_or_none("activity", folder.activities, "deze activiteit"),
            counting=row.choice("counting", Counting) if row.has("counting") else Counting.LAST,
            **row.values(ResultTarget, "code title operator value unit scope deadline due_on frequency note"),
        )


def repeated(folder: PlanFolder, by_code: dict[str, ResultTarget]) -> Iterator[ResultTarget]:
    """The targets that only repeat another, with that other in `counts_as`. `by_code` has the targets of the year."""
    for row in folder.sheet("targets.csv"):
        if row.text("counts_as", required=False):
            target = row.lookup("code", by_code, "deze streefwaarde")
            target.counts_as = row.lookup("counts_as", by_code, "deze streefwaarde")
            yield target


def decisions(folder: PlanFolder) -> Iterator[Decision]:
    for row in folder.sheet("decisions.csv"):
        yield Decision(plan=folder.plan, **row.values(Decision, "order title body needed_by due_on"))


def capacity(folder: PlanFolder) -> Iterator[Capacity]:
    for row in folder.sheet("capacity.csv"):
        yield Capacity(plan=folder.plan, **row.values(Capacity, "order partner amount unit note"))


def funding(folder: PlanFolder) -> Iterator[Funding]:
    for row in folder.sheet("funding.csv"):
        yield Funding(plan=folder.plan, **row.values(Funding, "order source amount note"))


def people(folder: PlanFolder) -> Iterator[PlanPerson]:
    for row in folder.sheet("people.csv"):
        yield PlanPerson(plan=folder.plan, **row.values(PlanPerson, "order kind name organisation"))


def links(folder: PlanFolder) -> Iterator[PlanLink]:
    for row in folder.sheet("links.csv"):
        yield PlanLink(
            plan=folder.plan,
            theme=row.lookup("theme", folder.themes, "dit thema"),
            **row.values(PlanLink, "order note"),
        )


def _html(row: SheetRow) -> str:
    return clean(row.text("html", required=False))


def _one_per_line(text: str) -> str:
    return "\n".join(part.strip() for part in text.split(";") if part.strip())
