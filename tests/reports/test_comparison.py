"""Two editions compared: nothing is lost, nothing is made up, and what councils want to know is found."""

import copy
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhveilig.comparing import words
from nhveilig.comparing.passages import Passage, of_html, of_text
from nhveilig.figures.values import Figure, Qualifier
from reports.documents.comparison import Comparison, compare, in_words
from reports.documents.comparison.editions import BlockChange
from reports.documents.comparison.figures import difference
from reports.documents.comparison.sections import sections
from tests.reports import sample

WORDS = st.lists(st.sampled_from(["de", "het", "wijk", "politie", "61,3", "fte", "<", "&", "raad", "."]), max_size=12)
PARAGRAPHS = st.lists(st.tuples(st.sampled_from(["p", "li", "h4", "note", "bold"]), WORDS), max_size=8)
KNOWN = st.decimals(-1000, 1000, places=2).map(Figure.of)
FIGURES = st.one_of(KNOWN, st.sampled_from([Figure.undecided(), Figure.blank(), Figure.dash(), Figure.unknown()]))


def html_of(paragraphs: list[tuple[str, list[str]]]) -> str:
    wrap = {
        "p": "<p>{}</p>",
        "li": "<ul><li>{}</li></ul>",
        "h4": "<h4>{}</h4>",
        "note": '<p>Zie<span class="voetnoot" data-nummer="1">{}</span>.</p>',
        "bold": "<p>Dit is <strong>{}</strong></p>",
    }
    said = (" ".join(words).replace("&", "&amp;").replace("<", "&lt;") for _, words in paragraphs)
    return "".join(wrap[kind].format(text) for (kind, _), text in zip(paragraphs, said, strict=True))


def edition(*blocks: dict) -> dict:
    return {"document": {"title": "Plan"}, "edition": {"number": 1}, "blocks": list(blocks)}


def prose(html: str, name: str = "tekst", title: str = "Tekst", number: str = "", blocks: tuple = ()) -> dict:
    return {
        "id": name, "kind": "prose", "number": number, "title": title, "level": 1,
        "content": {"html": html}, "blocks": list(blocks),
    }  # fmt: skip


def strength(table: dict) -> dict:
    return prose("", "formatie", "Formatie") | {"kind": "strength_table", "content": {"html": "", "tables": [table]}}


def table(rows: dict[str, list[str | None]], columns: tuple[str, ...] = ("2018",), **other: object) -> dict:
    def cell(value: str | None) -> dict:
        if value is None:
            return {"value": None, "qualifier": "undecided", "text": "n.t.b."}
        return {"value": value, "qualifier": "exact", "text": value.replace(".", ",")}

    return {
        "id": "sterkte", "number": "1", "caption": "Formatie", "unit": "fte", "row_header": "Onderdeel",
        "column_groups": [], "notes": [], "source": "",
        "columns": [{"key": c, "label": c, "kind": "number", "decimals": 2, "role": "value"} for c in columns],
        "rows": [
            {"label": label, "level": 1, "role": "detail", "cells": [cell(value) for value in values]}
            for label, values in rows.items()
        ],
    } | other  # fmt: skip


def sides(block: BlockChange) -> tuple[list[str], list[str]]:
    """What the comparison says stood there, and what it says stands there now."""
    changes = [change for section in block.sections for change in section.passages]
    old = [_side(change.runs, words.ADDED) for change in changes if change.old]
    new = [_side(change.runs, words.REMOVED) for change in changes if change.new]
    return old, new


def _side(runs: list[words.Run], without: str) -> str:
    return " ".join(word.text for run in runs if run.fate != without for word in run.words)


def said(block: dict) -> list[str]:
    return [" ".join(word.text for word in one.words) for part in sections(block) for one in part.passages]


def only_block(old: str, new: str) -> BlockChange:
    return compare(edition(prose(old)), edition(prose(new))).chapters[0].top


def seen(passage_html: str) -> str:
    return re.sub(r'<span class="visually-hidden">.*?</span>', "", passage_html)


