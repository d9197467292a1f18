"""Asking about something a page shows: who may, who hears, whose task it is, and what stands beside it."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from agenda.models import Indicator
from formation.models import StrengthTable
from nhveilig.accounts.access import Access
from nhveilig.accounts.models import StandIn, User
from nhveilig.notices.models import Notice
from nhveilig.questions.models import Question
from nhveilig.questions.queries import QuestionsBeside
from nhveilig.questions.subjects import all_subjects, find_subject
from nhveilig.regions.models import PoliceUnit
from nhveilig.worklist.queries import tasks_of
from themes.models import Activity, Budget, ImplementationPlan, ResultTarget, ThemeMember
from themes.parts.questions import asked_about
from themes.parts.views import plan_url

TODAY = date(2026, 11, 30)
WHY = "Waarom loopt dit achter?"
BECAUSE = "Twee driehoeken wachten nog op een afspraak."


@pytest.fixture
def activity(demo) -> Activity:
    """Of Drugs 2026, an adopted plan that `projectleider` leads; nobody of the portal owns it."""
    found = Activity.objects.present().filter(plan__year=2026, plan__theme__slug="drugs", owner_person=None)
    return found.order_by("order").first()


def page_of(subject: str, row: int, unit: str = "noord-holland") -> str:
    return reverse("questions:about", kwargs={"unit": unit, "subject": subject, "row": row})


def ask(client: Client, activity: Activity, text: str = WHY) -> Question:
    answer = client.post(page_of("activiteit", activity.pk), {"text": text})
    assert answer.status_code == 302, answer.content.decode()
    return Question.objects.latest("pk")


def answer(client: Client, question: Question, text: str = BECAUSE) -> int:
    page = page_of(question.subject, question.row)
    return client.post(f"{page}{question.pk}/antwoorden/", {"text": text}).status_code


def tasks(username: str) -> list[str]:
    return [
        task.title for task in tasks_of(Access(User.objects.get(username=username)), TODAY) if "vraag" in task.title
    ]


def told(username: str) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(user__username=username).order_by("pk").values_list("kind", "subject"))


def test_a_question_is_a_task_until_it_is_answered(log_in, activity):
    question = ask(log_in("burgemeester"), activity)
    name = User.objects.get(username="burgemeester").shown_name
    assert question.capacity == "burgemeester Alkmaar"
    assert (tasks("projectleider"), tasks("staf"), tasks("burgemeester")) == (
        [f"Beantwoord de vraag van {name}"],
        [],
        [],
    )
    assert told("projectleider") == [("question", "vraag")]
    assert answer(log_in("projectleider"), question) == 302
    assert tasks("projectleider") == []
    assert told("burgemeester") == [("answer", "antwoord op een vraag")]


def test_who_asks_on_opens_the_question_again(log_in, activity):
    question = ask(log_in("burgemeester"), activity)
    answer(log_in("projectleider"), question)
    assert answer(log_in("burgemeester"), question, "En wanneer dan wel?") == 302
    assert len(tasks("projectleider")) == 1
    assert told("projectleider")[-1] == ("question", "vervolg op een vraag")


def test_without_a_leader_the_staff_answers(log_in, activity):
    ThemeMember.objects.filter(theme=activity.plan.theme).delete()
    question = ask(log_in("lezer"), activity)
    assert len(tasks("staf")) == 1
    assert tasks("projectleider") == []
    assert answer(log_in("staf"), question) == 302
    assert tasks("staf") == []


def test_whoever_owns_the_activity_answers_too(log_in, activity):
    owner = User.objects.get(username="werkgroeplid")
    activity.owner_person = owner
    activity.save()
    question = ask(log_in("officier"), activity)
    assert len(tasks(owner.username)) == len(tasks("projectleider")) == 1
    assert answer(log_in(owner.username), question) == 302
    assert tasks("projectleider") == []


@pytest.mark.parametrize("username", ["lezer", "controller"])
def test_others_ask_but_do_not_answer(log_in, activity, username):
    question = ask(log_in("burgemeester"), activity)
    client, page = log_in(username), page_of("activiteit", activity.pk)
    assert answer(client, question) == 422
    client.post(f"{page}{question.pk}/afhandelen/")
    question.refresh_from_db()
    assert (question.answers.count(), question.resolved_at) == (0, None)
    assert f"{question.pk}/antwoorden/" not in client.get(page).content.decode()


def test_the_asker_may_let_it_go(log_in, activity):
    client = log_in("burgemeester")
    question = ask(client, activity)
    client.post(f"{page_of('activiteit', activity.pk)}{question.pk}/afhandelen/")
    assert tasks("projectleider") == []


def test_who_prepares_for_the_mayor_asks_in_her_name(log_in, activity):
    mayor, unit = User.objects.get(username="burgemeester"), PoliceUnit.objects.get(code="RE04")
    other = User.objects.create(username="bestuurssecretaris")
    StandIn.objects.create(
        user=other, principal=mayor, police_unit=unit, kind=StandIn.Kind.ASSISTANT, starts_on=TODAY, made_by=mayor
    )
    assert ask(log_in("bestuurssecretaris"), activity).on_behalf_of == mayor


def test_an_empty_question_is_refused_and_nothing_is_told(log_in, activity):
    response = log_in("lezer").post(page_of("activiteit", activity.pk), {"text": "  "})
    assert response.status_code == 422
    assert "U hebt nog niets geschreven" in response.content.decode()
    assert not Question.objects.exists()
    assert told("projectleider") == []


def test_a_plan_that_one_may_not_read_cannot_be_asked_about(log_in, activity):
    ImplementationPlan.objects.filter(pk=activity.plan_id).update(status=ImplementationPlan.Status.CONCEPT)
    assert log_in("lezer").get(page_of("activiteit", activity.pk)).status_code == 404
    assert log_in("projectleider").get(page_of("activiteit", activity.pk)).status_code == 200


def test_what_one_may_not_read_is_not_listed(log_in, activity):
    ask(log_in("burgemeester"), activity)
    assert WHY in log_in("lezer").get(reverse("questions:list")).content.decode()
    ImplementationPlan.objects.filter(pk=activity.plan_id).update(status=ImplementationPlan.Status.REVIEW)
    assert WHY not in log_in("lezer").get(reverse("questions:list")).content.decode()


@pytest.mark.parametrize(("choice", "seen"), [("open", True), ("mij", True), ("eigen", False), ("", True), ("x", True)])
def test_the_list_narrows(log_in, activity, choice, seen):
    ask(log_in("burgemeester"), activity)
    page = log_in("projectleider").get(reverse("questions:list"), {"toon": choice}).content.decode()
    assert (WHY in page) == seen


def test_an_eenheid_never_answers_for_another(log_in, activity, colleague):
    ask(log_in("burgemeester"), activity)
    client = log_in(colleague.username)
    assert client.get(page_of("activiteit", activity.pk)).status_code == 404
    assert client.get(page_of("activiteit", activity.pk, "noord-nederland")).status_code == 404
    assert client.post(page_of("activiteit", activity.pk), {"text": WHY}).status_code == 404


def one_of_each(unit: PoliceUnit) -> dict[str, int]:
    of_plans = {"plan__year": 2026, "plan__theme__plan__police_unit": unit}
    return {
        "activiteit": Activity.objects.present().filter(**of_plans).first().pk,
        "streefwaarde": ResultTarget.objects.present().filter(**of_plans).first().pk,
        "begroting": Budget.objects.present().filter(police_unit=unit, status=Budget.Status.ADOPTED).first().pk,
        "sterkte": StrengthTable.objects.adopted().filter(police_unit=unit).first().pk,
        "indicator": Indicator.objects.present().first().pk,
    }


def test_each_kind_of_thing_is_asked_about_and_is_somebodys_task(log_in, demo):
    unit = PoliceUnit.objects.get(slug="noord-holland")
    rows, reader = one_of_each(unit), log_in("lezer")
    assert rows.keys() == {subject.code for subject in all_subjects()}
    for code, row in rows.items():
        assert reader.post(page_of(code, row), {"text": WHY}).status_code == 302
        content = reader.get(page_of(code, row)).content.decode()
        assert WHY in content
        assert "Uw vraag gaat naar" in content
        question, subject = Question.objects.get(subject=code), find_subject(code)
        found = subject.find(Access(User.objects.get(username="lezer")), unit, row)
        for person in subject.responsible(found, unit):
            assert question in Question.objects.waiting_for(Access(person))


def test_a_page_reads_all_its_questions_in_one_query(log_in, activity, django_assert_num_queries):
    question = ask(log_in("burgemeester"), activity)
    answer(log_in("projectleider"), question)
    unit = PoliceUnit.objects.get(slug="noord-holland")
    with django_assert_num_queries(1):
        beside = QuestionsBeside(unit, asked_about((activity.plan_id,)).to_show())
        [found] = beside.about("activiteit", activity.pk)
        assert [one.text for one in found.present_answers] == [BECAUSE]
        assert beside.about("streefwaarde", 1) == []
    with django_assert_num_queries(0):
        assert QuestionsBeside(unit, []).about("activiteit", 1) == []


def test_it_stands_beside_the_activity_in_the_plan(log_in, activity, django_assert_num_queries):
    client, page = log_in("lezer"), plan_url(activity.plan)
    client.get(page)
    with django_assert_num_queries(12):
        before = client.get(page).content.decode()
    assert page_of("activiteit", activity.pk) in before
    answer(log_in("projectleider"), ask(log_in("burgemeester"), activity))
    with django_assert_num_queries(12):
        after = client.get(page).content.decode()
    assert (WHY in after, BECAUSE in after, "burgemeester Alkmaar" in after) == (True, True, True)


def test_it_stands_beside_a_strength_table_and_a_budget(log_in, demo):
    unit, reader, client = (
        PoliceUnit.objects.get(slug="noord-holland"),
        User.objects.get(username="lezer"),
        log_in("lezer"),
    )
    rows = one_of_each(unit)
    for code in ("sterkte", "begroting", "indicator"):
        client.post(page_of(code, rows[code]), {"text": WHY})
        subject = find_subject(code)
        page = subject.url(subject.find(Access(reader), unit, rows[code]), unit)
        assert WHY in client.get(page).content.decode(), code


@pytest.mark.parametrize(("name", "more"), [("unit-dashboard", []), ("theme-dashboard", ["drugs"])])
def test_it_stands_on_the_dashboards_at_once(log_in, demo, name, more):
    page = reverse(f"reports:{name}", args=["noord-holland", 2026, *more])
    late = Activity.objects.get(title="Toolbox bedrijventerreinen afmaken")
    client = log_in("lezer")
    assert page_of("activiteit", late.pk) in client.get(page).content.decode()
    ask(log_in("burgemeester"), late)
    assert WHY in client.get(page).content.decode()


def test_it_stands_beside_the_promise_of_the_municipality(log_in, demo):
    client, page = log_in("burgemeester"), "/gemeenten/GM0361/2026/"
    promise = ResultTarget.objects.get(title="Integrale controles per gemeente", plan__year=2026)
    assert page_of("streefwaarde", promise.pk) in client.get(page).content.decode()
    client.post(page_of("streefwaarde", promise.pk), {"text": WHY})
    assert WHY in client.get(page).content.decode()
