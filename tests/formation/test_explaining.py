"""How much of a difference is explained, and what is left over."""

from decimal import Decimal

import pytest

from formation.models import StrengthChange, StrengthChangeSet, StrengthTable
from formation.queries import explain


def groups_of(eenheid: str, series: str, first: str, last: str) -> dict[str, tuple]:
    tables = StrengthTable.objects.filter(police_unit__slug=eenheid, series=series).with_figures()
    before, after = tables.get(reference_date=first), tables.get(reference_date=last)
    sets = StrengthChangeSet.objects.filter(police_unit__slug=eenheid).with_changes()
    found = explain(before, after, sets)
    return {" en ".join(group.names): (group.difference, group.explained, group.left_over) for group in found}


def test_the_money_of_the_regeerakkoord_explains_wijkagent_and_overig_together(demo):
    assert groups_of("noord-holland", "eenheid", "2018-12-31", "2022-01-01") == {
        "aspirant": (Decimal("-61.3"), Decimal("-61.3"), 0),
        "wijkagent en overig": (Decimal("61.3"), Decimal("61.3"), 0),
    }


def test_every_category_of_noord_nederland_is_explained(demo):
    assert groups_of("noord-nederland", "ontwikkeling", "2019-01-01", "2022-01-01") == {
        "OS VO": (Decimal(101), Decimal(101), 0),
        "OS ASP": (Decimal(-86), Decimal(-86), 0),
        "NOS": (Decimal("3.4"), Decimal("3.4"), 0),
    }


def test_a_step_within_the_interval_counts(demo):
    groups = groups_of("noord-holland", "eenheid", "2018-08-01", "2022-01-01")

    assert [left_over for _, _, left_over in groups.values()] == [0, 0]


def test_a_set_that_reaches_outside_the_interval_explains_nothing(demo):
    groups = groups_of("noord-nederland", "ontwikkeling", "2020-01-01", "2022-01-01")

    assert groups["OS VO"] == (Decimal("26.1"), 0, Decimal("26.1"))


def test_what_is_not_explained_is_left_over(demo):
    StrengthChange.objects.filter(origin="Miljoenennota 2018").delete()

    groups = groups_of("noord-nederland", "ontwikkeling", "2019-01-01", "2022-01-01")

    assert groups["OS VO"] == (Decimal(101), Decimal("95.5"), Decimal("5.5"))


@pytest.mark.parametrize("explains", [True, False])
def test_a_published_mutation_is_no_explanation(demo, explains):
    StrengthChange.objects.filter(change_set__slug="mutatie-2019-2023").update(explains=explains)

    groups = groups_of("noord-nederland", "ontwikkeling", "2019-01-01", "2022-01-01")

    assert groups["NOS"][2] == (Decimal("-3.4") if explains else 0)
