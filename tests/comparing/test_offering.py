"""What one may take of a text that comes from elsewhere."""

from hypothesis import given
from hypothesis import strategies as st

from nhveilig.comparing.offering import offers, taken

WORDS = st.lists(st.sampled_from(["een", "twee", "drie", "vier", "vijf"]), min_size=1, max_size=4).map(" ".join)
TEXTS = st.lists(st.one_of(WORDS.map("<p>{}</p>".format), WORDS.map("<ul><li>{}</li></ul>".format)), max_size=5).map(
    "".join
)
A, B, C = "<p>een twee drie</p>", "<p>een twee drie vier</p>", "<p>nul een twee drie</p>"


@given(TEXTS, TEXTS, st.one_of(st.none(), TEXTS))
def test_nothing_taken_is_what_stands_and_everything_taken_is_what_came(standing, coming, base):
    found = offers(standing, coming, base)
    assert taken(found, set()) == standing
    if base is None:
        assert taken(found, set(range(len(found)))) == coming


@given(TEXTS, TEXTS)
def test_what_was_not_touched_outside_is_not_offered(standing, base):
    assert all(one.is_same for one in offers(standing, base, base))


def test_what_both_changed_is_told_and_what_one_changed_is_not():
    assert [(one.is_same, one.is_overtaken) for one in offers(B, C, A)] == [(False, True)]
    assert [(one.is_same, one.is_overtaken) for one in offers(A, C, A)] == [(False, False)]
    assert [(one.is_same, one.is_overtaken) for one in offers(B, A, A)] == [(True, False)]


def test_words_that_only_look_otherwise_are_a_choice_too():
    [one] = offers(A, "<p>een <strong>twee</strong> drie</p>", A)
    assert (one.is_same, one.is_only_looks) == (False, True)
