"""A text takes time in proportion to its length, and what no page can hold is refused with a sentence."""

import time
from contextlib import suppress

import pytest

from nhveilig.texts.cleaning import clean
from nhveilig.texts.markup import DEEPEST, LONGEST, MOST_COLUMNS, TextRefused

# Seconds; the longest of these took twenty before, and an hour for what was allowed.
SOON = 6


@pytest.mark.parametrize(
    "html",
    [
        "<strong>" * 12_000 + "</strong>" * 12_000,
        "<ul><li>" * 8_000,
        '<span class="voetnoot">' * 8_000,
        "<blockquote>" * 40_000,
        "".join(f"<b class=a{number}>" for number in range(49)) + "<p>x" * 20_000,
        "<p>a</p>" * 60_000,
        "<i></i>" * 70_000,
        "<" * (LONGEST - 1),
        "<!" * 249_999,
        "&" * (LONGEST - 1),
        "&shy;" * 99_999,
        "\u00ad" * (LONGEST - 1),
        '<a href="' * 50_000,
        "<td>" * 120_000,
        "<table><tr>" + "<td>a" * 90_000,
        "<span style='mso-list:Ignore'>" * 40 + "<p style='mso-list:l0 level1 lfo1'>x" * 10_000,
        "<br>" * 120_000,
        "x" * (LONGEST + 1),
    ],
    ids=lambda html: html[:12],
)
def test_no_text_keeps_the_portal_busy(html):
    began = time.process_time()
    with suppress(TextRefused):
        clean(html)
    assert time.process_time() - began < SOON


def test_a_text_too_long_or_too_deep_is_refused_with_what_to_do():
    with pytest.raises(TextRefused, match=r"passen er 500\.000\. Verdeel"):
        clean("x" * (LONGEST + 1))
    with pytest.raises(TextRefused, match="meer dan 50 lagen opmaak"):
        clean("<ul><li>" * (DEEPEST + 1) + "x")


def test_what_is_within_the_limits_stays_whole():
    deep = "<ul><li>" * 20 + "x" + "</li></ul>" * 20
    assert clean(deep) == deep
    long = "<p>Een zin met een é en 10 °C.</p>" * 10_000
    assert clean(long) == long


@pytest.mark.parametrize(
    ("attributes", "kept"),
    [
        ('colspan="3000000"', ""),
        ('colspan="3"', ' colspan="3"'),
        ('rowspan="99999999999999999999"', ' rowspan="50"'),
        ('colspan="-1"', ""),
        ('rowspan="x"', ""),
        ('colspan="0"', ""),
        ('colspan="\'><script>"', ""),
    ],
)
def test_a_cell_spans_no_more_than_a_page_can_hold(attributes, kept):
    assert f"<td{kept}>x</td>" in clean(f"<table><tr><td {attributes}>x</td><td>y</td></tr></table>")


@pytest.mark.parametrize(
    ("start", "kept"), [("3", ' start="3"'), ('"><script>', ""), ("99999999", ' start="9999"'), ("1", "")]
)
def test_a_list_begins_at_a_number(start, kept):
    assert clean(f"<ol start='{start}'><li>x</li></ol>") == f"<ol{kept}><li>x</li></ol>"


def test_an_absurd_table_is_refused_or_made_narrow():
    row = "<tr>" + '<td colspan="50">x</td>' * 4 + "</tr>"
    assert "colspan" not in clean(f"<table>{row}</table>")
    with pytest.raises(TextRefused, match=f"er passen er {MOST_COLUMNS}"):
        clean("<table><tr>" + "<td>x</td>" * (MOST_COLUMNS + 1) + "</tr></table>")
    with pytest.raises(TextRefused, match="5000"):
        clean("<table>" + "<tr><td>x</td><td>y</td></tr>" * 2_600 + "</table>")
