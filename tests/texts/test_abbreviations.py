"""What becomes of abbreviations in a text: a link at the first place, and nothing else changes."""

from time import perf_counter

import pytest

from nhveilig.texts.abbreviations import Abbreviation, Explainer

OM = Abbreviation(("OM", "O.M."), "Openbaar Ministerie", "#om")
ES = Abbreviation(("E&S",), "Executie en Signalering", "#es")
THB = Abbreviation(("EMPACT THB", "EMPACT"), "Samen tegen “mensenhandel”", "#thb")
LINK = '<a class="explained" href="#om" title="Openbaar Ministerie">OM</a>'


def marked(html: str) -> str:
    return Explainer([OM, ES, THB]).mark(html)


def test_the_first_place_becomes_a_link_and_the_others_stay():
    assert marked("<p>Het OM en het OM.</p><p>OM</p>") == f"<p>Het {LINK} en het OM.</p><p>OM</p>"


def test_another_spelling_is_the_same_abbreviation():
    assert marked("<p>O.M. of OM</p>").endswith("</a> of OM</p>")


@pytest.mark.parametrize("word", ["OMG", "Om", "om", "ROM", "OM2", "_OM", "&amp;"])
def test_only_whole_words_as_they_are_written_count(word):
    assert marked(f"<p>{word}</p>") == f"<p>{word}</p>"


@pytest.mark.parametrize("words", ["OM-verdachte", "(OM)", "OM’s", "OM,", "politie/OM", "<em>OM</em>"])
def test_a_hyphen_a_sign_or_a_tag_ends_a_word(words):
    assert LINK in marked(f"<p>{words}</p>")


@pytest.mark.parametrize(
    "html",
    [
        "<h3>Het OM</h3>",
        '<a href="https://om.example/">het <em>OM</em> zelf</a>',
        "<code>OM</code>",
        '<abbr title="x">OM</abbr>',
        '<sup class="noot"><a href="#noot-1" id="noot-1-terug" aria-label="Noot over OM">1</a></sup>',
        '<span class="voetnoot" data-nummer="OM">x</span>',
        "<p>OM",
    ],
)
def test_headings_links_code_and_attributes_stay_as_they_are(html):
    expected = html.replace("<p>OM", f"<p>{LINK}")
    assert marked(html) == expected


def test_after_what_is_left_alone_the_text_goes_on():
    assert marked("<h3>OM</h3><p>OM</p>") == f"<h3>OM</h3><p>{LINK}</p>"


def test_signs_are_written_as_html_writes_them():
    assert ">E&amp;S</a>" in marked("<p>Het register E&amp;S</p>")
    assert "“mensenhandel”" in marked("<p>EMPACT</p>")


def test_the_longest_spelling_counts():
    assert ">EMPACT THB</a>" in marked("<p>EMPACT THB</p>")


def test_a_new_section_explains_again():
    explainer = Explainer([OM])
    first, second = explainer.mark("<p>OM</p>"), explainer.mark("<p>OM</p>")
    explainer.anew()
    assert (first, second, explainer.mark("<p>OM</p>")) == (f"<p>{LINK}</p>", "<p>OM</p>", f"<p>{LINK}</p>")


def test_of_two_with_one_spelling_the_first_counts():
    own = Abbreviation(("OM",), "Onze Manier", "#eigen")
    assert 'href="#eigen"' in Explainer([own, OM]).mark("<p>OM</p>")


def test_without_a_glossary_a_text_is_what_it_was():
    assert Explainer([]).mark("<p>OM &amp; politie</p>") == "<p>OM &amp; politie</p>"


def test_what_is_used_is_found_in_headings_too_and_not_in_tags():
    explainer = Explainer([OM, ES])
    assert list(explainer.used_in('<h3>OM</h3><p title="E&amp;S">OM</p>')) == [OM, OM]


def test_time_grows_with_the_length_of_the_text():
    explainer = Explainer([Abbreviation((f"A{number}B",), "x", "#") for number in range(500)] + [OM])
    text = "<p>Afspraken Aan A9999C van OM en de A1A &lt; politie</p>"

    def cost(times: int) -> float:
        """The shortest of three: what else the machine does only adds."""
        html, found = text * times, []
        for _ in range(3):
            begun = perf_counter()
            explainer.mark(html)
            found.append(perf_counter() - begun)
        return min(found)

    assert cost(8000) < 40 * cost(800)
