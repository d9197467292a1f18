"""A plan to read: in short, as a tree, over the quarters, what it asks of municipalities and what is new in it."""

from datetime import date

import pytest
from django.test import Client

from nhveilig.accounts.access import Access
from tests.accounts.factories import RoleFactory
from tests.html_headings import steps_skipped
from tests.themes.budgets.factories import make_budget
from tests.themes.factories import (
    ActivityFactory,
    ImplementationPlanFactory,
    IntendedResultFactory,
    ObjectiveFactory,
    PlanTextFactory,
    PolicyPlanFactory,
    ResultTargetFactory,
    ThemeFactory,
)
from tests.themes.progress.reporting import browser, reported
from tests.themes.workflow.people import decider, municipalities, person, writer
from themes.continuing.services import continue_plan
from themes.models import (
    Activity,
    BudgetLine,
    Capacity,
    Funding,
    ImplementationPlan,
    PlanLink,
    PlanPerson,
    ResultTarget,
)
from themes.pages.presenters import changes_between, planning_of
from themes.pages.queries import for_reading, read_whole
from themes.pages.tree import Act, Tree
from themes.parts.queries import PlanParts
from themes.parts.views import plan_url
from themes.reading import outline

pytestmark = pytest.mark.django_db
Status = ImplementationPlan.Status
TODAY, YEAR = date(2026, 11, 30), 2026


@pytest.fixture(autouse=True)
def today(time_machine) -> None:
    time_machine.move_to("2026-11-30 12:00+01:00")


@pytest.fixture
def plan() -> ImplementationPlan:
    theme = ThemeFactory(plan=PolicyPlanFactory(police_unit__slug="kust"), slug="havens", title="Veilige havens")
    return ImplementationPlanFactory(theme=theme, year=YEAR, status=Status.ADOPTED)


def page(client: Client, plan: ImplementationPlan, **asked: str) -> str:
    response = client.get(plan_url(plan), asked)
    assert response.status_code == 200
    return " ".join(response.text.split())


def staff(plan: ImplementationPlan) -> Client:
    return browser(decider(plan))


def filled(plan: ImplementationPlan, size: int = 1) -> None:
    goal = ObjectiveFactory(theme=plan.theme, number=1)
    for kind in ("ambition", "approach", "lessons"):
        PlanTextFactory(plan=plan, kind=kind, html=f"<p>Woorden van {kind}.</p>")
    for number in range(size):
        activity = ActivityFactory(plan=plan, objective=goal, planned_moment="elk kwartaal", owner="Wies")
        result = IntendedResultFactory(plan=plan, objective=goal)
        own = ResultTargetFactory(plan=plan, result=result, value=32, unit="zaken", code=f"A-{number}")
        each = ResultTargetFactory(plan=plan, activity=activity, value=1, unit="zaken", scope="municipality")
        [town] = municipalities(plan, f"Stad {number}")
        reported(activity, course="on_track", on=date(YEAR, 6, 1), today=TODAY)
        reported(own, 12, on=date(YEAR, 6, 1), today=TODAY)
        reported(each, 1, town=town, on=date(YEAR, 6, 1), today=TODAY)
        other = ImplementationPlanFactory(theme__plan=plan.theme.plan, year=YEAR)
        ResultTargetFactory(plan=other, counts_as=own)
        ResultTargetFactory(plan=plan, counts_as=ResultTargetFactory(plan=other))
        PlanLink.objects.create(plan=plan, theme=other.theme)
        PlanPerson.objects.create(plan=plan, kind="leader", name="Wies Bron")
        Capacity.objects.create(plan=plan, partner="Politie", amount="2.50")
        Funding.objects.create(plan=plan, source="Rijk", amount="1250.50")


@pytest.mark.parametrize("size", [1, 12])
def test_it_asks_twelve_queries_at_most(plan, size, django_assert_num_queries):
    filled(plan, size)
    plan.origin = ImplementationPlanFactory(theme=plan.theme, year=YEAR - 1, status=Status.ADOPTED)
    plan.save()
    client = staff(plan)
    # session, user, roles; plan, parts of both, links, shared targets; standings, coverage; municipalities to choose;
    # glossary, units
    with django_assert_num_queries(12):
        page(client, plan)


