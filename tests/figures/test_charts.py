import xml.etree.ElementTree as ET

import pytest

from nhveilig.figures import charts
from nhveilig.figures.chart_parts import MOST_SERIES
from nhveilig.figures.line_charts import places_of
from nhveilig.figures.tables import Table
from nhveilig.statuses.status import Status

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
    """What is written in the drawing and beside it, without what only a screen reader or a pointer gets."""
    return [e.text for e in drawn(chart).iter() if e.text and e.tag != f"{SVG}title"]


def bars(chart, kind="bar--"):
    """Those of the plot, without those of the legend."""
    rows = [e for e in drawn(chart).iter("div") if (e.get("class") or "").split(" ")[0] == "chart-row"]
    return [e for row in rows for e in row.iter(f"{SVG}rect") if kind in e.get("class", "")]


def share(element, name):
    return float(element.get(name).removesuffix("%"))


EVERY_KIND = [
    make(kind, values, categories)
    for kind in charts.KINDS
    for categories in (("2019", "2020", "2021", "2022"), LONG)
    for values in ((("1", "20", None, "3"),), (("5", "-6", "7", None), ("0", "2", None, None), ("9", "9", "9", "9")))
]


@pytest.mark.parametrize("chart", EVERY_KIND)
def test_a_chart_has_a_name_a_description_and_one_role(chart):
    root = drawn(chart)
    assert (root.get("role"), root.get("aria-label")) == ("img", "Titel. Wat er te zien is")
    assert all(svg.find(f"{SVG}title").text for svg in root.iter(f"{SVG}svg") if svg.get("width"))


@pytest.mark.parametrize("chart", EVERY_KIND)
def test_a_chart_passes_a_strict_content_security_policy(chart):
    for element in drawn(chart).iter():
        assert element.tag.removeprefix(SVG) not in {"script", "style", "image", "use", "foreignObject"}
        assert not [name for name in element.attrib if name == "style" or name.startswith("on") or "href" in name]


@pytest.mark.parametrize("chart", EVERY_KIND)
def test_equal_input_gives_an_equal_drawing(chart):
    assert charts.render(chart) == charts.render(chart)


@pytest.mark.parametrize("chart", EVERY_KIND)
def test_every_bar_is_inside_its_place(chart):
    boxes = [(share(e, "x"), share(e, "width")) for e in bars(chart, "bar--series")]
    assert all(x >= 0 and x + width <= 100.4 for x, width in boxes)


@pytest.mark.parametrize("chart", EVERY_KIND)
def test_letters_keep_their_size_at_any_width(chart):
    assert not [e for e in drawn(chart).iter(f"{SVG}svg") if e.get("viewBox")]


@pytest.mark.parametrize("kind", charts.KINDS)
def test_values_are_written_in_dutch_and_missing_ones_are_named(kind):
    chart = make(kind, [["190.5", "205", None, "1240.25"]], decimals=2)
    assert {"190,50", "205,00", "n.t.b.", "1.240,25"} <= set(texts(chart))


def test_a_missing_value_has_an_outline_instead_of_a_bar():
    chart = make(values=[["1", None, "0", "4"]])
    assert (len(bars(chart)), len(bars(chart, "bar-unknown"))) == (3, 1)


def test_a_missing_value_breaks_the_line():
    chart = make("line", [["1", "2", None, "4", "5"]], ["2019", "2020", "2021", "2022", "2023"])
    assert len([e for e in drawn(chart).iter(f"{SVG}line") if e.get("stroke-width") == "2.5"]) == 2


def test_bars_are_as_long_as_their_numbers():
    widths = [share(bar, "width") for bar in bars(make(values=[["50", "100", "200", "25"]]))]
    assert [round(width / widths[3]) for width in widths] == [2, 4, 8, 1]


def test_the_target_stands_on_one_line_for_all():
    chart = make(values=[["50", "100", "120", "25"]], target="100")
    lines = [e for e in drawn(chart).iter(f"{SVG}line") if e.get("class") == "chart-target"]
    assert {line.get("x1") for line in lines} == {f"{100 / 1.2:.2f}%"}
    assert len(lines) == 4


def test_the_target_is_in_the_picture_when_nothing_comes_near():
    [first, *_] = bars(make(values=[["50", "10", "20", "25"]], target="100"))
    assert share(first, "width") == 50


def test_years_and_days_stand_at_their_true_distance():
    assert places_of(["2018", "2019", "2022"]) == [0, pytest.approx(0.25, abs=0.001), 1]
    assert places_of(["1 januari 2018", "2 januari 2018", "11 januari 2018"]) == [0, 0.1, 1]
    assert places_of(["1 januari 2018", "2018/2019", "vanaf 2022"]) == [0, 0.5, 1]
    assert places_of(["1 januari 2018", "2019/2020", "vanaf 2022"]) == [0, pytest.approx(0.25, abs=0.001), 1]
    assert places_of(["Voor", "Na", "Nu"]) == [0, 0.5, 1]
    assert places_of(["2020"]) == [0.5]


def test_statuses_have_their_own_order_colours_and_shapes():
    words = [status.word for status in Status]
    labels = list(reversed(words))
    chart = make("stacked", [["3"]] * 6, ["Drugs"])
    for series, label in zip(chart["series"], labels, strict=True):
        series["label"] = label
    assert [bar.get("fill") for bar in bars(chart)] == [status.look.mark for status in Status]
    assert [e.text for e in drawn(chart).find("ul").iter(f"{SVG}title")] == words
    assert len(list(drawn(chart).find("ul").iter(f"{SVG}g"))) == 6


def test_a_number_of_words_that_are_no_status_takes_no_colour_of_one():
    fills = {bar.get("fill") for bar in bars(make("stacked", [["3"] * 4] * 4))}
    assert not fills & {status.look.mark for status in Status if status is not Status.DONE}


def test_a_stack_ends_in_its_total_and_says_when_it_is_incomplete():
    found = texts(make("stacked", [["10", "20", "30", None], ["5", "5", None, None]]))
    assert {"15", "25", "30 + n.t.b.", "n.t.b."} <= set(found)


def test_series_differ_without_colour():
    six = [["10", "20", "30", "40"]] * MOST_SERIES
    looks = {(bar.get("fill"), bar.get("stroke-dasharray")) for bar in bars(make("bar", six))}
    assert len(looks) == MOST_SERIES
    lines = [e for e in drawn(make("line", six)).iter(f"{SVG}line") if e.get("stroke-width") == "2.5"]
    assert len({line.get("stroke-dasharray") for line in lines}) == MOST_SERIES - 1


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


def test_a_line_begins_at_zero():
    chart = make("line", [["3000", "3010", "3020", "3100"]])
    zero = next(e for e in drawn(chart).iter(f"{SVG}line") if e.get("class") == "chart-zero")
    [first, *_] = drawn(chart).iter(f"{SVG}circle")
    assert float(zero.get("y1")) - float(first.get("cy")) == pytest.approx(180 * 3000 / 3100, abs=0.2)


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


@pytest.mark.parametrize("kind", ["bar", "stacked"])
def test_on_paper_a_letter_tells_series_apart_without_colour(kind):
    letters = [e for e in drawn(make(kind, [["40"] * 4] * 3)).iter() if e.get("class") == "chart-letter"]
    found = ["".join(e.itertext()) for e in letters]
    assert found[:3] == ["A", "B", "C"]
    assert {found.count(letter) for letter in "ABC"} == {5}


@pytest.mark.parametrize("kind", charts.KINDS)
def test_one_series_needs_no_letter(kind):
    assert "chart-letter" not in charts.render(make(kind))
