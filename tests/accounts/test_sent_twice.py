"""A form that adds something, sent twice: it counts once, and who sent it hears that."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db.models import Model
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from formation.models import StrengthTable
from nhveilig.accounts.models import SentForm
from nhveilig.accounts.once import SENT_TWICE, SentOnce, forget_sent_forms
from nhveilig.partners.models import ContactPerson, Mention, Partner
from nhveilig.regions.models import Municipality
from tests.at_once import at_once
from tests.test_permissions import addresses
from tests.themes.budgets.factories import make_budget_concept
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory, ResultTargetFactory
from tests.themes.progress.reporting import browser, reported
from tests.themes.workflow.people import decider, writer
from themes.models import Activity, Budget, BudgetGroup, BudgetLine, Comment, ProgressUpdate, Standing
from themes.progress.standings import subject_url

DRUGS = {"unit": "noord-holland", "year": 2025, "theme": "drugs"}
CONCEPT = {"slug": "noord-holland", "year": 2025, "kind": "wijziging", "number": 1}


def token_on(client: Client, page: str) -> dict[str, str]:
    """What the forms on the page send along, as somebody sees them who opens it."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(page).content.decode())
    return {"csrfmiddlewaretoken": found[1]}


class TestAProgressReport:
    pytestmark = pytest.mark.django_db

    @pytest.fixture
    def plan(self):
        with time_machine.travel("2025-10-01 09:00+02:00", tick=False):
            yield ImplementationPlanFactory(status="adopted", adopted_on=date(2025, 1, 30))

    @pytest.fixture
    def target(self, plan):
        return ResultTargetFactory(plan=plan, value=50, unit="controles", title="Controles in de haven")

    @pytest.fixture
    def leader(self, plan):
        client = Client(enforce_csrf_checks=True)
        client.force_login(writer(plan))
        return client

    def test_counts_once(self, target, leader):
        url = subject_url(target)
        sent = token_on(leader, url) | {"value": "3"}
        first, second = leader.post(url, sent), leader.post(url, sent, follow=True)
        assert (first.status_code, second.redirect_chain) == (302, [(first.url, 302)])
        assert SENT_TWICE in second.content.decode()
        assert (Standing.objects.get().figure.text(), ProgressUpdate.objects.count()) == ("3", 1)

    def test_counts_again_from_a_page_that_was_opened_again(self, target, leader):
        url = subject_url(target)
        for _ in range(2):
            leader.post(url, token_on(leader, url) | {"value": "3"})
        assert ProgressUpdate.objects.count() == 2

    def test_with_another_figure_is_another_report(self, target, leader):
        """As after the button “terug” of the browser, which brings the form back with its token."""
        url = subject_url(target)
        token = token_on(leader, url)
        for value in ("3", "4"):
            assert leader.post(url, token | {"value": value}).status_code == 302
        assert ProgressUpdate.objects.count() == 2

    def test_of_two_people_counts_for_both(self, plan, target, leader):
        for client in (leader, browser(decider(plan))):
            client.post(subject_url(target), token_on(client, subject_url(target)) | {"value": "3"})
        assert ProgressUpdate.objects.count() == 2

    def test_that_was_refused_may_be_sent_again(self, target, leader):
        url = subject_url(target)
        sent = token_on(leader, url) | {"value": "", "words": ""}
        assert [leader.post(url, sent).status_code for _ in range(2)] == [422, 422]
        assert not SentForm.objects.exists()

    def test_without_a_page_is_the_same_for_a_minute(self, plan, target):
        client, url = browser(writer(plan)), subject_url(target)
        assert [client.post(url, {"value": "3"}).status_code for _ in range(2)] == [302, 302]
        assert ProgressUpdate.objects.count() == 1
        with time_machine.travel("2025-10-01 09:02+02:00", tick=False):
            client.post(url, {"value": "3"})
        assert ProgressUpdate.objects.count() == 2

    def test_that_nothing_changed_counts_once(self, target, leader):
        reported(target, 3)
        url = subject_url(target, name="progress-unchanged")
        sent = token_on(leader, subject_url(target)) | {"gezien": "1"}
        assert [leader.post(url, sent).status_code for _ in range(3)] == [302, 302, 302]
        assert Standing.objects.get().updates == 2
        # From another page, where one saw as little.
        answer = leader.post(url, token_on(leader, subject_url(target)) | {"gezien": "1"})
        assert (answer.status_code, Standing.objects.get().updates) == (409, 2)


