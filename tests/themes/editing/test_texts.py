"""What people paste keeps its structure and loses its looks; and a text that was cleaned is never changed again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhveilig.texts.cleaning import RENAMED, TAGS, clean

FROM_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<title>Plan</title><style>p{color:red}</style>
<xml><w:WordDocument>x</w:WordDocument></xml></head><body lang=NL><div class=WordSection1>
<h1 style='margin:0'>Aanpak</h1><p class=MsoNormal><b style='mso-bidi'><span lang=NL>Samen</span></b> met <i>alle</i>
<span style='color:red'>gemeenten</span><o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<a name="_Toc12">Anker</a></div></body></html>"""


def test_a_text_from_word_keeps_its_structure():
    assert " ".join(clean(FROM_WORD).split()) == (
        "<h3>Aanpak</h3><p><strong>Samen</strong> met <em>alle</em> gemeenten</p> Anker"
    )


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("<h2>Doel</h2><div>Eerst<div>dan</div></div>", "<h3>Doel</h3><p>Eerst</p><p>dan</p>"),
        ("<p>regel<br>regel</p>", "<p>regel</p><p>regel</p>"),
        ("<ul><li><p>een</p><ul><li><p>onder</p></li></ul></li></ul>", "<ul><li>een<ul><li>onder</li></ul></li></ul>"),
        ("<p><strong> </strong></p><p>&nbsp;</p><ul><li></li></ul><p>x</p>", "<p>x</p>"),
        (
            "<table class=x><tr><th>Wie</th><th>Wat</th></tr><tr><th>OM</th><td style='x'><p>2</p></td></tr></table>",
            '<table><thead><tr><th scope="col">Wie</th><th scope="col">Wat</th></tr></thead>'
            '<tbody><tr><th scope="row">OM</th><td>2</td></tr></tbody></table>',
        ),
        (
            '<table><caption>Bereik</caption><tbody><tr><td colspan="2" width=9>1</td></tr></tbody></table>',
            '<table><caption>Bereik</caption><tbody><tr><td colspan="2">1</td></tr></tbody></table>',
        ),
    ],
)
def test_structure_from_elsewhere_becomes_ours(pasted, kept):
    assert clean(pasted) == kept


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("<p>x<script>alert(1)</script></p>", "<p>x</p>"),
        ("<p onclick='alert(1)' style='color:red' id=a class=b>x</p>", "<p>x</p>"),
        ("<style>p{color:red}</style><p>x</p>", "<p>x</p>"),
        ('<p>x<img src="https://meet.example/1.gif" width=1 height=1></p>', "<p>x</p>"),
        ('<p><img src="data:image/png;base64,AAAA">x</p>', "<p>x</p>"),
        ('<p><a href="data:text/html,<script>x</script>">x</a></p>', "<p>x</p>"),
        ('<p><a href="javascript:alert(1)">x</a> <a href="/elders">y</a></p>', "<p>x y</p>"),
        (
            '<p><a href="https://vng.nl/" target=_blank ping="https://meet.example/">x</a></p>',
            '<p><a href="https://vng.nl/">x</a></p>',
        ),
        ("<iframe src='https://example.org'>y</iframe><svg><script>x</script></svg><p>x</p>", "<p>x</p>"),
        ("<!-- <p>geheim</p> --><p>x</p>", "<p>x</p>"),
    ],
)
def test_nothing_that_runs_styles_or_watches_stays(pasted, kept):
    assert clean(pasted) == kept


WORDS = st.sampled_from(["wij", " ", "&nbsp;", "&lt;b&gt;", "een & twee", "<br>", "\n"])
NAMES = st.sampled_from(sorted(TAGS | RENAMED.keys()))
ATTRIBUTES = st.sampled_from(
    ["", ' class="voetnoot"', ' class="kader"', ' href="https://a.nl/"', ' href="x"', " scope=row"]
)
HTML = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda name, attributes, parts: f"<{name}{attributes}>{''.join(parts)}</{name}>",
        NAMES,
        ATTRIBUTES,
        st.lists(inner, max_size=3),
    ),
    max_leaves=20,
)


@given(HTML)
def test_cleaning_twice_is_cleaning_once(html):
    once = clean(html)
    assert clean(once) == once
