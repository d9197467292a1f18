import csv
import io
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import strip_tags

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role
from nhveilig.figures.values import Figure
from reports.dashboards.themes.presenters import theme_dashboard
from tests.accounts.factories import RoleFactory
from tests.html_tables import tables_of
from tests.reports.dashboards.regional import (
    DAY,
    EVERYWHERE,
    YEAR,
    fill,
    make_budget,
    make_plan,
    make_unit,
    reader,
    report,
    visitor,
)
from tests.themes.factories import ActivityFactory, IntendedResultFactory, ObjectiveFactory, ResultTargetFactory
from themes.models import Budget, BudgetLine, Outlook
from themes.progress.services import Report, correct_progress

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make_unit()


def address(unit, year=YEAR, slug="havens", name="theme-dashboard", **more):
    return reverse(f"reports:{name}", kwargs={"unit": unit.slug, "year": year, "theme": slug} | more)


def page_of(unit, year=YEAR, slug="havens"):
    with time_machine.travel(DAY):
        return visitor(reader(unit)).get(address(unit, year, slug))


def dashboard_of(unit, year=YEAR, slug="havens"):
    return theme_dashboard(unit, slug, year, Access(reader(unit)), DAY)


@pytest.mark.parametrize("size", [1, 6])
def test_the_page_asks_the_same_of_the_database_at_any_size(unit, size, django_assert_num_queries):
    for year in range(YEAR - size + 1, YEAR + 1):
        for number in range(size):
            make_plan(unit, year, f"ander-{number}")
        fill(make_plan(unit, year), size)
    client = visitor(reader(unit))
    # Session, user, roles; themes, plans of every year; objectives, activities, results, targets, people, money;
    # how targets went, reports; units. Where pages are kept, what changed since is one more.
    with time_machine.travel(DAY), django_assert_num_queries(14):
        assert client.get(address(unit)).status_code == 200


def test_the_year_has_its_sentence_its_goals_activities_targets_and_means(unit):
    fill(make_plan(unit))
    page = page_of(unit).text
    for words in (
        "Van de 6 activiteiten is er 1 gereed en ligt er 1 op koers. Eén loopt achter.",
        "Minder diefstal uit loodsen",
        "<b>1</b> nog niet gemeld",
        "12 van 20 controles",
        "1 van 2 gemeenten",
        "Inzet van partners havens 2025",
        "stand van 1 oktober 2025",
    ):
        assert words in page


def test_reports_stand_in_order_of_time_the_newest_first(unit):
    target = ResultTargetFactory(plan=make_plan(unit), value=20, unit="controles", counting="sum")
    report(target, 5, on=date(YEAR, 3, 1), words="Voorjaar")
    report(target, 7, on=date(YEAR, 6, 1), words="Zomer")
    assert [line.update.words for line in dashboard_of(unit).updates] == ["Zomer", "Voorjaar"]
    assert [line.figure_text for line in dashboard_of(unit).updates] == ["7 controles", "5 controles"]


def test_what_was_corrected_is_not_among_the_reports(unit):
    target = ResultTargetFactory(plan=make_plan(unit), value=20, unit="controles")
    wrong = report(target, 50, words="Te veel")
    said = Report(on=wrong.on, figure=Figure.of(5), words="Geteld")
    correct_progress(update=wrong, report=said, by=reader(unit), reason="Verkeerd geteld", today=DAY)
    assert [line.update.words for line in dashboard_of(unit).updates] == ["Geteld"]