ADDING: list[tuple[str, str, dict, dict, type[Model]]] = [
    ("projectleider", "themes:plan-comments", DRUGS, {"text": "Zo?"}, Comment),
    ("staf", "themes:part-add", DRUGS, {"soort": "activity"}, Activity),
    ("staf", "partners:partner-create", {}, {"name": "Haven", "kind": "politie"}, Partner),
    (
        "staf",
        "partners:mention-create",
        {},
        {"written_as": "De haven", "document": "imv-nh-2019-2022", "place": "1"},
        Mention,
    ),
    (
        "staf",
        "partners:contact-create",
        {},
        {"subject": "Haven", "name": "Iemand", "checked_on": "01-10-2025"},
        ContactPerson,
    ),
    ("staf", "budgets:budget-create", {"slug": "noord-holland"}, {"kind": "begroting", "year": "2031"}, Budget),
    ("staf", "budgets:group-create", CONCEPT, {"side": "baten", "title": "Bijdragen"}, BudgetGroup),
    ("staf", "budgets:line-create", CONCEPT, {"group": "9001", "title": "Gemeenten", "amount": "10"}, BudgetLine),
]


@pytest.fixture
def world(demo):
    make_budget_concept(demo.police_unit)
    return demo


def filled_in(name: str, fields: dict[str, str]) -> dict[str, str]:
    """References are numbers, which the table above cannot know."""
    if name == "partners:mention-create":
        return fields | {"partner": str(Partner.objects.first().pk)}
    if name == "partners:contact-create":
        found = Municipality.objects.filter(safety_region__police_unit__code="RE04", valid_until=None).first()
        return fields | {"municipality": str(found.pk)}
    return fields


@pytest.mark.parametrize(("who", "name", "place", "fields", "model"), ADDING, ids=[row[1] for row in ADDING])
def test_what_adds_something_adds_it_once(world, log_in, who, name, place, fields, model):
    client, url, before = log_in(who), reverse(name, kwargs=place), model._base_manager.count()
    sent = filled_in(name, fields)
    first = client.post(url, sent)
    assert first.status_code == 302, first.content.decode()
    second = client.post(url, sent)
    assert (second.status_code, second.url) == (302, first.url)
    assert model._base_manager.count() == before + 1


def test_a_new_table_that_is_sent_twice_is_no_table_that_is_there_already(world, log_in):
    client, url = log_in("staf"), reverse("formation:table-create", args=["noord-holland"])
    sent = {
        "kind": "formatie",
        "reference_date": "01-07-2031",
        "series": "proef",
        "source": "Proef",
        "decimals": "2",
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "0",
        "form-0-name": "agent",
        "form-0-role": "value",
    }
    kinds = {value for value, _ in StrengthTable.Kind.choices}
    sent["kind"] = next(iter(sorted(kinds)))
    answers = [client.post(url, sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302], answers[0].content.decode()
    assert answers[0].url == answers[1].url


def test_what_was_sent_is_forgotten_after_a_day(world, log_in):
    log_in("staf").post(reverse("themes:plan-comments", kwargs=DRUGS), {"text": "Zo?"})
    forget_sent_forms()
    assert SentForm.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        forget_sent_forms()
    assert not SentForm.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite
def test_of_equal_forms_at_the_same_moment_one_counts():
    year = timezone.localdate().year
    plan = ImplementationPlanFactory(status="adopted", year=year, theme__plan__start_year=year)
    activity, user = ActivityFactory(plan=plan), writer(plan)
    clients = [browser(user) for _ in range(4)]
    url = subject_url(activity)
    answers = at_once([lambda client=client: client.post(url, {"course": "on_track"}) for client in clients])
    assert {answer.status_code for answer in answers} == {302}
    assert ProgressUpdate.objects.count() == 1


# Sent twice these come to the same by themselves: an address, a member, a link, a version, a draft is there once.
ONCE_BY_ITSELF = {
    "people:add",
    "themes:member-add",
    "themes:answer",
    "themes:reaction-answer",
    "themes:reaction-give",
    "hearing:answer-add",
}
ADDS = re.compile(r"-(create|add|copy|continue|start|give|answer|unchanged|correct|comments|views)$|progress-report$")


def test_every_form_that_adds_something_is_sent_once():
    found = {name: pattern.callback.view_class for name, pattern in addresses(get_resolver().url_patterns)}
    adding = {name for name in found if ADDS.search(name) and hasattr(found[name], "post")} - ONCE_BY_ITSELF
    assert {"themes:progress-report", "partners:contact-create", "budgets:line-create", "themes:part-add"} <= adding
    assert [name for name in sorted(adding) if not issubclass(found[name], SentOnce)] == []
