"""Figures in parts that add up to them."""

from datetime import date

import pytest
import time_machine

from nhveilig.figures.values import Figure, Qualifier
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory, ResultTargetFactory
from tests.themes.progress.reporting import browser, reported
from tests.themes.workflow.people import writer
from themes.models import ProgressUpdate, ResultTarget, Standing
from themes.progress.breakdowns import divided, known_parts, read, written
from themes.progress.exceptions import FieldWrong
from themes.progress.standings import subject_url

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
SUM = ResultTarget.Counting.SUM


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel("2025-10-01 09:00+02:00", tick=False):
        yield


@pytest.fixture
def target():
    plan = ImplementationPlanFactory(status="adopted", year=2025)
    return ResultTargetFactory(plan=plan, value=200, unit="jongeren", title="Jongeren bereikt")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("jongens: 110; meisjes: 70", "jongens: 110; meisjes: 70"),
        ("  jongens :110\n\nmeisjes:   70 ;", "jongens: 110; meisjes: 70"),
        ("12-18 jaar: jongens: 110; rest: 70,0", "12-18 jaar: jongens: 110; rest: 70"),
        ("a: 180; b: 0", "a: 180; b: 0"),
        ("", ""),
    ],
)
def test_is_stored_in_one_way_that_reads_back(target, typed, stored):
    assert divided(target, Figure.of(180), typed) == stored
    assert written(read(stored)) == stored


@pytest.mark.parametrize(
    ("figure", "typed", "sentence"),
    [
        (180, "jongens: 110; meisjes: 60", "De delen zijn samen 170, en het getal is 180: er ontbreekt nog 10."),
        (1500, "a: 1000; b: 510,5", "De delen zijn samen 1.510,5, en het getal is 1.500: dat is 10,5 te veel."),
        (180, "jongens: 110; Jongens: 70", "“jongens” staat er twee keer."),
        (180, "jongens; meisjes: 70", "Schrijf bij “jongens” een naam en een getal"),
        (180, "jongens: veel; meisjes: 70", "Bij “jongens”:"),
        (180, "jongens: ; meisjes: 70", "Vul bij “jongens” een getal in"),
        (180, "jongens: -10; meisjes: 190", "een getal in van nul of meer"),
        (180, "jongens: onbekend; meisjes: 180", "een getal in van nul of meer"),
        (180, "jongens: circa 110; meisjes: 70", "180 is een vast getal"),
        (180, f"{'x' * 81}: 180", "is te lang voor een deel"),
        (180, ";".join(f"{number}: 1" for number in range(21)), "er passen er 20"),
    ],
)
def test_what_does_not_add_up_is_said_with_by_how_much(target, figure, typed, sentence):
    with pytest.raises(FieldWrong) as refused:
        divided(target, Figure.of(figure), typed)
    assert sentence in str(refused.value)
    assert refused.value.field == "breakdown"


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [({"unit": "%"}, "Een percentage"), ({"unit": "% van signalen"}, "Een percentage"), ({"value": 1}, "wel of niet")],
)
def test_some_figures_have_no_parts(target, kind, sentence):
    other = ResultTargetFactory(plan=target.plan, **{"value": 5, "unit": "scans"} | kind)
    with pytest.raises(FieldWrong, match=sentence):
        divided(other, Figure.of(1), "a: 1")
    page = browser(writer(target.plan)).get(subject_url(other)).content.decode()
    assert "Verdeel het getal in delen" not in page


def test_a_number_that_is_nearly_so_has_parts_that_are_nearly_so_or_are_counted(target):
    nearly = Figure.of(12, Qualifier.NEARLY)
    assert divided(target, nearly, "a: circa 5; b: 7") == "a: circa 5; b: 7"
    with pytest.raises(FieldWrong, match="Vul eerst het getal in"):
        divided(target, Figure.unknown(), "a: 5")
    with pytest.raises(FieldWrong, match="hoort geen getal bij"):
        divided(ActivityFactory(plan=target.plan), Figure.blank(), "a: 5")


def test_how_it_stands_has_the_parts_of_what_was_said_last(target):
    reported(target, 100, on=date(2025, 3, 1), breakdown="jongens: 60; meisjes: 40")
    reported(target, 180, on=date(2025, 6, 1), breakdown="jongens: 110; meisjes: 70")
    assert Standing.objects.get().breakdown == "jongens: 110; meisjes: 70"
    reported(target, 190, on=date(2025, 7, 1))
    assert Standing.objects.get().breakdown == ""
    assert known_parts(target) == ["jongens", "meisjes"]


def test_what_adds_up_adds_up_by_part(target):
    target.counting = SUM
    target.save()
    reported(target, 10, on=date(2025, 3, 1), breakdown="jongens: 6; meisjes: 4")
    reported(target, 5, on=date(2025, 4, 1))
    reported(target, 7, on=date(2025, 5, 1), breakdown="Meisjes: 7")
    assert Standing.objects.get().breakdown == "jongens: 6; meisjes: 11; niet verdeeld: 5"


def test_is_typed_in_rows_with_the_parts_of_before(target):
    reported(target, 100, on=date(2025, 3, 1), breakdown="jongens: 60; meisjes: 40")
    client, url = browser(writer(target.plan)), subject_url(target)
    page = client.get(url).content.decode()
    assert 'name="breakdown-deel-1" value="jongens"' in page
    assert "waarvan jongens: 60; meisjes: 40" in page
    typed = {"value": "180", "on": "2025-09-01", "breakdown-deel-1": "jongens", "breakdown-getal-1": "110"}
    typed |= {"breakdown-deel-2": "meisjes", "breakdown-getal-2": "", "breakdown-deel-3": "anders; of onbekend"}
    answer = client.post(url, typed | {"breakdown-getal-3": "60"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "De delen zijn samen 170, en het getal is 180: er ontbreekt nog 10." in page
    assert 'value="anders, of onbekend"' in page
    assert client.post(url, typed | {"breakdown-getal-3": "70"}).status_code == 302
    assert ProgressUpdate.objects.latest("pk").breakdown == "jongens: 110; anders, of onbekend: 70"


def test_a_name_without_a_number_is_asked_about_unless_it_was_offered(target):
    typed = {"value": "180", "on": "2025-09-01", "breakdown-deel-1": "jongens", "breakdown-getal-1": ""}
    client = browser(writer(target.plan))
    assert "Vul bij “jongens” een getal in" in client.post(subject_url(target), typed).content.decode()
    reported(target, 100, on=date(2025, 3, 1), breakdown="jongens: 60; meisjes: 40")
    assert client.post(subject_url(target), typed | {"value": "181"}).status_code == 302
