"""Each line has its name at its end, and no name lies over another."""

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from nhveilig.figures import charts
from nhveilig.figures.chart_parts import MOST_SERIES
from nhveilig.figures.line_ends import NAME, End, spread
from nhveilig.figures.svg import text_width

from .test_charts import SVG, make


def ends_of(*values):
    drawn = ET.fromstring(charts.render(make("line", [["1", "2", "3", one] for one in values])))  # noqa: S314 - our own
    return drawn, [e for e in drawn.iter(f"{SVG}svg") if e.get("class") == "chart-ends"]


def tops(*ends, bottom=230.0):
    return [(end, top) for end, top in spread([End.of(y, label, {}) for y, label in ends], bottom)]


def test_every_line_is_named_instead_of_in_a_legend():
    drawn, [ends] = ends_of("4", "9", "5")
    assert [e.text for e in ends.iter(f"{SVG}text")] == ["reeks 1", "reeks 2", "reeks 0"]
    assert drawn.find("ul") is None
    assert drawn.find("div").get("class") == "chart-lines"


def test_a_line_that_ends_before_the_others_is_found_in_a_legend():
    drawn, [ends] = ends_of("4", None)
    assert [e.text for e in ends.iter(f"{SVG}text")] == ["reeks 0"]
    assert len(drawn.findall("ul/li")) == 2


def test_a_line_alone_is_what_the_title_says():
    drawn, ends = ends_of("4")
    assert ends == []
    assert drawn.find("div") is None


@pytest.mark.parametrize("y", [0.0, 30.0, 120.0, 229.0])
def test_names_of_lines_that_meet_stand_below_each_other(y):
    placed = tops(*[(y, f"een lange naam van reeks {n}") for n in range(MOST_SERIES)])
    assert all(one + end.height <= next_ for (end, one), (_, next_) in pairwise(placed))
    assert all(top >= 0 and top + end.height <= 230 for end, top in placed)


def test_a_name_stands_beside_its_end_where_there_is_room():
    assert [top + end.height / 2 for end, top in tops((40.0, "Laag"), (150.0, "Hoog"))] == [40.0, 150.0]


def test_a_name_stays_in_its_column():
    [(end, _)] = tops((40.0, "gedigitaliseerde criminaliteit en nog meer"))
    assert all(text_width(line, 15) <= NAME for line in end.lines[1:])
