"""The published figures of the agenda against what their parts give."""

from decimal import Decimal

import pytest

from agenda.models import Explanation, SafetyAgenda
from agenda.validators import reconcile

KNOWN = {
    ("om-verdachten", 2019, "190", "189"),
    ("om-verdachten", 2020, "205", "206"),
    ("om-verdachten", 2021, "220", "221"),
    ("om-verdachten", 2022, "240", "239"),
    ("cyber-regulier", 2019, "310", "309"),
    ("cyber-regulier-interventies", 2019, "77", "77.5"),
    ("cyber-fenomeen-interventies", 2019, "20", "20.5"),
}


@pytest.fixture
def agenda(demo) -> SafetyAgenda:
    return SafetyAgenda.objects.get(slug="veiligheidsagenda-2019-2022")


def test_exactly_the_known_differences_are_found(agenda):
    found = {
        (total.indicator, total.year, str(total.published), str(total.computed))
        for total in reconcile(agenda)
        if not total.agrees
    }

    assert found == KNOWN


def test_every_difference_is_explained(agenda):
    assert [total for total in reconcile(agenda) if total.is_unexplained] == []


def test_what_agrees_was_compared_too(agenda):
    agreeing = {
        (total.indicator, total.year, total.level): total.published for total in reconcile(agenda) if total.agrees
    }

    assert agreeing["csv", 2019, "regional"] == 920
    assert agreeing["csv", 2019, "national"] == 1370
    assert agreeing["cyber-totaal", 2019, ""] == 371
    assert [agreeing["km-totaal", year, ""] for year in agenda.years] == [Decimal(515)] * 4


def test_without_its_explanation_a_difference_is_unexplained(agenda):
    Explanation.objects.filter(indicator__code="cyber-regulier").delete()

    unexplained = [total for total in reconcile(agenda) if total.is_unexplained]

    assert [(total.indicator, total.difference) for total in unexplained] == [("cyber-regulier", 1)]


def test_checking_an_agenda_takes_a_fixed_number_of_queries(agenda, django_assert_num_queries):
    # Indicators with their parent; targets, shares, their eenheden, totals and explanations at once.
    with django_assert_num_queries(2):
        reconcile(agenda)
