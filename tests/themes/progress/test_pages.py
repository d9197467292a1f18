"""Reading and reporting the progress of one plan."""

from datetime import date

import pytest
import time_machine

from nhveilig.figures.values import Figure
from tests.regions.factories import PoliceUnitFactory
from tests.themes.factories import (
    ActivityFactory,
    ImplementationPlanFactory,
    IntendedResultFactory,
    ObjectiveFactory,
    ResultTargetFactory,
)
from tests.themes.progress.reporting import browser, reader, reported
from tests.themes.workflow.people import decider, municipalities, person, writer
from themes.models import ProgressUpdate, ResultTarget, Standing
from themes.parts.registry import key_of
from themes.parts.views import plan_url
from themes.progress.services import Report, correct_progress
from themes.progress.standings import subject_url

pytestmark = pytest.mark.django_db
PER_TOWN = ResultTarget.Scope.EVERY_MUNICIPALITY


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel("2025-10-01 09:00+02:00", tick=False):
        yield


@pytest.fixture
def plan():
    return ImplementationPlanFactory(status="adopted", adopted_on=date(2025, 1, 30))


@pytest.fixture
def leader(plan):
    return browser(writer(plan))


@pytest.fixture
def target(plan):
    return ResultTargetFactory(plan=plan, value=5, unit="controles", title="Controles in de haven")


