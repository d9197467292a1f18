"""What people meet on the pages of the steps and the reactions."""

import csv
import io
from datetime import date

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nhveilig.accounts.models import User
from tests.accounts.factories import UserFactory
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory, IntendedResultFactory
from tests.themes.workflow.people import complete_plan, decider, municipalities, person, react, writer
from themes.models import Comment, ImplementationPlan, PlanStep, Presence, Reaction
from themes.parts.registry import key_of

pytestmark = pytest.mark.django_db
SESSION = "7f6c1a53-0a0e-4d5c-9d2a-1f1f5a0c7f10"


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel("2025-03-03 14:03+01:00", tick=False):
        yield


@pytest.fixture
def plan() -> ImplementationPlan:
    return complete_plan()


@pytest.fixture
def consulted() -> ImplementationPlan:
    plan = complete_plan(status="consultation", consultation_ends_on=date(2025, 3, 31))
    PlanStep.objects.create(plan=plan, from_status="concept", to_status="review", reason="Nog een vraag over geld.")
    PlanStep.objects.create(plan=plan, from_status="review", to_status="consultation", ends_on=date(2025, 3, 31))
    return plan


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(plan: ImplementationPlan, name: str, **more: object) -> str:
    place = {"unit": plan.theme.plan.police_unit.slug, "year": plan.year, "theme": plan.theme.slug}
    return reverse(f"themes:{name}", kwargs=place | more)


def page(user: User, plan: ImplementationPlan, name: str = "plan-steps") -> str:
    return browser(user).get(at(plan, name)).content.decode()


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


class TestSteps:
    def take(self, user, plan, step, **data):
        version = ImplementationPlan.objects.get(pk=plan.pk).version
        return browser(user).post(at(plan, "step-take", step=step), {"version": version} | data)

    def offered(self, user, plan) -> set[str]:
        steps = ("ter-review", "terugnemen", "teruggeven", "ter-consultatie", "verlengen", "vaststellen")
        text = page(user, plan)
        return {step for step in steps if f'action="{at(plan, "step-take", step=step)}"' in text}

    @pytest.mark.parametrize(
        ("status", "writers", "deciders"),
        [
            ("concept", {"ter-review"}, {"ter-review"}),
            ("returned", {"ter-review"}, {"ter-review"}),
            ("review", {"terugnemen"}, {"terugnemen", "teruggeven", "ter-consultatie"}),
            ("consultation", set(), {"teruggeven", "verlengen", "vaststellen"}),
            ("adopted", set(), set()),
        ],
    )
    def test_one_is_offered_what_one_may_do(self, plan, status, writers, deciders):
        ImplementationPlan.objects.update(
            status=status, consultation_ends_on=date(2025, 3, 31), adopted_on=date(2025, 3, 1)
        )
        assert self.offered(writer(plan), plan) == writers
        assert self.offered(decider(plan), plan) == deciders

    def test_a_mayor_sees_where_it_is_but_not_what_writers_and_staff_tell_each_other(self, consulted):
        [town] = municipalities(consulted, "Alkmaar")
        mayor, staff = person(consulted, "mayor", "Anja", town), decider(consulted)
        seen, whole = page(mayor, consulted), page(staff, consulted)
        assert "legde het plan voor aan de gemeenten" in seen
        assert "reageren tot en met 31 maart 2025" in seen
        assert "Nog een vraag over geld." not in seen
        assert "Nog een vraag over geld." in whole

    def test_what_is_missing_leads_to_where_it_is_written(self, plan):
        activity = ActivityFactory(plan=plan, title="Rondgang", planned_moment="mei", owner="")
        text = page(writer(plan), plan)
        assert "Eén ding is daarvoor nog nodig:" in text
        assert f'?deel=activiteiten#{key_of(activity)}">Activiteit “Rondgang”: eigenaar</a>' in text

    def test_submitting(self, plan):
        leader = writer(plan)
        response = self.take(leader, plan, "ter-review", reason="Graag voor mei.")
        assert (response.status_code, response.url) == (302, at(plan, "plan-steps"))
        assert said(response) == ["Het plan ligt nu bij het stafbureau, dat bericht krijgt."]
        step = PlanStep.objects.get()
        assert (step.taken_by, step.reason) == (leader, "Graag voor mei.")

    def test_what_is_missing_is_refused_with_the_same_list(self, plan):
        plan.activity_set.all().delete()
        response = self.take(writer(plan), plan, "ter-review", reason="Graag voor mei.")
        assert response.status_code == 422
        text = response.content.decode()
        assert "Nog geen activiteit</a>" in text
        assert "Graag voor mei.</textarea>" in text

    def test_a_reason_is_asked_for_in_its_place(self, plan):
        ImplementationPlan.objects.update(status="review")
        response = self.take(decider(plan), plan, "teruggeven", reason=" ")
        assert response.status_code == 422
        assert '<a href="#teruggeven_reason">' in response.content.decode()

    def test_a_day_that_cannot_be_is_said_in_its_place(self, plan):
        ImplementationPlan.objects.update(status="review")
        response = self.take(decider(plan), plan, "ter-consultatie", ends_on="2025-03-05")
        assert response.status_code == 422
        assert "Kies een dag op of na 10 maart 2025." in response.content.decode()

    def test_adopting_is_confirmed(self, consulted):
        staff = decider(consulted)
        data = {"adopted_on": "2025-03-03", "reason": "Besluit van vandaag."}
        assert "Bevestig dat" in self.take(staff, consulted, "vaststellen", **data).content.decode()
        assert self.take(staff, consulted, "vaststellen", confirmed="on", **data).status_code == 302
        assert "Het verandert niet meer" in page(staff, consulted)

    def test_who_is_too_late_sees_who_was_first_and_keeps_the_text(self, plan):
        ImplementationPlan.objects.update(status="review")
        first, second = decider(plan, "Sanne"), decider(plan, "Bas")
        stale = {"version": plan.version, "reason": "De planning past niet."}
        self.take(first, plan, "ter-consultatie", ends_on="2025-03-31")
        response = browser(second).post(at(plan, "step-take", step="teruggeven"), stale)
        text = response.content.decode()
        assert response.status_code == 409
        assert "Sanne Proef legde het plan voor aan de gemeenten op 3 maart 2025 om 14.03 uur" in text
        assert "De planning past niet.</textarea>" in text
        assert ImplementationPlan.objects.get().status == "consultation"

    def test_before_submitting_one_hears_who_is_writing_and_what_is_open(self, plan):
        leader, colleague = writer(plan), writer(plan, "Wies", kind="member")
        for user in (leader, colleague):
            Presence.objects.create(plan=plan, user=user, session=SESSION, seen_at="2025-03-03T13:02:30Z")
        Comment.objects.create(plan=plan, author=colleague, text="Klopt dit?")
        text = page(leader, plan)
        assert "Wies Proef heeft het plan nu open" in text
        assert "Pieter Proef heeft het plan nu open" not in text
        assert "Er is nog 1 opmerking niet afgehandeld." in text

    def test_before_adopting_one_hears_who_is_silent_and_what_is_unanswered(self, consulted):
        towns = municipalities(consulted, "Alkmaar", "Bergen")
        Reaction.objects.create(plan=consulted, municipality=towns[0], stance="objects", text="Nee.")
        text = page(decider(consulted), consulted)
        assert "1 van de 2 gemeenten reageerden nog niet" in text
        assert "1 bezwaar is nog niet beantwoord." in text

    def test_coming_back_by_the_link_of_a_form_shows_the_page(self, plan):
        response = browser(writer(plan)).get(at(plan, "step-take", step="ter-review"))
        assert (response.status_code, response.url) == (302, at(plan, "plan-steps"))


