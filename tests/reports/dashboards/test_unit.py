from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from formation.norm import Populations
from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role
from reports.dashboards.models import Visit
from reports.dashboards.queries import themes_of, years_of
from reports.dashboards.units.presenters import unit_dashboard
from reports.dashboards.units.queries import municipalities_of, population_of, strength_of
from tests.regions.factories import PoliceUnitFactory
from tests.reports.dashboards.regional import (
    DAY,
    EVERYWHERE,
    YEAR,
    fill,
    make_budget,
    make_plan,
    make_tables,
    make_target,
    make_unit,
    make_year,
    reader,
    report,
    visitor,
)
from tests.themes.factories import ActivityFactory, PolicyPlanFactory, ResultTargetFactory, ThemeFactory
from themes.models import BudgetTotal, Outlook
from themes.progress.standings import Standings

pytestmark = pytest.mark.django_db


def address(unit, year=YEAR):
    return reverse("reports:unit-dashboard", args=[unit.slug, year])


def dashboard_of(unit, year=YEAR, user=None, until="jaar"):
    access = Access(user or reader(unit))
    with time_machine.travel(DAY):
        return unit_dashboard(unit, year, list(themes_of(unit, access)), access, until)


def page_of(unit, year=YEAR, user=None, **query):
    with time_machine.travel(DAY):
        return visitor(user or reader(unit)).get(address(unit, year), query)


@pytest.fixture
def unit():
    return make_unit()


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_asks_the_same_of_the_database_at_any_size(unit, size, django_assert_num_queries):
    for year in range(YEAR - size + 1, YEAR + 1):
        make_year(unit, year, size)
        elsewhere = make_unit()
        make_year(elsewhere, year, size)
    make_tables(unit, size)
    user = reader(unit)
    here = timezone.get_default_timezone()
    Visit.objects.create(user=user, police_unit=unit, seen_at=datetime(2025, 1, 1, tzinfo=here))
    client = visitor(user)
    with time_machine.travel(datetime(2025, 10, 1, 12, tzinfo=here)):
        # Session, user, roles; themes with the visit, plans, municipalities, activities, targets; national targets;
        # strength; budgets, and what is read along with them; what is new. And once an hour that somebody was
        # here. Where pages are kept, what changed since is one more.
        with django_assert_num_queries(14):
            assert client.get(address(unit)).status_code == 200
        with django_assert_num_queries(13):
            assert client.get(address(unit)).status_code == 200


def test_every_theme_of_the_year_has_its_activities_by_course_and_its_results(unit):
    plan = make_plan(unit, slug="havens")
    fill(plan)
    make_plan(unit, slug="water", status="concept", adopted_on=None)
    line, other = dashboard_of(unit).lines
    assert line.bar.words.split(", ") == [
        "1 gereed",
        "1 op koers",
        "1 vraagt aandacht",
        "1 loopt achter",
        "1 gestopt",
        "1 nog niet gemeld",
    ]
    assert (line.stand.reported, len(line.stand.aimed), line.stand.reached) == (2, 2, 0)
    assert line.stand.last_on == date(YEAR, 9, 30)
    assert other.plan is None, "a reader sees no concept"


def test_a_figure_says_the_same_as_the_page_of_the_plan(unit):
    plan = make_plan(unit)
    fill(plan)
    stand = dashboard_of(unit).lines[0].stand
    told = Standings([plan], today=DAY)
    for one in stand.all:
        there = told.of(one.subject)
        assert (one.figure_text, one.course, one.stamp) == (
            there.figure_text,
            there.course,
            there.stamp,
        )


def test_a_target_of_another_theme_counts_once(unit):
    target = ResultTargetFactory(plan=make_plan(unit, slug="havens"), value=3, unit="controles")
    ResultTargetFactory(plan=make_plan(unit, slug="water"), value=3, counts_as=target)
    report(target, 3)
    assert [(s.reached, len(s.targets)) for s in dashboard_of(unit).stands] == [(1, 1), (0, 0)]


