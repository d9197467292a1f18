"""Statuses as somebody reads them: on pages, in charts and on paper only the six, in one order, each with its shape."""

import re
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
import weasyprint

from nhveilig.figures import charts, gauges
from nhveilig.regions.models import PoliceUnit
from nhveilig.statuses.status import Status
from tests.reports.dashboards import municipal
from tests.reports.dashboards.regional import DAY, fill, make_plan, make_unit, reader, visitor

pytestmark = pytest.mark.django_db
WORDS = [status.word for status in Status]
BADGE = re.compile(
    r'<span class="nl-data-badge status status--([\w-]+)"><svg[^>]*><use href="[^"]*#([\w-]+)"></use></svg>([^<]+)<'
)
BAR = re.compile(r'<rect [^>]*class="bar bar--([\w-]+)"')
DRAWING = re.compile(r'<svg[^>]*class="statusbar__drawing".*?</svg>\s*(?=</div>)', re.DOTALL)


def badges(page: str) -> list[tuple[str, str, str]]:
    return BADGE.findall(page)


def overview(unit: PoliceUnit, theme: str = "") -> str:
    with time_machine.travel(DAY):
        return visitor(reader(unit)).get(f"/overzicht/{unit.slug}/{DAY.year}/{theme}").text


def status_chart() -> dict:
    series = [{"label": word, "values": [str(n), "1"]} for n, word in enumerate(reversed(WORDS), start=1)]
    return charts.chart("stand", "Twee lopen achter", ["Drugs", "Havens"], series, unit="activiteiten", kind="stacked")


def test_the_dashboard_of_a_theme_shows_only_the_six_with_word_and_shape():
    unit = make_unit()
    fill(make_plan(unit, slug="havens"))
    page = overview(unit, "thema/havens/")
    found = badges(page)
    assert found
    css = {status.css: status.word for status in Status}
    assert all((shape, word.lower()) == (f"status-{one}", css[one]) for one, shape, word in found)


def test_every_bar_has_one_order():
    unit = make_unit()
    fill(make_plan(unit, slug="havens"))
    fill(make_plan(unit, slug="water"), 2)
    page = overview(unit)
    order = [status.css for status in Status]
    drawings = DRAWING.findall(page)
    assert len(drawings) == 3, "of the year, and of each theme"
    for drawn in drawings:
        places = [order.index(css) for css in BAR.findall(drawn)]
        assert places == sorted(places)
        assert len(places) > 1


def test_a_promise_of_a_municipality_has_the_same_status_on_its_page_and_in_the_table():
    unit, (town, *_) = municipal.make_unit()
    municipal.report(municipal.make_target(municipal.make_plan(unit), title="Scans"), 0, town)
    staff = municipal.visitor(unit, town=town)
    with time_machine.travel(DAY):
        on_page = badges(staff.get(f"/gemeenten/{town.code}/{municipal.YEAR}/").text)
        in_table = badges(staff.get(f"/voortgang/{unit.slug}/{municipal.YEAR}/gemeenten/").text)
    assert on_page[0] in in_table
    assert on_page[0][0] != "none"


@pytest.mark.pdf
def test_a_pdf_has_the_words_and_the_colours_in_one_order(tmp_path):
    css = Path("static/css/print/tables.css").read_text(encoding="utf-8")
    written = tmp_path / "stand.pdf"
    page = f"<style>{css}</style>{charts.render(status_chart())}"
    weasyprint.HTML(string=page).write_pdf(written, uncompressed_pdf=True)
    text = subprocess.run(["pdftotext", "-raw", written, "-"], capture_output=True, text=True, check=True).stdout
    places = [text.index(word) for word in WORDS]
    assert places == sorted(places)
    inks = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) rg", written.read_bytes())
    colours = {"#" + "".join(f"{round(float(part) * 255):02x}" for part in ink) for ink in inks}
    assert {status.look.mark for status in Status if status is not Status.NONE} <= colours


def test_a_gauge_has_its_target_at_one_place_and_the_colour_of_its_status():
    behind = gauges.gauge(Decimal(1), Decimal(2), Status.BEHIND, "1 controle")
    more = gauges.gauge(Decimal(9), Decimal(3), Status.DONE, "9 controles")
    assert re.search(r'x1="([\d.]+)%"', behind)[1] == re.search(r'x1="([\d.]+)%"', more)[1] == "80.00"
    assert 'width="40.00%"' in behind
    assert f'fill="{Status.BEHIND.look.mark}"' in behind
    assert 'width="100.00%" height="12" fill="#0d3550"' in more
    assert "gauge__value" not in gauges.gauge(None, Decimal(3), Status.ON_TRACK, "onbekend")


def test_pips_are_counted_at_a_glance():
    drawn = gauges.pips(3, 8, "3 van 8")
    assert (drawn.count("pips__got"), drawn.count("pips__open")) == (3, 5)
    with pytest.raises(ValueError, match="11 pips"):
        gauges.pips(1, 11, "")
