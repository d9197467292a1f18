"""The plans of 2025 in the demo data against what the jaarplan 2025 of NHVeilig publishes.

The sheets in `published/` are copies of the counts, the places and the targets found in the publication. They bear its
own words for scope and frequency; a theme is named by its place in the publication (OND1 is the first of its chapter).
"""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from themes.models import Activity, ImplementationPlan, IntendedResult, PlanText, Project, ResultTarget
from themes.models.plans import Part

Row = dict[str, str]
Scope, Frequency = ResultTarget.Scope, ResultTarget.Frequency
SCOPES = {
    "regio": Scope.REGION,
    "hele regio": Scope.REGION,
    "eenheid": Scope.REGION,
    "per gemeente": Scope.EVERY_MUNICIPALITY,
    "alle gemeenten": Scope.ALL_MUNICIPALITIES,
    "alle gemeenten in de regio": Scope.ALL_MUNICIPALITIES,
    "1 gemeente": Scope.ONE_MUNICIPALITY,
}
FREQUENCIES = {
    "eenmalig": Frequency.ONCE,
    "doorlopend": Frequency.CONTINUOUS,
    "per kwartaal": Frequency.QUARTERLY,
    "halfjaarlijks": Frequency.HALF_YEARLY,
    "per jaar": Frequency.YEARLY,
    "in 2025": Frequency.IN_THE_YEAR,
}
# The publication says them twice: the same of two themes, the day for parents of four, the drugs picture of one.
COUNTED_ELSEWHERE = {
    "KPI-30": "KPI-20",
    "KPI-45": "KPI-56",
    "KPI-50": "KPI-43",
    "KPI-51": "KPI-44",
    "KPI-52": "KPI-56",
    "KPI-61": "KPI-56",
}
GOVERNING_BODY = "STUUR"
COUNTED = ["objectives", "activities", "results", "projects"]


