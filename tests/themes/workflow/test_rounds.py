"""A plan that goes to the municipalities again: what was said of the first text stays apart from what is said now."""

import csv
import io
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests.themes.factories import ActivityFactory
from tests.themes.workflow.people import answer, complete_plan, decider, municipalities, person, react, writer
from tests.themes.workflow.test_pages import at, browser, page
from themes.editing.services.parts import delete_part
from themes.models import ImplementationPlan, PlanEdit, PlanStep
from themes.parts.registry import key_of
from themes.workflow.queries import consultation_of
from themes.workflow.services import StepDetails, take_step
from themes.workflow.transitions import CONSULT, RETURN, SUBMIT, verb_of

pytestmark = pytest.mark.django_db


def on(day: str):
    return time_machine.travel(f"2025-03-{day} 09:00+01:00", tick=False)


@pytest.fixture
def plan() -> ImplementationPlan:
    return complete_plan()


@pytest.fixture
def towns(plan):
    return municipalities(plan, "Alkmaar", "Bergen")


@pytest.fixture
def mayor(plan, towns):
    return person(plan, "mayor", "Anja", towns[0])


@pytest.fixture
def staff(plan):
    return decider(plan)


def step(plan, transition, by, **details):
    now = ImplementationPlan.objects.for_list().get(pk=plan.pk)
    return take_step(plan=now, transition=transition, by=by, seen_version=now.version, details=StepDetails(**details))


def put_to_all(plan, staff):
    step(plan, SUBMIT, staff)
    step(plan, CONSULT, staff, ends_on=date(2025, 4, 30))
    plan.refresh_from_db()


def write(plan, part, field="title", new="Nieuw"):
    PlanEdit.objects.create(plan=plan, part=part, field=field, label="Havenscan", new=new, ended_at=timezone.now())


@pytest.fixture
def again(plan, towns, mayor, staff):
    """Objected to on 4 March, given back, rewritten, and put to the municipalities again on 10 March."""
    activity = plan.activity_set.get()
    with on("03"):
        put_to_all(plan, staff)
    with on("04"):
        react(plan, towns[0], mayor, "objects", "Te duur voor ons.")
        react(plan, towns[0], mayor, "remark", "Liever in het voorjaar.", key_of(activity))
    with on("05"):
        step(plan, RETURN, staff, reason="Verwerk het bezwaar van Alkmaar.")
    with on("06"):
        write(plan, key_of(activity))
        write(plan, key_of(activity), "owner")
    with on("10"):
        put_to_all(plan, staff)
    return plan


def counted(plan) -> dict[str, int]:
    return {one["label"]: one["value"] for one in consultation_of(plan).counts}


def test_what_was_said_before_is_not_counted(again):
    plan = ImplementationPlan.objects.for_list().get(pk=again.pk)
    assert counted(plan) == {"Gemeenten die reageerden": 0, "Akkoord": 0, "Opmerking": 0, "Bezwaar": 0}
    assert [town.name for town in consultation_of(plan).silent] == ["Alkmaar", "Bergen"]


def test_what_is_said_again_does_not_replace_what_was_said_before(again, towns, mayor):
    with on("11"):
        said = react(again, towns[0], mayor)
    assert list(again.reactions.filter(part="").values_list("round", "stance", "text")) == [
        (1, "objects", "Te duur voor ons."),
        (2, "agrees", ""),
    ]
    assert said.round == 2
    plan = ImplementationPlan.objects.for_list().get(pk=again.pk)
    assert counted(plan) == {"Gemeenten die reageerden": 1, "Akkoord": 1, "Opmerking": 0, "Bezwaar": 0}


def test_the_same_words_again_are_said_again(again, towns, mayor):
    with on("11"):
        react(again, towns[0], mayor, "objects", "Te duur voor ons.")
    assert list(again.reactions.filter(part="").values_list("round", "text")) == [
        (1, "Te duur voor ons."),
        (2, "Te duur voor ons."),
    ]


