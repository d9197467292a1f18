"""Start: what is asked first, where the year is, and what stands there for each kind of reader."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhveilig.accounts.models import OF_MUNICIPALITIES, OF_UNITS, AccessEvent, Role
from nhveilig.notices.models import Notice
from nhveilig.regions.models import Municipality
from nhveilig.worklist import registry
from reports.documents.models import Document
from reports.home.presenters import cycle_of
from reports.home.queries import Pips, news_for
from reports.home.views import greeting
from tests.accounts.factories import RoleFactory
from tests.regions.factories import MunicipalityFactory, PoliceUnitFactory, SafetyRegionFactory
from tests.themes.factories import (
    ActivityFactory,
    ImplementationPlanFactory,
    PolicyPlanFactory,
    ResultTargetFactory,
    ThemeFactory,
)
from tests.themes.progress.reporting import reported
from tests.themes.workflow.people import complete_plan, decider, municipalities, person, react, writer
from tests.worklist.test_worklist import Extra
from themes.models import ImplementationPlan, PlanStep, ResultTarget, ThemeMember
from themes.pages.standing import with_stages
from themes.progress.services import Report, correct_progress

pytestmark = pytest.mark.django_db
Status = ImplementationPlan.Status
MOST_QUERIES = 10


def start(user):
    client = Client()
    client.force_login(user)
    return client.get(reverse("home"))


def an_eenheid(size: int):
    """With `size` themes, each with a plan in every state; somebody for every role."""
    today = timezone.localdate()
    unit = PoliceUnitFactory()
    policy = PolicyPlanFactory(police_unit=unit, start_year=today.year - 2, end_year=today.year + 2)
    towns = MunicipalityFactory.create_batch(3, safety_region=SafetyRegionFactory(police_unit=unit))
    of_towns = dict.fromkeys(OF_MUNICIPALITIES, towns[0])
    roles = {kind: RoleFactory(kind=kind, police_unit=unit, municipality=of_towns.get(kind)).user for kind in OF_UNITS}
    roles[Role.Kind.NATIONAL] = RoleFactory(kind=Role.Kind.NATIONAL, police_unit=None).user
    for theme in ThemeFactory.create_batch(size, plan=policy):
        for kind in (Role.Kind.PROJECT_LEADER, Role.Kind.WORKING_GROUP_MEMBER):
            ThemeMember.objects.create(theme=theme, user=roles[kind])
        adopted = ImplementationPlanFactory(theme=theme, year=today.year, status=Status.ADOPTED)
        ActivityFactory(plan=adopted, due_on=today)
        ResultTargetFactory(plan=adopted, value=2, scope=ResultTarget.Scope.EVERY_MUNICIPALITY)
        ends_on = today + timedelta(days=9)
        consulted = ImplementationPlanFactory(
            theme=theme, year=today.year + 1, status=Status.CONSULTATION, consultation_ends_on=ends_on
        )
        react(consulted, towns[1], roles[Role.Kind.STAFF], "objects", "Nee")
    for user in roles.values():
        Notice.objects.create(user=user, kind="x", subject="Er is iets", url="/", about="iets", how="not")
    return roles


@pytest.mark.parametrize("size", [1, 8])
@pytest.mark.parametrize("kind", Role.Kind.values)
def test_it_asks_ten_queries_at_most_of_any_reader(size, kind, monkeypatch, django_assert_max_num_queries):
    user = an_eenheid(size)[kind]
    monkeypatch.setattr(registry, "_SOURCES", dict(registry._SOURCES))
    registry.add_source(Extra())
    client = Client()
    client.force_login(user)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(reverse("home"))
    assert "Er is iets" in page.text


def test_the_five_most_urgent_and_how_many_more():
    leader = an_eenheid(8)[Role.Kind.PROJECT_LEADER]
    page = start(leader)
    assert len(page.context["tasks"]) == 5
    assert f"En nog {page.context['more']}: bekijk al uw taken" in page.text
    assert page.text.count("nl-button--primary") == 1, "one primary button"


def test_who_is_asked_nothing_reads_so_and_gets_ways_in():
    reader = RoleFactory(police_unit=PoliceUnitFactory(), user__first_name="Kees").user
    page = start(reader)
    assert "Niets te doen." in page.text
    assert page.context["greeting"].endswith(" Kees")
    assert reverse("reports:document-list") in page.text
    assert "nl-button--primary" not in page.text


@pytest.mark.parametrize("kind", [Role.Kind.REGIONAL_MAYOR, Role.Kind.CHIEF_PROSECUTOR, Role.Kind.POLICE_CHIEF])
def test_who_leads_the_eenheid_sees_how_its_plans_stand(kind):
    page = start(an_eenheid(1)[kind])
    assert "Plannen van de eenheid" in page.text
    assert [one.plan.status for one in page.context["to_read"]] == [Status.CONSULTATION, Status.ADOPTED]
    assert "<strong>1 van 3</strong>" in page.text
    assert page.context["kicker"].endswith(kind.label)
    assert "Meld voortgang" not in page.text


def test_who_keeps_the_money_begins_at_the_budget():
    page = start(RoleFactory(kind=Role.Kind.PARTNER_FINANCE, police_unit=PoliceUnitFactory()).user)
    assert [way["title"] for way in page.context["ways"]][:2] == ["Begroting", "Overzicht"]


def test_staff_of_an_empty_portal_reads_what_to_do_first():
    page = start(RoleFactory(kind=Role.Kind.STAFF, police_unit=PoliceUnitFactory()).user).text
    assert "Er is nog geen thema" in page
    assert reverse("reports:policy-plan-begin") in page
    assert "Stap één van zes" not in page


def test_a_leader_sees_how_far_the_plans_are():
    plan = complete_plan(year=timezone.localdate().year)
    page = start(writer(plan))
    assert "Mijn plannen" in page.text
    assert f"<strong>{page.context['plans'][0].filled.percents}%</strong>" in page.text
    other = start(writer(complete_plan(theme__short_title="Parken"), "Kees"))
    assert plan.theme.short_title not in other.text


def test_a_leader_sees_how_it_went_since_an_earlier_day():
    today = date(2026, 11, 30)
    plan = complete_plan(year=2026)
    plan.status, plan.adopted_on = Status.ADOPTED, date(2025, 12, 18)
    plan.save()
    first, second, _ = [plan.activity_set.first(), *ActivityFactory.create_batch(2, plan=plan)]
    for activity in (first, second):
        reported(activity, on=date(2026, 8, 31), today=today, course="on_track")
    wrong = reported(second, on=date(2026, 8, 31), today=today, course="behind")
    right = Report(on=date(2026, 8, 31), course="on_track")
    correct_progress(update=wrong, report=right, by=writer(plan, "Kees"), reason="Verkeerd gezien", today=today)
    reported(first, on=date(2026, 9, 1), today=today, course="behind")

    with time_machine.travel(datetime(2026, 11, 30, 12, tzinfo=UTC)):
        page = start(writer(plan))
    assert "Eén activiteit loopt achter, eind augustus geen" in page.text


def test_reactions_of_the_last_round_are_counted():
    plan = complete_plan(year=timezone.localdate().year + 1)
    leader = writer(plan)
    town, other = municipalities(plan, "Alkmaar", "Hoorn")
    plan.status, plan.consultation_ends_on = Status.CONSULTATION, timezone.localdate() + timedelta(days=9)
    plan.save()
    PlanStep.objects.create(plan=plan, from_status="review", to_status="consultation")
    react(plan, town, person(plan, Role.Kind.MAYOR, "B", town))
    react(plan, other, person(plan, Role.Kind.MAYOR, "C", other), "remark", "Wel laat.")

    page = start(leader)
    assert "<strong>2 van 2</strong>" in page.text
    assert page.context["plans"][0].stances == [("agrees", 1, "akkoord"), ("remark", 1, "opmerking")]


def test_themes_that_have_not_begun_share_a_row():
    today = timezone.localdate()
    policy = PolicyPlanFactory(start_year=today.year, end_year=today.year + 3)
    first, *_ = [ThemeFactory(plan=policy, short_title=name) for name in ("Havens", "Parken", "Wijken")]
    plan = complete_plan(theme=first, year=today.year + 1)
    table = start(decider(plan)).context["themes"]
    assert [row.theme for row in table.begun] == [first]
    assert (table.names, table.leaders, table.year) == ("Parken en Wijken", "nog niemand", today.year + 1)


def test_a_mayor_sees_the_own_municipality_beside_the_middle_one():
    today = timezone.localdate()
    plan = complete_plan(year=today.year)
    plan.status = Status.ADOPTED
    plan.save()
    towns = municipalities(plan, "Alkmaar", "Hoorn", "Heiloo")
    mayor = person(plan, Role.Kind.MAYOR, "Bregje", towns[0])
    first, second = ResultTargetFactory.create_batch(
        2, plan=plan, value=2, scope=ResultTarget.Scope.EVERY_MUNICIPALITY, unit="controles"
    )
    day = date(today.year, 1, 1)
    reported(first, 1, on=day, today=today, town=towns[0])
    for town in towns[1:]:
        reported(first, 2, on=day, today=today, town=town)
    reported(second, 2, on=day, today=today, town=towns[1])

    page = start(mayor)
    (town,) = page.context["towns"]
    assert town.headline == "Alkmaar kwam 0 van de 2 afspraken na; de middelste gemeente 1."
    assert [one.figure_of_aim for one in town.open] == ["1 van 2", "nog niet"]
    assert "nog niet gemeld" in page.text.lower()


def test_a_mayor_sees_the_three_that_lie_nearest():
    today = timezone.localdate()
    plan = complete_plan(year=today.year)
    plan.status = Status.ADOPTED
    plan.save()
    towns = municipalities(plan, "Alkmaar", "Bergen", "Castricum", "Dijk en Waard", "Enkhuizen", "Zonder plaats")
    for town, tile in zip(towns, [(5, 5), (4, 5), (5, 7), (6, 6), (9, 9)], strict=False):
        Municipality.objects.filter(pk=town.pk).update(tile_column=tile[0], tile_row=tile[1])
    mayor = person(plan, Role.Kind.MAYOR, "Bregje", towns[0])
    target = ResultTargetFactory(plan=plan, value=2, scope=ResultTarget.Scope.EVERY_MUNICIPALITY)
    reported(target, 2, on=date(today.year, 1, 1), today=today, town=towns[3])

    page = start(mayor)
    (town,) = page.context["towns"]
    assert [(name, pips.text) for name, pips in town.nearby] == [
        ("Bergen", "0 van 1"),
        ("Dijk en Waard", "1 van 1"),
        ("Castricum", "0 van 1"),
    ]
    assert reverse("reports:municipality-neighbours", args=[towns[0].code]) in page.text
    Municipality.objects.filter(pk=towns[0].pk).update(tile_row=None)
    assert start(mayor).context["towns"][0].nearby == []


def test_pips_are_as_many_as_was_promised():
    assert Pips(1, 3).dots == [(8, True), (24, False), (40, False)]


def read(plan, today):
    return list(with_stages(ImplementationPlan.objects.filter(pk=plan.pk), today))


def test_the_year_follows_the_steps_of_the_plans():
    today = date(2026, 11, 30)
    plan = complete_plan(year=2027, deadline=date(2026, 11, 6))
    assert _current(read(plan, today), today) == ("6 november", "Schrijven", "nu")

    plan.status = Status.REVIEW
    plan.save()
    plan.steps.create(from_status="concept", to_status="review", taken_at=datetime(2026, 11, 12, 9, tzinfo=UTC))
    assert _current(read(plan, today), today)[:2] == ("12 november", "Stafbureau leest")

    plan.status, plan.consultation_ends_on = Status.CONSULTATION, date(2026, 12, 20)
    plan.save()
    plan.steps.create(from_status="review", to_status="consultation", taken_at=datetime(2026, 11, 16, 9, tzinfo=UTC))
    cycle = cycle_of(read(plan, today), 2027, today)
    assert _current(read(plan, today), today) == ("16 november", "Bij de gemeenten", "nu, tot en met 20 december")
    assert cycle.intro == "Stap drie van zes. De gemeenten kunnen nog 20 dagen reageren."
    assert [step.is_done for step in cycle.steps] == [True, True, False, False, False, False]

    assert _current(read(plan, today), date(2026, 12, 21))[1] == "Vaststellen"
    plan.status, plan.adopted_on = Status.ADOPTED, date(2027, 1, 21)
    plan.save()
    assert _current(read(plan, today), date(2027, 1, 22))[1] == "Terugblik op 2026"


def _current(plans, today):
    (found,) = [one for one in cycle_of(plans, 2027, today).steps if one.is_current]
    return found.when, found.title, found.note


def test_a_year_without_plans_is_at_its_first_step():
    assert [step.is_current for step in cycle_of([], 2027, date(2026, 11, 30)).steps] == [True, *[False] * 5]


def test_what_was_told_since_the_visit_before():
    user = RoleFactory(police_unit=PoliceUnitFactory()).user
    now = timezone.now()
    today = timezone.localdate(now)
    for days in (9, 4, 0):
        AccessEvent.objects.create(kind="logged_in", user=user, at=now - timedelta(days=days))
        Notice.objects.create(
            user=user,
            kind="x",
            subject=f"{days} dagen",
            url="/",
            about=str(days),
            how="not",
            at=now - timedelta(days=days),
        )
    news = news_for(user, today)
    assert [one.subject for one in news.notices] == ["0 dagen", "4 dagen"]
    assert news.title.startswith("Sinds ")
    assert news.title.endswith("dag")


@pytest.mark.parametrize(("hour", "words"), [(6, "Goedemorgen"), (12, "Goedemiddag"), (18, "Goedenavond")])
def test_it_greets_by_the_hour(hour, words):
    assert greeting(datetime(2026, 11, 30, hour, tzinfo=UTC)) == words


def test_documents_in_the_making_are_those_without_an_adopted_version():
    unit = PoliceUnitFactory()
    staff = RoleFactory(kind=Role.Kind.STAFF, police_unit=unit).user
    year = timezone.localdate().year
    made = {"kind": "annual_report", "police_unit": unit, "start_year": year, "end_year": year}
    for slug in ("verslag", "klaar"):
        Document.objects.create(slug=slug, title=slug.capitalize(), **made)
    facts = {"schema_version": 1, "content": {}, "sha256": "", "frozen_at": timezone.now()}
    Document.objects.get(slug="klaar").editions.create(number=1, status="adopted", **facts)
    page = start(staff)
    assert [one.slug for one in page.context["documents"]] == ["verslag"]
    assert "Er is nog geen versie van bewaard." in page.text
    Document.objects.get(slug="verslag").editions.create(number=1, status="consultation", **facts)
    assert "95%-versie" in start(staff).text
