from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from agenda.models import Measurement
from nhveilig.accounts.access import Access
from reports.dashboards.models import Visit
from reports.dashboards.services import record_visit
from reports.dashboards.units.changes import SHOWN, changes_since
from reports.documents.models import Document, Edition
from tests.reports.dashboards.regional import YEAR, make_plan, make_target, make_unit, reader, report, visitor
from tests.themes.factories import ActivityFactory
from themes.models import Outlook, PlanStep, ProgressUpdate
from themes.progress.services import Report, correct_progress

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 10, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def user(unit):
    return reader(unit)


def open_at(unit, user, moment):
    with time_machine.travel(moment, tick=False):
        return visitor(user).get(reverse("reports:unit-dashboard", args=[unit.slug, YEAR])).text


def report_at(plan, moment, **said):
    update = report(ActivityFactory(plan=plan), **said or {"course": Outlook.ON_TRACK})
    ProgressUpdate.objects.filter(pk=update.pk).update(reported_at=moment)
    return update


def test_a_first_visit_has_nothing_new(unit, user):
    report_at(make_plan(unit), NOW)
    assert "U bent hier voor het eerst" in open_at(unit, user, NOW)
    assert Visit.objects.get(user=user).before is None


def test_what_is_new_stays_for_an_hour_of_reloading_and_goes_at_the_next_visit(unit, user):
    plan = make_plan(unit)
    open_at(unit, user, NOW - timedelta(days=7))
    report_at(plan, NOW - timedelta(days=1))
    for moment in (NOW, NOW + timedelta(minutes=20), NOW + timedelta(minutes=59)):
        assert "1 voortgangsmelding." in open_at(unit, user, moment)
    assert "is er niets gemeld" in open_at(unit, user, NOW + HOUR)
    assert Visit.objects.filter(user=user).count() == 1


def test_each_reader_has_visits_of_their_own(unit, user):
    plan = make_plan(unit)
    open_at(unit, user, NOW - timedelta(days=7))
    report_at(plan, NOW - timedelta(days=1))
    open_at(unit, reader(unit), NOW)
    assert "1 voortgangsmelding." in open_at(unit, user, NOW)


def test_two_requests_at_once_begin_one_visit(unit, user):
    for _ in range(2):
        record_visit(user=user, police_unit=unit, now=NOW, was_here=False)
    for _ in range(2):
        record_visit(user=user, police_unit=unit, now=NOW + 2 * HOUR, was_here=True)
    visit = Visit.objects.get(user=user)
    assert (visit.before, visit.seen_at) == (NOW, NOW + 2 * HOUR)


def test_every_kind_of_change_leads_to_where_it_is_read(unit, user):
    plan = make_plan(unit)
    report_at(plan, NOW)
    step = PlanStep.objects.create(plan=plan, from_status="consultation", to_status="adopted")
    PlanStep.objects.filter(pk=step.pk).update(taken_at=NOW + timedelta(minutes=1))
    indicator = make_target(unit)
    Measurement.objects.update(recorded_at=NOW + timedelta(minutes=2))
    document = Document.objects.create(
        slug="jaarplan", kind="year_plan", police_unit=unit, title="Jaarplan", start_year=YEAR, end_year=YEAR
    )
    Edition.objects.create(
        document=document,
        number=1,
        status="adopted",
        schema_version=1,
        content={},
        frozen_at=NOW + timedelta(minutes=3),
    )
    found = changes_since(unit, NOW - HOUR, Access(user))
    objective = indicator.objective
    assert [change.url for change in found.newest] == [
        reverse("reports:edition-detail", args=["jaarplan", 1]),
        reverse("agenda:indicator-detail", args=[objective.agenda.slug, objective.code, indicator.code]),
        reverse("themes:plan-detail", args=[unit.slug, YEAR, "havens"]),
        reverse("reports:theme-dashboard", args=[unit.slug, YEAR, "havens"]),
    ]
    assert found.counts == (
        "1 voortgangsmelding",
        "1 vastgesteld plan",
        "1 versie van een document",
        "1 cijfer van de Veiligheidsagenda",
    )


def test_of_many_the_newest_are_shown_and_all_are_counted(unit, user):
    plan = make_plan(unit)
    for minute in range(SHOWN + 3):
        report_at(plan, NOW + timedelta(minutes=minute))
    found = changes_since(unit, NOW - HOUR, Access(user))
    assert len(found.newest) == SHOWN
    assert found.newest[0].at == NOW + timedelta(minutes=SHOWN + 2)
    assert found.counts == (f"{SHOWN + 3} voortgangsmeldingen",)


def test_another_eenheid_and_a_plan_one_may_not_read_are_no_news(unit, user):
    report_at(make_plan(make_unit()), NOW)
    plan = make_plan(unit)
    report_at(plan, NOW)
    plan.status = "concept"
    plan.save()
    assert changes_since(unit, NOW - HOUR, Access(user)).newest == ()


def test_a_corrected_report_is_one_piece_of_news(unit, user):
    wrong = report_at(make_plan(unit), NOW)
    said = Report(on=wrong.on, course=Outlook.DONE)
    right = correct_progress(update=wrong, report=said, by=user, reason="Vergissing", today=wrong.on)
    ProgressUpdate.objects.filter(pk=right.pk).update(reported_at=NOW + HOUR)
    found = changes_since(unit, NOW - HOUR, Access(user))
    assert [change.words for change in found.newest] == ["Havens 2025: gereed"]