def test_what_every_municipality_must_do_is_reached_when_all_did(unit):
    towns = list(unit.safety_regions.get().municipalities.all())
    target = ResultTargetFactory(plan=make_plan(unit), value=1, scope=EVERYWHERE)
    report(target, 1, towns[0])
    assert dashboard_of(unit).stands[0].reached == 0
    report(target, 1, towns[1])
    assert dashboard_of(unit).stands[0].reached == 1


def test_what_runs_behind_stands_apart_from_what_is_over_time_and_what_is_ready_is_not_late(unit):
    plan = make_plan(unit)
    ActivityFactory(plan=plan, title="Te laat", due_on=date(YEAR, 3, 1))
    ready = ActivityFactory(plan=plan, title="Klaar", due_on=date(YEAR, 3, 1))
    behind = ActivityFactory(plan=plan, title="Achter")
    later = ActivityFactory(plan=plan, title="Later", due_on=date(YEAR, 12, 1))
    report(ready, course=Outlook.DONE)
    report(behind, course=Outlook.BEHIND)
    report(later, course=Outlook.ON_TRACK)
    dashboard = dashboard_of(unit)
    assert [str(one.subject) for one in dashboard.behind] == ["Achter"]
    assert [str(one.subject) for one in dashboard.overdue] == ["Te laat"]
    assert "(1 maart 2025, nog niet gemeld)" in page_of(unit).text


def test_targets_stand_in_order_of_how_far_they_are_and_what_is_reached_apart(unit):
    plan = make_plan(unit)
    for title, value, figure in (("Half", 10, 5), ("Ruim", 10, 12), ("Ver", 10, 9), ("Stil", 10, None), ("Eén", 1, 0)):
        target = ResultTargetFactory(plan=plan, title=title, value=value, unit="acties")
        if figure is not None:
            report(target, figure)
    dashboard = dashboard_of(unit)
    assert [str(one.target) for one in dashboard.reached] == ["Ruim"]
    assert [str(one.target) for one in dashboard.not_reached] == ["Ver", "Half", "Eén", "Stil"]


def test_what_municipalities_promised_is_told_per_promise_and_of_all(unit):
    unit = make_unit(towns=4)
    towns = list(unit.safety_regions.get().municipalities.all())
    plan = make_plan(unit)
    promises = [
        ResultTargetFactory(plan=plan, title=title, value=1, scope=EVERYWHERE) for title in ("Scan", "Beleid", "Punt")
    ]
    for promise, kept in zip(promises, (4, 2, 1), strict=True):
        for town in towns[:kept]:
            report(promise, 1, town)
    told = dashboard_of(unit).towns
    assert told.headline == "Eén gemeente kwam alle drie afspraken na. Twee kwamen er minder dan de helft na."
    assert [(bar.row.name, bar.row.text, bar.share) for bar in told.bars] == [
        ("Scan", "4", 100),
        ("Beleid", "2", 50),
        ("Punt", "1", 25),
    ]
    assert told.stats()[0]["note"] == "de middelste gemeente: 1 van 3 afspraken"
    assert {place["name"]: place["value"] for place in told.map()["places"]}[towns[0].name] == "3 van 3"


def test_the_budget_of_an_earlier_year_says_so_and_shows_where_the_money_goes(unit):
    make_plan(unit, YEAR)
    make_plan(unit, YEAR + 1)
    make_budget(unit, YEAR)
    page = page_of(unit, YEAR + 1).text
    assert f"De begroting van {YEAR + 1} staat er nog niet in. Dit is die van {YEAR}." in page
    (found,) = dashboard_of(unit, YEAR + 1).money
    assert [(bar.row.name, bar.share) for bar in found.goes_to] == [("Nog een post", 100), ("Post", 100)]