class TestReactions:
    @pytest.fixture
    def town(self, consulted):
        return municipalities(consulted, "Alkmaar", "Bergen")[0]

    @pytest.fixture
    def mayor(self, consulted, town):
        return person(consulted, "mayor", "Anja", town)

    def test_the_page_of_a_plan_leads_to_where_one_reacts(self, consulted, town, mayor):
        part = key_of(consulted.activity_set.get())
        before = page(mayor, consulted, "plan-detail")
        assert "Wat vindt Alkmaar van dit plan?" in before
        assert f'href="{at(consulted, "reaction-give")}?namens={town.code}&amp;onderdeel={part}#{part}"' in before
        react(consulted, town, mayor)
        react(consulted, town, mayor, "objects", "Te duur.", part)
        after = page(mayor, consulted, "plan-detail")
        assert "Te duur." in after
        assert "Wijzig uw reactie" in after

    def test_nobody_else_is_asked(self, consulted, town, mayor):
        for user in (decider(consulted), person(consulted, "police_chief", "Paul")):
            assert "van dit plan?" not in page(user, consulted, "plan-detail")

    def test_after_the_last_day_one_reads_ones_own_and_the_answer(self, consulted, town, mayor):
        Reaction.objects.create(
            plan=consulted,
            municipality=town,
            stance="objects",
            text="Te duur.",
            answer="We zoeken geld.",
            answered_at="2025-03-20T12:00:00Z",
        )
        with time_machine.travel("2025-04-01 09:00+02:00", tick=False):
            text = page(mayor, consulted, "plan-detail")
            assert "Te duur." in text
            assert "We zoeken geld." in text
            assert "reacties/geven/" not in text

    def test_all_reactions_together(self, consulted, town):
        activity = consulted.activity_set.get()
        author = UserFactory(first_name="@Eva", last_name="")
        Reaction.objects.create(plan=consulted, municipality=town, stance="agrees")
        Reaction.objects.create(
            plan=consulted, municipality=town, part=key_of(activity), stance="remark", text=" =Eerder?", author=author
        )
        staff = decider(consulted)
        text = page(staff, consulted, "reactions")
        assert "Activiteit: Havenscan" in text
        assert "Nog geen reactie op het hele plan" in text
        answer = browser(staff).get(at(consulted, "reactions-csv")).content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(answer), delimiter=";"))
        assert [(row["Gemeente"], row["Onderdeel"], row["Reactie"], row["Toelichting"]) for row in rows] == [
            ("Alkmaar", "Het hele plan", "akkoord", ""),
            ("Alkmaar", "Activiteit: Havenscan", "opmerking", "' =Eerder?"),
            ("Bergen", "Het hele plan", "nog geen reactie", ""),
        ]
        assert [row["Gegeven door"] for row in rows] == ["", "'@Eva", ""]

    def test_of_a_part_in_the_bin_the_reaction_stays(self, consulted, town):
        activity = consulted.activity_set.get()
        Reaction.objects.create(plan=consulted, municipality=town, part=key_of(activity), stance="remark", text="Hm.")
        consulted.activity_set.update(deleted_at="2025-03-03T12:00:00Z")
        assert "Activiteit: Havenscan (verwijderd)" in page(decider(consulted), consulted, "reactions")

    def test_answering(self, consulted, town):
        reaction = Reaction.objects.create(plan=consulted, municipality=town, stance="objects", text="Nee.")
        address = at(consulted, "reaction-answer", pk=reaction.pk)
        response = browser(writer(consulted)).post(address, {"answer": "We passen het aan.", "version": 1})
        assert response.url == f"{at(consulted, 'reactions')}#reactie-{reaction.pk}"
        late = browser(decider(consulted)).post(address, {"answer": "Jammer.", "version": 1})
        text = late.content.decode()
        assert late.status_code == 409
        assert "Pieter Proef heeft dit intussen ook gewijzigd" in text
        assert "We passen het aan." in text
        assert "Jammer.</textarea>" in text

    def test_a_reaction_on_another_plan_is_not_answered_here(self, consulted, town):
        other = ImplementationPlanFactory(theme=consulted.theme, year=2026)
        reaction = Reaction.objects.create(plan=other, municipality=town, stance="agrees")
        response = browser(decider(consulted)).post(at(consulted, "reaction-answer", pk=reaction.pk), {"answer": "Hm."})
        assert response.status_code == 404