def test_the_page_of_all_reactions_tells_the_rounds_apart(again, towns, mayor, staff):
    with on("11"):
        react(again, towns[0], mayor, "agrees")
        text = page(staff, again, "reactions")
    now, before = text.split("Ronde 1: wat de gemeenten eerder zeiden")
    assert "Te duur voor ons." not in now
    assert "Te duur voor ons." in before
    assert "over Activiteit: Havenscan" in before


def test_the_file_says_of_which_round_each_is(again, towns, mayor, staff):
    with on("11"):
        react(again, towns[0], mayor, "agrees")
        sheet = browser(staff).get(at(again, "reactions-csv")).content.decode("utf-8-sig")
    dialect = csv.Sniffer().sniff(sheet.splitlines()[0], ",;")
    found = csv.DictReader(io.StringIO(sheet), dialect=dialect)
    rows = [(row["Gemeente"], row["Reactie"], row["Ronde"]) for row in found]
    assert rows == [
        ("Alkmaar", "akkoord", "2"),
        ("Bergen", "nog geen reactie", "2"),
        ("Alkmaar", "bezwaar", "1"),
        ("Alkmaar", "opmerking", "1"),
    ]


class TestAMayor:
    def test_reads_that_the_old_reaction_is_old_and_what_changed_since(self, again, towns, mayor):
        activity = again.activity_set.get()
        with on("11"):
            assert "Dit schreef Alkmaar in een eerdere ronde." in page(mayor, again, "plan-detail")
            text = page(mayor, again, "reaction-give")
        assert f'#{key_of(activity)}">Activiteit: Havenscan</a>' in text
        assert text.count("Activiteit: Havenscan</a>") == 1
        assert "In een eerdere ronde:" in text
        assert "“Te duur voor ons.”" in text
        assert "activiteit was leeg, is nu Nieuw; eigenaar was leeg, is nu Nieuw" in text
        assert " checked" not in text

    def test_reads_what_was_taken_out(self, again, mayor, staff, plan):
        with on("06"):
            extra = ActivityFactory(plan=plan, title="Rondgang", owner="Velsen", planned_moment="mei")
            ImplementationPlan.objects.filter(pk=plan.pk).update(status="returned")
            delete_part(plan=ImplementationPlan.objects.get(pk=plan.pk), part=key_of(extra), editor=staff)
            ImplementationPlan.objects.filter(pk=plan.pk).update(status="consultation")
        with on("11"):
            text = page(mayor, again, "reaction-give")
        assert 'Activiteit: Rondgang <span class="soft">(verwijderd)</span>' in text

    def test_reads_nothing_of_it_after_reacting(self, again, towns, mayor):
        with on("11"):
            react(again, towns[0], mayor)
            react(again, towns[0], mayor, "agrees", "", key_of(again.activity_set.get()))
        with on("12"):
            text = page(mayor, again, "reaction-give")
            assert "Wijzig de reactie" in page(mayor, again, "plan-detail")
        assert "Sinds uw vorige reactie" not in text

    def test_in_the_first_round_nothing_is_old(self, plan, towns, mayor, staff):
        with on("03"):
            put_to_all(plan, staff)
        with on("04"):
            react(plan, towns[0], mayor, "objects", "Te duur.")
            assert "eerdere ronde" not in page(mayor, plan, "plan-detail")

    def test_is_asked_again_on_the_page_of_the_municipality(self, again, towns, mayor):
        def asked() -> int:
            there = reverse("reports:municipality-dashboard", args=[towns[0].code, 2025])
            return browser(mayor).get(there).text.count(f"{at(again, 'reaction-give')}?namens={towns[0].code}")

        with on("11"):
            assert asked() == 1
            react(again, towns[0], mayor, "agrees")
            assert asked() == 0