def test_silence_counts_after_a_quarter_of_a_year(unit):
    plan = make_plan(unit)
    recent, old = ActivityFactory(plan=plan), ActivityFactory(plan=plan)
    report(recent, course=Outlook.ON_TRACK, on=DAY - timedelta(days=92))
    report(old, course=Outlook.ON_TRACK, on=DAY - timedelta(days=93))
    assert dashboard_of(unit).silent == 1
    fresh = make_plan(unit, slug="nieuw", adopted_on=DAY - timedelta(days=20))
    ActivityFactory(plan=fresh)
    assert dashboard_of(unit).silent == 1, "a plan that was only just adopted is not asked for anything"


def test_targets_stand_beside_what_was_realised_with_its_source(unit):
    indicator = make_target(unit, aim=20, realised=21)
    make_target(unit, aim=5, realised=None)
    page = page_of_with_plan(unit)
    assert "Politiecijfers, definitief" in page.text
    assert reverse("agenda:indicator-detail", args=[*_place(indicator)]) in page.text
    assert [(t.standing.verdict.label, t.why_not) for t in dashboard_of(unit).targets.own] == [
        ("gehaald", ""),
        ("nog niet ingevuld", "nog niet ingevuld"),
    ]


def page_of_with_plan(unit, **query):
    make_plan(unit)
    return page_of(unit, **query)


def _place(indicator):
    return indicator.objective.agenda.slug, indicator.objective.code, indicator.code


def test_strength_and_norm_are_those_of_the_pages_of_strength(unit):
    make_plan(unit)
    make_tables(unit, 2)
    found = strength_of(unit, DAY, population_of(municipalities_of(unit.pk)))
    root = unit.units.get(kind="eenheid")
    assert found.formatie.text == "22,00"
    assert "+2,00 sinds 1-1-2024" in found.formatie.note
    assert found.bezetting is None
    assert found.norm is None, "no category counts as wijkagent"
    told = Populations(unit).of(root.pk)
    ours = population_of(municipalities_of(unit.pk))
    assert (ours.figure, ours.source, ours.reference_date) == (told.figure, told.source, told.reference_date)
    assert "Geen tabel tot en met 2025 telt de wijkagenten." in page_of(unit).text


def test_the_norm_needs_to_know_how_many_people_live_everywhere(unit):
    town = unit.safety_regions.get().municipalities.first()
    town.inhabitants.all().delete()
    found = population_of(municipalities_of(unit.pk))
    assert not found.figure.is_known
    assert found.reason == "Het aantal inwoners is niet van elke gemeente bekend."


def test_a_budget_shows_what_comes_in_what_goes_out_and_whether_that_is_equal(unit):
    make_budget(unit, income=100, expenses=90)
    (found,) = dashboard_of(unit).money
    assert (found.income, found.expenses) == ("€\u00a0200", "€\u00a0180")
    assert found.balance.title == "Dit sluit niet: de baten zijn €\u00a020 hoger dan de lasten"
    group = found.budget.groups.get(side="lasten")
    group.lines.create(title="Nog open", amount=None)
    (found,) = dashboard_of(unit).money
    assert found.expenses == "€\u00a0180 (zonder 1 n.t.b.)"
    assert "nog niet te zeggen" in found.balance.title


def test_a_post_in_the_bin_and_a_group_in_the_bin_are_not_counted(unit):
    budget = make_budget(unit)
    now = timezone.now()
    budget.groups.get(side="baten").lines.filter(title="Post").update(deleted_at=now)
    budget.groups.filter(side="lasten").update(deleted_at=now)
    (found,) = dashboard_of(unit).money
    assert (found.income, found.expenses) == ("€\u00a0100", "nog geen posten")


def test_a_year_without_anything_says_so_of_each_part(unit):
    make_plan(unit)
    make_plan(unit, YEAR + 2)
    page = page_of(unit, YEAR + 1).text
    for reason in (
        "In 2026 loopt er geen beleidsplan of programma",
        "Van 2026 staan geen landelijke streefcijfers",
        "Tot en met 2026 is er geen totaal van de sterkte vastgesteld.",
        "Geen begroting van 2026 in de portal.",
    ):
        assert reason in page