class TestQueries:
    """As many for a large plan with everybody's reactions as for a small one."""

    # Session, user, roles, plan; then history, who is next, and per page what follows.
    @pytest.mark.parametrize("size", [1, 30])
    def test_steps_of_a_concept(self, plan, size, django_assert_num_queries):
        ActivityFactory.create_batch(size, plan=plan, owner="")
        client = browser(writer(plan))
        with django_assert_num_queries(11):
            client.get(at(plan, "plan-steps"))

    @pytest.mark.parametrize("size", [1, 30])
    def test_steps_of_a_consultation(self, consulted, size, django_assert_num_queries):
        self.fill(consulted, size)
        client = browser(decider(consulted))
        # Two of them for the decisions and the bodies to choose from.
        with django_assert_num_queries(13):
            client.get(at(consulted, "plan-steps"))

    @pytest.mark.parametrize("size", [1, 30])
    def test_reactions(self, consulted, size, django_assert_num_queries):
        self.fill(consulted, size)
        client = browser(decider(consulted))
        with django_assert_num_queries(11):
            client.get(at(consulted, "reactions"))

    def test_what_reacting_adds_to_the_page_of_a_plan(self, consulted):
        [town] = municipalities(consulted, "Alkmaar")
        ActivityFactory.create_batch(20, plan=consulted)
        mayor, other = person(consulted, "mayor", "Anja", town), person(consulted, "police_chief", "Paul")
        counted = {user: self.count(user, consulted) for user in (mayor, other)}
        assert counted[mayor] - counted[other] == 1

    def count(self, user, plan) -> int:
        client = browser(user)
        with CaptureQueriesContext(connection) as queries:
            client.get(at(plan, "plan-detail"))
        return len(queries)

    def fill(self, plan, size) -> None:
        activities = ActivityFactory.create_batch(size, plan=plan)
        results = IntendedResultFactory.create_batch(size, plan=plan)
        for town in municipalities(plan, *(f"Gemeente {number:02}" for number in range(size))):
            for part in ("", *map(key_of, (*activities[:3], *results[:3]))):
                Reaction.objects.create(plan=plan, municipality=town, part=part, stance="remark", text="Hm.")