def page(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


class TestThePageOfAPlan:
    def test_shows_everything_in_the_order_of_the_plan(self, plan, target):
        goal = ObjectiveFactory(theme=plan.theme)
        ActivityFactory(plan=plan, objective=goal, title="Havenscan")
        IntendedResultFactory(plan=plan, title="Veilige kades")
        found = page(reader(plan), plan_url(plan, "progress"))
        assert found.index("Havenscan") < found.index("Veilige kades") < found.index("Controles in de haven")
        assert "Nog niet gemeld" in found

    def test_a_reader_has_no_forms(self, plan, target):
        reported(target, 3)
        found = page(reader(plan), plan_url(plan, "progress"))
        assert "3 controles" in found
        assert "stand van 1 september 2025" in found
        assert "Niets veranderd" not in found
        assert "<textarea" not in found

    def test_a_leader_has_a_form_and_a_button(self, plan, target, leader):
        reported(target, 3)
        found = page(leader, plan_url(plan, "progress"))
        assert "Niets veranderd" in found
        assert f'id="{key_of(target)}-value"' in found

    def test_what_nobody_reported_has_no_button(self, plan, target, leader):
        assert "Niets veranderd" not in page(leader, plan_url(plan, "progress"))

    @pytest.mark.parametrize(
        ("choice", "shown"),
        [
            ("", {"Nieuw", "Oud", "Klaar", "Stil"}),
            ("niet-gemeld", {"Stil"}),
            ("ouder", {"Oud"}),
            ("op-koers", {"Nieuw", "Oud"}),
            ("gereed", {"Klaar"}),
            ("onzin", {"Nieuw", "Oud", "Klaar", "Stil"}),
        ],
    )
    def test_can_be_narrowed_in_the_address(self, plan, choice, shown):
        names = {name: ActivityFactory(plan=plan, title=name) for name in ("Nieuw", "Oud", "Klaar", "Stil")}
        reported(names["Nieuw"], course="on_track")
        reported(names["Oud"], course="on_track", on=date(2025, 6, 30))
        reported(names["Klaar"], course="done", on=date(2025, 2, 1))
        found = page(reader(plan), f"{plan_url(plan, 'progress')}?toon={choice}")
        assert {name for name in names if f">{name}</a>" in found} == shown

    def test_a_target_stays_below_what_it_belongs_to(self, plan):
        result = IntendedResultFactory(plan=plan, title="Veilige kades")
        reported(ResultTargetFactory(plan=plan, result=result, value=9, unit="controles"), 3, course="behind")
        found = page(reader(plan), f"{plan_url(plan, 'progress')}?toon=loopt-achter")
        assert found.index("Veilige kades") < found.index("3 controles")

    def test_a_year_that_has_not_begun_asks_nothing(self):
        ahead = ImplementationPlanFactory(status="adopted", year=2026)
        activity, client = ActivityFactory(plan=ahead), browser(writer(ahead))
        found = page(client, plan_url(ahead, "progress"))
        assert "melden kan vanaf 1 januari 2026" in found
        assert "<textarea" not in found + page(client, subject_url(activity))
        assert client.post(subject_url(activity), {"course": "done"}).status_code == 422

    def test_a_plan_that_is_not_adopted_says_so(self):
        concept = ImplementationPlanFactory()
        assert "Dit plan is nog niet vastgesteld" in page(browser(writer(concept)), plan_url(concept, "progress"))

    def test_another_eenheid_does_not_find_it(self, plan):
        stranger = ImplementationPlanFactory(theme__plan__police_unit=PoliceUnitFactory())
        page(browser(writer(stranger)), plan_url(plan, "progress"), 404)

    def test_a_target_that_counts_elsewhere_is_reported_there(self, plan, target, leader):
        reported(target, 3)
        other = ImplementationPlanFactory(status="adopted", theme__plan=plan.theme.plan)
        repeat = ResultTargetFactory(plan=other, counts_as=target, unit="controles")
        found = page(browser(decider(other)), plan_url(other, "progress"))
        assert "3 controles" in found
        assert subject_url(target) in found
        assert f'id="{key_of(repeat)}-value"' not in found
        repeated = page(browser(decider(other, "Els")), subject_url(repeat))
        assert f'href="{subject_url(target)}">Daar staat wat is gemeld' in repeated
        assert browser(decider(other, "Bas")).post(subject_url(repeat), {"value": 4}).status_code == 403

    @pytest.mark.parametrize("size", [1, 12])
    def test_asks_the_same_for_any_plan(self, plan, leader, size, django_assert_num_queries):
        for one in ActivityFactory.create_batch(size, plan=plan):
            reported(ResultTargetFactory(plan=plan, activity=one, value=3, unit="x"), 2, course="on_track")
        # session, user, roles; plan, open comments; goals, projects, activities, results, targets, where those are
        # repeated;
        # reported by; standings, coverage; what waits for a check; words of the units
        with django_assert_num_queries(11):
            page(leader, plan_url(plan, "progress"))


class TestReporting:
    def test_the_small_form_is_about_today_and_leads_back(self, plan, target, leader):
        back = f"{plan_url(plan, 'progress')}?toon=ouder#{key_of(target)}"
        said = {"value": "circa 4", "course": "on_track", "words": "Vier", "terug": back}
        answer = leader.post(subject_url(target), said, follow=False)
        assert (answer.status_code, answer["Location"]) == (302, back)
        standing = Standing.objects.get()
        assert (standing.figure.text(), standing.course, standing.on) == ("circa 4", "on_track", date(2025, 10, 1))
        assert "circa 4 controles, op koers" in page(leader, plan_url(plan, "progress"))

    @pytest.mark.parametrize("terug", ["https://elders.example/", "//elders.example/", "javascript:alert(1)"])
    def test_nothing_leads_to_another_site(self, plan, target, leader, terug):
        answer = leader.post(subject_url(target), {"value": "4", "terug": terug})
        assert answer["Location"] == f"{plan_url(plan, 'progress')}#{key_of(target)}"

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"value": "veel"}, "is geen getal"),
            ({"value": "-3"}, "minder dan nul"),
            ({"value": "3", "on": "2024-12-31"}, "valt buiten het jaar"),
            ({"value": "3", "on": "2025-10-02"}, "ligt in de toekomst"),
            ({"value": "3", "on": "gisteren"}, "dag, maand en jaar"),
            ({"value": "3", "evidence": "geen adres"}, "geen webadres"),
            ({"value": "3", "course": "prima"}, "genoemde standen"),
            ({"words": ""}, "Kies of schrijf hoe het staat"),
        ],
    )
    def test_what_is_wrong_stands_at_the_field_and_nothing_typed_is_lost(self, plan, target, leader, said, sentence):
        answer = leader.post(subject_url(target), {"words": "Uit het verslag"} | said)
        found = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in found
        assert said.get("words", "Uit het verslag") in found
        assert said.get("value", "") in found
        assert not ProgressUpdate.objects.exists()

    def test_a_year_that_is_over_asks_for_a_reason(self, plan, target):
        with time_machine.travel("2026-02-01 09:00+01:00", tick=False):
            leader, url = browser(writer(plan)), subject_url(target)
            assert "Waarom wordt dit nu nog gemeld?" in page(leader, url)
            assert leader.post(url, {"value": "4", "on": "2025-12-31"}).status_code == 422
            said = {"value": "4", "on": "2025-12-31", "reason": "Pas nu geteld"}
            assert leader.post(url, said).status_code == 302
            assert "Achteraf gemeld. Reden: Pas nu geteld" in page(leader, url)

    def test_a_reader_reads_the_history_and_reports_nothing(self, plan, target):
        reported(target, 3, words="Drie gedaan", by=writer(plan, "Anna"))
        client = reader(plan)
        found = page(client, subject_url(target))
        assert "Drie gedaan" in found
        assert "Anna Proef" in found
        assert "<textarea" not in found
        assert client.post(subject_url(target), {"value": "4"}).status_code == 403

    @pytest.mark.parametrize("part", ["target-999999", "person-1", "onzin", "text-1"])
    def test_what_is_not_there_is_not_found(self, plan, leader, part):
        page(leader, plan_url(plan, "progress-report", part=part), 404)