def changed(old: str, new: str) -> str:
    """The one changed passage, as it is shown."""
    (section,) = only_block(old, new).changed_sections
    (passage,) = [one for one in section.passages if one.fate != "same"]
    return seen(passage.html)


# Nothing lost, nothing made up


@settings(deadline=None, max_examples=150)
@given(PARAGRAPHS, PARAGRAPHS)
def test_both_texts_can_be_read_back_from_a_comparison(before, after):
    old, new = prose(html_of(before)), prose(html_of(after))
    was, becomes = sides(compare(edition(old), edition(new)).chapters[0].top)
    assert becomes == said(new)
    assert sorted(was) == sorted(said(old))


@settings(deadline=None, max_examples=50)
@given(PARAGRAPHS)
def test_a_text_does_not_differ_from_itself(paragraphs):
    content = edition(prose(html_of(paragraphs)))
    assert compare(content, copy.deepcopy(content)).is_empty


def test_an_edition_with_every_kind_of_block_does_not_differ_from_itself():
    assert compare(sample.edition(), sample.edition()).is_empty


@pytest.mark.parametrize("block", sample.edition()["blocks"], ids=lambda block: block["id"])
def test_every_text_of_an_edition_is_compared(block):
    """Any word of any kind of block that changes is found: but for what repeats or follows from another part."""
    derived = {"id", "slug", "kind", "number", "key", "role", "level", "span", "decimals", "qualifier", "value"}
    derived |= {"course", "media_type"}
    apart = {"columns", "column_groups", "chart", "map", "rows", "subjects"}
    content = edition(block)
    for path in _texts(content["blocks"], ()):
        if path[-1] in derived | {"row_header"} or apart & set(path):
            continue
        if {"contents", "footnotes"} & _kinds(content["blocks"], path):
            continue
        other = copy.deepcopy(content)
        _replace(other["blocks"], path)
        assert not compare(content, other).is_empty, path


def _texts(value: object, path: tuple):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*path, key))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _texts(item, (*path, place))
    elif isinstance(value, str) and value:
        yield path


def _kinds(value: object, path: tuple) -> set[str]:
    found = set()
    for step in path:
        if isinstance(value, dict):
            found.add(value.get("kind"))
        value = value[step]
    return found


def _replace(value: object, path: tuple) -> None:
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] += " anders" if path[-1] != "html" else "<p>Een heel andere zin.</p>"


# Words


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("<p>de V10 stelt vast</p>", "<p>de raad stelt vast</p>", "de <del>V10</del> <ins>raad</ins> stelt vast"),
        ("<p>36 fte erbij</p>", "<p>61,3 fte erbij</p>", "<del>36</del> <ins>61,3</ins> fte erbij"),
        ("<p>Een zin over ons.</p>", "<p>Een zin over ons!</p>", "Een zin over ons<del>.</del><ins>!</ins>"),
        ("<ul><li>een en twee</li></ul>", "<ul><li>een en drie</li></ul>", "een en <del>twee</del> <ins>drie</ins>"),
        ("<p>R&amp;D en meer</p>", "<p>R&amp;D en &lt;b&gt; meer</p>", "R&amp;D en <ins>&lt;b&gt;</ins> meer"),
    ],
)  # fmt: skip
def test_a_changed_passage_shows_the_words_that_changed(old, new, shown):
    assert changed(old, new) == shown


def test_what_changed_is_said_in_words_too():
    section = only_block("<p>de oude tekst hier</p>", "<p>de nieuwe tekst hier</p>").sections[0]
    assert '<del><span class="visually-hidden">[vervallen:\u00a0</span>oude' in section.passages[0].html
    assert '<ins><span class="visually-hidden">[toegevoegd:\u00a0</span>nieuwe' in section.passages[0].html


def test_making_a_word_bold_or_renumbering_a_note_is_no_change():
    old = '<p>een <strong>twee</strong><span class="voetnoot" data-nummer="1">Noot.</span></p>'
    new = '<p>een twee<span class="voetnoot" data-nummer="7">Noot.</span></p>'
    assert compare(edition(prose(old)), edition(prose(new))).is_empty