def published(name: str) -> list[Row]:
    with (Path(__file__).parent / "published" / f"{name}-2025.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


THEMES = {row["theme"]: row for row in published("themes")}
TARGETS = {row["code"]: row for row in published("targets")}


def place(number: str) -> str:
    """The slug of the theme. The target of the stuurgroep stands with the cases, on which it decides."""
    return THEMES["RIEC4" if number == GOVERNING_BODY else number]["slug"]


@pytest.fixture
def plans(demo) -> dict[str, ImplementationPlan]:
    found = ImplementationPlan.objects.filter(year=2025, theme__plan__police_unit__code="RE04")
    return {plan.theme.slug: plan for plan in found.select_related("theme")}


def test_every_theme_has_its_plan(plans):
    titles = {plan.theme.slug: (plan.theme.title, plan.ambition_period) for plan in plans.values()}
    assert titles == {row["slug"]: (row["title"], row["period"]) for row in THEMES.values()}


def test_every_plan_has_as_many_of_each_as_published(plans):
    counts = {slug: _counts(plan) for slug, plan in plans.items()}
    assert counts == {theme["slug"]: {name: int(theme[name]) for name in COUNTED} for theme in THEMES.values()}


def _counts(plan: ImplementationPlan) -> dict[str, int]:
    models = {"activities": Activity, "results": IntendedResult, "projects": Project}
    of_plan = {name: model.objects.filter(plan=plan).count() for name, model in models.items()}
    return {"objectives": plan.theme.objectives.count()} | of_plan


def test_together_they_are_what_was_published(plans):
    of_2025 = {"plan__in": plans.values()}
    assert Activity.objects.filter(**of_2025).count() == 96
    assert IntendedResult.objects.filter(**of_2025).count() == 60
    assert sum(plan.theme.objectives.count() for plan in plans.values()) == 16
    targets = ResultTarget.objects.filter(**of_2025)
    assert (targets.count(), targets.counted_once().count()) == (71, 71 - len(COUNTED_ELSEWHERE))


def test_a_row_published_under_a_goal_or_project_stands_there(plans):
    """The publication groups the rows of some themes only; for the others nothing is compared."""
    found = {
        (kind, plan.theme.slug, str(row.order)): _group(row)
        for kind, model in (("activity", Activity), ("result", IntendedResult))
        for plan in plans.values()
        for row in model.objects.filter(plan=plan).select_related("objective", "project", "plan__theme")
    }
    rows = {(row["kind"], place(row["theme"]), row["number"]): row["group"] for row in published("rows")}
    assert found.keys() == rows.keys()
    grouped = {row: group for row, group in rows.items() if group}
    assert {row: found[row] for row in grouped} == grouped


def _group(row: Activity | IntendedResult) -> str:
    if row.project:
        return f"{'weg' if row.plan.theme.slug == 'cybercrime' else 'deelproject'} {row.project.order}"
    return f"doel {row.objective.number}" if row.objective else ""


def test_the_sheets_say_where_each_row_was_published():
    found = {
        (kind, theme["slug"], row["order"]): row["lines"]
        for theme in THEMES.values()
        for kind, sheet in (("activity", "activities"), ("result", "results"))
        for row in _sheet(theme["slug"], sheet)
    }
    assert found == {(row["kind"], place(row["theme"]), row["number"]): row["lines"] for row in published("rows")}
    lines = {row["code"]: row["lines"] for theme in THEMES.values() for row in _sheet(theme["slug"], "targets")}
    assert lines == {code: row["lines"] for code, row in TARGETS.items()}


def _sheet(slug: str, name: str) -> Iterator[Row]:
    for path in settings.FIXTURES_DIR.glob(f"*/jaar-2025/{slug}/{name}.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def test_every_target_is_what_was_published(plans):
    found = ResultTarget.objects.filter(plan__in=plans.values()).select_related("plan__theme")
    assert {target.code: _stored(target) for target in found} == {code: _said(row) for code, row in TARGETS.items()}


def _stored(target: ResultTarget) -> tuple[object, ...]:
    measure = (target.operator, target.value, target.unit, target.scope)
    return target.plan.theme.slug, _measured(target), *measure, target.deadline, target.frequency


def _said(row: Row) -> tuple[object, ...]:
    measure = (row["operator"], Decimal(row["value"]), row["unit"], SCOPES[row["scope"]])
    return place(row["theme"]), row["kind"], *measure, row["deadline"], FREQUENCIES[row["frequency"]]


def _measured(target: ResultTarget) -> str:
    """What the target hangs on, in the word of the publication; the yearly round of the stuurgroep on neither."""
    if target.result_id:
        return "resultaat"
    return "activiteit" if target.activity_id else "cyclus"


def test_what_is_said_twice_counts_once(plans):
    repeated = ResultTarget.objects.filter(plan__in=plans.values(), counts_as__isnull=False)
    assert dict(repeated.values_list("code", "counts_as__code")) == COUNTED_ELSEWHERE


def test_a_target_that_may_surprise_says_why(plans):
    surprising = ["KPI-13", "KPI-71", *COUNTED_ELSEWHERE]
    targets = ResultTarget.objects.filter(plan__in=plans.values(), code__in=surprising)
    assert targets.exclude(note="").count() == len(surprising)


def test_every_plan_has_an_ambition_and_a_place_for_every_text(plans):
    for plan in plans.values():
        texts = dict(PlanText.objects.filter(plan=plan).values_list("kind", "html"))
        assert texts.keys() == set(PlanText.Kind)
        assert texts[PlanText.Kind.AMBITION], plan


def test_every_part_fits_its_fields(plans):
    """SQLite does not measure a text, PostgreSQL refuses it; and no fixture may hold what no form takes."""
    kinds = [model for model in apps.get_app_config("themes").get_models() if issubclass(model, Part)]
    for part in (part for model in kinds for part in model.objects.filter(plan__in=plans.values())):
        part.clean_fields(exclude=["plan", "objective", "project", "result", "activity", "counts_as", "theme"])
