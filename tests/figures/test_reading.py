"""What a text says, on a page and in a spreadsheet alike."""

import pytest

from nhveilig.figures.formats import AmbiguousNumber, NotANumber
from nhveilig.figures.reading import read_figure
from nhveilig.figures.values import WITH_NUMBER, Figure, Qualifier


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("12,50", Figure.of("12.5")),
        ("−20,5", Figure.of("-20.5")),
        (" 1\u00a0234,5 ", Figure.of("1234.5")),
        ("nog te bepalen", Figure.undecided()),
        ("?", Figure.unknown()),
        ("minstens 2", Figure.minimum(2)),
        ("Ten hoogste  2", Figure.maximum(2)),
        ("~3", Figure.circa(3)),
        ("ca 3", Figure.circa(3)),
        ("1.234,5 (Voorlopig)", Figure.provisional("1234.5")),
        ("−", Figure.dash()),
    ],
)
def test_a_text_says_one_figure(text, figure):
    assert read_figure(text) == figure


@pytest.mark.parametrize("qualifier", Qualifier)
def test_what_a_sentence_shows_can_be_read_again(qualifier):
    figure = Figure.of(5, qualifier) if qualifier in WITH_NUMBER else Figure(None, qualifier)
    assert read_figure(figure.text()) == figure


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("1.234", AmbiguousNumber),
        ("circa 1,234", AmbiguousNumber),
        ("veel", NotANumber),
        ("circa", NotANumber),
        ("5)", NotANumber),
    ],
)
def test_what_says_two_figures_or_none_is_refused_every_time(text, error):
    for _ in range(2):
        with pytest.raises(error):
            read_figure(text)
