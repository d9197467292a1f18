"""What people type or paste in a cell, and what the cell shows them."""

from decimal import Decimal

import pytest

from formation.services.typed import NotAStrength, editable_text, typed_figure
from nhveilig.figures.formats import AmbiguousNumber, NotANumber
from nhveilig.figures.values import Figure


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("3", Figure.of(3)),
        (" 12,50 ", Figure.of("12.5")),
        ("12.5", Figure.of("12.5")),
        ("1.234,5", Figure.of("1234.5")),
        ("1,234.5", Figure.of("1234.5")),
        ("1 234,5", Figure.of("1234.5")),
        ("0", Figure.of(0)),
        ("-0", Figure.of(0)),
        ("", Figure.blank()),
        ("   ", Figure.blank()),
        ("-", Figure.dash()),
        ("–", Figure.dash()),
        ("n.t.b.", Figure.undecided()),
        ("NTB", Figure.undecided()),
        ("nvt", Figure.not_applicable()),
        ("onbekend", Figure.unknown()),
        ("circa 3,5", Figure.circa("3.5")),
        ("ca. 3,5", Figure.circa("3.5")),
        ("ten  minste 2", Figure.minimum(2)),
        ("≥ 2", Figure.minimum(2)),
        (">= 2", Figure.minimum(2)),
        ("> 2", Figure.more_than(2)),
        ("ten hoogste 2", Figure.maximum(2)),
        ("voorlopig 4", Figure.provisional(4)),
        ("4 (voorlopig)", Figure.provisional(4)),
    ],
)
def test_what_is_typed_is_what_is_meant(text, figure):
    assert typed_figure(text, decimals=2) == figure


@pytest.mark.parametrize(
    ("text", "error", "remedy"),
    [
        ("1.234", AmbiguousNumber, "Schrijf 1234 als u een geheel getal bedoelt, of 1,2340"),
        ("veel", NotANumber, "Schrijf bijvoorbeeld 1234,5"),
        ("circa", NotANumber, "is geen getal"),
        ("-3", NotAStrength, "Haal het minteken weg"),
        ("3,125", AmbiguousNumber, "kan twee getallen betekenen"),
        ("0,125", NotAStrength, "2 cijfers achter de komma. Rond het af, bijvoorbeeld op 0,13"),
        ("1000000", NotAStrength, "de komma op de goede plaats"),
        ("9" * 41, NotANumber, "hooguit 40 tekens"),
        ("NaN", NotANumber, "is geen getal"),
        ("١٢", NotANumber, "is geen getal"),
    ],
)
def test_what_cannot_be_a_strength_is_refused_with_a_remedy(text, error, remedy):
    with pytest.raises(error) as refusal:
        typed_figure(text, decimals=2)
    assert remedy in str(refusal.value)


def test_zeros_behind_the_comma_are_not_too_precise():
    assert typed_figure("3,5000", decimals=1) == Figure.of("3.5")


@pytest.mark.parametrize("decimals", [0, 1, 2, 3, 4])
@pytest.mark.parametrize(
    "figure",
    [
        Figure.of(0),
        Figure.of("1234"),
        Figure.of("999999"),
        Figure.of("12.5"),
        Figure.of("1.2345"),
        Figure.of("1.234"),
        Figure.circa("1234"),
        Figure.provisional("1.5"),
        Figure.more_than(3),
        Figure.dash(),
        Figure.blank(),
        Figure.undecided(),
        Figure.not_applicable(),
        Figure.unknown(),
    ],
    ids=str,
)
def test_what_a_cell_shows_can_be_typed_again(figure, decimals):
    text = editable_text(figure, decimals)
    assert typed_figure(text, decimals=4) == figure


def test_a_cell_shows_what_the_tables_show():
    assert editable_text(Figure.of("3494.6"), 2) == "3.494,60"
    assert editable_text(Figure.of(Decimal(3494)), 0) == "3494"