def test_a_link_that_leads_elsewhere_is_a_change():
    old, new = (f'<p>Zie <a href="https://a.nl/{page}">hier</a></p>' for page in "12")
    assert not compare(edition(prose(old)), edition(prose(new))).is_empty


def test_a_changed_note_is_a_passage_of_its_own():
    note = '<p>De tekst<span class="voetnoot" data-nummer="1">{} noot over dit woord.</span> gaat door.</p>'
    (section,) = only_block(note.format("Een"), note.format("Geen")).changed_sections
    assert [(one.kind, one.fate) for one in section.passages] == [("p", "same"), ("note", "changed")]


def test_a_passage_that_moved_within_a_longer_one_is_found():
    old = "<p>De meeste aandacht gaat de komende jaren naar het voorkomen van polarisering en digitale kennis.</p>"
    new = old.replace("<p>", "<p>De agenda vraagt aandacht voor terrorisme. ")
    assert changed(old, new).startswith("<ins>De agenda vraagt aandacht voor terrorisme.</ins> De meeste")


# Blocks


def test_a_block_is_found_by_its_id_then_its_title_then_its_words():
    text = "<p>De burgemeesters besluiten over de verlenging van dit plan.</p>"
    for other in (prose(text, title="Ander"), prose(text, name="ander"), prose(text, "ander", "Ander", "9")):
        compared = compare(edition(prose(text)), edition(other))
        assert [chapter.top.fate for chapter in compared.chapters] in (["same"], ["changed"])


def test_chapters_stand_in_the_order_of_the_new_edition_with_the_removed_at_their_place():
    old = edition(*(prose(f"<p>{name}</p>", name, name) for name in ("een", "twee", "drie", "vier")))
    new = edition(*(prose(f"<p>{name}</p>", name, name) for name in ("een", "vier", "vijf", "drie")))
    found = [(chapter.id, chapter.fate) for chapter in compare(old, new).chapters]
    assert found == [("een", "same"), ("twee", "removed"), ("vier", "same"), ("vijf", "added"), ("drie", "same")]


def test_a_section_that_moved_to_another_chapter_says_where_it_stood():
    section = prose("<p>Over de wijkagent.</p>", "wijkagent", "Wijkagent", "1.1")
    first, second = prose("<p>een</p>", "een", "Een", "1"), prose("<p>twee</p>", "twee", "Twee", "2")
    compared = compare(edition(first | {"blocks": [section]}, second), edition(first, second | {"blocks": [section]}))
    assert [chapter.fate for chapter in compared.chapters] == ["same", "changed"]
    assert compared.chapters[1].changed[0].moved_from == "1 Een"


def test_a_removed_section_is_told_in_the_chapter_it_stood_in():
    section = prose("<p>Over de wijkagent.</p>", "wijkagent", "Wijkagent", "1.1")
    chapter = prose("<p>een</p>", "een", "Een", "1")
    compared = compare(edition(chapter | {"blocks": [section]}), edition(chapter))
    assert [(block.name, block.fate) for block in compared.chapters[0].changed] == [("1.1 Wijkagent", "removed")]


def test_agreements_and_terms_are_compared_one_by_one():
    content = sample.edition()
    other = copy.deepcopy(content)
    agreement = _first(other["blocks"], "agreements")["content"]["groups"][0]["agreements"][0]
    agreement["text"] = agreement["text"] + " En daarna."
    terms = _first(other["blocks"], "glossary")["content"]["terms"]
    gone = terms.pop(0)
    compared = compare(content, other)
    found = {section.heading.html: section.fate for section in _changed_sections(compared)}
    assert any(agreement["code"] in heading and fate == "changed" for heading, fate in found.items())
    assert [fate for heading, fate in found.items() if gone["term"] in heading] == ["removed"]


def _first(blocks: list[dict], kind: str) -> dict:
    for block in blocks:
        if block["kind"] == kind:
            return block
        if found := _first(block["blocks"], kind):
            return found
    return {}


def _changed_sections(compared: Comparison) -> list:
    blocks = [block for chapter in compared.chapters for block in chapter.blocks]
    return [section for block in blocks for section in block.changed_sections]


