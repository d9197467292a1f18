from datetime import date

import pytest

from nhveilig.figures.values import Figure, Qualifier
from tests.accounts.factories import UserFactory
from tests.regions.factories import MunicipalityFactory
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory, ResultTargetFactory
from themes.models import Outlook, ProgressUpdate, ResultTarget, Standing
from themes.progress.exceptions import AlreadyCorrected, FieldWrong, NothingToKeep, NotReportable
from themes.progress.services import Report, correct_progress, report_progress, report_unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
TODAY = date(2025, 10, 1)
SUM = ResultTarget.Counting.SUM


@pytest.fixture
def plan():
    return ImplementationPlanFactory(status="adopted")


@pytest.fixture
def target(plan):
    return ResultTargetFactory(plan=plan, value=5, unit="controles")


def report(subject, figure=None, on=date(2025, 3, 1), today=TODAY, **more):
    words = {name: more.pop(name) for name in ("course", "words", "evidence") if name in more}
    said = Report(on=on, figure=Figure.blank() if figure is None else Figure.of(figure), **words)
    return report_progress(subject=subject, report=said, by=more.pop("by", None), today=today, **more)


def test_the_last_value_is_how_it_stands(target):
    report(target, 3, on=date(2025, 6, 1))
    report(target, 2, on=date(2025, 3, 1))
    standing = Standing.objects.get()
    assert (standing.figure, standing.on, standing.reached) == (Figure.of(3), date(2025, 6, 1), False)
    assert standing.updates == 2


def test_values_that_add_up_are_added(plan):
    target = ResultTargetFactory(plan=plan, value=5, counting=SUM)
    report(target, 3)
    report_progress(
        subject=target, report=Report(on=date(2025, 4, 1), figure=Figure.of(2, Qualifier.CIRCA)), by=None, today=TODAY
    )
    standing = Standing.objects.get()
    assert standing.figure == Figure.of(5, Qualifier.CIRCA)
    assert standing.reached is True


def test_nothing_changed_keeps_the_value_and_is_fresh(target):
    report(target, 4, course=Outlook.ON_TRACK, words="Vier gedaan")
    report_unchanged(subject=target, by=None, today=TODAY)
    standing = Standing.objects.get()
    assert (standing.figure, standing.course, standing.words) == (Figure.of(4), Outlook.ON_TRACK, "Vier gedaan")
    assert standing.on == TODAY


def test_nothing_changed_says_nothing_before_a_first_report(target):
    with pytest.raises(NothingToKeep):
        report_unchanged(subject=target, by=None, today=TODAY)
    assert not ProgressUpdate.objects.exists()


def test_a_correction_keeps_the_old_value_to_be_read(plan):
    target, user = ResultTargetFactory(plan=plan, value=5, counting=SUM), UserFactory()
    first = report(target, 30)
    report(target, 2)
    said = Report(on=first.on, figure=Figure.of(3))
    correct_progress(update=first, report=said, by=user, reason="Een nul te veel", today=TODAY)
    assert Standing.objects.get().figure == Figure.of(5)
    assert ProgressUpdate.objects.count() == 3


def test_of_two_corrections_one_wins(target):
    first, user = report(target, 30), UserFactory(first_name="Anna", last_name="Bakker")
    said = Report(on=first.on, figure=Figure.of(3))
    correct_progress(update=first, report=said, by=user, reason="Een nul te veel", today=TODAY)
    with pytest.raises(AlreadyCorrected, match="Anna Bakker"):
        correct_progress(update=first, report=said, by=user, reason="Nog eens", today=TODAY)


@pytest.mark.parametrize(
    ("figure", "on", "field"),
    [
        (-1, date(2025, 3, 1), "value"),
        (101, date(2025, 3, 1), "value"),
        (50, date(2024, 12, 31), "on"),
        (50, date(2026, 1, 1), "on"),
        (50, date(2025, 10, 2), "on"),
        (50, None, "on"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(plan, figure, on, field):
    target = ResultTargetFactory(plan=plan, unit="% van de vragen")
    with pytest.raises(FieldWrong) as refused:
        report(target, figure, on=on)
    assert refused.value.field == field
    assert not Standing.objects.exists()


def test_a_year_that_is_over_asks_why(target):
    late = date(2026, 2, 1)
    with pytest.raises(FieldWrong) as refused:
        report(target, 5, today=late)
    assert refused.value.field == "reason"
    assert report(target, 5, today=late, reason="Pas nu geteld").reason == "Pas nu geteld"


def test_a_report_says_something(target):
    with pytest.raises(FieldWrong, match="Kies of schrijf hoe het staat"):
        report(target)


def test_no_more_municipalities_than_there_are(plan):
    MunicipalityFactory(safety_region__police_unit=plan.theme.plan.police_unit)
    target = ResultTargetFactory(plan=plan, unit="gemeenten")
    report(target, 1)
    with pytest.raises(FieldWrong, match="de eenheid heeft er 1"):
        report(target, 2)


def test_what_counts_per_municipality_is_reported_there(plan):
    place = MunicipalityFactory(safety_region__police_unit=plan.theme.plan.police_unit)
    target = ResultTargetFactory(plan=plan, value=1, scope=ResultTarget.Scope.EVERY_MUNICIPALITY, unit="scan")
    with pytest.raises(FieldWrong, match="per gemeente"):
        report(target, 1)
    report(target, 1, municipality=place)
    assert Standing.objects.coverage([plan]) == {target.pk: (1, 1)}


def test_only_an_adopted_plan_has_progress():
    activity = ActivityFactory(plan=ImplementationPlanFactory())
    with pytest.raises(NotReportable):
        report(activity, course=Outlook.DONE)


def test_an_activity_has_a_course_and_no_number(plan):
    activity = ActivityFactory(plan=plan)
    report(activity, course=Outlook.DONE, words="Klaar")
    with pytest.raises(FieldWrong, match="geen getal"):
        report(activity, 3)
    assert Standing.objects.get().course == Outlook.DONE
