"""Progress from sheets: what was reported and how it stands, once, and never over what people reported."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import themes.seeding.plans
from nhveilig.figures.units import forget_units
from nhveilig.figures.values import Figure, Qualifier
from nhveilig.seeding.models import SeededRow
from nhveilig.sheets.exceptions import FileRefused
from tests.accounts.factories import UserFactory
from tests.regions.factories import MunicipalityFactory
from tests.themes.factories import PolicyPlanFactory, ThemeFactory
from themes.models import (
    ImplementationPlan,
    Outlook,
    PlanLink,
    PlanStep,
    PolicyPlan,
    ProgressUpdate,
    ResultTarget,
    Standing,
)
from themes.progress.services import Report, recount, report_progress

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

COLUMNS = "order,code,activity,result,municipality,on,value,course,words,evidence,unchanged,corrects,by,reason"
ROWS = [
    "1,C-1,,,,2025-02-10,60,,Februari,,,,leider,",
    "2,C-1,,,,2025-05-01,80,,Mei,,,,leider,",
    "3,C-1,,,,2025-05-01,70,,Mei,,,2,leider,Er stonden er tien dubbel in.",
    "4,P-1,,,,2025-06-01,bijna 40,attention,Bijna twee vijfde,https://voorbeeld.nl/meting,,,,",
    "5,P-1,,,,2025-09-01,,,,,ja,,,",
    "6,,1,,,2025-03-01,,done,Klaar,,,,leider,",
    "7,,,1,,2025-12-31,,stopped,Gestopt,,,,leider,",
    "8,M-1,,,GM9900,2025-04-01,1,,,,,,,",
]
TARGET_COLUMNS = (
    "code,lines,result,activity,title,operator,value,unit,scope,deadline,due_on,frequency,counts_as,note,counting"
)
SHEETS = {
    "activities.csv": (
        "order,lines,objective,project,title,deliverable,planned_moment,due_on,owner,partners,added_value,html\n"
        "1,,,,Varen met licht,,,,,,,\n"
    ),
    "results.csv": "order,lines,objective,project,title,html\n1,,,,Het is licht,\n",
    "targets.csv": (
        f"{TARGET_COLUMNS}\n"
        "C-1,,1,,Controles,>=,130,controles,region,2025,,in_year,,,sum\n"
        "P-1,,1,,Lampen die branden,>=,50,% van de lampen,region,2025,,once,,,last\n"
        "M-1,,1,,Scan gedaan,>=,1,scans,municipality,2025,,once,,,last\n"
    ),
    "steps.csv": "order,to_status,days_ago,ends_in_days,taken_by,reason,taken_on\n1,adopted,,,leider,,2025-01-15\n",
}


@pytest.fixture
def policies(tmp_path: Path) -> dict[Path, PolicyPlan]:
    """A plan of two themes, of which the first has an adopted uitvoeringsplan with progress."""
    policy = PolicyPlanFactory()
    ThemeFactory(plan=policy, number=1, slug="water")
    ThemeFactory(plan=policy, number=2, slug="land")
    UserFactory(username="leider")
    MunicipalityFactory(code="GM9900")
    write(tmp_path / "jaar-2025", "plans.csv", "theme,ambition_period,deadline\nwater,,\nland,,\n")
    fill(tmp_path / "jaar-2025" / "water")
    return {tmp_path: policy}


def fill(folder: Path, rows: list[str] = ROWS) -> None:
    for name, text in SHEETS.items():
        write(folder, name, text)
    write(folder, "progress.csv", "\n".join([COLUMNS, *rows, ""]))


def write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def water_of(policies: dict[Path, PolicyPlan]) -> Path:
    return next(iter(policies)) / "jaar-2025" / "water"


def seed(policies: dict[Path, PolicyPlan]) -> ImplementationPlan:
    themes.seeding.plans.seed(policies)
    return ImplementationPlan.objects.get(theme__slug="water")


def standing_of(code: str) -> Standing:
    return Standing.objects.get(target__code=code)


def test_reports_stand_as_the_sheet_has_them(policies):
    plan = seed(policies)
    assert ProgressUpdate.objects.filter(plan=plan).count() == len(ROWS)
    first = ProgressUpdate.objects.get(words="Februari")
    assert (first.figure, first.on, first.reported_by.username) == (Figure.of(60), date(2025, 2, 10), "leider")
    assert timezone.localdate(first.reported_at) == first.on
    correction = ProgressUpdate.objects.get(corrects__isnull=False)
    assert (correction.figure, correction.corrects.figure) == (Figure.of(70), Figure.of(80))
    assert ProgressUpdate.objects.get(activity__order=1).course == Outlook.DONE
    assert ProgressUpdate.objects.get(result__order=1).course == Outlook.STOPPED


def test_what_adds_up_is_added_without_what_was_corrected(policies):
    seed(policies)
    standing = standing_of("C-1")
    assert (standing.figure, standing.reached, standing.updates) == (Figure.of(130), True, 2)


def test_nothing_changed_keeps_what_was_said_and_is_fresh(policies):
    seed(policies)
    standing = standing_of("P-1")
    assert (standing.figure, standing.reached) == (Figure.of(40, Qualifier.NEARLY), False)
    assert (standing.course, standing.words) == (Outlook.ATTENTION, "Bijna twee vijfde")
    assert (standing.evidence, standing.on) == ("https://voorbeeld.nl/meting", date(2025, 9, 1))


def test_a_municipality_has_its_own(policies):
    seed(policies)
    assert standing_of("M-1").municipality.code == "GM9900"


def test_every_standing_is_what_reporting_by_hand_would_have_made(policies):
    """The rows are made in bulk here and one by one there."""
    seed(policies)
    fields = [field.attname for field in Standing._meta.concrete_fields if not field.primary_key]
    made = {standing.pk: [getattr(standing, name) for name in fields] for standing in Standing.objects.all()}
    for standing in Standing.objects.all():
        recount(subject=standing.subject, municipality=standing.municipality)
    assert {one.pk: [getattr(one, name) for name in fields] for one in Standing.objects.all()} == made


def test_a_step_on_a_published_day_is_of_that_day(policies):
    plan = seed(policies)
    assert plan.adopted_on == date(2025, 1, 15)
    assert timezone.localdate(PlanStep.objects.get(plan=plan).taken_at) == date(2025, 1, 15)


def test_seeding_again_adds_nothing(policies):
    seed(policies)
    before = list(ProgressUpdate.objects.values_list("pk", flat=True))
    seed(policies)
    assert list(ProgressUpdate.objects.values_list("pk", flat=True)) == before
    assert Standing.objects.count() == 5


def test_what_somebody_reported_is_left_alone(policies):
    path = water_of(policies) / "progress.csv"
    sheet = path.read_text(encoding="utf-8")
    path.unlink()
    seed(policies)
    target = ResultTarget.objects.get(code="C-1")
    report = Report(on=date(2025, 7, 1), figure=Figure.of(5))
    report_progress(subject=target, report=report, by=None, today=date(2025, 8, 1))

    path.write_text(sheet, encoding="utf-8")
    seed(policies)

    assert ProgressUpdate.objects.count() == 1
    assert Standing.objects.get().figure == Figure.of(5)


def test_progress_comes_to_a_plan_that_was_seeded_before_there_was_any(policies):
    path = water_of(policies) / "progress.csv"
    sheet = path.read_text(encoding="utf-8")
    path.unlink()
    seed(policies)
    path.write_text(sheet, encoding="utf-8")
    seed(policies)
    assert ProgressUpdate.objects.count() == len(ROWS)


def test_a_plan_somebody_worked_in_gets_no_progress(policies):
    plan = seed(policies)
    ProgressUpdate.objects.filter(corrects__isnull=False).delete()
    ProgressUpdate.objects.all().delete()
    ImplementationPlan.objects.filter(pk=plan.pk).update(version=2)
    seed(policies)
    assert not ProgressUpdate.objects.exists()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("1,C-9,,,,2025-02-10,6,,,,,,,", "kolom “code”, waarde “C-9”: Dit deel van het plan bestaat niet"),
        ("1,C-1,1,,,2025-02-10,6,,,,,,,", "kolom “code”, waarde “C-1”: Vul precies één van de kolommen"),
        ("1,,,,,2025-02-10,6,,,,,,,", "kolom “code”: Vul precies één van de kolommen"),
        ("1,P-1,,,,2025-02-10,120,,,,,,,", "kolom “value”, waarde “120”: 120% is meer dan honderd procent"),
        (
            "1,P-1,,,,2026-02-10,20,,,,,,,",
            "kolom “on”, waarde “2026-02-10”: .* valt buiten het jaar van dit plan",
        ),
        ("1,M-1,,,,2025-02-10,1,,,,,,,", "kolom “value”, waarde “1”: Dit wordt per gemeente geteld"),
        (
            "1,M-1,,,GM9999,2025-02-10,1,,,,,,,",
            "kolom “municipality”, waarde “GM9999”: Deze gemeente bestaat niet",
        ),
        ("1,,1,,,2025-02-10,1,,,,,,,", "kolom “value”, waarde “1”: Hier hoort geen getal bij"),
        ("1,,1,,,2025-02-10,,,,,,,,", "kolom “course”: Kies of schrijf hoe het staat"),
        ("1,C-1,,,,2025-02-10,veel,,,,,,,", "kolom “value”, waarde “veel”: “veel” is geen getal"),
        ("1,C-1,,,,2025-02-10,1,goed,,,,,,", "kolom “course”, waarde “goed”: Kies een van: “done”, “on_track”"),
        ("1,C-1,,,,2025-02-10,1,,,,,,niemand,", "kolom “by”, waarde “niemand”: Deze gebruiker bestaat niet"),
        ("1,C-1,,,,2025-02-10,1,,,,,4,,Fout", "kolom “corrects”, waarde “4”: Deze eerdere melding bestaat niet"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_stored(policies, row, message):
    fill(water_of(policies), [row])
    with pytest.raises(FileRefused, match=f"rij 2, {message}"):
        seed(policies)
    assert not ImplementationPlan.objects.exists()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("9,C-1,,,,2025-05-01,7,,,,,3,,Nog eens", "kolom “corrects”, waarde “3”: Dit is zelf een verbetering"),
        ("9,C-1,,,,2025-05-01,7,,,,,1,,", "kolom “reason”: Een verbetering heeft een reden"),
        ("9,P-1,,,,2025-05-01,7,,,,,1,,Fout", "kolom “corrects”, waarde “1”: Die melding gaat over iets anders"),
        ("9,C-1,,,,2025-05-01,7,,,,,2,,Fout", "kolom “corrects”, waarde “2”: Die melding is al verbeterd"),
    ],
)
def test_a_correction_is_of_one_report_on_the_same_thing(policies, row, message):
    fill(water_of(policies), [*ROWS, row])
    with pytest.raises(FileRefused, match=f"rij 10, {message}"):
        seed(policies)


def test_of_a_plan_that_was_not_adopted_nothing_is_reported(policies):
    (water_of(policies) / "steps.csv").unlink()
    with pytest.raises(FileRefused, match="rij 2, kolom “order”, waarde “1”: Over dit plan kan nog geen voortgang"):
        seed(policies)


def test_more_plans_take_no_more_queries(policies):
    def queries() -> int:
        ProgressUpdate.objects.filter(corrects__isnull=False).delete()
        ImplementationPlan.objects.all().delete()
        # As if nobody had removed them: the sheets have never been read.
        SeededRow.objects.all().delete()
        forget_units()
        with CaptureQueriesContext(connection) as captured:
            seed(policies)
        return len(captured)

    one = queries()
    land = water_of(policies).parent / "land"
    fill(land)
    assert queries() == one
    assert ProgressUpdate.objects.count() == 2 * len(ROWS)


def test_a_link_names_a_theme_of_its_own_years(policies):
    """Plans that follow each other have themes of the same name."""
    (folder, policy), later = next(iter(policies.items())), PolicyPlanFactory(start_year=2029, end_year=2032)
    ThemeFactory(plan=later, number=1, slug="land")
    write(water_of(policies), "links.csv", "order,theme,note\n1,land,Wie vaart loopt ook.\n")
    seed({folder: policy, folder.parent / "later": later})
    assert PlanLink.objects.get().theme.plan == policy