def test_an_unknown_year_is_404_with_the_years_there_are(unit):
    make_plan(unit)
    answer = page_of(unit, 1999)
    assert answer.status_code == 404
    assert address(unit) in answer.text


def test_an_eenheid_of_somebody_else_is_not_there(unit):
    make_plan(unit)
    other = PoliceUnitFactory()
    make_plan(other)
    assert page_of(other, user=reader(unit)).status_code == 404


def test_whoever_works_for_two_eenheden_chooses(unit):
    make_plan(unit)
    other = make_unit()
    make_plan(other)
    user = reader(unit)
    user.roles.create(kind=Role.Kind.READER, police_unit=other)
    chosen = f"{reverse('reports:dashboard')}?eenheid={other.slug}&jaar={YEAR}"
    assert chosen.replace("&", "&amp;") in page_of(unit, user=user).text
    assert other.slug not in page_of(unit).text
    with time_machine.travel(DAY):
        assert visitor(user).get(chosen).headers["Location"] == address(other)


@pytest.mark.parametrize("asked", [YEAR - 3, "", "ooit"])
def test_of_another_eenheid_without_that_year_one_sees_the_one_it_has(unit, asked):
    make_plan(unit)
    query = {"eenheid": unit.slug, "jaar": asked}
    with time_machine.travel(DAY):
        assert visitor(reader(unit)).get(reverse("reports:dashboard"), query).headers["Location"] == address(unit)


def test_the_bars_and_the_file_have_the_same_numbers(unit):
    fill(make_plan(unit, slug="havens"), 2)
    fill(make_plan(unit, slug="water"))
    dashboard = dashboard_of(unit)
    table = dashboard.tables()["activiteiten"]
    assert [row["label"] for row in table["rows"]] == ["Havens", "Water"]
    heads = [column["label"] for column in table["columns"]]
    for line, row in zip(dashboard.lines, table["rows"], strict=True):
        numbers = [(cell["value"], head) for cell, head in zip(row["cells"], heads, strict=True)]
        assert line.bar.words == ", ".join(f"{n} {words}" for n, words in numbers if n != "0")
        assert line.bar.words in page_of(unit).text


def test_the_tables_are_to_be_had_as_csv(unit):
    fill(make_plan(unit))
    make_target(unit)
    client = visitor(reader(unit))
    place = [unit.slug, YEAR]
    targets = client.get(reverse("reports:unit-dashboard-csv", args=[*place, "landelijke-doelen"]))
    assert "20;21;onderzoeken;gehaald" in targets.content.decode()
    activities = client.get(reverse("reports:unit-dashboard-csv", args=[*place, "activiteiten"]))
    assert "Havens;1;detail;1;1;1;1;1;1" in activities.content.decode()
    assert client.get(reverse("reports:unit-dashboard-csv", args=[*place, "niets"])).status_code == 404


def test_the_period_counts_for_the_national_targets(unit):
    indicator = make_target(unit, aim=20, realised=None, period_rule="som")
    indicator.measurements.create(police_unit=unit, year=YEAR, period="h1", value=12, source="Politiecijfers")
    indicator.measurements.create(police_unit=unit, year=YEAR, period="jaar", value=30, source="Politiecijfers")
    assert dashboard_of(unit).targets.own[0].standing.realised_text == "30"
    assert dashboard_of(unit, until="h1").targets.own[0].standing.realised_text == "12"


def test_the_way_in_leads_to_the_newest_year_of_the_own_eenheid(unit):
    make_plan(unit, YEAR - 1)
    make_plan(unit, YEAR)
    assert visitor(reader(unit)).get(reverse("reports:dashboard")).url == address(unit)


