import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from itertools import pairwise

import pytest

from nhveilig.figures import charts
from nhveilig.figures.chart_parts import MOST_STEPS, PALETTE, WIDTH, axis_around, axis_from_zero
from nhveilig.figures.svg import HATCHES, hatching
from nhveilig.figures.tables import Table

SVG = "{http://www.w3.org/2000/svg}"
LONG = ["Basisteam Den Helder en Schagen", "District Zaanstreek-Waterland", "Dienst Regionale Recherche", "Flexteam"]


def make(kind="bar", values=(("190", "205", None, "1240"),), categories=("2019", "2020", "2021", "2022"), **extra):
    series = [{"label": f"reeks {i}", "values": list(one)} for i, one in enumerate(values)]
    chart = {"id": "doel", "number": "1", "title": "Titel", "description": "Wat er te zien is.", "kind": kind}
    return {
        **chart,
        "unit": "fte",
        "decimals": 0,
        "categories": list(categories),
        "series": series,
        "source": "",
        **extra,
    }


def drawn(chart):
    return ET.fromstring(charts.render(chart))  # noqa: S314 - our own output


def texts(chart):
    return [element.text for element in drawn(chart).iter(f"{SVG}text")]


def bars(chart):
    """Those of the plot: the last group of the drawing, after the legend."""
    return [e for e in drawn(chart)[-1].iter(f"{SVG}rect") if "chart-bar" in e.get("class")]


EVERY_KIND = [
    make(kind, values, categories)
    for kind in charts.KINDS
    for categories in (("2019", "2020", "2021", "2022"), LONG)
    for values in ((("1", "20", None, "3"),), (("5", "-6", "7", None), ("0", "2", None, None), ("9", "9", "9", "9")))
]


@pytest.mark.parametrize("chart", EVERY_KIND)
def test_a_chart_has_a_name_a_description_and_one_role(chart):
    root = drawn(chart)
    assert root.get("role") == "img"
    named = [root.find(f".//*[@id='{name}']").text for name in root.get("aria-labelledby").split()]
    assert named == ["Titel", "Wat er te zien is."]


@pytest.mark.parametrize("chart", EVERY_KIND)
def test_a_chart_passes_a_strict_content_security_policy(chart):
    for element in drawn(chart).iter():
        assert element.tag.removeprefix(SVG) not in {"script", "style", "image", "use", "foreignObject"}
        assert not [name for name in element.attrib if name == "style" or name.startswith("on") or "href" in name]


@pytest.mark.parametrize("chart", EVERY_KIND)
def test_equal_input_gives_an_equal_drawing(chart):
    assert charts.render(chart) == charts.render(chart)


@pytest.mark.parametrize("chart", EVERY_KIND)
def test_everything_is_inside_the_drawing(chart):
    height = float(drawn(chart).get("height"))
    boxes = [[float(e.get(name)) for name in ("x", "y", "width", "height")] for e in drawn(chart).iter(f"{SVG}rect")]
    assert all(x >= -2 and x + width <= WIDTH + 3 and y + h <= height for x, y, width, h in boxes)


@pytest.mark.parametrize("kind", charts.KINDS)
def test_values_are_written_in_dutch_and_missing_ones_are_named(kind):
    chart = make(kind, [["190.5", "205", None, "1240.25"]], decimals=2)
    assert {"190,50", "205,00", "n.t.b.", "1.240,25"} <= set(texts(chart))


def test_a_missing_value_has_no_bar():
    assert len(bars(make(values=[["1", None, "0", "4"]]))) == 3


def test_a_missing_value_breaks_the_line():
    lines = [
        e for e in drawn(make("line", [["1", "2", None, "4"]])).iter(f"{SVG}path") if e.get("stroke-width") == "2.5"
    ]
    assert [line.get("d").count("M") for line in lines] == [2]
    assert lines[0].get("d").count("L") == 1


def test_bars_are_as_long_as_their_numbers():
    heights = [float(bar.get("height")) for bar in bars(make(values=[["50", "100", "200", "25"]]))]
    assert [round(height / heights[3]) for height in heights] == [2, 4, 8, 1]


def test_bars_lie_down_when_names_are_long():
    values = [["142.50", "98.25", "201", "412.75"], ["150.5", "101", "220.25", "430"]]
    lying = bars(make(values=values, categories=LONG, decimals=2))
    assert len(lying) == 8
    assert len({bar.get("height") for bar in lying}) == 1
    standing = bars(make(values=[["1", "2", "3", "4"]]))
    assert len({bar.get("width") for bar in standing}) == 1


def test_a_stack_ends_in_its_total_and_says_when_it_is_incomplete():
    found = texts(make("stacked", [["10", "20", "30", None], ["5", "5", None, None]]))
    assert {"15", "25", "30 + n.t.b.", "n.t.b."} <= set(found)