def test_it_says_what_the_budget_grants_beside_what_it_asks(plan):
    client = staff(plan)
    PlanTextFactory(plan=plan, kind="ambition", html="<p>Vrij van smokkel.</p>")
    assert f"De begroting van {YEAR} is nog niet vastgesteld." in page(client, plan)
    Funding.objects.create(plan=plan, source="Rijk", amount="1250.50")
    budget = make_budget(plan.theme.plan.police_unit, year=YEAR, status="adopted")
    BudgetLine.objects.filter(group__budget=budget, group__side="lasten").update(theme=plan.theme)
    shown = page(client, plan)
    assert "<dt>Gevraagd</dt><dd>€ 1.250,50</dd>" in shown
    assert "Toegekend is € 250,50 minder dan het plan vraagt." in shown
    assert f'href="/begroting/kust/{YEAR}/#themas"' in shown


@pytest.mark.sqlite
def test_a_plan_read_whole_is_the_same_as_part_by_part(plan):
    filled(plan, 3)
    access = _access(plan)
    whole = _for_reading(plan, access)
    read_whole(whole, access, date(YEAR, 8, 31))
    parts = PlanParts(ImplementationPlan.objects.with_parts().get(pk=plan.pk))
    for kind in ("activities", "results", "targets", "people", "links", "capacity", "funding", "objectives"):
        one, other = getattr(PlanParts(whole), kind), getattr(parts, kind)
        assert [_columns(row) for row in one] == [_columns(row) for row in other], kind
    assert [str(row.amount) for row in PlanParts(whole).funding] == [str(row.amount) for row in parts.funding]
    assert [row.stood for row in PlanParts(whole).activities] == ["on_track"] * 3
    tables = (outline.groups(PlanParts(whole)), outline.groups(parts))
    assert [group.activities[0].targets for group in tables[0][:1]] == [g.activities[0].targets for g in tables[1][:1]]


def _access(plan: ImplementationPlan) -> Access:
    return Access(RoleFactory(kind="staff", police_unit=plan.theme.plan.police_unit).user)


def _for_reading(plan: ImplementationPlan, access: Access) -> ImplementationPlan:
    return for_reading(ImplementationPlan.objects.for_list(), access, YEAR, TODAY).get(pk=plan.pk)