class TestNothingChanged:
    def test_in_one_click(self, plan, target, leader):
        reported(target, 3, course="on_track")
        url = subject_url(target, name="progress-unchanged")
        assert leader.post(url, {"gezien": "1"}).status_code == 302
        standing = Standing.objects.get()
        assert (standing.figure.text(), standing.on, standing.updates) == ("3", date(2025, 10, 1), 2)

    def test_not_of_what_one_did_not_see(self, plan, target, leader):
        reported(target, 3)
        reported(target, 1, course="behind")
        answer = leader.post(subject_url(target, name="progress-unchanged"), {"gezien": "1"})
        assert answer.status_code == 409
        assert "intussen iets anders gemeld" in answer.content.decode()
        assert ProgressUpdate.objects.count() == 2

    def test_of_nothing_is_refused(self, plan, target, leader):
        answer = leader.post(subject_url(target, name="progress-unchanged"), {"gezien": ""})
        assert answer.status_code == 422
        assert "nog niets gemeld" in answer.content.decode()

    def test_in_a_year_that_is_over_is_refused(self, plan, target):
        reported(target, 3)
        with time_machine.travel("2026-02-01 09:00+01:00", tick=False):
            leader = browser(writer(plan))
            url = subject_url(target, name="progress-unchanged")
            answer = leader.post(url, {"gezien": "1"})
        assert answer.status_code == 422
        assert "valt buiten het jaar" in answer.content.decode()


class TestCorrecting:
    def correction(self, plan, target, update):
        return subject_url(target, name="progress-correct", pk=update.pk)

    def test_keeps_the_old_value_to_be_read(self, plan, target, leader):
        update = reported(target, 1234, words="Te veel")
        url = self.correction(plan, target, update)
        assert 'value="1.234"' in page(leader, url)
        said = {"value": "3", "on": "2025-09-01", "words": "Drie", "reason": "Nullen te veel"}
        assert leader.post(url, said).status_code == 302
        found = page(leader, subject_url(target))
        assert "Verbeterd:" in found
        assert '<del class="del">1.234 controles' in found
        assert "Reden: Nullen te veel" in found
        assert Standing.objects.get().figure.text() == "3"

    def test_asks_for_a_reason(self, plan, target, leader):
        url = self.correction(plan, target, reported(target, 30))
        answer = leader.post(url, {"value": "3", "on": "2025-09-01"})
        assert answer.status_code == 422
        assert 'value="3"' in answer.content.decode()
        assert ProgressUpdate.objects.count() == 1

    def test_of_two_the_second_hears_of_the_first(self, plan, target, leader):
        url = self.correction(plan, target, reported(target, 30))
        said = {"value": "3", "on": "2025-09-01", "reason": "Nul te veel"}
        leader.post(url, said)
        answer = browser(decider(plan)).post(url, said)
        assert answer.status_code == 409
        assert "intussen verbeterd door Pieter Proef" in answer.content.decode()

    def test_of_another_subject_is_not_there(self, plan, target, leader):
        update = reported(ActivityFactory(plan=plan), course="done")
        page(leader, self.correction(plan, target, update), 404)


