"""Forms of Dutch words, what somebody types, and what of a text is shown: without a database."""

import pytest
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from reports.search.on_postgres import as_tsquery
from reports.search.passages import passages_of, plain
from reports.search.presenters import LENGTH, excerpt, marked
from reports.search.question import MOST_CHARACTERS, Wanted, read_question, stem_of

SAME_WORD = [
    ("gemeenten", "gemeente"),
    ("controles", "controle"),
    ("controle", "controles"),
    ("ondermijnende", "ondermijning"),
    ("huizen", "huis"),
    ("brieven", "brief"),
    ("coordinatie", "coördinatie"),
    ("mogelijkheden", "mogelijkheid"),
    ("brood", "broden"),
]


@pytest.mark.parametrize(("typed", "written"), SAME_WORD)
def test_forms_of_a_word_are_the_same_word(typed, written):
    assert Wanted(typed).fits(stem_of(written))


@pytest.mark.parametrize("written", ["drugslab", "drugscriminaliteit"])
def test_a_word_finds_the_compounds_that_begin_with_it(written):
    assert Wanted("drugs").fits(stem_of(written))


@pytest.mark.parametrize(("typed", "written"), [("man", "manager"), ("brand", "bord"), ("12", "123")])
def test_other_words_are_other_words(typed, written):
    assert not Wanted(typed).fits(stem_of(written))


@pytest.mark.parametrize(("typed", "written"), [*SAME_WORD, ("ondermijning", "ONDERMIJNENDE"), ("2025", "2025")])
def test_what_fits_is_handed_over_by_the_database(typed, written):
    pattern = Wanted(typed).pattern.strip("%")
    starts = range(len(written) - len(pattern) + 1)
    assert any(
        all(mark in ("_", letter) for mark, letter in zip(pattern, written.lower()[start:], strict=False))
        for start in starts
    )


def test_a_question_is_words_phrases_exclusions_and_choices():
    question = read_question('jeugd "veilig in de wijk" -drugs OF cyber')
    first, second = question.alternatives
    assert [(len(term.words), term.excluded) for term in first] == [(1, False), (4, False), (1, True)]
    assert [word.word for word in question.sought] == ["jeugd", "veilig", "wijk", "cyber"]
    assert len(second) == 1


def test_an_apostrophe_s_belongs_to_its_word():
    assert [word.word for word in read_question("thema’s ’s-Gravenhage").sought] == ["thema", "s", "gravenhage"]


@pytest.mark.parametrize("typed", ["", "  ", "de van het", "-drugs", '"de"', "&|!():*<->", "\x00\x07", '"', "OF", "%_"])
def test_what_says_nothing_is_no_question(typed):
    assert not read_question(typed).can_be_answered


def test_a_long_question_is_shortened_and_says_so():
    question = read_question("drugs " * 100)
    assert question.shortened
    assert len(question.text) <= MOST_CHARACTERS
    assert question.sought == (Wanted("drugs"),)


@given(st.text(max_size=300))
def test_anything_may_be_typed(typed):
    question = read_question(typed)
    if question.can_be_answered:
        assert question.sought
        assert as_tsquery(question).count("'") % 2 == 0
        assert "\x00" not in as_tsquery(question)


def test_found_words_are_marked_and_everything_is_escaped():
    text = "<script>alert(1)</script> & controles in “de haven”"
    shown = marked(text, (Wanted("controle"), Wanted("script")))
    assert '&lt;<mark class="nl-mark">script</mark>&gt;' in shown
    assert '<mark class="nl-mark">controles</mark>' in shown
    assert "<script>" not in shown
    assert "&amp;" in shown


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C"]), max_size=600))
def test_marking_changes_no_word(text):
    shown = marked(text, (Wanted("a"), Wanted("veilig")))
    assert "<" not in shown.replace('<mark class="nl-mark">', "").replace("</mark>", "")


def test_an_excerpt_lies_around_the_first_found_word():
    text = "aanloop " * 60 + "dan de controles zelf " + "naloop " * 60
    shown = strip_tags(excerpt(text, (Wanted("controle"),)))
    assert shown.startswith("… aanloop")
    assert shown.endswith("naloop …")
    assert "controles" in shown
    assert len(shown) <= LENGTH + 10


def test_a_text_without_the_word_begins_at_its_beginning():
    assert excerpt("Kort en klaar", (Wanted("anders"),)) == "Kort en klaar"


def test_html_becomes_the_words_a_reader_sees():
    assert plain("<p>Veilig &amp; vrij</p><ul><li>één</li><li>twee</li></ul>") == "Veilig & vrij één twee"


def test_an_edition_is_cut_where_a_reader_can_go():
    content = {
        "document": {"title": "Jaarplan 2025", "subtitle": "Wat we doen", "organisation": "Streek"},
        "blocks": [
            {"id": "inhoud", "kind": "contents", "title": "Inhoudsopgave", "content": {}, "blocks": []},
            {
                "id": "thema-1",
                "kind": "theme",
                "title": "Havens",
                "content": {
                    "slug": "havens",
                    "parts": [
                        {"kind": "analysis", "title": "Analyse", "html": "<p>Loodsen</p>", "objectives": []},
                        {"id": "p2", "kind": "actions", "title": "Aanpak", "html": "<p>Controles</p>", "elements": []},
                    ],
                },
                "blocks": [
                    {"id": "cijfers", "kind": "prose", "title": "", "content": {"html": "<p>Los</p>"}, "blocks": []}
                ],
            },
        ],
    }
    assert [(one.anchor, one.title, one.text) for one in passages_of(content)] == [
        ("", "Jaarplan 2025", "Wat we doen Streek"),
        ("thema-1", "Havens", "Analyse Loodsen"),
        ("p2", "Havens: Aanpak", "Controles"),
        ("cijfers", "Havens", "Los"),
    ]


def test_no_stop_word_is_looked_for_or_marked():
    assert read_question("de politie").sought == (Wanted("politie"),)
    # The stem of mens is that of men, which every text has.
    assert marked("men zag een mens", (Wanted("mens"),)) == 'men zag een <mark class="nl-mark">mens</mark>'


def test_of_a_picture_its_words_are_found_and_not_its_bytes():
    """Those of a photo are more than a database can look through."""
    told = {
        "alt": "De haven",
        "caption": "Schepen",
        "credit": "An",
        "media_type": "image/jpeg",
        "data": "AbCd",
        "width": 9,
    }
    block = {"kind": "picture", "id": "haven", "title": "", "content": {"pictures": [told]}, "blocks": []}
    document = {"title": "Plan", "subtitle": "", "organisation": ""}
    _, found = passages_of({"document": document, "blocks": [block]})
    assert found.text == "De haven Schepen An"
