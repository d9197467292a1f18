"""The map of an eenheid: every municipality once, told apart without colour, and the same in a table."""

from datetime import date
from decimal import Decimal

import pytest
from defusedxml import ElementTree

from nhveilig.figures.svg import text_width
from nhveilig.maps import drawing, tile_map
from nhveilig.maps.presenters import UnitMap, shades
from nhveilig.maps.tile_map import placed
from nhveilig.regions.models import Municipality, OrganisationUnit, Outline, PoliceUnit

THEN, NOW = date(2020, 1, 1), date(2026, 11, 22)


@pytest.fixture
def north(demo) -> PoliceUnit:
    return PoliceUnit.objects.get(code="RE01")


def outlines_of(police_unit: PoliceUnit, day: date) -> None:
    """A square for everyone, one beside the other, and an island for the first."""
    for n, one in enumerate(Municipality.objects.on(day).filter(safety_region__police_unit=police_unit)):
        x, y = 4.0 + n % 7 * 0.2, 52.0 + n // 7 * 0.2
        ring = [[x, y], [x + 0.2, y], [x + 0.2, y + 0.2], [x, y + 0.2], [x, y]]
        polygons = [[ring], [[[3.5, 53.5], [3.6, 53.5], [3.6, 53.6], [3.5, 53.5]]]] if n == 0 else [[ring]]
        Outline.objects.create(municipality=one, geometry={"coordinates": polygons}, source="eigen vierkanten")


@pytest.mark.parametrize(
    ("slug", "day", "count"),
    [("noord-nederland", THEN, 42), ("noord-nederland", NOW, 40), ("noord-holland", THEN, 34), ("limburg", NOW, 31)],
)
def test_every_municipality_of_that_day_stands_on_a_place_of_its_own(demo, slug, day, count):
    content = UnitMap(PoliceUnit.objects.get(slug=slug), day).as_dict()

    assert len({(place["x"], place["y"]) for place in content["places"]}) == len(content["places"]) == count
    assert max(place["x"] for place in content["places"]) < content["width"]


@pytest.mark.parametrize("unit", [f"RE{n:02}" for n in range(1, 11)])
def test_every_eenheid_has_a_map_that_is_valid(demo, unit):
    content = UnitMap(PoliceUnit.objects.get(code=unit), NOW).as_dict()
    svg = ElementTree.fromstring(drawing.render(content))

    assert svg.get("role") == "img"
    ids = {element.get("id") for element in svg.iter()}
    assert set(svg.get("aria-labelledby").split()) <= ids
    assert len(content["regions"]) == len(content["legend"])
    assert float(svg.get("width")) <= 11 * tile_map.TILE + 2


def test_neighbours_are_neighbours(north):
    content = UnitMap(north, THEN).as_dict()
    at = {place["name"]: (place["x"], place["y"]) for place in content["places"]}

    assert at["Groningen"][1] < at["Assen"][1] < at["Emmen"][1]
    assert at["Harlingen"][0] < at["Leeuwarden"][0] < at["Groningen"][0] < at["Oldambt"][0]
    assert at["Ameland"][1] == min(y for _, y in at.values())


def test_a_municipality_without_a_place_stands_below_the_others(north):
    Municipality.objects.filter(name="Assen").update(tile_column=None, tile_row=None)
    content = UnitMap(north, THEN).as_dict()

    places = {place["name"]: place["y"] for place in content["places"]}
    assert places["Assen"] == max(places.values())
    assert sorted(places.values())[-2] < places["Assen"]


def test_two_on_one_place_are_parted(north):
    Municipality.objects.filter(name__in=["Assen", "Emmen"]).update(tile_column=5, tile_row=5)
    municipalities = list(Municipality.objects.on(THEN).filter(safety_region__police_unit=north))

    assert len(set(placed(municipalities).values())) == 42


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Emmen", ["Emmen"]),
        ("Stadskanaal", ["Stads-", "kanaal"]),
        ("Aa en Hunze", ["Aa en", "Hunze"]),
        ("Midden-Drenthe", ["Midden-", "Drenthe"]),
        ("De Fryske Marren", ["De", "Fryske", "Marren"]),
        ("Schiermonnikoog", ["Schierm."]),
    ],
)
def test_a_name_fits_its_tile(name, lines):
    assert tile_map.in_lines(name) == lines


def test_the_table_says_what_the_map_shows(north):
    unit_map = UnitMap(north, THEN)
    content, table = unit_map.as_dict(), unit_map.table().as_dict()

    assert [row["label"] for row in table["rows"]] == [place["name"] for place in content["places"]]
    regions = {region["label"] for region in content["regions"]}
    assert {row["cells"][0]["text"] for row in table["rows"]} == regions == {"Groningen", "Fryslân", "Drenthe"}
    assert "12 in Groningen, 18 in Fryslân en 12 in Drenthe" in content["description"]