class TestAMayor:
    @pytest.fixture
    def towns(self, plan):
        return municipalities(plan, "Alkmaar", "Bergen")

    @pytest.fixture
    def mayor(self, plan, towns):
        return browser(person(plan, "mayor", "Anja", towns[0]))

    @pytest.fixture
    def scan(self, plan):
        return ResultTargetFactory(plan=plan, value=1, unit="scan", scope=PER_TOWN, title="Scan gedaan")

    def test_reports_for_the_own_municipality(self, plan, scan, towns, mayor):
        assert "Meld voor Alkmaar" in page(mayor, plan_url(plan, "progress"))
        assert mayor.post(subject_url(scan, towns[0]), {"value": "1"}).status_code == 302
        assert Standing.objects.get().municipality == towns[0]
        assert "1 van 2 gemeenten" in page(mayor, plan_url(plan, "progress"))

    def test_reads_of_others_and_reports_nothing_there(self, plan, scan, towns, mayor):
        url = subject_url(scan, towns[1])
        assert "<textarea" not in page(mayor, url)
        assert mayor.post(url, {"value": "1"}).status_code == 403
        assert mayor.post(subject_url(scan), {"value": "1"}).status_code == 403
        assert not ProgressUpdate.objects.exists()

    def test_reports_nothing_that_is_not_counted_per_municipality(self, plan, target, mayor, towns):
        assert mayor.post(subject_url(target), {"value": "1"}).status_code == 403
        page(mayor, subject_url(target, towns[0]), 404)

    def test_an_unknown_municipality_is_not_found(self, plan, scan, mayor):
        page(mayor, f"{subject_url(scan)}?gemeente=GM0000", 404)

    def test_one_that_is_gone_reports_no_more(self, plan, scan, towns, leader):
        towns[1].valid_until, towns[1].successor = date(2025, 7, 1), towns[0]
        towns[1].save()
        reported(scan, 1, town=towns[1], on=date(2025, 6, 1))
        url = subject_url(scan, towns[1])
        assert "opgegaan in een andere" in page(leader, url)
        assert leader.post(url, {"value": "1"}).status_code == 403
        assert "Gemeld door <a" in page(leader, subject_url(scan, towns[0]))
        assert "gemeld door Bergen, dat per 1 juli 2025 in Alkmaar opging" in page(leader, subject_url(scan))


class TestTheTimeline:
    def test_says_what_it_came_to_after_each_report_and_draws_it(self, plan, leader):
        drills = ResultTargetFactory(plan=plan, value=9, unit="oefeningen", counting=ResultTarget.Counting.SUM)
        reported(drills, 2, on=date(2025, 3, 1))
        reported(drills, 3, on=date(2025, 6, 1))
        found = page(leader, subject_url(drills))
        assert found.index("3 oefeningen erbij, samen 5") < found.index("2 oefeningen erbij, samen 2")
        assert "Van 2 naar 5 oefeningen" in found

    def test_a_corrected_number_counts_nowhere(self, plan, target, leader):
        wrong = reported(target, 40, on=date(2025, 3, 1))
        report = Report(on=date(2025, 3, 1), figure=Figure.of(4))
        correct_progress(update=wrong, report=report, by=None, reason="Tikfout", today=date(2025, 9, 1))
        assert "figuur-verloop" not in page(leader, subject_url(target))
        reported(target, 5)
        assert "Van 4 naar 5 controles" in page(leader, subject_url(target))
