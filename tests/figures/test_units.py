"""What a figure counts, in words: one of it is singular."""

import csv
import io
from pathlib import Path

import pytest

from nhveilig.figures.formats import counted
from nhveilig.figures.units import singular, with_unit
from nhveilig.figures.values import Figure, Qualifier

FIXTURES = Path(__file__).parents[2] / "fixtures"
# Not counted by the piece, or one already.
STAYS = {
    "", "EUR", "EUR per jaar", "euro", "euro per jaar", "fte", "keer per jaar", "jaar", "uur per dag", "liter", "week",
    "aandachtsfunctionaris", "actieplan", "basispakket", "beleidsregel", "contactpersoon", "deel (1/x)", "evaluatie",
    "meldpunt", "meldroute", "netwerkkaart", "niveau", "niveau (schaal t/m 5)", "nulmeting", "overzicht", "pilot",
    "pilotgemeente", "plan", "routekaart", "scan", "team", "toolbox", "toolbox (aanzet)", "vastgelegde set afspraken",
    "verhaal per jaar", "verhaal per kwartaal", "verkenning", "visie", "vragenuur per kwartaal", "mln. euro",
}  # fmt: skip


@pytest.mark.parametrize(
    ("figure", "unit", "text"),
    [
        (Figure.of(1), "controles", "1 controle"),
        (Figure.of(12), "controles", "12 controles"),
        (Figure.of(0), "controles", "0 controles"),
        (Figure.of("1.5"), "dagen per week", "1,5 dagen per week"),
        (Figure.of(1), "dagen per week", "1 dag per week"),
        (Figure.of(1, Qualifier.MINIMUM), "beelden in 2025", "ten minste 1 beeld in 2025"),
        (Figure.of(1), "living labs", "1 living lab"),
        (Figure.of(1), "zorg- en veiligheidshuizen", "1 zorg- en veiligheidshuis"),
        (Figure.of(1), "mensen met een verhaal", "1 mensen met een verhaal"),
        (Figure.of(1), "% van vragen", "1% van vragen"),
        (Figure.of(1), "fte", "1 fte"),
        (Figure.of(1), "vastgelegde set afspraken", "1 vastgelegde set afspraken"),
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


def test_of_every_unit_in_the_demo_data_it_is_known_what_one_is():
    sheets = [*FIXTURES.rglob("targets.csv"), *FIXTURES.rglob("indicators.csv"), *FIXTURES.rglob("context_figures.csv")]
    units = {
        row["unit"]
        for path in sheets
        for row in csv.DictReader(io.StringIO(path.read_text("utf-8")))
        if row.get("unit")
    }
    assert len(units) > 60
    assert {unit for unit in units if singular(unit) == unit and not unit.startswith("%")} <= STAYS


def test_things_are_counted():
    assert [counted(n, "controle", "controles") for n in (0, 1, 1200)] == [
        "0 controles",
        "1 controle",
        "1.200 controles",
    ]
