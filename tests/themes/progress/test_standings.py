from datetime import date

import pytest

from nhveilig.figures.values import Figure
from tests.regions.factories import MunicipalityFactory, SafetyRegionFactory
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory, ResultTargetFactory
from themes.models import Outlook, ResultTarget
from themes.progress.services import Report, report_progress
from themes.progress.standings import Standings

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
TODAY = date(2025, 10, 1)


def report(subject, figure=None, **more):
    said = Report(on=date(2025, 3, 31), figure=Figure.of(figure) if figure is not None else Figure.blank(), **more)
    return report_progress(subject=subject, report=said, by=None, today=TODAY)


def standing_of(subject):
    return Standings([subject.plan], today=TODAY).of(subject)


@pytest.fixture
def plan():
    return ImplementationPlanFactory(status="adopted")


def test_a_figure_has_its_unit_and_its_day(plan):
    target = ResultTargetFactory(plan=plan, value=20, unit="controles")
    report(target, 12, course=Outlook.ON_TRACK)
    shown = standing_of(target)
    assert (shown.figure_text, shown.course_label, shown.stamp) == (
        "12 controles",
        "op koers",
        "stand van 31 maart 2025",
    )


def test_what_nobody_reported_says_so(plan):
    shown = standing_of(ActivityFactory(plan=plan))
    assert (shown.is_reported, shown.figure_text, shown.course, shown.stamp) == (False, "", "", "nog niet gemeld")


def test_what_is_reached_is_done_without_anybody_saying_so(plan):
    target = ResultTargetFactory(plan=plan, value=12, unit="controles")
    report(target, 12)
    assert standing_of(target).course == Outlook.DONE


def test_a_target_shared_by_two_themes_is_reported_once(plan):
    target = ResultTargetFactory(plan=plan, value=3, unit="trainingen")
    report(target, 2)
    other = ResultTargetFactory(plan=ImplementationPlanFactory(status="adopted"), counts_as=target, unit="trainingen")
    assert standing_of(other).figure_text == "2 trainingen"


def test_municipalities_are_counted_and_those_that_are_gone_are_not(plan):
    region = SafetyRegionFactory(police_unit=plan.theme.plan.police_unit)
    place, _ = MunicipalityFactory.create_batch(2, safety_region=region)
    MunicipalityFactory(safety_region=region, valid_until=date(2024, 1, 1))
    target = ResultTargetFactory(plan=plan, value=1, scope=ResultTarget.Scope.EVERY_MUNICIPALITY)
    said = Report(on=date(2025, 3, 31), figure=Figure.of(1))
    report_progress(subject=target, report=said, by=None, municipality=place, today=TODAY)
    shown = standing_of(target)
    assert (shown.figure_text, shown.stamp) == ("1 van 2 gemeenten", "gemeld door 1 van 2")


def test_reading_standings_takes_two_queries_whatever_their_number(plan, django_assert_num_queries):
    for target in ResultTargetFactory.create_batch(5, plan=plan, value=1):
        report(target, 1)
    targets = list(ResultTarget.objects.all())
    with django_assert_num_queries(2):
        standings = Standings([plan], today=TODAY)
        assert all(standings.of(target).course == Outlook.DONE for target in targets)