def test_what_is_said_of_targets_and_the_csv_have_the_same_numbers(unit):
    plan = make_plan(unit)
    towns = list(unit.safety_regions.get().municipalities.all())
    report(ResultTargetFactory(plan=plan, title="Controles", value=20, unit="controles"), 12)
    report(ResultTargetFactory(plan=plan, title="Scans", value=1, scope=EVERYWHERE), 1, towns[0])
    ResultTargetFactory(plan=plan, title="Open", value=8, unit="acties")
    most = ResultTargetFactory(plan=plan, title="Hooguit", value=3, unit="klachten", operator="<=")
    report(most, 1)
    said = {
        str(line.target): (line.words, line.is_drawn, line.share and line.share.text()) for line in targets_of(unit)
    }
    assert said == {
        "Controles": ("12 van 20 controles", True, "60"),
        "Scans": ("1 van 2 gemeenten", True, "50"),
        "Open": ("– van 8 acties", False, ""),
        "Hooguit": ("1, ten hoogste 3 klachten", False, None),
    }
    fuller = {row[0]: row[3:6] for row in _csv(unit, "streefwaarden")[1:]}
    assert fuller == {
        "Controles": ["minimum 20,00", "12", "60"],
        "Scans": ["2", "1", "50"],
        "Open": ["minimum 8,00", "", ""],
        "Hooguit": ["maximum 3,00", "1", "–"],
    }


def targets_of(unit):
    return dashboard_of(unit).targets


def test_a_goal_has_its_activities_and_the_targets_of_these_and_of_its_results(unit):
    plan = make_plan(unit)
    first, second = ObjectiveFactory(theme=plan.theme, number=1), ObjectiveFactory(theme=plan.theme, number=2)
    activity = ActivityFactory(plan=plan, objective=first)
    result = IntendedResultFactory(plan=plan, objective=second)
    own = [
        ResultTargetFactory(plan=plan, title=str(n), **{name: of})
        for n, (name, of) in enumerate([("activity", activity), ("result", result), ("note", "")])
    ]
    loose = ActivityFactory(plan=plan)
    goals = dashboard_of(unit).goals
    assert [goal.objective for goal in goals] == [first, second, None]
    assert [[act.standing.subject for act in goal.acts] for goal in goals] == [[activity], [], [loose]]
    assert [[line.target for line in goal.targets] for goal in goals] == [[one] for one in own]


def test_how_a_target_went_adds_up_what_came_each_time(unit):
    plan = make_plan(unit)
    adding = ResultTargetFactory(plan=plan, value=20, unit="controles", counting="sum")
    for month, figure in ((3, 5), (6, 7)):
        report(adding, figure, on=date(YEAR, month, 1))
    once = ResultTargetFactory(plan=plan, value=20, unit="controles")
    report(once, 3)
    lines = {line.target: line for line in targets_of(unit)}
    assert lines[adding].course_words == "1 maart 5, 1 juni 12"
    assert not lines[once].course
    assert "1 maart 5, 1 juni 12" in page_of(unit).text


def test_of_one_thing_it_is_said_whether_it_is_there(unit):
    plan = make_plan(unit)
    there, waited, silent = (ResultTargetFactory(plan=plan, value=1, operator="=") for _ in range(3))
    report(there, 1)
    report(waited, 0)
    said = {line.target: line.instead for line in targets_of(unit)}
    assert said == {there: "ja", waited: "nog niet", silent: "nog niet gemeld"}


def _csv(unit, table):
    answer = visitor(reader(unit)).get(address(unit, name="theme-dashboard-csv", table=table))
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_years_stand_side_by_side_also_of_the_policy_plan_before(unit):
    for year, course in ((2023, Outlook.DONE), (2024, Outlook.BEHIND), (YEAR, Outlook.ON_TRACK)):
        plan = make_plan(unit, year)
        report(ActivityFactory(plan=plan), course=course)
        ActivityFactory(plan=plan)
    years = dashboard_of(unit).years
    assert [(year, courses[Outlook.DONE], courses[Outlook.BEHIND], courses[""]) for year, courses in years] == [
        (2023, 1, 0, 1),
        (2024, 0, 1, 1),
        (YEAR, 0, 0, 1),
    ]
    chart = dashboard_of(unit).years_chart()
    drawn = [[series["values"][i] for series in chart["series"]] for i, _ in enumerate(chart["categories"])]
    beside = tables_of(page_of(unit).text)[f"{chart['id']}-cijfers"][1:]
    assert [row[1:] for row in beside] == drawn
    assert [row[3:] for row in _csv(unit, "jaren")[1:]] == drawn