def test_series_differ_without_colour():
    six = [["10", "20", "30", "40"]] * len(PALETTE)
    hatches = [e.get("d") for e in drawn(make("bar", six)).iter(f"{SVG}path") if e.get("class") == "chart-hatch"]
    assert len(hatches) == 5 * (4 + 1)
    lines = [e for e in drawn(make("line", six)).iter(f"{SVG}path") if e.get("stroke-width") == "2.5"]
    assert len({line.get("stroke-dasharray") for line in lines}) == len(PALETTE)


@pytest.mark.parametrize("place", range(2, len(HATCHES) + 1))
def test_hatching_stays_inside_its_bar(place):
    points = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", hatching(place, 10.3, -20.7, 33.3, 61.2))
    assert len(points) >= 10
    assert all(10.2 <= float(x) <= 43.7 and -20.8 <= float(y) <= 40.6 for x, y in points)


def test_texts_are_escaped():
    svg = charts.render(make(title="<script>&", categories=['"<b>', "2", "3", "4"], description="a < b"))
    assert "<script>" not in svg
    assert "<b>" not in svg
    ET.fromstring(svg)  # noqa: S314 - our own output


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"kind": "pie"}, "unknown kind"),
        ({"series": []}, "0 series"),
        ({"series": [{"label": "x", "values": ["1"] * 4}] * 7}, "7 series"),
        ({"categories": ["2019"]}, "does not fit"),
        ({"categories": []}, "no categories"),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_refused(change, complaint):
    with pytest.raises(ValueError, match=complaint):
        charts.render({**make(), **change})


@pytest.mark.parametrize("kind", charts.KINDS)
def test_nothing_known_is_still_a_chart(kind):
    assert texts(make(kind, [[None] * 4])).count("n.t.b.") == 4


@pytest.mark.parametrize("kind", charts.KINDS)
def test_one_category_is_enough(kind):
    assert "7" in texts(make(kind, [["7"]], ["2019"]))


def test_a_line_far_from_zero_says_that_its_axis_is_broken():
    note = "De as begint niet bij 0."
    assert note in texts(make("line", [["3000", "3010", "3020", "3100"]]))
    assert note not in texts(make("line", [["10", "3010", "3020", "3100"]]))
    assert note not in texts(make("bar", [["3000", "3010", "3020", "3100"]]))


@pytest.mark.parametrize(
    "values", [["0"], ["7"], ["1", "1370"], ["-20.5", "12.25"], ["0.02", "0.09"], ["-3"], ["41", "50"]]
)
def test_axes_have_few_round_steps_and_hold_every_value(values):
    values = [Decimal(value) for value in values]
    axis = axis_from_zero(values, 2)
    steps = {later - earlier for earlier, later in pairwise(axis.ticks)}
    assert len(steps) == 1
    assert steps.pop().normalize().as_tuple().digits in {(1,), (2,), (5,), (2, 5)}
    assert 2 <= len(axis.ticks) <= MOST_STEPS + 2
    assert all(axis.low <= value <= axis.high for value in [*values, 0])


def test_counts_have_whole_steps():
    assert axis_from_zero([Decimal(3)], 0).ticks == (0, 1, 2, 3)
    assert axis_from_zero([Decimal(12)], 0).decimals == 0


def test_a_line_axis_zooms_only_far_from_zero():
    assert axis_around([Decimal(3000), Decimal(3100)], 0).low == 3000
    assert axis_around([Decimal(10), Decimal(3100)], 0).low == 0
    assert axis_around([Decimal(5), Decimal(5)], 0).low == 0


def test_the_table_beside_a_chart_has_its_numbers():
    table = charts.data_table(make(values=[["190", None], ["5", "1240"]], categories=["2019", "2020"]))
    assert table["row_header"] == "Jaar"
    assert [column["label"] for column in table["columns"]] == ["reeks 0", "reeks 1"]
    assert [[cell["text"] for cell in row["cells"]] for row in table["rows"]] == [["190", "5"], ["n.t.b.", "1.240"]]
    assert Table.from_dict(table).as_dict() == table


def with_reasons(kind):
    chart = make(kind, [["190", None, None, None]])
    chart["series"][0]["missing"] = [None, "blank", "dash", None]
    return chart


@pytest.mark.parametrize("kind", charts.KINDS)
def test_a_chart_says_why_a_number_lacks(kind):
    found = texts(with_reasons(kind))
    assert [found.count(mark) for mark in ("leeg", "–", "n.t.b.")] == [1, 1, 1]


def test_the_table_says_the_same_in_words():
    cells = [row["cells"][0] for row in charts.data_table(with_reasons("bar"))["rows"]]
    assert [cell["text"] for cell in cells] == ["190", "nog niet ingevuld", "geen", "n.t.b."]
    assert [cell["qualifier"] for cell in cells] == ["exact", "blank", "dash", "undecided"]


def test_a_reason_that_does_not_exist_is_refused():
    chart = with_reasons("bar")
    chart["series"][0]["missing"][1] = "vergeten"
    with pytest.raises(ValueError, match="vergeten"):
        charts.render(chart)
