from decimal import Decimal

import pytest

from nhveilig.figures.values import (
    WITH_NUMBER,
    WITHOUT_NUMBER,
    Figure,
    Qualifier,
    Total,
    combined_qualifier,
    decimals_needed,
    total,
)

EVERY_KIND = [Figure.of("1234.50", q) for q in WITH_NUMBER] + [Figure(None, q) for q in WITHOUT_NUMBER]


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure.of("1234.56"), "1.234,56"),
        (Figure.of(2, Qualifier.MINIMUM), "ten minste 2"),
        (Figure.of(24, Qualifier.MAXIMUM), "ten hoogste 24"),
        (Figure.of(120, Qualifier.MORE_THAN), "meer dan 120"),
        (Figure.of(9, Qualifier.CIRCA), "circa 9"),
        (Figure.of(1234, Qualifier.PROVISIONAL), "1.234 (voorlopig)"),
        (Figure.undecided(), "n.t.b."),
        (Figure.not_applicable(), "n.v.t."),
        (Figure.unknown(), "onbekend"),
        (Figure.blank(), ""),
        (Figure.dash(), "–"),
    ],
)
def test_a_figure_reads_as_people_write_it(figure, text):
    assert figure.text() == str(figure) == text


def test_decimals_are_the_tables_choice():
    assert Figure.of("12.5").text(2) == "12,50"
    assert Figure.of("12.5", Qualifier.MINIMUM).text(0) == "ten minste 13"


@pytest.mark.parametrize("qualifier", Qualifier)
def test_every_qualifier_says_whether_it_has_a_number(qualifier):
    assert (qualifier in WITH_NUMBER) != (qualifier in WITHOUT_NUMBER)


@pytest.mark.parametrize("qualifier", WITH_NUMBER)
def test_a_missing_number_is_refused(qualifier):
    with pytest.raises(ValueError, match="does not go with"):
        Figure(None, qualifier)


@pytest.mark.parametrize("qualifier", WITHOUT_NUMBER)
def test_a_number_that_cannot_be_there_is_refused(qualifier):
    with pytest.raises(ValueError, match="does not go with"):
        Figure.of(0, qualifier)


@pytest.mark.parametrize("value", [1.5, Decimal("NaN"), Decimal("Infinity"), "12", 3])
def test_only_a_finite_decimal_is_held(value):
    with pytest.raises(ValueError, match="finite Decimal"):
        Figure(value)


@pytest.mark.parametrize("value", [1.5, "twaalf", "1.234,5", ""])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match=r"not a (number|figure)"):
        Figure.of(value)


@pytest.mark.parametrize("figure", EVERY_KIND)
def test_a_stored_figure_comes_back_the_same(figure):
    stored = figure.as_dict()
    assert stored["value"] == (None if figure.value is None else "1234.50")
    assert Figure.from_dict(stored) == figure


def test_a_total_leaves_out_what_is_not_there_and_counts_what_is_open():
    parts = [Figure.of("1.5"), Figure.blank(), Figure.dash(), Figure.not_applicable(), Figure.undecided()]
    assert total([*parts, Figure.unknown(), Figure.of(2)]) == Total(Decimal("3.5"), unknown=2)
    assert not total(parts).is_complete
    assert total(parts).text(2) == "1,50 (zonder 1 n.t.b.)"


def test_an_open_value_never_becomes_zero():
    only_open = total([Figure.undecided(), Figure.undecided()])
    assert only_open.value is None
    assert only_open.text() == "n.t.b."


def test_a_total_of_nothing_is_nothing():
    assert total([]) == total([Figure.blank(), Figure.dash()]) == Total(None)
    assert total([]).text() == ""


def test_a_published_zero_is_a_number():
    assert total([Figure.of(0), Figure.blank()]) == Total(Decimal(0))


def test_a_total_of_at_least_is_not_exact():
    assert not total([Figure.of(1), Figure.of(2, Qualifier.MINIMUM)]).exact
    assert total([Figure.of(1), Figure.blank()]).exact


def test_a_column_needs_the_decimals_of_its_longest_figure():
    assert decimals_needed([Figure.of("500.0000"), Figure.of("12.2500"), Figure.undecided()]) == 2
    assert decimals_needed([Figure.of("500")], at_least=1) == 1
    assert decimals_needed([]) == 0


@pytest.mark.parametrize(
    ("qualifiers", "combined"),
    [
        ([Qualifier.EXACT, Qualifier.EXACT], Qualifier.EXACT),
        ([Qualifier.MORE_THAN], Qualifier.MORE_THAN),
        ([Qualifier.EXACT, Qualifier.NEARLY], Qualifier.NEARLY),
        ([Qualifier.MORE_THAN, Qualifier.MINIMUM], Qualifier.MINIMUM),
        ([Qualifier.LESS_THAN, Qualifier.MAXIMUM], Qualifier.MAXIMUM),
        ([Qualifier.MORE_THAN, Qualifier.LESS_THAN], Qualifier.CIRCA),
        ([Qualifier.CIRCA, Qualifier.PROVISIONAL], Qualifier.CIRCA),
    ],
)
def test_what_is_made_of_figures_is_as_sure_as_the_least_sure(qualifiers, combined):
    assert combined_qualifier(Figure.of(1, qualifier) for qualifier in qualifiers) == combined
