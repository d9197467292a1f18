"""What a figure counts, in words: one of it is singular."""

import csv
import io
from pathlib import Path

import pytest

from nhveilig.figures.formats import counted
from nhveilig.figures.units import KnownUnits, both_words, known_units, read_unit, unit_of, with_unit
from nhveilig.figures.values import Figure, Qualifier

FIXTURES = Path(__file__).parents[2] / "fixtures"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("figure", "unit", "text"),
    [
        (Figure.of(1), "meldingen", "1 melding"),
        (Figure.of("1.0"), "meldingen", "1 melding"),
        (Figure.of(2), "melding", "2 meldingen"),
        (Figure.of(0), "controles", "0 controles"),
        (Figure.of(-1), "controles", "−1 controle"),
        (Figure.of("0.5"), "zaken", "0,5 zaak"),
        (Figure.of("1.5"), "zaak", "1,5 zaken"),
        (Figure.of("1.5"), "dagen per week", "1,5 dagen per week"),
        (Figure.of(1), "dagen per week", "1 dag per week"),
        (Figure.of(1, Qualifier.MINIMUM), "beelden in 2025", "ten minste 1 beeld in 2025"),
        (Figure.of(3), "onderzoek naar mensenhandel", "3 onderzoeken naar mensenhandel"),
        (Figure.of(1), "living labs", "1 living lab"),
        (Figure.of(1), "zorg- en veiligheidshuizen", "1 zorg- en veiligheidshuis"),
        (Figure.of(1), "onderzoeken en interventies", "1 onderzoek of interventie"),
        (Figure.of(1), "vastgelegde set afspraken", "1 vastgelegde set afspraken"),
        (Figure.of(2), "vastgelegde set afspraken", "2 vastgelegde sets afspraken"),
        (Figure.of(1), "nieuwe set afspraken", "1 nieuwe set afspraken"),
        (Figure.of(1), "mensen met een verhaal", "1 mens met een verhaal"),
        (Figure.of(1), "zeehonden", "1 zeehonden"),
        (Figure.of(14), "uur per dag", "14 uur per dag"),
        (Figure.of(2), "uren", "2 uren"),
        (Figure.of(1), "uren", "1 uur"),
        (Figure.of(1), "% van vragen", "1% van vragen"),
        (Figure.of(1), "fte", "1 fte"),
        (Figure.of("2.5"), "fte", "2,5 fte"),
        (Figure.of(45000), "EUR", "€\u00a045.000"),
        (Figure.of("12.5"), "euro per jaar", "€\u00a012,50 per jaar"),
        (Figure.of(2000, Qualifier.NEARLY), "euro", "bijna €\u00a02.000"),
        (Figure.unknown(), "controles", "onbekend"),
        (Figure.blank(), "controles", ""),
        (Figure.of(1234), "", "1.234"),
    ],
)
def test_a_figure_with_what_it_counts(figure, unit, text):
    assert with_unit(figure, unit) == text


def test_without_a_number_the_unit_stays_as_it_was_written():
    assert unit_of(Figure.unknown(), "controle") == "controle"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Melding", "melding"),
        ("MELDINGEN per jaar", "meldingen per jaar"),
        ("om-verdachte", "OM-verdachte"),
        ("thema's", "thema’s"),
        ("FTE", "fte"),
        ("% van vragen", "% van vragen"),
        ("euro per jaar", "euro per jaar"),
        ("niveau (schaal t/m 5)", "niveau (schaal t/m 5)"),
        ("", ""),
    ],
)
def test_either_word_is_read_in_any_case(typed, kept):
    assert read_unit(typed) == kept


def test_another_word_is_refused_with_what_to_do():
    with pytest.raises(ValueError, match="“zeehonden” is nog geen bekende meeteenheid"):
        read_unit("zeehonden per jaar")


def test_the_most_words_that_are_known_together_count():
    known = KnownUnits([("lab", "labs"), ("levend lab", "levende labs")])
    assert known.find("nieuwe levende labs").word(one=True) == "nieuwe levend lab"
    assert known.find("nieuwe labs").word(one=True) == "nieuwe lab"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("zaak / zaken", (("zaak", "zaken"), "")),
        ("zaak / zaken per jaar", (("zaak", "zaken"), " per jaar")),
        ("zaak per jaar / zaken per jaar", (("zaak", "zaken"), " per jaar")),
        ("zaken", None),
        ("deel (1/x)", None),
        ("km/u", None),
        (" / ", None),
    ],
)
def test_both_words_in_one_line(text, told):
    assert both_words(text) == told


def test_every_unit_of_the_demo_data_is_known():
    sheets = [*FIXTURES.rglob("targets.csv"), *FIXTURES.rglob("indicators.csv"), *FIXTURES.rglob("context_figures.csv")]
    rows = [row for path in sheets for row in csv.DictReader(io.StringIO(path.read_text("utf-8")))]
    units = {unit for row in rows if (unit := row.get("unit") or row.get("meeteenheid"))}
    assert len(units) > 80
    assert {unit for unit in units if known_units().spelled(unit) is None} == set()


def test_a_page_asks_for_the_words_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [with_unit(Figure.of(number), "zaken") for number in (1, 2)] == ["1 zaak", "2 zaken"]


def test_things_are_counted():
    assert [counted(n, "controle", "controles") for n in (0, 1, 1200)] == [
        "0 controles",
        "1 controle",
        "1.200 controles",
    ]
