"""Everything that people write comes on paper: nothing outside the page, nothing over each other, no word lost."""

import time

import page
import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from nhveilig.texts.cleaning import clean
from nhveilig.texts.printing import doubts
from reports.documents.pdf import Job, render_pdf
from reports.documents.previewing.checks import PLACES
from tests.reports.boxes import laid_out
from tests.reports.sample import edition
from tests.reports.test_pdf import FROZEN_AT, failures

CATEGORIES = [
    "Aspiranten in opleiding", "Wijkagentaspiranten", "Operationeel specialisten",
    "Gebiedsgebonden politiezorgmedewerkers", "Vreemdelingenpolitiemedewerkers", "Informatiecoördinatoren",
    "Intelligencemedewerkers", "Bedrijfsvoeringsondersteuning", "Zedenrechercheurs",
    "Verkeershandhavingsspecialisten", "Milieuopsporingsambtenaren", "Totaal vastgestelde formatie",
]  # fmt: skip
ODD = "Actie 👍 en Ελλάδα, Привет ➢ ☑ ⚠️ tot\u2028hier"
SEEN = ["👍", "Ελλάδα", "Привет", "➢", "☑", "⚠", "hier"]


def strength(columns: int) -> dict:
    names = (CATEGORIES * 3)[:columns]
    cells = [{"value": "12345.6", "text": "12.345,6", "qualifier": "exact"}] * columns
    return {
        "id": "formatie", "number": "1", "caption": "Formatie", "unit": "fte", "row_header": "Onderdeel",
        "columns": [
            {"key": f"c{place}", "label": name, "kind": "number", "decimals": 1, "role": "regular"}
            for place, name in enumerate(names)
        ],
        "column_groups": [], "notes": [], "source": "Inrichtingsplan",
        "rows": [{"label": "Districtsrecherche Kennemerland", "level": 2, "role": "detail", "cells": cells}] * 4,
    }  # fmt: skip


def pasted(columns: int, words: str = "Samenwerkingsovereenkomsten") -> str:
    head = "".join(f"<th>{CATEGORIES[place % 12]}</th>" for place in range(columns))
    row = "".join(f"<td>{'12.345,6' if place % 3 else words}</td>" for place in range(columns))
    return clean(f"<p>Vooraf</p><table><tr>{head}</tr>{f'<tr>{row}</tr>' * 3}</table><p>Daarna</p>")


def printed(kind: str, content: dict, title: str = "Hoofdstuk") -> str:
    whole = edition("adopted")
    block = {"id": "b", "kind": kind, "number": "1", "title": title, "level": 1, "content": content, "blocks": []}
    # With its cover: the title of the document is the first heading.
    context = {"content": whole | {"blocks": [whole["blocks"][0], block]}, "sha256": "ab" * 32, "medium": "print"}
    return render_to_string("reports/print/document.html", context)


def assert_fits(html: str, *words: str) -> None:
    laid = laid_out(html)
    assert laid.outside() == []
    assert laid.outside_cells() == []
    assert laid.collisions() == []
    whole = laid.text.replace("- ", "").replace("\u00ad", "")
    assert [word for word in words if word not in whole] == []


@pytest.mark.pdf
@pytest.mark.parametrize("columns", [9, 12])
def test_a_strength_table_with_long_dutch_categories_fits(columns):
    assert_fits(printed("strength_table", {"html": "", "tables": [strength(columns)]}), "12.345,6", "Inrichtingsplan")


@pytest.mark.pdf
@pytest.mark.parametrize("columns", [8, 14, 24])
def test_a_pasted_table_fits(columns):
    assert_fits(printed("prose", {"html": pasted(columns)}), "Vooraf", "Daarna")


@pytest.mark.pdf
def test_words_without_an_end_fit():
    text = f"<p>{'Hottentottententententoonstelling' * 6} https://www.voorbeeld.nl/{'a' * 200}</p><h3>{'kop' * 40}</h3>"
    assert_fits(printed("prose", {"html": clean(text)}, title="Titel" * 30), "voorbeeld.nl")


@pytest.mark.pdf
def test_a_cell_longer_than_a_page_goes_on_over_the_next_and_takes_no_time():
    began = time.process_time()
    story = " ".join(f"woord{number}" for number in range(1_500))
    html = clean(f"<table><tr><th>Wie</th><th>Wat</th></tr><tr><td>OM</td><td>{story}</td></tr></table>")

    assert_fits(printed("prose", {"html": html}), "woord0", "woord1499")
    assert time.process_time() - began < 40


@pytest.mark.pdf
@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A])
def test_symbols_emoji_greek_and_cyrillic_conform_everywhere(profile):
    content = {"html": clean(f"<h3>{ODD}</h3><p>{ODD} <strong>{ODD}</strong> <em>{ODD}</em></p>") + pasted(3, ODD)}
    job = Job(printed("prose", content, title=ODD), f"Plan {ODD}", "Regio", FROZEN_AT, "editie-1")

    assert failures(render_pdf(job).data, profile) == []


@pytest.mark.pdf
def test_no_word_with_an_odd_character_is_lost():
    table = strength(3)
    table["rows"] = [table["rows"][0] | {"label": ODD}]
    html = printed("strength_table", {"html": clean(f"<p>{ODD}</p>"), "tables": [table]}, title=ODD)
    text = laid_out(html).text.replace("\ufe0e", "")

    assert {word: text.count(word) >= 3 for word in SEEN} == dict.fromkeys(SEEN, True)


@pytest.mark.parametrize(
    ("text", "said", "blocks"),
    [
        ("Naam: 漢字", "kan niet worden afgedrukt", True),
        ("<p>Het \ue123 teken</p>", "U+E123", True),
        ("x" * 60, "60 tekens lang", False),
        (pasted(24), "24 kolommen", False),
        (f"<table><tbody><tr><td>{'lang verhaal ' * 300}</td></tr></tbody></table>", "langer dan een bladzijde", False),
    ],
)
def test_what_does_not_print_well_is_found(text, said, blocks):
    [found] = doubts(text)
    assert said in found.message
    assert found.blocks == blocks


@pytest.mark.parametrize("text", ["Gewoon 👍 €", "<p>Ελλάδα</p>", "https://www.voorbeeld.nl/" + "a" * 90, pasted(8)])
def test_what_prints_well_raises_no_doubt(text):
    assert list(doubts(text)) == []


@pytest.mark.parametrize("kind", sorted(PLACES))
def test_the_place_of_every_kind_of_block_has_an_address(kind):
    assert reverse(PLACES[kind]).startswith("/")


MIXED = [*CATEGORIES[:8], "wijkagent", "aspirant", "wijkagent", "aspirant"]


@pytest.mark.pdf
@pytest.mark.parametrize(("names", "groups"), [(MIXED, 3), (["wijkagent", "aspirant"] * 6, 0)], ids=["long", "short"])
def test_the_heads_of_a_strength_table_in_several_units_stand_apart(names, groups):
    """`wijkagentaspirant` is what two heads without room between them read as."""
    table = strength(12) | {"unit": ""}
    for place, (column, name) in enumerate(zip(table["columns"], names, strict=True)):
        column |= {"label": name, "unit": ("fte", "%", "pelotons")[place % 3]}
    table["column_groups"] = [{"label": f"Formatie per 1-1-202{year}", "span": 4} for year in range(groups)]
    html = printed("strength_table", {"html": "", "tables": [table]})

    assert_fits(html, "12.345,6", "(fte)", "(pelotons)")
    assert laid_out(html).crowded() == []
