"""Targets, distribution and measurements from spreadsheets."""

from datetime import date
from decimal import Decimal

import pytest

from agenda.models import Indicator, Measurement, RegionalTarget, Target, TargetRevision
from nhveilig.accounts.models import User
from nhveilig.imports import formats
from nhveilig.imports.kinds import find_kind
from nhveilig.sheets.exceptions import FileRefused
from tests.imports.files import applied, csv_of, previewed

MODELS = [Target, RegionalTarget, Measurement, TargetRevision]


@pytest.fixture(autouse=True)
def agenda(demo):
    return demo


def stored() -> list[tuple]:
    return [row for model in MODELS for row in model.objects.order_by("pk").values_list()]


def said(plan) -> str:
    return "\n".join(map(str, plan.problems))


# Of the second agenda no division among the eenheden was published.
YEARS = {
    "streefcijfers": [str(year) for year in range(2019, 2027)],
    "verdeling": ["2019", "2020", "2021", "2022"],
}


@pytest.mark.parametrize("format", formats.FORMATS)
@pytest.mark.parametrize("code", ["streefcijfers", "verdeling"])
def test_years_across_go_out_and_in_without_a_change(code, format):
    before, dataset = stored(), find_kind(code).export(None, "breed")
    figures = Target.objects.exclude(year=None) if code == "streefcijfers" else RegionalTarget.objects.all()
    assert [head for head in dataset.headers if head.isdigit()] == YEARS[code]
    plan = applied(code, formats.write(dataset, format), None, f"tabel.{format}")
    assert (plan.changes, plan.unchanged) == ([], figures.exclude(qualifier="blank").count())
    assert stored() == before


@pytest.mark.parametrize("format", formats.FORMATS)
@pytest.mark.parametrize("code", ["streefcijfers", "verdeling", "realisatie"])
def test_what_was_exported_imports_without_a_change(code, format):
    before, dataset = stored(), find_kind(code).export(None)
    plan = applied(code, formats.write(dataset, format), None, f"tabel.{format}")
    assert (plan.changes, plan.unchanged) == ([], len(dataset))
    assert stored() == before


def test_a_changed_target_asks_why_and_keeps_what_it_was():
    target = Target.objects.get(indicator__code="csv", year=2019)
    data = csv_of(("indicator", "jaar", "streefcijfer"), ("csv", 2019, 1400))
    plan = previewed("streefcijfers", data, None, accept_totals=True)
    assert plan.questions == ["reason", "effective_on"]
    assert [(change.old, change.new) for change in plan.changes] == [("1.370", "1.400")]
    with pytest.raises(FileRefused, match="antwoord"):
        applied("streefcijfers", data, None, accept_totals=True)
    why = {"reason": "LOVP van juni", "effective_on": date(2019, 7, 1)}
    applied("streefcijfers", data, None, accept_totals=True, **why)
    revision = TargetRevision.objects.get(target=target)
    assert (revision.value, revision.reason, revision.revised_on) == (target.value, *why.values())
    assert Target.objects.get(pk=target.pk).value == 1400


def test_a_change_cannot_hold_from_before_the_agenda():
    data = csv_of(("indicator", "jaar", "streefcijfer"), ("csv", 2019, 1400))
    plan = previewed("streefcijfers", data, None, accept_totals=True, reason="x", effective_on=date(2010, 1, 1))
    assert "kan niet ingaan" in said(plan)


def test_years_side_by_side():
    data = csv_of(("indicator", 2020, 2021), ("csv", 1500, "n.t.b."))
    plan = previewed("streefcijfers", data, None, accept_totals=True)
    assert said(plan) == ""
    assert [change.new for change in plan.changes] == ["1.500", "n.t.b."]


def test_a_corrected_measurement_is_a_next_revision():
    head = ("indicator", "eenheid", "jaar", "periode", "realisatie", "status", "bron")
    user = User.objects.get(username="staf")
    for value in (10, 12):
        row = ("om-verdachten", "Noord-Holland", 2019, "h1", value, "voorlopig", "Verslag")
        applied("realisatie", csv_of(head, row), None, user=user)
    found = Measurement.objects.filter(year=2019, period="h1", police_unit__code="RE04")
    assert [(m.revision, m.value, m.is_current, m.recorded_by) for m in found.order_by("revision")] == [
        (1, Decimal(10), False, user),
        (2, Decimal(12), True, user),
    ]


def test_a_row_without_its_agenda_is_of_the_only_one_that_can_be_meant():
    head = ("indicator", "eenheid", "jaar", "realisatie", "bron")
    later = Indicator.objects.filter(objective__agenda__start_year=2023, measure="aantal").first()
    Indicator.objects.filter(pk=later.pk).update(code="om-verdachten")
    plan = previewed("realisatie", csv_of(head, ("om-verdachten", "RE04", 2021, 3, "x")), None)
    assert (said(plan), len(plan.changes)) == ("", 1)
    unknown = previewed("realisatie", csv_of(head, ("om-verdachten", "RE04", 1999, 3, "x")), None)
    assert "vul de kolom “agenda” in" in said(unknown)


def test_all_errors_come_at_once_with_their_place():
    head = ("indicator", "eenheid", "jaar", "realisatie", "bron")
    rows = [
        ("csvs", "RE04", 2019, 1, "x"),
        ("om-verdachten", "Noord-Hollnd", 2019, 1, "x"),
        ("om-verdachten", "RE04", 2035, 1, "x"),
        ("om-verdachten", "RE04", 2019, -1, "x"),
        ("om-verdachten", "RE04", 2020, "veel", "x"),
        ("om-verdachten", "RE04", 2020, 3, "x"),
        ("om-verdachten", "RE04", 2021, 3, ""),
    ]
    plan = previewed("realisatie", csv_of(head, *rows), None)
    problems = {(problem.row, problem.column): problem.message for problem in plan.problems}
    assert "Bedoelt u “csv”" in problems[2, "indicator"]
    assert "Bedoelt u “noord-holland”" in problems[3, "eenheid"]
    assert "loopt van" in problems[4, "jaar"]
    assert "nooit minder dan 0" in problems[5, "realisatie"]
    assert "geen getal" in problems[6, "realisatie"]
    assert "ook al in rij 6" in problems[7, "indicator"]
    assert "leeg" in problems[8, "bron"]


def test_shares_that_no_longer_make_the_total_are_refused():
    share = RegionalTarget.objects.filter(indicator__code="csv", year=2019, source="").first()
    row = ("csv", share.police_unit.code, 2019, "999")
    plan = previewed("verdeling", csv_of(("indicator", "eenheid", "jaar", "aandeel"), row), None)
    assert "tellen op tot" in said(plan)


def test_the_number_of_queries_does_not_follow_the_number_of_rows(django_assert_max_num_queries):
    """The same for one row and for twenty; PostgreSQL asks one more than SQLite, to go on counting."""
    indicators = Indicator.objects.filter(measure="aantal", objective__agenda__start_year=2019)[:20]
    rows = [(i.objective.code, i.code, 2019, "k1", 3, "x") for i in indicators]
    head = ("doel", "indicator", "jaar", "periode", "realisatie", "bron")
    with django_assert_max_num_queries(19) as for_one:
        assert said(previewed("realisatie", csv_of(head, *rows[:1]), None)) == ""
    with django_assert_max_num_queries(19) as for_twenty:
        assert said(previewed("realisatie", csv_of(head, *rows), None)) == ""
    assert len(for_twenty) == len(for_one)
