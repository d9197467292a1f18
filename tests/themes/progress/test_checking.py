"""Reports that staff look at before they count."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role, StandIn
from nhveilig.figures.values import Figure
from nhveilig.notices.models import Notice
from tests.at_once import at_once
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory, ResultTargetFactory
from tests.themes.progress.reporting import TODAY, browser, reader, reported
from tests.themes.workflow.people import decider, municipalities, person, writer
from tests.worklist.readers import asked, titles
from themes.models import Attachment, ProgressUpdate, ResultTarget, Standing, Verdict
from themes.parts.registry import key_of
from themes.parts.views import plan_url
from themes.progress.checking import accept_reports, return_report, set_checking
from themes.progress.exceptions import AlreadyCorrected, DoesNotCount, ReasonMissing, VerdictOvertaken
from themes.progress.links import answer_unchanged, make_links, token_of
from themes.progress.services import Report, correct_progress
from themes.progress.standings import subject_url

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
State = ProgressUpdate.State
PER_TOWN = {"scope": ResultTarget.Scope.EVERY_MUNICIPALITY, "unit": "scans", "value": 3}


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel("2025-10-01 09:00+02:00", tick=False):
        yield


@pytest.fixture
def plan():
    return ImplementationPlanFactory(status="adopted", year=2025, adopted_on=date(2025, 1, 30), checks_progress=True)


@pytest.fixture
def leader(plan):
    return writer(plan)


@pytest.fixture
def staff(plan):
    return decider(plan)


@pytest.fixture
def target(plan):
    return ResultTargetFactory(plan=plan, value=5, unit="controles", title="Controles in de haven")


@pytest.fixture
def url(plan):
    return reverse("themes:progress-check", args=[plan.theme.plan.police_unit.slug])


def page(client, url, status=200):
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


class TestWhatWaits:
    def test_what_a_leader_reports_counts_when_staff_took_it_over(self, target, leader, staff):
        update = reported(target, 3, by=leader)
        assert (update.state, Standing.objects.count()) == (State.WAITS, 0)
        accept_reports(updates=[update], by=staff)
        assert Standing.objects.get().figure == Figure.of(3)
        notice = Notice.objects.get()
        assert (notice.user, notice.subject) == (leader, "1 melding telt nu mee")

    def test_what_staff_report_counts_at_once(self, target, staff):
        assert reported(target, 3, by=staff).state == State.COUNTS

    def test_where_the_plan_does_not_ask_it_all_counts_at_once(self, target, plan, leader):
        set_checking(plan=plan, checks=False)
        assert reported(target, 3, by=leader).state == State.COUNTS

    def test_what_waits_keeps_waiting_when_nothing_has_to_any_more(self, target, plan, leader, staff):
        update = reported(target, 3, by=leader)
        set_checking(plan=plan, checks=False)
        reported(target, 2, by=leader)
        assert Standing.objects.get().figure == Figure.of(2)
        accept_reports(updates=[update], by=staff)
        assert Standing.objects.get().updates == 2

    def test_who_stands_in_for_staff_reports_as_staff_and_for_a_leader_as_a_leader(self, plan, target, leader, staff):
        deputy = person(plan, Role.Kind.READER, "Dirk")
        today = timezone.localdate()
        unit = plan.theme.plan.police_unit
        for value, principal, state in [("3", leader, State.WAITS), ("4", staff, State.COUNTS)]:
            StandIn.objects.all().delete()
            StandIn.objects.create(
                user=deputy, principal=principal, police_unit=unit, kind="deputy", starts_on=today, made_by=principal
            )
            browser(deputy).post(subject_url(target), {"value": value})
            made = ProgressUpdate.objects.latest("pk")
            assert (made.reported_by, made.on_behalf_of, made.state) == (deputy, principal, state)

    def test_what_a_mayor_or_a_link_in_a_mail_says_waits_too(self, plan, target, leader, staff):
        scan, town = ResultTargetFactory(plan=plan, title="Scan", **PER_TOWN), municipalities(plan, "Alkmaar")[0]
        mayor = person(plan, Role.Kind.MAYOR, "Bregje", town)
        browser(mayor).post(subject_url(scan, town), {"value": "2"})
        reported(target, 3, by=staff)
        [link] = make_links(user=leader, subjects=[target])
        answer_unchanged(token=token_of(link), seen="1")
        assert ProgressUpdate.objects.waiting().count() == 2
        assert (
            "Het stafbureau kijkt uw melding na"
            in browser(leader)
            .post(
                reverse("themes:answer", args=[token_of(make_links(user=leader, subjects=[target])[0])]),
                {"gezien": "1"},
            )
            .content.decode()
        )

    def test_many_in_one_table_wait_together(self, plan, target, leader):
        sent = {"on": "2025-10-01", f"{key_of(target)}-value": "4"}
        answer = browser(leader).post(plan_url(plan, "progress-table"), sent, follow=True)
        found = answer.content.decode()
        assert "Deze melding wacht op controle door het stafbureau" in found
        assert "Wacht op controle (1)" in found
        assert ProgressUpdate.objects.get().waits

    def test_a_year_that_is_over_can_still_be_checked(self, target, leader, staff):
        update = reported(target, 3, by=leader)
        with time_machine.travel("2026-03-01", tick=False):
            accept_reports(updates=[update], by=staff)
        assert Standing.objects.get().figure == Figure.of(3)


class TestSendingBack:
    def test_the_writer_hears_why_and_has_a_task_until_there_is_a_new_report(self, target, leader, staff):
        update = reported(target, 30, by=leader)
        return_report(update=update, reason="Dit zijn er drie.", by=staff)
        assert "Dit zijn er drie." in Notice.objects.get(user=leader).text
        [task] = [one for one in asked(leader, TODAY) if one.source == "report-returned"]
        assert (task.title, task.url) == ("Meld opnieuw: Controles in de haven", subject_url(target))
        found = page(browser(leader), subject_url(target))
        assert "Teruggestuurd; telt niet mee" in found
        assert "Dit zijn er drie." in found
        new = reported(target, 3, by=leader)
        assert Verdict.objects.get(update=update).answer == new
        assert "Meld opnieuw: Controles in de haven" not in titles(leader, TODAY)

    def test_asks_for_a_reason(self, target, leader, staff):
        update = reported(target, 30, by=leader)
        with pytest.raises(ReasonMissing):
            return_report(update=update, reason=" ", by=staff)
        update.refresh_from_db()
        assert update.waits

    def test_what_came_back_is_not_corrected(self, target, leader, staff):
        update = reported(target, 30, by=leader)
        return_report(update=update, reason="Nee", by=staff)
        with pytest.raises(DoesNotCount):
            correct_progress(update=update, report=Report(on=TODAY), by=leader, reason="Toch", today=TODAY)

    def test_who_stands_in_for_the_writer_has_the_task(self, plan, target, leader, staff):
        return_report(update=reported(target, 30, by=leader), reason="Nee", by=staff)
        deputy = person(plan, Role.Kind.READER, "Dirk")
        unit = plan.theme.plan.police_unit
        about = {"kind": "deputy", "starts_on": timezone.localdate(), "made_by": leader}
        StandIn.objects.create(user=deputy, principal=leader, police_unit=unit, **about)
        assert "Meld opnieuw: Controles in de haven" in titles(deputy, TODAY)


class TestCorrections:
    def test_what_it_corrects_counts_until_it_is_checked(self, target, leader, staff):
        first = reported(target, 30, by=staff)
        said = Report(on=date(2025, 9, 2), figure=Figure.of(3))
        second = correct_progress(update=first, report=said, by=leader, reason="Een nul te veel", today=TODAY)
        assert Standing.objects.get().figure == Figure.of(30)
        with pytest.raises(AlreadyCorrected, match="wacht al een verbetering van"):
            correct_progress(update=first, report=said, by=staff, reason="Zelf ook", today=TODAY)
        accept_reports(updates=[second], by=staff)
        first.refresh_from_db()
        assert (Standing.objects.get().figure, first.state) == (Figure.of(3), State.CORRECTED)

    def test_one_that_came_back_leaves_room_for_another(self, target, leader, staff):
        first = reported(target, 30, by=staff)
        said = Report(on=date(2025, 9, 2), figure=Figure.of(4))
        second = correct_progress(update=first, report=said, by=leader, reason="Vier", today=TODAY)
        return_report(update=second, reason="Drie", by=staff)
        correct_progress(update=first, report=said, by=staff, reason="Drie", today=TODAY)
        assert Standing.objects.get().figure == Figure.of(4)

    def test_what_waits_is_changed_without_a_reason_and_keeps_its_files(self, target, leader, staff):
        first = reported(target, 30, by=leader)
        Attachment.objects.create(report=first, name="a.pdf", size=1, data=b"%PDF")
        client = browser(leader)
        change = subject_url(target, name="progress-correct", pk=first.pk)
        assert "Waarom wordt de melding verbeterd?" not in page(client, change)
        assert client.post(change, {"value": "3", "on": "2025-09-01"}).status_code == 302
        first.refresh_from_db()
        second = ProgressUpdate.objects.latest("pk")
        assert (first.state, second.state, second.corrects) == (State.WITHDRAWN, State.WAITS, None)
        assert Attachment.objects.get().report == second
        with pytest.raises(VerdictOvertaken, match="vervangen door een andere melding"):
            accept_reports(updates=[first], by=staff)


class TestWhoSeesIt:
    def test_the_writer_the_theme_and_staff_and_nobody_else(self, plan, target, leader, staff):
        update = reported(target, 3, by=leader, words="Zeehonden geteld")
        Attachment.objects.create(report=update, name="a.pdf", size=4, media_type="application/pdf", data=b"%PDF")
        file = subject_url(target, name="progress-file", pk=Attachment.objects.get().pk)
        for client in (browser(leader), browser(staff), browser(writer(plan, "Kees"))):
            assert "Wacht op controle" in page(client, subject_url(target))
            assert "Wacht op controle" in page(client, plan_url(plan, "progress"))
            assert client.get(file).status_code == 200
        mayor = person(plan, Role.Kind.MAYOR, "Bregje", municipalities(plan, "Alkmaar")[0])
        for client in (reader(plan), browser(mayor)):
            assert "Zeehonden" not in page(client, subject_url(target))
            assert "Wacht op controle" not in page(client, plan_url(plan, "progress"))
            assert client.get(file).status_code == 404

    def test_nobody_is_asked_what_waits(self, plan, leader, staff):
        activity = ActivityFactory(plan=plan, title="Havenscan", due_on=TODAY)
        assert "Meld hoe het staat: Havenscan" in titles(leader, TODAY)
        reported(activity, course="done", by=leader)
        assert "Meld hoe het staat: Havenscan" not in titles(leader, TODAY)
        assert "Kijk 1 melding na van Havens 2025" in titles(staff, TODAY)
        assert "Kijk 1 melding na van Havens 2025" not in titles(leader, TODAY)


class TestThePageOfStaff:
    def test_takes_over_what_is_ticked(self, target, plan, leader, staff, url):
        updates = [reported(one, 2, by=leader) for one in [target, *ResultTargetFactory.create_batch(2, plan=plan)]]
        found = page(browser(staff), url)
        assert found.count('name="melding"') == 3
        answer = browser(staff).post(url, {"melding": [one.pk for one in updates[:2]]}, follow=True)
        assert "2 meldingen tellen nu mee." in answer.content.decode()
        assert set(ProgressUpdate.objects.waiting()) == {updates[2]}

    def test_sends_one_back_with_its_reason(self, target, leader, staff, url):
        pk = reported(target, 2, by=leader).pk
        client = browser(staff)
        answer = client.post(url, {"terug": pk, f"reden-{pk}": ""})
        assert (answer.status_code, "Schrijf op waarom" in answer.content.decode()) == (422, True)
        assert client.post(url, {"terug": pk, f"reden-{pk}": "Geen bewijs"}).status_code == 302
        assert Verdict.objects.get().reason == "Geen bewijs"

    def test_what_somebody_else_decided_meanwhile_is_said_and_the_rest_is_kept(self, target, plan, leader, staff, url):
        first, second = (reported(one, 2, by=leader) for one in [target, ResultTargetFactory(plan=plan)])
        return_report(update=first, reason="Nee", by=decider(plan, "Els"))
        answer = browser(staff).post(url, {"melding": [first.pk, second.pk]})
        found = answer.content.decode()
        assert answer.status_code == 409
        assert "is intussen teruggestuurd door Els Proef" in found
        assert f'value="{second.pk}" checked' in found
        assert not Standing.objects.exists()

    @pytest.mark.parametrize("sent", [{}, {"melding": ["x", "9" * 30]}, {"terug": "x"}, {"terug": "9" * 12}])
    def test_what_leads_nowhere_is_refused(self, target, leader, staff, url, sent):
        reported(target, 2, by=leader)
        assert browser(staff).post(url, sent).status_code == 422

    def test_another_eenheid_finds_nothing(self, target, leader, url):
        update = reported(target, 2, by=leader)
        stranger = browser(decider(ImplementationPlanFactory(status="adopted"), "Bas"))
        assert stranger.get(url).status_code == 404
        assert stranger.post(url, {"melding": update.pk}).status_code == 404

    def test_turns_it_on_and_off_for_a_plan(self, plan, staff, leader):
        place = plan_url(plan, "progress-checking")
        answer = browser(staff).post(place, {}, follow=True)
        assert "Nieuwe meldingen tellen meteen mee." in answer.content.decode()
        plan.refresh_from_db()
        assert not plan.checks_progress
        assert browser(leader).post(place, {"controle": "on"}).status_code == 403
        assert (
            "wacht voortaan op uw controle"
            in browser(staff).post(place, {"controle": "on"}, follow=True).content.decode()
        )
        assert 'name="controle"' not in page(browser(leader), plan_url(plan, "progress"))

    @pytest.mark.parametrize("size", [1, 8])
    def test_asks_the_same_for_any_number(self, plan, leader, staff, url, size, django_assert_num_queries):
        for one in ResultTargetFactory.create_batch(size, plan=plan, value=3, unit="x"):
            reported(one, 2, by=staff)
            reported(one, 3, by=leader)
        client = browser(staff)
        # session, user, roles; eenheid; reports, their files; standings; words of the units
        with django_assert_num_queries(8):
            page(client, url)


def test_the_access_of_who_wrote_it_reaches_it_though_they_left_the_theme(target, plan, leader):
    reported(target, 3, by=leader)
    plan.theme.members.all().delete()
    assert ProgressUpdate.objects.readable_by(Access(leader)).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins_and_the_other_hears_of_it():
    today = timezone.localdate()
    plan = ImplementationPlanFactory(
        status="adopted", year=today.year, theme__plan__start_year=today.year, checks_progress=True
    )
    activity, people = ActivityFactory(plan=plan), [decider(plan, "Sanne"), decider(plan, "Els")]
    made = reported(activity, course="done", by=writer(plan), on=today - timedelta(days=1), today=today)

    def read():
        return ProgressUpdate.objects.select_related("plan__theme__plan__police_unit", "activity").get(pk=made.pk)

    acts = [
        lambda: accept_reports(updates=[read()], by=people[0]),
        lambda: return_report(update=read(), reason="Nee", by=people[1]),
    ]
    outcomes = at_once(acts)
    assert sum(isinstance(one, VerdictOvertaken) for one in outcomes) == 1
    accepted = read().state == State.COUNTS
    assert (Standing.objects.exists(), Verdict.objects.count()) == (accepted, 1)


def test_a_file_that_came_along_is_shown_to_staff(target, leader, staff, url):
    sent = {"value": "3", "on": "2025-09-30", "files": SimpleUploadedFile("verslag.pdf", b"%PDF-1.7")}
    browser(leader).post(subject_url(target), sent)
    assert "verslag.pdf" in page(browser(staff), url)
