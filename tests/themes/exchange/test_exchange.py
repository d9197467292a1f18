"""A plan as one Excel file: out, changed, and in again."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from nhveilig.accounts.models import Role
from nhveilig.imports import engine
from nhveilig.imports.formats import write
from nhveilig.imports.kinds import Order, find_kind
from nhveilig.sheets.workbooks import read_workbook
from tests.themes.factories import (
    ActivityFactory,
    ImplementationPlanFactory,
    IntendedResultFactory,
    ObjectiveFactory,
    ResultTargetFactory,
)
from tests.themes.progress.reporting import browser, reader, reported
from tests.themes.workflow.people import decider, municipalities, person, writer
from themes.exchange.writing import reports_of, sheets_of
from themes.models import Activity, ImplementationPlan, ProgressUpdate, ResultTarget, Standing
from themes.parts.views import plan_url
from themes.progress.checking import return_report

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel("2025-10-01 09:00+02:00", tick=False):
        yield


def filled(**more):
    plan = ImplementationPlanFactory(year=2025, **more)
    goal = ObjectiveFactory(theme=plan.theme)
    activity = ActivityFactory(plan=plan, title="=Havenscan", partners="Politie\nGemeente Velsen", objective=goal)
    Activity.objects.update(quarters=[1, 3])
    IntendedResultFactory(plan=plan, title="Veilige kades")
    ResultTargetFactory(plan=plan, activity=activity, value="2.50", unit="controles", title="Controles")
    return plan


@pytest.fixture
def concept():
    return filled()


@pytest.fixture
def adopted():
    plan = filled(status="adopted", adopted_on=date(2025, 1, 30))
    target = ResultTarget.objects.get()
    reported(target, "1.5", words="Op tijd\nbegonnen", course="on_track", breakdown="haven: 1; kade: 0,5")
    scope = ResultTarget.Scope.EVERY_MUNICIPALITY
    scan = ResultTargetFactory(plan=plan, value=1, unit="scans", title="Scan", scope=scope)
    reported(scan, 1, town=municipalities(plan, "Alkmaar")[0])
    return plan


def book_of(plan):
    return sheets_of(ImplementationPlan.objects.with_parts().get(pk=plan.pk))


def typed(book, sheet, change):
    """The file with `change(rows)` made in one sheet, where each row is a dict."""
    for one in book.sheets():
        rows = [dict(zip(one.headers, row, strict=True)) for row in one]
        if one.title == sheet:
            change(rows)
        del one[:]
        for row in rows:
            one.append([row.get(name, "") for name in one.headers])
    return book


def order(plan, user=None):
    return Order(police_unit=plan.theme.plan.police_unit, user=user)


def preview(plan, book, user=None, format="xlsx"):
    return engine.preview(find_kind("plannen"), read_workbook(write(book, format), f"plan.{format}"), order(plan, user))


def apply(plan, book, user):
    read = read_workbook(write(book, "xlsx"), "plan.xlsx")
    found = engine.preview(find_kind("plannen"), read, order(plan, user))
    assert not found.problems, found.problems
    return engine.apply(find_kind("plannen"), read, order(plan, user), expected=found.fingerprint)


@pytest.mark.parametrize("format", ["xlsx", "ods"])
@pytest.mark.parametrize("which", ["concept", "adopted"])
def test_what_goes_out_comes_back_without_a_change(request, which, format):
    plan = request.getfixturevalue(which)
    found = preview(plan, book_of(plan), format=format)
    assert (found.problems, found.changes, found.unchanged) == ([], [], 6 if which == "adopted" else 3)


class TestOfAnOpenPlan:
    def test_cells_change_fields_with_their_history(self, concept):
        user = writer(concept)

        def change(rows):
            rows[0] |= {"naam": "Grote havenscan", "uiterlijk": date(2025, 11, 1), "kwartalen": "4"}

        done = apply(concept, typed(book_of(concept), "Activiteiten", change), user)
        activity = Activity.objects.get()
        assert (activity.title, activity.due_on) == ("Grote havenscan", date(2025, 11, 1))
        assert activity.quarters == [4]
        assert {(one.old, one.new) for one in done.changes} == {
            ("=Havenscan", "Grote havenscan"),
            ("", "1 november 2025"),
            ("1e en 3e kwartaal", "4e kwartaal"),
        }
        assert concept.edits.filter(field="title", editor=user).exists()

    def test_a_row_without_a_key_is_new(self, concept):
        key = f"activiteit-{Activity.objects.get().pk}"

        def add(rows):
            about = {"plan": rows[0]["plan"], "soort": "streefwaarde", "hoort bij": key}
            rows.append(about | {"naam": "Bezoeken", "grens": "precies", "streefwaarde": 4, "meeteenheid": "controles",
                                 "voor wie": "de hele regio", "hoe vaak": "eenmalig",
                                 "hoe meldingen tellen": "meldingen tellen op"})  # fmt: skip

        apply(concept, typed(book_of(concept), "Streefwaarden", add), writer(concept))
        added = ResultTarget.objects.get(title="Bezoeken")
        assert (added.value, added.operator, added.activity, added.adds_up) == (4, "=", Activity.objects.get(), True)

    @pytest.mark.parametrize(
        ("cells", "column", "why"),
        [
            ({"streefwaarde": "veel"}, "streefwaarde", "getal"),
            ({"grens": "zo veel mogelijk"}, "grens", "Kies een van"),
            ({"kenmerk": "streefwaarde-999999"}, "kenmerk", "staat niet (meer) in dit plan"),
            ({"plan": "Iets anders 2025"}, "plan", "Dit plan is er niet"),
            ({"soort": "doel"}, "soort", "Kies een van: activiteit"),
            ({"hoort bij": ""}, "hoort bij", "wijzigt u in het portaal"),
        ],
    )
    def test_a_wrong_cell_is_named_and_nothing_is_stored(self, concept, cells, column, why):
        found = preview(concept, typed(book_of(concept), "Streefwaarden", lambda rows: rows[0].update(cells)))
        [problem] = found.problems
        assert (problem.sheet, problem.row, problem.column) == ("Streefwaarden", 2, column)
        assert why in problem.message

    def test_what_is_no_quarter_is_named(self, concept):
        found = preview(concept, typed(book_of(concept), "Activiteiten", lambda rows: rows[0].update(kwartalen="ooit")))
        [problem] = found.problems
        assert (problem.row, problem.column) == (2, "kwartalen")
        assert "zoals “1e en 3e kwartaal”" in problem.message

    def test_another_does_not_find_the_plan(self, concept):
        found = preview(concept, book_of(concept), person(concept, Role.Kind.READER, "Rik"))
        assert {problem.column for problem in found.problems} == {"plan"}


class TestOfAnAdoptedPlan:
    def test_its_parts_stay_as_they_are(self, adopted):
        change = typed(book_of(adopted), "Activiteiten", lambda rows: rows[0].update(naam="Anders"))
        [problem] = preview(adopted, change).problems
        assert "hierin verandert niets meer" in problem.message

    def new(self, plan, **cells):
        target = ResultTarget.objects.get(title="Controles")

        def add(rows):
            about = {"plan": rows[0]["plan"], "soort": "melding", "hoort bij": f"streefwaarde-{target.pk}"}
            rows.append(about | {"stand": 2, "hoe het gaat": "Op koers", "stand van": date(2025, 9, 20)} | cells)

        return typed(book_of(plan), "Voortgang", add)

    def test_a_new_row_is_a_report_and_the_same_file_reports_once(self, adopted):
        user, book = writer(adopted), self.new(adopted, toelichting="Twee gedaan")
        apply(adopted, book, user)
        target = ResultTarget.objects.get(title="Controles")
        assert Standing.objects.get(target=target).value == 2
        assert ProgressUpdate.objects.latest("pk").reported_by == user
        again = preview(adopted, book, user)
        assert (again.problems, again.changes) == ([], [])

    @pytest.mark.parametrize(
        ("cells", "column", "why"),
        [
            ({"stand": -2}, "stand", "minder dan nul"),
            ({"stand van": date(2025, 12, 1)}, "stand van", "ligt in de toekomst"),
            ({"stand van": ""}, "stand van", "."),
            ({"hoe het gaat": "best"}, "hoe het gaat", "Kies een van"),
            ({"gemeente": "Groningen"}, "gemeente", "niet van deze eenheid"),
            ({"gemeente": "Alkmaar"}, "hoort bij", "Hierover meldt u niet"),
            ({"hoort bij": "activiteit-1x"}, "hoort bij", "Dit is geen kenmerk"),
            ({"bewijs": "zomaar"}, "bewijs", "geen webadres"),
            ({"verdeling": "haven: 1"}, "verdeling", "er ontbreekt nog 1."),
            ({"verdeling": "haven"}, "verdeling", "een naam en een getal"),
        ],
    )
    def test_a_wrong_cell_is_named_and_nothing_is_stored(self, adopted, cells, column, why):
        [problem] = preview(adopted, self.new(adopted, **cells), writer(adopted)).problems
        assert (problem.sheet, problem.row, problem.column) == ("Voortgang", 4, column)
        assert why in problem.message

    def test_what_was_reported_never_changes(self, adopted):
        book = typed(book_of(adopted), "Voortgang", lambda rows: rows[0].update(stand=9))
        [problem] = preview(adopted, book).problems
        assert "Een melding verandert niet meer" in problem.message

    def test_the_parts_of_a_figure_come_in_and_cannot_change(self, adopted):
        apply(adopted, self.new(adopted, verdeling="kade: 0,5\nhaven: 1,5"), writer(adopted))
        assert ProgressUpdate.objects.latest("pk").breakdown == "kade: 0,5; haven: 1,5"
        change = typed(book_of(adopted), "Voortgang", lambda rows: rows[0].update(verdeling="haven: 1,5"))
        [problem] = preview(adopted, change).problems
        assert "Een melding verandert niet meer" in problem.message

    def test_a_file_without_a_column_for_parts_comes_back_without_a_change(self, adopted):
        book = book_of(adopted)
        for sheet in book.sheets():
            if sheet.title == "Voortgang":
                del sheet["verdeling"]
        found = preview(adopted, book)
        assert (found.problems, found.changes) == ([], [])

    def test_where_the_plan_asks_for_a_check_a_new_row_waits(self, adopted):
        ImplementationPlan.objects.update(checks_progress=True)
        user, book = writer(adopted), self.new(adopted)
        done = apply(adopted, book, user)
        assert done.changes[0].new == "2, Op koers, gemeld, wacht op controle"
        made = ProgressUpdate.objects.latest("pk")
        assert made.waits
        assert Standing.objects.get(target=made.target).value == Decimal("1.5")
        assert preview(adopted, book, user).changes == []
        assert made not in reports_of([adopted])
        return_report(update=made, reason="Nee", by=decider(adopted))
        assert len(preview(adopted, book, user).changes) == 1

    def test_who_does_not_work_on_it_reports_nothing(self, adopted):
        [problem] = preview(adopted, self.new(adopted), person(adopted, Role.Kind.WORKING_GROUP_MEMBER, "Wim")).problems
        assert "Hierover meldt u niet" in problem.message

    def test_a_reader_takes_it_along(self, adopted):
        answer = reader(adopted).get(plan_url(adopted, "plan-excel"))
        assert answer["Content-Disposition"].endswith('.xlsx"')
        book = read_workbook(answer.content, "plan.xlsx")
        assert [sheet.title for sheet in book.sheets] == ["Activiteiten", "Resultaten", "Streefwaarden", "Voortgang"]

    def test_a_project_leader_gets_to_the_upload(self, adopted):
        unit = adopted.theme.plan.police_unit
        client = browser(writer(adopted))
        assert client.get(f"/invoer/plannen/{unit.slug}/").status_code == 200
        assert client.get(f"/invoer/mensen/{unit.slug}/").status_code == 404

    def test_what_somebody_brings_in_is_theirs_until_it_is_stored(self, adopted):
        mine, other = browser(writer(adopted)), browser(writer(adopted, "Els"))
        file = SimpleUploadedFile("plan.xlsx", write(self.new(adopted), "xlsx"))
        page = mine.post(f"/invoer/plannen/{adopted.theme.plan.police_unit.slug}/", {"file": file})
        assert "Op koers, gemeld" in mine.get(page["Location"]).content.decode()
        assert other.get(page["Location"]).status_code == 404


@pytest.mark.parametrize("size", [1, 10])
def test_asks_the_same_for_any_plan(adopted, size, django_assert_num_queries):
    ActivityFactory.create_batch(size, plan=adopted)
    with django_assert_num_queries(3):
        book_of(adopted)