def test_of_many_years_the_nearest_are_drawn_and_all_are_in_the_file(unit):
    for year in range(YEAR - 10, YEAR + 1):
        report(ActivityFactory(plan=make_plan(unit, year)), course=Outlook.DONE)
    assert dashboard_of(unit).years_chart()["categories"] == [str(year) for year in range(YEAR - 7, YEAR + 1)]
    assert [row[0] for row in _csv(unit, "jaren")[1:]] == [str(year) for year in range(YEAR - 10, YEAR + 1)]


def test_an_activity_in_the_bin_is_not_counted(unit):
    activity = ActivityFactory(plan=make_plan(unit))
    report(activity, course=Outlook.DONE)
    activity.deleted_at = "2025-05-01T00:00Z"
    activity.save()
    assert dashboard_of(unit).years[0][1].total() == 0


def test_a_concept_is_not_shown_to_a_reader(unit):
    ObjectiveFactory(theme=make_plan(unit, status="concept", adopted_on=None).theme)
    page = page_of(unit)
    assert page.status_code == 200
    assert "Nog geen plan om te lezen" in page.text


@pytest.mark.parametrize(("year", "slug"), [(YEAR, "bestaat-niet"), (1999, "havens")])
def test_an_unknown_theme_or_year_is_not_there(unit, year, slug):
    make_plan(unit)
    assert page_of(unit, year, slug).status_code == 404


def test_a_target_without_a_number_has_no_share(unit):
    target = ResultTargetFactory(plan=make_plan(unit), value=None)
    report(target, 2)
    (line,) = dashboard_of(unit).targets
    assert line.share is None
    assert not line.is_drawn


def test_a_result_is_told_by_its_targets_or_else_by_itself(unit):
    plan = make_plan(unit)
    measured, _, both = (IntendedResultFactory(plan=plan, title=title) for title in ("Gemeten", "Verteld", "Beide"))
    for result in (measured, both):
        ResultTargetFactory(plan=plan, result=result, value=2)
    report(both, course=Outlook.DONE)
    assert [str(one.subject) for one in dashboard_of(unit).results] == ["Verteld", "Beide"]
    assert "Verteld" in page_of(unit).text


def money_on(unit, kind):
    with time_machine.travel(DAY):
        page = visitor(RoleFactory(police_unit=unit, kind=kind).user).get(address(unit)).text
    found = page.partition("In de begroting</h3>")[2].partition("</section>")[0]
    return " ".join(strip_tags(found.replace("<", " <")).split())


def test_what_it_asks_gets_and_spent_stands_there_with_the_way_to_the_budget(unit):
    plan = make_plan(unit)
    fill(plan)
    assert money_on(unit, Role.Kind.READER).startswith("Gevraagd € 50.000 Toegekend nog geen begroting")
    make_budget(unit, expenses=20_000)
    concept = make_budget(unit, expenses=90_000, number=2)
    Budget.objects.filter(pk=concept.pk).update(status="concept")
    BudgetLine.objects.filter(title="Post").update(theme=plan.theme)
    found = money_on(unit, Role.Kind.READER)
    assert "Toegekend € 20.000 Uitgegeven nog geen realisatie" in found
    assert f"Geld per thema in {YEAR}" in found
    assert money_on(unit, Role.Kind.STAFF) == found


def test_where_neither_plan_nor_budget_names_an_amount_that_is_what_it_says(unit):
    make_plan(unit)
    assert money_on(unit, Role.Kind.READER) == f"De begroting van {YEAR} is nog niet vastgesteld."
    make_budget(unit)
    assert money_on(unit, Role.Kind.READER).startswith(f"In de begroting van {YEAR} staat geen bedrag voor dit thema")
