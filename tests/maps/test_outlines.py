"""Outlines of municipalities: what CBS and PDOK publish is read, what is wrong is refused whole."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from nhveilig.maps import outlines
from nhveilig.maps.outlines import UnknownCoordinates, detected, from_rd
from nhveilig.maps.services import load_outlines
from nhveilig.maps.shapes import simplified
from nhveilig.regions.models import Outline

FILES = Path(__file__).parent / "files"
TOPOLOGY, RD = FILES / "twee.topo.json", FILES / "rd.geo.json"


def features(*coordinates: object, **properties: object) -> bytes:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": one}}
                for one in coordinates
            ],
        }
    ).encode()


SQUARE = [[[4.7, 52.6], [4.8, 52.6], [4.8, 52.7], [4.7, 52.7], [4.7, 52.6]]]


def test_a_topology_is_stitched_of_its_arcs():
    found = outlines.read(TOPOLOGY.read_bytes())

    assert found["GM0361"] == [[[(4.8, 52.6), (4.8, 52.7), (4.7, 52.7), (4.7, 52.6), (4.8, 52.6)]]]
    assert found["GM9999"][0][0][-1] == (4.8, 52.6)
    assert len(found) == 2, "a veiligheidsregio is no municipality"


def test_rijksdriehoek_becomes_degrees():
    found = outlines.read(RD.read_bytes())

    longitude, latitude = found["GM0361"][0][0][0]
    assert longitude == pytest.approx(4.693302, abs=1e-5)
    assert latitude == pytest.approx(52.611513, abs=1e-5)
    assert len(found["GM0405"][0]) == 2, "the hole stays"


@pytest.mark.parametrize(
    ("metres", "degrees"),
    [
        # The points the Kadaster gives to test a transformation with, in the corners of the country.
        ((155000.0, 463000.0), (5.387203657, 52.155172897)),
        ((117380.12, 575040.34), (4.824761912, 53.160753042)),
        ((247380.56, 604580.78), (6.776726674, 53.419482050)),
        ((16460.91, 377380.23), (3.397588595, 51.368607152)),
        ((182260.45, 311480.67), (5.773795548, 50.792584916)),
    ],
)
def test_the_approximation_is_good_to_a_metre(metres, degrees):
    assert from_rd(metres) == pytest.approx(degrees, abs=1e-5)


@pytest.mark.parametrize("name", ["statcode", "GM_CODE", "gemeentecode", "code", "id", "identificatie"])
@pytest.mark.parametrize("value", ["GM0361", "0361", 361, "gm0361"])
def test_a_code_is_known_by_every_name_in_use(name, value):
    assert outlines.read(features(SQUARE, **{name: value})).keys() == {"GM0361"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "geen geldige JSON"),
        (b"\xff\xfe{", "geen geldige JSON"),
        (b"[" * 200_000, "geen geldige JSON"),
        (b'{"type": "FeatureCollection", "features": [NaN]}', "geen geldige JSON"),
        (b"[]", "begint niet met een object"),
        (b'{"type": "Feature"}', "geen GeoJSON"),
        (b'{"type": "Topology", "arcs": []}', "geen “objects”"),
        (b'{"type": "Topology", "arcs": 7, "objects": {}}', "“arcs” is geen lijst"),
        (b'{"type": "Topology", "arcs": [[["a", 1]]], "objects": {}}', "lijnen .arcs. van de TopoJSON"),
        (b'{"type": "FeatureCollection", "features": []}', "noemt geen gemeenten"),
        (features(SQUARE, naam="Alkmaar"), "noemt geen gemeenten"),
        (features([[[4.7, 52.6], [4.8, "x"], [4.8, 52.7], [4.7, 52.6]]], code="GM0361"), "GM0361: .* geen twee getal"),
        (features([[[4.7, 52.6], [4.8, 1e999], [4.8, 5], [4.7, 5]]], code="GM0361"), "geen geldige JSON"),
        (features([[[4.7, 52.6], [4.8, 52.6], [4.7, 52.6]]], code="GM0361"), "minder dan 4 punten"),
        (features([], code="GM0361"), "minder dan 4 punten"),
    ],
)
def test_a_damaged_file_is_refused_with_a_reason(data, message):
    with pytest.raises(outlines.OutlineError, match=message):
        outlines.read(data)


@pytest.mark.parametrize("arcs", [[[7]], [["x"]], [None], [[-9]]])
def test_a_topology_that_names_a_line_it_has_not_is_refused(arcs):
    topology = json.loads(TOPOLOGY.read_text())
    topology["objects"]["gm"]["geometries"][0]["arcs"] = arcs

    with pytest.raises(outlines.OutlineError, match="GM0361"):
        outlines.read(json.dumps(topology).encode())


def test_a_line_is_no_outline():
    data = features(SQUARE, code="GM0361").replace(b'"Polygon"', b'"LineString"')

    with pytest.raises(outlines.OutlineError, match=r"GM0361: de omtrek is geen vlak .* maar “LineString”"):
        outlines.read(data)


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(outlines, "LARGEST_FILE", 100)

    with pytest.raises(outlines.OutlineError, match="groter dan 0 MB"):
        outlines.read(TOPOLOGY.read_bytes())


def test_too_many_points_are_refused(monkeypatch):
    monkeypatch.setattr(outlines, "MOST_POINTS", 5)

    with pytest.raises(outlines.OutlineError, match="meer dan 5 punten"):
        outlines.read(TOPOLOGY.read_bytes())


@pytest.mark.parametrize(
    ("low", "high", "message"),
    [
        ((52.6, 4.7), (52.7, 4.8), "staan omgekeerd"),
        ((-74.0, 40.7), (-73.9, 40.8), "stelsel is onbekend"),
        ((500000, 6700000), (600000, 6800000), "EPSG:28992"),
        ((4.7, 52.6), (108000, 514000), "stelsel is onbekend"),
    ],
)
def test_coordinates_of_elsewhere_are_refused(low, high, message):
    with pytest.raises(UnknownCoordinates, match=message):
        detected(low, high)


def test_points_on_a_line_are_left_out_and_corners_stay():
    ring = [(x / 10, 0.0) for x in range(11)] + [(1.0, y / 10) for y in range(1, 11)] + [(0.0, 1.0), (0.0, 0.0)]

    assert {(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)} <= set(simplified(ring, 0.01))
    assert len(simplified(ring, 0.01)) <= 6


def test_loading_stores_what_is_known_and_lists_what_is_not(demo):
    loaded, unknown = load_outlines(data=TOPOLOGY.read_bytes(), source="CBS 2024")

    assert (loaded, unknown) == (1, ["GM9999"])
    outline = Outline.objects.get()
    assert (outline.municipality.name, outline.source) == ("Alkmaar", "CBS 2024")
    assert outline.geometry["type"] == "MultiPolygon"


def test_loading_again_replaces(demo):
    load_outlines(data=TOPOLOGY.read_bytes(), source="eerst")
    load_outlines(data=RD.read_bytes(), source="daarna")

    assert {one.municipality.name: one.source for one in Outline.objects.select_related("municipality")} == {
        "Alkmaar": "daarna",
        "Hoorn": "daarna",
    }


def test_nothing_is_stored_when_one_outline_is_damaged(demo):
    damaged = json.loads(RD.read_text())
    damaged["features"][1]["geometry"]["coordinates"] = [[["x"]]]

    with pytest.raises(outlines.OutlineError, match="GM0405"):
        load_outlines(data=json.dumps(damaged).encode(), source="stuk")
    assert not Outline.objects.exists()


def test_a_file_about_nobody_known_is_refused(demo):
    with pytest.raises(outlines.OutlineError, match="Geen enkele code uit het bestand is hier bekend: GM9998"):
        load_outlines(data=features(SQUARE, code="GM9998"), source="elders")


def test_the_command_says_what_it_did(demo):
    out = io.StringIO()

    call_command("load_outlines", str(TOPOLOGY), stdout=out)

    assert out.getvalue().splitlines() == [
        "1 omtrekken geladen.",
        "Niet bekend in dit portaal en overgeslagen: GM9999.",
    ]
    assert Outline.objects.get().source == "twee.topo.json"


def test_the_command_refuses_with_the_reason(demo, tmp_path):
    (tmp_path / "stuk.json").write_text("{")

    with pytest.raises(CommandError, match=r"stuk\.json: Het bestand is geen geldige JSON\. .* Er is niets opgeslagen"):
        call_command("load_outlines", str(tmp_path / "stuk.json"))
    with pytest.raises(CommandError, match="niet te lezen"):
        call_command("load_outlines", str(tmp_path / "weg.json"))
