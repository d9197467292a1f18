"""Two texts made from one: what either of them added stands in the proposal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhveilig.comparing.changes import sides
from nhveilig.comparing.merging import Merged, merge_html, merge_text
from nhveilig.texts.cleaning import clean

CHANGED_SIDE_BY_SIDE = "<p>Een twee vier.</p><ul><li>a</li><li>c</li></ul><p>Slot.</p>"
BASE = "<p>Een twee drie.</p><ul><li>a</li><li>b</li></ul><p>Slot.</p>"


@pytest.mark.parametrize(
    ("mine", "theirs", "together"),
    [
        (("Een", "Eén"), ("Slot", "Einde"), "<p>Eén twee drie.</p><ul><li>a</li><li>b</li></ul><p>Einde.</p>"),
        (("Een", "Eén"), ("drie", "vier"), "<p>Eén twee vier.</p><ul><li>a</li><li>b</li></ul><p>Slot.</p>"),
        (("drie.</p><ul><li>a", "vier.</p><ul><li>a"), ("<li>b</li>", "<li>c</li>"), CHANGED_SIDE_BY_SIDE),
        (("<p>Slot.</p>", ""), ("Een", "Eén"), "<p>Eén twee drie.</p><ul><li>a</li><li>b</li></ul>"),
    ],
)
def test_changes_in_different_places_fit_together(mine, theirs, together):
    assert merge_html(BASE, BASE.replace(*mine), BASE.replace(*theirs)) == Merged(together, is_whole=True)


def test_changes_in_the_same_place_both_stay_theirs_first():
    merged = merge_html(BASE, BASE.replace("Een", "Eén"), BASE.replace("Een", "Uno"))
    assert merged.text.startswith("<p>Uno twee drie.</p><p>Eén twee drie.</p><ul>")
    assert not merged.is_whole


def test_sentences_that_both_put_at_the_end_follow_each_other():
    merged = merge_html("<p>Wij gaan.</p>", "<p>Wij gaan. Met het OM.</p>", "<p>Wij gaan. Samen.</p>")
    assert merged == Merged("<p>Wij gaan. Samen. Met het OM.</p>", is_whole=False)


def test_lines_are_put_together_word_by_word():
    assert merge_text("a b c", "a x c", "a b c d") == Merged("a x c d", is_whole=True)
    assert merge_text("a b c", "a x c", "a y c") == Merged("a y x c", is_whole=False)


WORDS = st.lists(st.sampled_from(["wij", "zij", "<strong>nu</strong>", "a&amp;b"]), min_size=1, max_size=4)
BLOCKS = st.builds(lambda tag, words: f"<{tag}>{' '.join(words)}</{tag}>", st.sampled_from(["p", "h3", "ul"]), WORDS)
TEXTS = st.builds(lambda blocks: clean("".join(blocks)), st.lists(BLOCKS, max_size=4))


@given(TEXTS, TEXTS)
def test_what_only_one_changed_is_taken_as_it_is(base, changed):
    assert merge_html(base, changed, base).text == merge_html(base, base, changed).text == changed


@given(TEXTS, st.lists(st.sampled_from("abc"), min_size=1), st.lists(st.sampled_from("xyz"), min_size=1))
def test_no_word_of_either_is_lost(base, mine, theirs):
    merged = merge_html(base, f"{base}<p>{''.join(mine)}</p>", f"<p>{''.join(theirs)}</p>{base}").text
    assert "".join(mine) in merged
    assert "".join(theirs) in merged


def test_what_only_one_side_says_is_marked_and_said():
    shown = sides("<p>Wij gaan nu.</p>", "<p>Wij gaan straks.</p>")
    assert "<mark>" in shown.left
    assert "nu" in shown.left
    assert "straks" not in shown.left
    assert "[alleen hier:" in shown.right


def test_what_somebody_wrote_is_never_markup_of_the_page():
    assert "<script>" not in sides("<p>&lt;script&gt;</p>", "<p>x</p>").left
