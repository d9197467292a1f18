"""The templates as readers and screen readers get them."""

import re

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string

from nhveilig.figures.values import Figure, Qualifier

from .test_charts import make
from .test_tables import SAMPLE


def table_html(table=None, **extra):
    return re.sub(
        r"\s+", " ", render_to_string("components/figure_table.html", {"table": table or SAMPLE.as_dict(), **extra})
    )


def test_a_table_has_heads_in_both_directions():
    html = table_html()
    assert '<th scope="col" rowspan="2">Onderdeel</th>' in html
    assert '<th class="group" scope="colgroup" colspan="2">Formatie per 31-12-2018</th>' in html
    assert '<th scope="col" class="number total">totaal</th>' in html
    assert '<tr class="row-detail level-2"><th scope="row">Basisteam Alkmaar</th>' in html
    assert '<tr class="row-heading level-1"><th scope="rowgroup" colspan="4">Districten</th></tr>' in html
    assert not re.search(r"<th[^>]*>\s*</th>", html)


def test_every_row_is_as_wide_as_the_table():
    for row in re.findall(r"<tr.*?</tr>", table_html())[1:]:
        spans = [int(span) for span in re.findall(r'colspan="(\d+)"', row)]
        assert len(re.findall(r"<t[hd]", row)) - len(spans) + sum(spans) in {3, 4}


def test_a_value_cell_has_no_element_inside():
    html = table_html()
    assert "<td>5,00</td>" in html
    assert '<td class="total open">n.t.b.</td>' in html
    assert not re.search(r"<td[^>]*>[^<]*<(?!/td>)", html)


def test_the_scroll_region_is_named_by_the_caption_or_a_heading():
    assert 'role="region" tabindex="0" aria-labelledby="tabel-sterkte-titel"' in table_html()
    assert 'aria-labelledby="kop"' in table_html(heading_id="kop")


def test_caption_notes_source_and_download():
    html = table_html({**SAMPLE.as_dict(), "number": "2"}, download_url="/t.csv")
    assert "<b>Tabel 2</b> Formatie (fte)" in html
    assert "<li>Een noot.</li>" in html
    assert "Bron: Politie" in html
    assert '<a href="/t.csv" aria-describedby="tabel-sterkte-titel">Download tabel 2 als CSV</a>' in html


def test_texts_are_escaped():
    table = SAMPLE.as_dict()
    table["rows"][1]["label"] = table["rows"][1]["cells"][2]["text"] = "<b>"
    assert "<b>" not in table_html(table)


@pytest.mark.parametrize("medium", ["web", "print"])
def test_a_chart_stands_beside_its_numbers(medium):
    html = render_to_string("components/chart.html", {"chart": make(), "medium": medium})
    assert html.count('role="img"') == html.count("<table") == 1
    assert ("<details" in html) == (medium == "web")
    assert "style=" not in html


def test_the_title_of_a_chart_is_what_is_to_be_seen():
    html = render_to_string("components/chart.html", {"chart": make(finding="Reeks 0 steeg.")})
    [title] = re.findall("<figcaption.*?</figcaption>", html)
    assert re.sub("<[^>]+>", "", title) == "Reeks 0 steeg. Figuur 1 Titel (fte)"
    assert 'aria-label="Reeks 0 steeg. Titel. Wat er te zien is"' in html


@pytest.mark.parametrize("without", [{}, {"finding": ""}])
def test_without_it_the_subject_is_the_title(without):
    html = render_to_string("components/chart.html", {"chart": make(**without)})
    assert '<figcaption id="figuur-doel-titel"><b>Figuur 1</b> Titel (fte)</figcaption>' in html


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ value|number }}", "1.234,50"),
        ("{{ value|number:1 }}", "1.234,5"),
        ("{{ value|signed }}", "+1.234,50"),
        ("{{ value|fte }}", "1.234,5\u00a0fte"),
        ("{{ value|euro }}", "€\u00a01.234,50"),
        ("{{ value|percentage:0 }}", "1.235%"),
        ("{{ figure|figure:2 }}", "ten minste 1.234,50"),
        ("{{ day|date_long }} {{ day|date_short }}", "20 september 2019 20-9-2019"),
        ("{{ size|file_size }}", "45\u00a0kB"),
    ],
)
def test_filters(source, text):
    figure = Figure.of("1234.50", Qualifier.MINIMUM)
    context = Context({"value": figure.value, "figure": figure, "day": "2019-09-20", "size": 45_000})
    assert Template("{% load figures %}" + source).render(context) == text


@pytest.mark.parametrize(
    ("caption", "unit", "shown"),
    [
        ("Formatie per basisteam", "fte", "Formatie per basisteam (fte)"),
        ("Reguliere onderzoeken naar cybercrime", "onderzoeken", "Reguliere onderzoeken naar cybercrime<"),
        ("OM-verdachten van mensenhandel", "OM-verdachten", "OM-verdachten van mensenhandel<"),
        ("Vooronderzoeken", "onderzoeken", "Vooronderzoeken (onderzoeken)"),
        ("Csv’s", "", "Csv’s<"),
    ],
)
def test_a_caption_names_the_unit_once(caption, unit, shown):
    assert shown in table_html(SAMPLE.as_dict() | {"caption": caption, "unit": unit})
