"""Reporting many at once, on a plan or for a municipality."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from nhveilig.accounts.models import Role
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory, ResultTargetFactory
from tests.themes.progress.reporting import browser, reader, reported
from tests.themes.workflow.people import municipalities, person, writer
from themes.models import PreparedReport, ProgressUpdate, ResultTarget, Standing
from themes.parts.registry import key_of
from themes.parts.views import plan_url

pytestmark = pytest.mark.django_db
TODAY = "2025-10-01"
PER_TOWN = {"scope": ResultTarget.Scope.EVERY_MUNICIPALITY, "unit": "scans", "value": 3}


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel(f"{TODAY} 09:00+02:00", tick=False):
        yield


@pytest.fixture
def plan():
    return ImplementationPlanFactory(status="adopted", year=2025, adopted_on=date(2025, 1, 30))


@pytest.fixture
def leader(plan):
    return browser(writer(plan))


@pytest.fixture
def url(plan):
    return plan_url(plan, "progress-table")


@pytest.fixture
def target(plan):
    return ResultTargetFactory(plan=plan, value=5, unit="controles", title="Controles in de haven")


@pytest.fixture
def scan(plan):
    return ActivityFactory(plan=plan, title="Havenscan")


def page(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def said(row, **fields):
    return {f"{key_of(row)}-{name}": value for name, value in fields.items()}


class TestOfAPlan:
    def test_shows_how_each_stands_with_room_for_what_is_new(self, leader, url, target, scan):
        reported(target, 3)
        found = page(leader.get(url))
        assert "3 controles" in found
        assert f'name="{key_of(scan)}-course"' in found
        assert f'name="{key_of(scan)}-value"' not in found
        assert f'name="{key_of(target)}-unchanged"' in found
        assert f'name="{key_of(scan)}-unchanged"' not in found

    def test_only_what_was_filled_in_is_reported(self, leader, plan, url, target, scan):
        ActivityFactory(plan=plan, title="Voorlichting")
        sent = {"on": "2025-09-20"} | said(target, value="circa 4") | said(scan, course="behind", words="Later")
        answer = leader.post(url, sent, follow=True)
        assert "Gemeld: 2 onderdelen." in page(answer)
        assert {str(one.subject) for one in Standing.objects.all()} == {"Controles in de haven", "Havenscan"}
        assert set(ProgressUpdate.objects.values_list("on", flat=True)) == {date(2025, 9, 20)}

    def test_of_what_is_refused_nothing_is_stored_and_each_says_why(self, leader, url, target, scan):
        sent = {"on": TODAY} | said(target, value="-4") | said(scan, course="on_track")
        found = page(leader.post(url, sent), 422)
        assert "Controles in de haven, nieuwe stand: −4 is minder dan nul" in found
        assert 'value="-4"' in found
        assert '<option value="on_track" selected>' in found
        assert not ProgressUpdate.objects.exists()

    def test_a_day_that_cannot_be_is_said_once(self, leader, url, target, scan):
        sent = {"on": "2025-12-01"} | said(target, value="4") | said(scan, course="on_track")
        found = page(leader.post(url, sent), 422)
        assert found.count("ligt in de toekomst") == 2
        assert not ProgressUpdate.objects.exists()

    def test_nothing_filled_in_is_said(self, leader, url, target):
        assert "U vulde nog niets in" in page(leader.post(url, {"on": TODAY}), 422)

    def test_a_tick_says_that_nothing_changed(self, leader, url, target):
        reported(target, 3)
        answer = leader.post(url, {"on": TODAY} | said(target, unchanged="on", seen="1"), follow=True)
        assert "Gemeld: 1 onderdeel, waarvan bij 1 niets veranderde." in page(answer)
        assert ProgressUpdate.objects.latest("pk").unchanged

    def test_a_tick_beside_something_new_is_asked_about(self, leader, url, target):
        reported(target, 3)
        sent = {"on": TODAY} | said(target, unchanged="on", seen="1", value="4")
        assert "U vulde ook iets in" in page(leader.post(url, sent), 422)

    def test_what_somebody_reported_meanwhile_is_not_called_unchanged(self, leader, url, target):
        reported(target, 3)
        reported(target, 4)
        found = page(leader.post(url, {"on": TODAY} | said(target, unchanged="on", seen="1")), 422)
        assert "Er is intussen iets anders gemeld" in found
        assert f'name="{key_of(target)}-seen" value="2"' in found
        assert ProgressUpdate.objects.count() == 2

    def test_one_tick_for_all_the_rest_of_a_group(self, leader, plan, url, scan):
        others = ActivityFactory.create_batch(3, plan=plan)
        for one in [scan, *others]:
            reported(one, course="done" if one == others[2] else "on_track")
        sent = {"on": TODAY, "overig-rest": "on"} | said(scan, course="behind", seen="1")
        # The third stands on no page that asks: it is done. The second was not shown.
        page(leader.post(url, sent | said(others[0], seen="1"), follow=True))
        new = ProgressUpdate.objects.filter(on=date(2025, 10, 1))
        assert {(one.activity, one.unchanged) for one in new} == {(scan, False), (others[0], True)}

    def test_a_filter_leaves_out_what_was_reported(self, leader, url, target, scan):
        reported(scan, course="on_track")
        found = page(leader.get(f"{url}?toon=niet-gemeld"))
        assert key_of(target) in found
        assert key_of(scan) not in found

    def test_a_year_that_is_over_asks_why(self, plan, url, scan):
        with time_machine.travel("2026-02-01", tick=False):
            leader = browser(writer(plan, "Els"))
            sent = {"on": "2025-12-01"} | said(scan, course="done")
            assert "Schrijf op waarom." in page(leader.post(url, sent), 422)
            page(leader.post(url, sent | {"reason": "Vergeten"}, follow=True))
        assert ProgressUpdate.objects.get().reason == "Vergeten"

    def test_a_reader_does_not_get_it(self, plan, url):
        assert reader(plan).get(url).status_code == 403

    @pytest.mark.parametrize("size", [1, 12])
    def test_asks_the_same_for_any_plan(self, plan, leader, url, size, django_assert_num_queries):
        for one in ActivityFactory.create_batch(size, plan=plan):
            reported(ResultTargetFactory(plan=plan, activity=one, value=3, unit="x"), 2, course="on_track")
        with django_assert_num_queries(11):
            page(leader.get(url))


class TestOfAMunicipality:
    @pytest.fixture
    def town(self, plan):
        return municipalities(plan, "Alkmaar", "Bergen")[0]

    @pytest.fixture
    def url(self, plan, town):
        return reverse("themes:town-table", args=[plan.theme.plan.police_unit.slug, 2025, town.code])

    @pytest.fixture
    def targets(self, plan):
        other = ImplementationPlanFactory(status="adopted", year=2025, theme__plan=plan.theme.plan)
        return [
            ResultTargetFactory(plan=one, title=f"Scan {number}", **PER_TOWN)
            for number, one in enumerate([plan, other])
        ]

    @pytest.fixture
    def mayor(self, plan, town):
        return browser(person(plan, Role.Kind.MAYOR, "Bregje", town))

    def test_a_mayor_reports_what_all_plans_ask(self, mayor, town, url, targets):
        sent = {"on": TODAY} | said(targets[0], value="2") | said(targets[1], value="3")
        answer = mayor.post(f"{url}?terug=/", sent)
        assert (answer.status_code, answer["Location"]) == (302, "/")
        found = Standing.objects.filter(municipality=town).order_by("target__title")
        assert [(one.value, one.reached) for one in found] == [(2, False), (3, True)]

    def test_a_mayor_does_not_report_for_another(self, plan, town, url, targets):
        other = browser(person(plan, Role.Kind.MAYOR, "Cor", municipalities(plan, "Castricum")[0]))
        assert other.post(url, {"on": TODAY} | said(targets[0], value="2")).status_code == 403
        assert "Hier is voor u niets te melden" in page(other.get(url))

    def test_what_waits_to_be_sent_is_led_to(self, plan, mayor, town, url, targets):
        by = person(plan, Role.Kind.READER, "Anke")
        place = {"municipality": town, "target": targets[0], "prepared_by": by}
        PreparedReport.objects.create(on=date(2025, 9, 1), value=2, **place)
        found = page(mayor.get(url))
        assert "lees en verstuur" in found
        assert f'name="{key_of(targets[0])}-value"' not in found
        assert f'name="{key_of(targets[1])}-value"' in found

    @pytest.mark.parametrize("size", [1, 8])
    def test_asks_the_same_for_any_number(self, plan, mayor, url, town, size, django_assert_num_queries):
        for one in ResultTargetFactory.create_batch(size, plan=plan, **PER_TOWN):
            reported(one, 2, town=town)
        with django_assert_num_queries(13):
            page(mayor.get(url))