def _columns(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


class TestInShort:
    def test_the_ambition_is_the_headline_with_how_and_what_was_learned(self, plan):
        filled(plan)
        found = page(staff(plan), plan)
        assert '<p class="headline plan-brief__headline">Woorden van ambition.</p>' in found
        assert 'id="ambitie"' in found
        assert "<dt>Hoe</dt><dd>Woorden van approach.</dd>" in found
        assert "<dt>Geleerd</dt><dd>Woorden van lessons.</dd>" in found
        assert "De hele ambitie" not in found

    def test_a_longer_ambition_is_there_whole(self, plan):
        PlanTextFactory(plan=plan, html="<p>Kort.</p><p>En dan de rest.</p>")
        found = page(staff(plan), plan)
        assert ">Kort.</p>" in found
        assert "En dan de rest." in found

    def test_how_many_stand_how(self, plan):
        for course in ("on_track", "behind"):
            reported(ActivityFactory(plan=plan), course=course, on=date(YEAR, 10, 1), today=TODAY)
        ActivityFactory(plan=plan)
        found = page(staff(plan), plan)
        assert "<b>3 activiteiten</b>, stand van 30 november 2026" in found
        assert "3 activiteiten: 1 op koers, 1 loopt achter, 1 nog niet gemeld" in found

    def test_of_what_has_no_number_to_reach_nobody_can_tell_how_it_stands(self, plan):
        told, silent = ResultTargetFactory.create_batch(2, plan=plan, value=None, unit="klachten")
        client = staff(plan)
        reported(told, 3, on=date(YEAR, 9, 1), today=TODAY)
        assert "1 streefwaarde: 1 nog niet gemeld" in page(client, plan)
        reported(silent, 3, on=date(YEAR, 9, 1), today=TODAY)
        assert "streefwaarde:" not in page(client, plan)

    def test_of_a_plan_that_is_written_nothing_is_said_to_stand(self, plan):
        ImplementationPlan.objects.update(status=Status.CONCEPT)
        ActivityFactory(plan=plan)
        found = page(staff(plan), plan)
        assert "nog niet gemeld" not in found.lower()
        assert "Alleen wat achterloopt" not in found


class TestTree:
    def test_what_does_not_go_as_it_should_says_why_and_what_passed(self, plan):
        late = ActivityFactory(plan=plan, title="Gelegenheidskaart", due_on=date(YEAR, 7, 1))
        fine = ActivityFactory(plan=plan, title="Netbeheerder", due_on=date(YEAR, 11, 15))
        reported(late, course="behind", words="Er wacht nog een afspraak.", on=date(YEAR, 9, 1), today=TODAY)
        reported(fine, course="on_track", words="Het gaat goed.", on=date(YEAR, 6, 9), today=TODAY)
        found = page(staff(plan), plan)
        assert "“Er wacht nog een afspraak.”" in found
        assert "“Het gaat goed.”" not in found
        assert "Datum voorbij (15 november 2026). Laatste melding: 9 juni 2026." in found

    def test_only_what_runs_behind(self, plan):
        goal = ObjectiveFactory(theme=plan.theme, number=1)
        late = ActivityFactory(plan=plan, title="Gelegenheidskaart", objective=goal)
        reported(late, course="behind", on=date(YEAR, 9, 1), today=TODAY)
        ActivityFactory(plan=plan, title="Netbeheerder", objective=ObjectiveFactory(theme=plan.theme, number=2))
        tree = page(staff(plan), plan, toon="achter").split('id="planning"')[0]
        assert "Gelegenheidskaart" in tree
        assert "Netbeheerder" not in tree
        assert "Toon alles" in tree

    @pytest.mark.parametrize(
        ("about", "value", "words"),
        [
            ({"value": 300, "unit": "deelnemers"}, 268, "268 van 300"),
            ({"value": 95, "unit": "% van signalen"}, 96, "96% van 95%"),
            ({"value": 5, "operator": "<=", "unit": "klachten"}, 3, "3 klachten"),
            ({"value": None, "unit": "klachten"}, 3, "3 klachten"),
            ({"value": 4, "unit": "brieven"}, None, "nog niet gemeld"),
        ],
    )
    def test_by_what_one_sees_it(self, plan, about, value, words):
        target = ResultTargetFactory(plan=plan, **about)
        if value is not None:
            reported(target, value, on=date(YEAR, 9, 1), today=TODAY)
        [aim] = _tree(plan).aims
        assert aim.words == words

    def test_of_every_municipality_how_many_did_it(self, plan):
        target = ResultTargetFactory(plan=plan, value=2, unit="controles", scope="municipality")
        towns = municipalities(plan, "Alkmaar", "Bergen", "Castricum", "Den Helder")
        for town in towns[:3]:
            reported(target, 2, town=town, on=date(YEAR, 9, 1), today=TODAY)
        [aim] = _tree(plan, towns=4).asked
        assert (aim.words, aim.status.word) == ("3 van 4", "vraagt aandacht")
        found = page(staff(plan), plan)
        assert "gemeenten die dat deden" in found

    def test_the_headings_step_down_one_by_one(self, plan):
        filled(plan)
        assert steps_skipped(staff(plan).get(plan_url(plan)).text) == []


def _tree(plan: ImplementationPlan, towns: int = 1) -> Tree:
    return Tree(PlanParts(ImplementationPlan.objects.with_parts().get(pk=plan.pk)), TODAY, towns)


class TestPlanning:
    def act(self, plan: ImplementationPlan, course: str = "", **about: object) -> Act:
        activity = ActivityFactory(plan=plan, **about)
        if course:
            reported(activity, course=course, on=date(YEAR, 6, 9), today=TODAY)
        return next(act for act in _tree(plan).acts if act.item.activity == activity)

    def test_what_runs_behind_reaches_past_its_day(self, plan):
        act = self.act(plan, "behind", planned_moment="eerste halfjaar", due_on=date(YEAR, 7, 1))
        [row] = planning_of([act], YEAR, TODAY).rows
        assert row.ready == "152 dagen te laat"
        assert row.strip.late_until == TODAY
        assert row.strip.said == "eerste halfjaar (uiterlijk 1-7-2026), loopt achter, 152 dagen te laat"
        assert 'class="strip__late"' in row.strip.draw()

    def test_of_what_is_reported_on_course_only_the_day_passed(self, plan):
        act = self.act(plan, "on_track", planned_moment="najaar", due_on=date(YEAR, 11, 15))
        [row] = planning_of([act], YEAR, TODAY).rows
        assert (row.ready, row.strip.late_until) == ("datum voorbij", None)

    def test_what_cannot_be_read_is_shown_as_text_without_a_bar(self, plan):
        [row] = planning_of([self.act(plan, planned_moment="schooljaar 2026-2027")], YEAR, TODAY).rows
        assert (row.when, list(row.strip.spans)) == ("schooljaar 2026-2027", [])
        assert "strip__bar" not in row.strip.draw()

    def test_what_has_no_moment_is_counted_below(self, plan):
        shown = planning_of([self.act(plan)], YEAR, TODAY)
        assert (shown.rows, shown.unplanned) == ([], 1)
        found = page(staff(plan), plan)
        assert "Van 1 activiteit is nog geen moment genoemd." in found
        assert "plan-gantt" not in found

    def test_today_is_drawn_in_its_own_year_only(self, plan):
        act = self.act(plan, planned_moment="juni")
        assert "strip__today" in planning_of([act], YEAR, TODAY).rows[0].strip.draw()
        assert "strip__today" not in planning_of([act], YEAR, date(YEAR + 1, 2, 1)).rows[0].strip.draw()

    def test_it_is_a_table_with_heads_and_every_strip_is_said(self, plan):
        self.act(plan, "done", title="Brieven", planned_moment="tweede kwartaal", due_on=date(YEAR, 6, 30))
        found = page(staff(plan), plan)
        assert "<caption" in found.split('class="plan-gantt"')[1]
        assert "<title>tweede kwartaal (uiterlijk 30-6-2026), gereed</title>" in found


class TestMunicipalities:
    def test_one_is_chosen_and_read(self, plan):
        [town] = municipalities(plan, "Alkmaar")
        ResultTargetFactory(plan=plan, value=2, unit="controles", scope="municipality")
        client = staff(plan)
        assert f'<option value="{town.code}">Alkmaar</option>' in page(client, plan)
        response = client.get(plan_url(plan), {"gemeente": town.code})
        assert response.headers["Location"].endswith(f"/{town.code}/{YEAR}/")
        assert client.get(plan_url(plan), {"gemeente": "onzin"}).status_code == 200

    def test_a_mayor_is_led_to_the_own_one(self, plan):
        [town, _] = municipalities(plan, "Alkmaar", "Bergen")
        ResultTargetFactory(plan=plan, value=2, unit="controles", scope="municipality")
        found = page(browser(person(plan, "mayor", "Els", town)), plan)
        assert "Bekijk het voor Alkmaar" in found
        assert "<option" not in found.split('id="gemeenten"')[1]


class TestSinceLastYear:
    def test_what_came_what_is_otherwise_and_what_went(self, plan):
        kept = ActivityFactory(plan=plan, title="Kaart", planned_moment="najaar 2026", owner="RIEC")
        same = ActivityFactory(plan=plan, title="Brieven", planned_moment="elk kwartaal")
        ActivityFactory(plan=plan, title="Toolbox")
        target = ResultTargetFactory(plan=plan, activity=kept, value=1, unit="controles")
        new = continue_plan(plan=plan, year=YEAR + 1, editor=None, activities=[kept.pk, same.pk], results=[], texts=[])
        Activity.objects.filter(origin=kept).update(owner="Themacel", planned_moment="najaar 2027")
        ResultTarget.objects.filter(origin=target).update(value=2)
        ActivityFactory(plan=new, title="Nieuw convenant")
        activities, targets = changes_between(*(PlanParts(_whole(one)) for one in (new, plan)))
        assert activities.came == ["Nieuw convenant"]
        assert activities.changed == [("Kaart", ["was RIEC, wordt Themacel"])]
        assert activities.went == ["Toolbox"]
        assert targets.changed[0][1] == ["was ten minste 1 controle, wordt ten minste 2 controles"]
        found = page(staff(new), new)
        assert "Nieuw sinds 2026" in found
        assert "Activiteiten: 1 erbij, 1 gewijzigd, 1 niet meer" in found

    def test_nothing_is_told_of_a_plan_one_may_not_see(self, plan):
        old = ImplementationPlanFactory(theme=plan.theme, year=YEAR - 1, status=Status.CONCEPT)
        ActivityFactory(plan=old, title="Geheim")
        ImplementationPlan.objects.filter(pk=plan.pk).update(origin=old)
        ActivityFactory(plan=plan)
        reader = browser(RoleFactory(kind="reader", police_unit=plan.theme.plan.police_unit).user)
        assert "Geheim" not in page(reader, plan)
        assert "Geheim" in page(staff(plan), plan)


def _whole(plan: ImplementationPlan) -> ImplementationPlan:
    return ImplementationPlan.objects.with_parts().get(pk=plan.pk)


def test_the_pages_of_a_plan_are_one_set_everywhere(plan):
    client = browser(writer(plan))
    sets = set()
    for name in ("plan-detail", "progress", "plan-steps", "plan-comments", "plan-history", "plan-bin"):
        html = client.get(plan_url(plan, name)).text
        nav = html.split('aria-label="Over dit plan"')[1].split("</nav>")[0]
        sets.add(nav.replace(' aria-current="page"', ""))
    assert len(sets) == 1
