"""What a mayor and an officier meet where they react: the plan in a minute, what it asks, and what is known of each."""

import re
from datetime import date

import pytest
import time_machine
from django.utils import timezone

from nhveilig.accounts.models import Role
from nhveilig.notices.models import Notice
from tests.accounts.factories import RoleFactory
from tests.regions.factories import MunicipalityFactory
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory, PlanTextFactory, ResultTargetFactory
from tests.themes.workflow.people import municipalities, person, react, writer
from tests.themes.workflow.test_pages import at, browser
from themes.models import ImplementationPlan, PlanText, PreparedReaction, Reaction, ResultTarget, Standing
from themes.parts.registry import key_of

pytestmark = pytest.mark.django_db
EACH, TOGETHER = ResultTarget.Scope.EVERY_MUNICIPALITY, ResultTarget.Scope.ALL_MUNICIPALITIES


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel("2025-03-03 14:03+01:00", tick=False):
        yield


@pytest.fixture
def last_year() -> ImplementationPlan:
    return ImplementationPlanFactory(year=2024, status="adopted", adopted_on=date(2024, 1, 8))


@pytest.fixture
def plan(last_year) -> ImplementationPlan:
    ends_on = date(2025, 3, 31)
    plan = ImplementationPlanFactory(
        theme=last_year.theme, origin=last_year, year=2025, status="consultation", consultation_ends_on=ends_on
    )
    html = "<p>We maken af wat we begonnen. Elke gemeente meldt zelf.</p>"
    PlanTextFactory(plan=plan, kind=PlanText.Kind.AMBITION, html=html)
    return plan


@pytest.fixture
def town(plan):
    return municipalities(plan, "Alkmaar", "Bergen", "Castricum")[0]


@pytest.fixture
def mayor(plan, town):
    return person(plan, Role.Kind.MAYOR, "Bregje", town)


@pytest.fixture
def controls(plan, last_year, town) -> ResultTarget:
    """Two a year each, of which this municipality reported one; this year three."""
    about = {"title": "Controles", "unit": "controles", "scope": EACH}
    origin = ResultTargetFactory(plan=last_year, value=2, **about)
    Standing.objects.create(
        plan=last_year,
        target=origin,
        municipality=town,
        value=1,
        on="2024-11-01",
        reported_at=timezone.now(),
        updates=1,
    )
    return ResultTargetFactory(plan=plan, value=3, origin=origin, **about)


def facts(page: str, key: str) -> dict[str, str]:
    ask = page.partition(f'id="{key}"')[2].partition("</fieldset>")[0]
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", ask)
    return {label: re.sub(r"<[^>]+>", "", words).replace("\xa0", " ") for label, words in found}


def shown(user, plan, query: str = "") -> str:
    return browser(user).get(at(plan, "reaction-give") + query).text


def test_the_plan_in_a_minute_leads_to_the_rest(plan, mayor, controls):
    page = shown(mayor, plan)
    assert '<p class="react-quote">We maken af wat we begonnen.</p>' in page
    assert "<p>Elke gemeente meldt zelf.</p>" in page
    assert "<dt>Voor gemeenten</dt><dd>1</dd>" in page
    assert "tot en met 31 maart 2025, nog 28 dagen" in page
    assert f'href="{at(plan, "plan-detail")}"' in page
    assert "Wat is anders dan in 2024" in page


def test_a_municipality_reads_what_is_asked_of_it_beside_last_year(plan, mayor, controls):
    assert facts(shown(mayor, plan), key_of(controls)) == {
        "Wat": "ten minste 3 controles",
        "Wanneer": "in de loop van 2025",
        "In 2024": "afgesproken: ten minste 2 controles; Alkmaar meldde 1 controle",
        "Veranderd": "was ten minste 2 controles, wordt ten minste 3 controles",
    }


def test_what_each_does_comes_before_what_all_do_and_what_is_not_asked_is_left_out(plan, mayor):
    ResultTargetFactory(plan=plan, title="Samen", value=1, scope=TOGETHER)
    ResultTargetFactory(plan=plan, title="Elk", value=1, scope=EACH)
    ResultTargetFactory(plan=plan, title="Regio", value=1, unit="controles")
    ActivityFactory(plan=plan, title="Havenscan")
    page = shown(mayor, plan)
    assert re.findall(r'ask__title">([^<]+)', page) == ["Elk", "Samen", "Het plan als geheel"]
    assert "alle gemeenten samen" in page
    assert "Veranderd</dt><dd>nieuw" in page