class TestWhereOneWrites:
    @pytest.fixture
    def returned(self, plan, towns, mayor, staff):
        with on("03"):
            put_to_all(plan, staff)
        with on("04"):
            react(plan, towns[0], mayor, "objects", "Te duur voor ons.")
            react(plan, towns[0], mayor, "remark", "Liever in mei.", key_of(plan.activity_set.get()))
        with on("05"):
            step(plan, RETURN, staff, reason="Verwerk het bezwaar van Alkmaar.")
        return plan

    def test_stands_why_the_plan_came_back_and_what_was_said(self, returned):
        leader = writer(returned)
        text = page(leader, returned, "plan-edit")
        assert "Verwerk het bezwaar van Alkmaar." in text
        assert "Te duur voor ons." in text
        assert "Liever in mei." not in text
        of_activities = browser(leader).get(at(returned, "plan-edit") + "?deel=activiteiten").content.decode()
        assert "Verwerk het bezwaar van Alkmaar." in of_activities
        assert "Liever in mei." in of_activities

    @pytest.mark.parametrize("status", ["returned", "review", "concept", "consultation", "adopted"])
    def test_the_reactions_are_within_reach_wherever_the_plan_is(self, returned, status):
        leader = writer(returned)
        ImplementationPlan.objects.update(
            status=status, consultation_ends_on=date(2025, 4, 30), adopted_on=date(2025, 3, 1)
        )
        link = f'href="{at(returned, "reactions")}"'
        with on("06"):
            for name in ("plan-detail", "plan-steps", "plan-comments", "plan-history", "plan-bin"):
                text = page(leader, returned, name)
                assert link in text, name
                assert "Reacties (1)" in text

    def test_nothing_is_said_of_a_plan_nobody_reacted_to(self, plan):
        text = page(writer(plan), plan, "plan-edit")
        assert "Waarom het plan terug is" not in text
        assert at(plan, "reactions") not in text

    def test_an_answered_objection_is_not_counted(self, returned, staff):
        answer(returned.reactions.get(part=""), staff, "We zoeken geld.")
        assert "Reacties (" not in page(writer(returned), returned, "plan-steps")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("concept", "adopted", "stelde het plan vast"),
        ("adopted", "concept", "maakte van het plan weer een concept"),
        ("concept", "consultation", "legde het plan voor aan de gemeenten"),
        ("concept", "returned", "gaf het plan terug"),
        ("review", "concept", "trok het plan terug"),
        ("concept", "wat-ooit-was", "zette een stap met het plan"),
    ],
)
def test_a_step_that_no_rule_allows_has_words(plan, staff, before, after, words):
    taken = PlanStep.objects.create(plan=plan, from_status=before, to_status=after, taken_by=staff)
    assert verb_of(taken) == words
    assert words in page(staff, plan)
    step(plan, SUBMIT, staff)


class TestWords:
    def test_who_sent_it_is_not_first_offered_to_take_it_back(self, plan):
        leader = writer(plan)
        step(plan, SUBMIT, leader)
        text = page(leader, plan)
        assert "U hoeft nu niets te doen" in text
        assert "Trek terug" in text
        assert text.index("U hoeft nu niets te doen") < text.index("Trek terug")
        assert 'nl-button--primary"><span class="nl-button__label">Trek terug' not in text

    def test_a_plan_in_review_is_not_fixed(self, plan):
        leader = writer(plan)
        step(plan, SUBMIT, leader)
        assert "U kunt dit plan nu niet wijzigen" in page(leader, plan, "plan-edit")
        ImplementationPlan.objects.update(status="adopted", adopted_on=date(2025, 3, 1))
        assert "Dit plan staat vast" in page(leader, plan, "plan-edit")

    def test_what_an_objection_needs_is_not_called_optional(self, plan, towns, mayor, staff):
        with on("03"):
            put_to_all(plan, staff)
        with on("04"):
            response = browser(mayor).post(at(plan, "reaction-give"), {"plan-stance": "objects"})
        assert response.status_code == 422
        assert "(niet verplicht)" not in response.content.decode()