# Figures


@given(FIGURES, FIGURES)
def test_a_difference_is_decimal_arithmetic_and_never_makes_zero_of_what_is_not_known(old, new):
    found = difference(old, new)
    if old.is_known and new.is_known:
        assert found == Figure(new.value - old.value)
    else:
        assert not found.is_known
        assert found.text() in {"n.t.b.", "n.v.t."}


@given(st.dictionaries(st.sampled_from("abcde"), st.decimals(-99, 99, places=2), min_size=1), st.data())
def test_the_difference_of_every_cell_is_what_the_two_editions_hold(before, data):
    after = {label: data.draw(st.decimals(-99, 99, places=2)) for label in before}
    old, new = (table({label: [str(value)] for label, value in rows.items()}) for rows in (before, after))
    (found,) = compare(edition(strength(old)), edition(strength(new))).tables
    shown = {cell.row: Decimal(cell.difference.replace("\u2212", "-").replace(",", ".")) for cell in found.cells}
    assert shown == {label: after[label] - before[label] for label in before if after[label] != before[label]}


def test_a_minimum_that_becomes_a_number_has_an_approximate_difference():
    assert difference(Figure.of(2, Qualifier.MINIMUM), Figure.of(5)) == Figure.of(3, Qualifier.CIRCA)


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [("4.00", "5.50", "+1,50"), ("5.50", "4.00", "−1,50"), (None, "5.00", "n.t.b."), ("5.00", None, "n.t.b.")],
)
def test_a_changed_figure_is_shown_as_was_becomes_and_difference(old, new, difference):
    rows = [table({"Staf": [value], "Recherche": ["7.00"]}) for value in (old, new)]
    (found,) = compare(*(edition(strength(one)) for one in rows)).tables
    (cell,) = found.cells
    assert (cell.row, cell.column, cell.difference) == ("Staf", "2018", difference)
    assert found.same == 1
    assert [row["label"] for row in found.as_table()["rows"]] == ["Staf"]


def test_another_way_to_write_the_same_figure_is_no_change():
    old, new = table({"Staf": ["4.0"]}), table({"Staf": ["4.00"]})
    old["rows"][0]["cells"].append({"value": None, "qualifier": "blank", "text": ""})
    new["rows"][0]["cells"].append({"value": None, "qualifier": "dash", "text": "–"})
    for one in (old, new):
        one["columns"].append(one["columns"][0] | {"key": "2019", "label": "2019"})
    (found,) = compare(edition(strength(old)), edition(strength(new))).tables
    assert (found.fate, found.same) == ("same", 1)


def test_rows_and_columns_that_came_and_went_are_named():
    old = table({"Staf": ["1.00", "2.00"], "Oud": ["3.00", "4.00"]}, ("2018", "2019"))
    new = table({"Staf": ["1.00", "2.00"], "Nieuw": ["3.00", "4.00"]}, ("2018", "2022"))
    (found,) = compare(edition(strength(old)), edition(strength(new))).tables
    assert (found.rows_added, found.rows_removed) == (("Nieuw",), ("Oud",))
    assert (found.columns_added, found.columns_removed) == (("2022",), ("2019",))
    assert found.cells == ()


def test_rows_with_one_name_are_told_apart_by_what_they_stand_under():
    old, new = (table({"Zaak": ["1.00"], "Waarvan": ["2.00"]}) for _ in range(2))
    for one, values in ((old, ("5.00", "6.00")), (new, ("5.00", "7.00"))):
        extra = [copy.deepcopy(one["rows"][0]) | {"label": "Feit"}, copy.deepcopy(one["rows"][1])]
        one["rows"][1] |= {"level": 2}
        extra[1] |= {"level": 2, "label": "Waarvan"}
        extra[1]["cells"][0] |= {"value": values[1], "text": values[1].replace(".", ",")}
        one["rows"] += extra
    (found,) = compare(edition(strength(old)), edition(strength(new))).tables
    assert [(cell.row, cell.difference) for cell in found.cells] == [("Feit: Waarvan", "+1,00")]


# Reading


