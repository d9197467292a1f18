"""Plans from sheets: seeding again changes nothing, and never what people wrote."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import themes.seeding.plans
from nhveilig.sheets.exceptions import FileRefused
from themes.models import Activity, ImplementationPlan, PlanLink, PlanText, PolicyPlan, Project, ResultTarget, Theme

pytestmark = pytest.mark.sqlite

SHEETS = {
    "projects.csv": "order,parent,title,html\n1,2,Steigers,\n2,,Havens,\n",
    "activities.csv": (
        "order,lines,objective,project,title,deliverable,planned_moment,due_on,owner,partners,added_value,html\n"
        "1,,1,1,Steigers verlichten,Lampen,voorjaar,2031-05-01,,havenmeester; gemeente,,<p>Elke steiger.</p>\n"
        "2,,,,Varen met licht,,,,,,,\n"
    ),
    "results.csv": "order,lines,objective,project,title,html\n1,,,,Het is licht,\n",
    "targets.csv": (
        "code,lines,result,activity,title,operator,value,unit,scope,deadline,due_on,frequency,counts_as,note\n"
        "W-1,,1,,Lampen,>=,12.5,meldingen,region,2031,,once,,\n"
        "W-2,,,2,Lampen,>=,12.5,meldingen,region,2031,,once,W-1,Dezelfde meldingen.\n"
    ),
    "links.csv": "order,theme,note\n1,land,Wie vaart loopt ook.\n",
    "ambitie.html": "<p>Veilig op het water.</p>",
}


@pytest.fixture
def policies(demo, tmp_path: Path) -> dict[Path, PolicyPlan]:
    """A policy plan of two themes, of which only the first has something in its plan of 2031."""
    unit = PolicyPlan.objects.first().police_unit
    policy = PolicyPlan.objects.create(slug="proef", police_unit=unit, title="Proef", start_year=2030, end_year=2033)
    for number, slug in enumerate(("water", "land"), start=1):
        theme = Theme.objects.create(plan=policy, number=number, slug=slug, title=slug, short_title=slug)
        theme.objectives.create(number=1, text="Minder ongelukken.")
    write(tmp_path / "jaar-2031", "plans.csv", "theme,ambition_period,deadline\nwater,2030-2033,\nland,,2030-10-01\n")
    for name, text in SHEETS.items():
        write(tmp_path / "jaar-2031" / "water", name, text)
    return {tmp_path: policy}


def write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def seed(policies: dict[Path, PolicyPlan]) -> dict[str, ImplementationPlan]:
    return {plan.theme.slug: plan for plan in themes.seeding.plans.seed(policies)}


def folder_of(policies: dict[Path, PolicyPlan]) -> Path:
    return next(iter(policies)) / "jaar-2031" / "water"


def test_a_plan_has_what_its_sheets_say(policies):
    water = seed(policies)["water"]

    steigers = Project.objects.get(plan=water, title="Steigers")
    assert steigers.parent.title == "Havens"
    light = Activity.objects.get(plan=water, order=1)
    assert (light.project, light.objective.text) == (steigers, "Minder ongelukken.")
    assert light.partners == "havenmeester\ngemeente"
    first, second = ResultTarget.objects.filter(plan=water)
    assert (first.result.title, first.value, first.counts_as) == ("Het is licht", 12.5, None)
    assert (second.activity.title, second.counts_as) == ("Varen met licht", first)
    assert PlanLink.objects.get(plan=water).theme.slug == "land"


def test_a_plan_nobody_wrote_in_has_its_empty_texts(policies):
    land = seed(policies)["land"]
    assert land.deadline.isoformat() == "2030-10-01"
    texts = PlanText.objects.filter(plan=land)
    assert (texts.count(), texts.exclude(html="").count()) == (len(PlanText.Kind), 0)


def test_a_plan_stands_where_its_steps_lead(policies):
    write(
        folder_of(policies),
        "steps.csv",
        "order,to_status,days_ago,ends_in_days,taken_by,reason\n1,review,9,,projectleider,\n"
        "2,consultation,2,21,staf,Wat vindt u?\n",
    )
    water = seed(policies)["water"]
    water.refresh_from_db()
    today = timezone.localdate()
    assert (water.status, water.consultation_ends_on) == ("consultation", today + timedelta(days=21))
    steps = list(water.steps.all())
    assert [(step.from_status, step.to_status) for step in steps] == [("concept", "review"), ("review", "consultation")]
    assert [(timezone.localdate() - timezone.localdate(step.taken_at)).days for step in steps] == [9, 2]

    assert "water" not in seed(policies)
    assert water.steps.count() == 2


def test_seeding_again_keeps_the_rows_and_follows_the_sheets(policies):
    water = seed(policies)["water"]
    before = dict(Activity.objects.filter(plan=water).values_list("order", "pk"))
    path = folder_of(policies) / "activities.csv"
    path.write_text(path.read_text().replace("2,,,,Varen met licht", "2,,,,Varen bij dag"), encoding="utf-8")

    seed(policies)

    assert dict(Activity.objects.filter(plan=water).values_list("order", "pk")) == before
    assert Activity.objects.get(plan=water, order=2).title == "Varen bij dag"
    assert ResultTarget.objects.get(plan=water, code="W-2").counts_as.code == "W-1"


@pytest.mark.parametrize("touched", [{"version": 2}, {"status": ImplementationPlan.Status.REVIEW}], ids=str)
def test_a_plan_somebody_worked_in_is_left_alone(policies, touched):
    water = seed(policies)["water"]
    ImplementationPlan.objects.filter(pk=water.pk).update(**touched)
    Activity.objects.filter(plan=water, order=1).update(title="Lantaarns")
    Activity.objects.filter(plan=water, order=2).delete()

    assert seed(policies).keys() == {"land"}
    assert [activity.title for activity in Activity.objects.filter(plan=water)] == ["Lantaarns"]


def test_a_target_may_count_as_one_of_a_plan_that_is_left_alone(policies):
    water = seed(policies)["water"]
    ImplementationPlan.objects.filter(pk=water.pk).update(version=2)
    header = SHEETS["targets.csv"].splitlines()[0]
    row = "L-1,,,,Lampen,>=,12.5,meldingen,region,2031,,once,W-1,"
    write(folder_of(policies).parent / "land", "targets.csv", f"{header}\n{row}\n")

    land = seed(policies)["land"]

    assert ResultTarget.objects.get(plan=land).counts_as.plan == water


@pytest.mark.parametrize(
    ("sheet", "old", "new", "message"),
    [
        (
            "activities.csv",
            "1,,1,1,Steigers",
            "1,,7,1,Steigers",
            r"rij 2, kolom “objective”, waarde “7”: Dit doel best",
        ),
        ("targets.csv", "once,W-1", "once,W-9", r"rij 3, kolom “counts_as”, waarde “W-9”: Deze streefwaarde bestaat"),
        ("links.csv", "land", "lucht", r"rij 2, kolom “theme”, waarde “lucht”: Dit thema bestaat niet"),
        ("projects.csv", "1,2,", "1,3,", r"rij 2, kolom “parent”, waarde “3”: Dit project bestaat niet"),
    ],
)
def test_a_mistake_in_a_sheet_is_named_and_nothing_is_stored(policies, sheet, old, new, message):
    path = folder_of(policies) / sheet
    path.write_text(path.read_text().replace(old, new), encoding="utf-8")

    with pytest.raises(FileRefused, match=message):
        seed(policies)
    assert not ImplementationPlan.objects.filter(year=2031).exists()


def test_a_misspelt_sheet_is_refused(policies):
    write(folder_of(policies), "activiteiten.csv", "order\n")
    with pytest.raises(FileRefused, match=r"activiteiten\.csv in water is geen deel van een uitvoeringsplan"):
        seed(policies)


def test_a_folder_of_no_plan_is_refused(policies):
    write(folder_of(policies).parent / "watter", "ambitie.html", "<p>Veilig.</p>")
    with pytest.raises(FileRefused, match=r"watter in jaar-2031 hoort bij geen plan in plans\.csv"):
        seed(policies)


def test_more_plans_take_no_more_queries(policies):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            seed(policies)
        return len(captured)

    seed(policies)
    one = queries()
    for name, text in SHEETS.items():
        write(folder_of(policies).parent / "land", name, text.replace("W-", "L-"))
    seed(policies)
    assert queries() == one