def test_a_part_that_was_chosen_in_the_plan_is_there_too(plan, mayor):
    key = key_of(ActivityFactory(plan=plan, title="Havenscan"))
    assert f'id="{key}"' in shown(mayor, plan, f"?onderdeel={key}")
    for odd in ("activity-0", "onzin", "%00"):
        assert re.findall(r'ask__title">([^<]+)', shown(mayor, plan, f"?onderdeel={odd}")) == ["Het plan als geheel"]


def test_nothing_is_chosen_beforehand_and_a_draft_is_there_again(plan, mayor, controls):
    assert " checked" not in shown(mayor, plan)
    key = key_of(controls)
    said = {f"{key}-stance": "remark", f"{key}-text": "Graag twee.", "later": "ja"}
    answer = browser(mayor).post(at(plan, "reaction-give"), said, follow=True)
    assert "Buiten Alkmaar ziet niemand het." in answer.text
    assert "Graag twee.</textarea>" in answer.text
    assert answer.text.count(" checked") == 1
    assert not Reaction.objects.exists()


def test_the_script_keeps_it_on_the_way_whatever_is_missing(plan, mayor):
    answer = browser(mayor).post(at(plan, "reaction-give"), {"plan-stance": "objects"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Bewaard om 14.03 uur." in answer.text
    assert PreparedReaction.objects.get().stance == "objects"
    with time_machine.travel("2025-04-01 09:00+02:00", tick=False):
        late = browser(mayor).post(at(plan, "reaction-give"), {"plan-stance": "agrees"}, headers={"HX-Request": "true"})
    assert "Reageren kon tot en met 31 maart 2025." in late.text
    assert "Bewaard" not in late.text


def test_what_is_missing_is_said_in_its_place_and_the_rest_is_kept(plan, mayor, controls):
    key = key_of(controls)
    answer = browser(mayor).post(at(plan, "reaction-give"), {f"{key}-stance": "objects"})
    assert answer.status_code == 422
    for place, words in (
        (f"id_{key}-text", "Controles: Schrijf bij een opmerking of een bezwaar ook waarom."),
        ("id_plan-stance", "Het plan als geheel: Zeg ook wat u van het plan als geheel vindt."),
    ):
        assert f'<a href="#{place}">{words}</a>' in answer.text
        assert f'id="{place}"' in answer.text
    assert PreparedReaction.objects.get().part == key


def test_a_text_that_is_too_long_is_neither_kept_nor_lost(plan, mayor):
    browser(mayor).post(at(plan, "reaction-give"), {"plan-stance": "remark", "plan-text": "Kort.", "later": "ja"})
    said = {"plan-stance": "remark", "plan-text": "x" * 5001}
    answer = browser(mayor).post(at(plan, "reaction-give"), said)
    assert answer.status_code == 422
    assert "x" * 5001 in answer.text
    assert PreparedReaction.objects.get().text == "Kort."


def test_a_choice_that_is_none_of_the_three_is_refused(plan, mayor):
    answer = browser(mayor).post(at(plan, "reaction-give"), {"plan-stance": "misschien"})
    assert answer.status_code == 422
    assert "Kies akkoord, opmerking of bezwaar." in answer.text


class TestSending:
    def send(self, user, plan, **said) -> str:
        """The page that confirms it."""
        there = browser(user).post(at(plan, "reaction-give"), said).url
        page = browser(user).get(there)
        return browser(user).post(there, {"gezien": page.context["seen"]}, follow=True).text

    def test_is_confirmed_with_what_happens_next_and_a_copy(self, plan, mayor, controls):
        writer(plan)
        key = key_of(controls)
        said = {f"{key}-stance": "objects", f"{key}-text": "Wij halen drie niet.", "plan-stance": "agrees"}
        page = self.send(mayor, plan, **said)
        assert '<h1 tabindex="-1" autofocus>De reactie van Alkmaar is verstuurd</h1>' in page
        assert f"Een kopie gaat per mail naar {mayor.email}." in page
        assert "Pieter Proef antwoordt." in page
        assert "“Wij halen drie niet.”" in page
        assert set(Reaction.objects.values_list("part", "stance")) == {(key, "objects"), ("", "agrees")}
        assert Notice.objects.get(kind="copy").user == mayor

    def test_for_the_openbaar_ministerie(self, plan, town):
        activity = ActivityFactory(
            plan=plan, title="Havenscan", deliverable="Een rapport", owner="OM", planned_moment="mei"
        )
        officer = person(plan, Role.Kind.CHIEF_PROSECUTOR, "Olga")
        page = shown(officer, plan)
        assert "Wat vindt het Openbaar Ministerie van het plan" in page
        assert facts(page, key_of(activity)) == {
            "Wat": "Een rapport",
            "Wanneer": "mei",
            "Wie": "OM",
            "Veranderd": "nieuw",
        }
        assert '<details class="react-group"><summary>1 activiteit</summary>' in page
        page = self.send(officer, plan, **{"plan-stance": "agrees"})
        assert "De reactie van het Openbaar Ministerie is verstuurd" in page
        assert "Terug naar Start" in page
        assert Reaction.objects.get().said_by == "Openbaar Ministerie"

    def test_a_change_is_sent_again_and_what_stays_is_not(self, plan, town, mayor, controls):
        react(plan, town, mayor)
        react(plan, town, mayor, "remark", "Een vraag.", key_of(controls))
        first = Reaction.objects.get(part="")
        with time_machine.travel("2025-03-04 09:00+01:00", tick=False):
            said = {f"{key_of(controls)}-stance": "agrees", "plan-stance": "agrees"}
            self.send(mayor, plan, **said)
        assert Reaction.objects.get(part="").changed_at == first.changed_at
        assert Reaction.objects.get(part=key_of(controls)).stance == "agrees"

    def test_nothing_to_send_leads_back(self, plan, town, mayor):
        client = browser(mayor)
        assert client.get(at(plan, "reaction-check")).url.startswith(at(plan, "reaction-give"))
        assert client.get(at(plan, "reaction-sent")).url == at(plan, "plan-detail")
        react(plan, town, mayor)
        assert client.get(at(plan, "reaction-check")).url.startswith(at(plan, "reaction-sent"))

    def test_what_changed_since_is_shown_before_it_is_sent(self, plan, town, mayor):
        answer = browser(mayor).post(at(plan, "reaction-give"), {"plan-stance": "agrees"})
        late = browser(mayor).post(answer.url, {"gezien": "van eerder"})
        assert late.status_code == 409
        assert "Bregje Proef wijzigde het concept op 3 maart 2025 om 14.03 uur." in late.text
        assert "Verstuur de reactie" in late.text


def test_others_are_told_of_in_numbers_alone(plan, town, mayor):
    bergen, _ = [one for one in town.safety_region.municipalities.order_by("name") if one != town]
    react(plan, bergen, person(plan, Role.Kind.MAYOR, "Anja", bergen), "remark", "Te duur voor Bergen.")
    page = shown(mayor, plan)
    assert "1 gemeente heeft een opmerking. 1 reageerde nog niet." in page
    assert "Te duur voor Bergen." not in page


def test_who_reacts_for_two_chooses_for_whom(plan, town, mayor):
    bergen = town.safety_region.municipalities.get(name="Bergen")
    RoleFactory(user=mayor, kind=Role.Kind.MAYOR, police_unit=plan.theme.plan.police_unit, municipality=bergen)
    assert f'href="{at(plan, "reaction-give")}?namens={bergen.code}">Bergen</a>' in shown(mayor, plan)
    assert "Wat vindt Bergen van het plan" in shown(mayor, plan, f"?namens={bergen.code}")


def test_for_somebody_elses_municipality_there_is_nothing(plan, mayor):
    for code in ("GM9999", "om", MunicipalityFactory().code):
        assert browser(mayor).get(f"{at(plan, 'reaction-give')}?namens={code}").status_code == 404


@pytest.mark.parametrize("size", [1, 12])
def test_as_many_queries_for_a_large_plan_as_for_a_small_one(plan, last_year, mayor, size, django_assert_num_queries):
    for number in range(size):
        origin = ResultTargetFactory(plan=last_year, title=f"Doel {number}", value=2, scope=EACH)
        ResultTargetFactory(plan=plan, title=f"Doel {number}", value=3, scope=EACH, origin=origin)
        ActivityFactory(plan=plan)
    client = browser(mayor)
    with django_assert_num_queries(11):
        client.get(at(plan, "reaction-give"))
