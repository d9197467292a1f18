"""The rows of the file: of one plan a sheet for each kind, of many all of them in one table."""

from collections.abc import Iterable, Iterator

from django import forms
from tablib import Databook, Dataset

from nhveilig.imports.formats import written_figure
from themes.exchange.constants import (
    ABOUT,
    COLUMNS,
    KEY,
    KIND,
    PARTS,
    PLAN,
    REPORT,
    SHEETS,
    TOWN,
    UNCHANGED,
    WORD_OF,
    heads,
    key_in_words,
)
from themes.models import ImplementationPlan, ProgressUpdate
from themes.models.plans import Part
from themes.parts.forms import QuartersField
from themes.parts.queries import PlanParts
from themes.parts.registry import PART_KINDS, key_of, owner_of

Cells = dict[str, object]


def name_of_plan(plan: ImplementationPlan) -> str:
    return f"{plan.theme.short_title} {plan.year}"


def sheets_of(plan: ImplementationPlan) -> Databook:
    """Expects a plan read `with_parts()`. One query."""
    rows = list(rows_of(plan, reports_of([plan])))
    book = Databook()
    for code, title in SHEETS.items():
        names = heads(code)
        own = [[row.get(name, "") for name in names] for row in rows if row[KIND] == WORD_OF[code]]
        book.add_sheet(Dataset(*own, headers=names, title=title))
    return book


def table_of(plans: Iterable[ImplementationPlan]) -> Dataset:
    """The same of many plans, one kind below the other. One query."""
    plans = list(plans)
    reports, names = reports_of(plans), [column.name for column in COLUMNS]
    rows = [[row.get(name, "") for name in names] for plan in plans for row in rows_of(plan, reports)]
    return Dataset(*rows, headers=names, title="Plannen")


def reports_of(plans: Iterable[ImplementationPlan]) -> list[ProgressUpdate]:
    """Those that hold, oldest first."""
    found = ProgressUpdate.objects.standing().filter(plan__in=plans).select_related("municipality")
    return list(found.order_by("on", "pk"))


def rows_of(plan: ImplementationPlan, reports: Iterable[ProgressUpdate]) -> Iterator[Cells]:
    parts, about = PlanParts(plan), {PLAN: name_of_plan(plan)}
    for found in (parts.activities, parts.results, parts.targets):
        for part in found:
            yield about | _part(part, parts)
    there = {key_of(one) for found in (parts.activities, parts.results, parts.targets) for one in found}
    for report in reports:
        name, pk = report.subject_place
        if report.plan_id == plan.pk and f"{name}-{pk}" in there:
            yield about | _report(report, f"{name}-{pk}")


def _part(part: Part, parts: PlanParts) -> Cells:
    kind = PART_KINDS[key_of(part).partition("-")[0]]
    cells = {column: _written(kind.fields[name], part, name, parts) for name, column in PARTS[kind.code].items()}
    return cells | {KIND: WORD_OF[kind.code], KEY: key_in_words(key_of(part)), ABOUT: key_in_words(owner_of(part))}


def _written(field: forms.Field, part: Part, name: str, parts: PlanParts) -> object:
    if name == "objective":
        goal = parts.objective_of(part)
        return goal.number if goal else ""
    value = getattr(part, name)
    if isinstance(field, QuartersField):
        return field.words(value)
    if choices := getattr(field, "choices", ()):
        return str(dict(choices).get(value, ""))
    return "" if value is None else value


def _report(report: ProgressUpdate, about: str) -> Cells:
    said = {column: getattr(report, name) for name, column in REPORT.items() if name != "value"}
    return said | {
        KIND: WORD_OF["report"],
        KEY: f"{WORD_OF['report']}-{report.pk}",
        ABOUT: key_in_words(about),
        TOWN: report.municipality.name if report.municipality else "",
        REPORT["value"]: written_figure(report.figure),
        REPORT["course"]: UNCHANGED if report.unchanged else report.get_course_display(),
    }