def test_the_way_in_leads_to_the_newest_year_with_adopted_plans_and_its_tab_says_where_there_are_none(unit):
    make_plan(unit, YEAR)
    plan = make_plan(unit, YEAR + 1, status="concept", adopted_on=None)
    staff = reader(unit, Role.Kind.STAFF)
    for day in (DAY, date(YEAR + 1, 1, 2)):
        with time_machine.travel(day):
            assert visitor(staff).get(reverse("reports:dashboard")).url == address(unit)
    assert f"{YEAR + 1} (nog niets vastgesteld)" in page_of(unit, user=staff).text
    assert f"Voor {YEAR + 1} is nog geen plan vastgesteld." in page_of(unit, YEAR + 1, user=staff).text
    type(plan).objects.filter(pk=plan.pk).update(status="adopted", adopted_on=DAY)
    with time_machine.travel(date(YEAR + 1, 1, 2)):
        assert visitor(staff).get(reverse("reports:dashboard")).url == address(unit, YEAR + 1)


def test_before_the_first_plan_begins_the_way_in_leads_to_that_plan(unit):
    make_plan(unit, YEAR + 1)
    with time_machine.travel(DAY):
        assert visitor(reader(unit)).get(reverse("reports:dashboard")).url == address(unit, YEAR + 1)


@pytest.mark.parametrize("today", [YEAR - 5, YEAR, YEAR + 9])
def test_where_nothing_is_planned_the_way_in_leads_to_a_year_of_the_policy(unit, today):
    """As of an eenheid with a beleidsplan and no uitvoeringsplannen: the menu leads to no 404."""
    ThemeFactory(plan=PolicyPlanFactory(police_unit=unit, start_year=YEAR - 3, end_year=YEAR))
    user = reader(unit)
    with time_machine.travel(date(today, 6, 1)):
        response = visitor(user).get(reverse("reports:dashboard"), follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[0][0] == address(unit, YEAR - 3 if today < YEAR - 3 else YEAR)
    for year in range(YEAR - 3, YEAR):
        assert address(unit, year) in response.content.decode()


def test_without_any_policy_the_way_in_leads_to_a_page_that_says_so(unit):
    with time_machine.travel(DAY):
        response = visitor(reader(unit)).get(reverse("reports:dashboard"), follow=True)
    assert response.status_code == 200
    assert f"In {YEAR} loopt er geen beleidsplan of programma" in response.content.decode()


def test_every_year_of_an_overview_leads_to_pages_that_are_there(unit):
    make_plan(unit, YEAR - 4)
    make_plan(unit, YEAR)
    user = reader(unit)
    with time_machine.travel(DAY):
        client = visitor(user)
        for year in range(YEAR - 4, YEAR + 1):
            page = client.get(address(unit, year)).content.decode()
            for name in ("themes:matrix", "themes:not-reported"):
                link = reverse(name, args=[unit.slug, year])
                assert link not in page or client.get(link).status_code == 200, link


def test_the_years_go_from_the_first_plan_to_the_last(unit):
    make_plan(unit, 2019)
    make_plan(unit, 2022)
    assert years_of(themes_of(unit, Access(reader(unit)))) == [2019, 2020, 2021, 2022]


@pytest.mark.parametrize(
    ("income", "expenses", "told"),
    [
        (100, 90, "Dit sluit niet: de baten zijn €\xa020 hoger dan de lasten"),
        (90, 90, "Dit sluit: baten en lasten zijn allebei €\xa0180"),
        (-100, 90, "De baten tellen op tot minder dan nul"),
        (100, -90, "De lasten tellen op tot minder dan nul"),
    ],
)
def test_what_it_says_of_the_budget_follows_from_the_amounts(unit, income, expenses, told):
    make_plan(unit, YEAR, "thema")
    budget = make_budget(unit, YEAR, income, expenses)
    shown = visitor(reader(unit)).get(address(unit)).text
    assert told in shown
    BudgetTotal.objects.create(budget=budget, side="saldo", label="Saldo", amount=7)
    shown = visitor(reader(unit)).get(address(unit)).text
    assert ("Gepubliceerd saldo is €\xa07 voordelig, maar uit de bedragen volgt" in shown) == (income > 0 < expenses)