def test_the_table_names_who_works_there_where_that_is_known(north):
    OrganisationUnit.municipalities.through.objects.all().delete()
    district = OrganisationUnit.objects.create(police_unit=north, kind="district", name="Proefdistrict", order=1)
    team = OrganisationUnit.objects.create(
        police_unit=north, kind="basisteam", name="Basisteam Proef", order=2, parent=district
    )
    team.municipalities.set(Municipality.objects.filter(name__in=["Emmen", "Coevorden"]))

    table = UnitMap(north, THEN).table().as_dict()

    words = {row["label"]: [cell["text"] for cell in row["cells"]] for row in table["rows"]}
    assert words["Emmen"] == ["Drenthe", "Proef", "Proefdistrict"]
    assert words["Assen"] == ["Drenthe", "", ""]


def test_outlines_are_drawn_when_everyone_has_one(north):
    outlines_of(north, NOW)
    content = UnitMap(north, NOW).as_dict()

    assert (content["kind"], content["source"]) == ("outlines", "eigen vierkanten")
    assert all(place["rings"] for place in content["places"])
    assert ElementTree.fromstring(drawing.render(content)).get("role") == "img"


def test_tiles_are_drawn_when_one_outline_is_missing(north):
    outlines_of(north, NOW)
    Outline.objects.first().delete()

    assert UnitMap(north, NOW).as_dict()["kind"] == "tiles"


def test_names_on_outlines_never_meet(north):
    outlines_of(north, NOW)

    places = [place for place in UnitMap(north, NOW).as_dict()["places"] if place["lines"]]

    boxes = []
    for place in places:
        width, height = max(text_width(line, 11) for line in place["lines"]), 12.5 * len(place["lines"])
        boxes.append((place["x"] - width / 2, place["y"] - height / 2, width, height))
    assert len(boxes) > 10
    for n, (x, y, width, height) in enumerate(boxes):
        for x2, y2, width2, height2 in boxes[n + 1 :]:
            apart = x + width - 3 <= x2 or x2 + width2 - 3 <= x or y + height <= y2 + 0.2 or y2 + height2 <= y + 0.2
            assert apart


def test_every_place_has_its_number_also_where_no_name_fits(north):
    outlines_of(north, NOW)
    values = {one.code: (Decimal(7), "7 van 8") for one in Municipality.objects.on(NOW)}

    svg = drawing.render(UnitMap(north, NOW, values).as_dict())

    assert svg.count(">7</text>") == len(UnitMap(north, NOW).municipalities)


def test_classes_go_from_pale_to_deep_with_letters_that_can_be_read():
    def lightness(colour):
        return sum(int(colour[n : n + 2], 16) for n in (1, 3, 5))

    grounds = [ground for ground, _ in drawing.CLASSES[1:5]]
    assert sorted(grounds, key=lightness, reverse=True) == grounds
    assert all(abs(lightness(ground) - lightness(ink)) > 300 for ground, ink in drawing.CLASSES)


def test_a_map_is_coloured_by_a_figure_when_there_is_one(north):
    values = {
        one.code: (Decimal(n), str(n)) for n, one in enumerate(Municipality.objects.on(THEN).order_by("code"), start=1)
    }
    values["GM0106"] = (None, "n.t.b.")
    unit_map = UnitMap(north, THEN, values, measure="Meldingen")
    content, table = unit_map.as_dict(), unit_map.table().as_dict()

    place = next(place for place in content["places"] if place["name"] == "Assen")
    assert (place["shade"], place["value"]) == (0, "n.t.b.")
    assert content["legend"][-1]["label"] == "onbekend"
    assert table["columns"][-1]["label"] == "Meldingen"
    assert ">n.t.b.<" in drawing.render(content)


def test_equal_values_get_one_shade_and_unknown_is_no_lowest():
    shade_of, legend = shades(
        {"a": (Decimal(1), "1"), "b": (Decimal(1), "1"), "c": (Decimal(9), "9"), "d": (None, "n.t.b.")}
    )

    assert shade_of["a"] == shade_of["b"] == 1
    assert shade_of["c"] > 1
    assert shade_of["d"] == 0
    assert [entry["label"] for entry in legend] == ["1", "9", "onbekend"]


def test_a_place_of_which_nothing_is_known_is_unknown(north):
    content = UnitMap(north, THEN, {"GM0106": (Decimal(1), "1")}).as_dict()

    assert {place["name"]: place["shade"] for place in content["places"]}["Emmen"] == 0


def test_a_name_is_escaped(north):
    Municipality.objects.filter(name="Emmen").update(name="<b>Em&men")

    svg = drawing.render(UnitMap(north, THEN).as_dict())

    assert "<b>" not in svg
    ElementTree.fromstring(svg)


def test_the_same_map_is_the_same_to_the_byte(north):
    assert drawing.render(UnitMap(north, THEN).as_dict()) == drawing.render(UnitMap(north, THEN).as_dict())


def test_a_map_takes_the_same_few_queries_for_any_eenheid(north, django_assert_num_queries):
    for code in ("RE01", "RE02"):
        unit = PoliceUnit.objects.get(code=code)
        with django_assert_num_queries(1):
            unit_map = UnitMap(unit, THEN)
            unit_map.as_dict()