def test_a_text_is_read_as_passages():
    html = (
        "<h4>Kop</h4><p>Een <strong>vet</strong>, woord.</p><ul><li>punt</li></ul><blockquote><p>lied</p></blockquote>"
    )
    assert [(one.kind, one.text) for one in of_html(html)] == [
        ("heading", "Kop"), ("p", "Een vet, woord."), ("li", "punt"), ("quote", "lied"),
    ]  # fmt: skip


def test_numbers_and_names_stay_whole():
    assert [word.text for word in of_text("€ 1.234,50 voor RIEC’s in Noord-Holland.").words] == [
        "€", "1.234,50", "voor", "RIEC’s", "in", "Noord-Holland", ".",
    ]  # fmt: skip
    assert isinstance(of_text("x"), Passage)


# The plan as councils saw it, and as it was adopted


@pytest.fixture
def plan(demo) -> Comparison:
    concept, adopted = (edition.content for edition in demo.editions.order_by("number"))
    return compare(concept, adopted)


def test_the_chapters_of_the_plan_that_changed(plan):
    fates = {chapter.id: chapter.fate for chapter in plan.chapters}
    assert fates["omslag"] == "same"
    assert fates["hoofdstuk-7"] == "added"
    assert {fates[f"thema-{number}"] for number in range(1, 5)} == {"changed"}
    assert "removed" not in fates.values()


@pytest.mark.parametrize(
    ("chapter", "shown"),
    [
        ("thema-3", "<del>LOP-ers</del> <ins>personen op de landelijke opsporingslijst van de politie</ins>"),
        ("hoofdstuk-5", "<del>Zo werken wij samen in Noord-Holland</del> <ins>De wijze waarop integraal wordt"),
        ("hoofdstuk-5", "over de <del>kerngroep</del> <ins>projectleiders</ins>"),
        ("hoofdstuk-6", "<del>surveillantenpool</del> <ins>flexibele pool van surveillanten</ins>"),
    ],
)  # fmt: skip
def test_known_differences_of_the_plan_are_found_at_the_word(plan, chapter, shown):
    (found,) = [one for one in plan.chapters if one.id == chapter]
    texts = [passage.html for block in found.changed for part in block.sections for passage in part.passages]
    texts += [block.heading.html for block in found.changed if block.heading]
    assert any(shown in seen(text) for text in texts)


def test_the_strength_of_august_and_december_2018_is_the_same(plan):
    (strength,) = [one for one in plan.tables if one.old and one.new]
    assert strength.table["id"] == "sterkte-noord-holland"
    assert strength.cells == ()
    assert strength.same == 130
    assert len(strength.rows_removed) == 16
    assert strength.columns_added == tuple(
        f"Formatie per 1-1-2022: {name}" for name in ("aspirant", "wijkagent", "overig", "totaal")
    )


def test_a_comparison_in_words_counts_what_it_cannot_name():
    old = edition(*[prose(f"<p>Tekst {n}</p>", f"deel-{n}", f"Deel {n}") for n in range(1, 6)], strength(table(BEFORE)))
    new = edition(
        *[prose(f"<p>{word}</p>", word.lower(), word) for word in ("Raad", "College")], strength(table(AFTER))
    )

    assert in_words(compare(old, new)) == [
        "Nieuw: “Raad” en “College”.",
        "Vervallen: 5 onderdelen.",
        "Gewijzigd: “Formatie”.",
        "Cijfers: 1 anders, 1 gelijk.",
    ]


def test_a_table_that_came_or_went_is_told():
    old, new = edition(strength(table(BEFORE))), edition(prose("<p>Zonder</p>", "zonder", "Zonder"))

    assert in_words(compare(old, new)) == [
        "Nieuw: “Zonder”.",
        "Vervallen: “Formatie”.",
        "Geen enkel cijfer staat in beide versies.",
        "Tabellen: 1 vervallen.",
    ]


BEFORE = {"Alkmaar": ["10.00"], "Hoorn": ["20.00"]}
AFTER = {"Alkmaar": ["12.00"], "Hoorn": ["20.00"]}
