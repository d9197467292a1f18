"""What a text may hold besides running: boxes, pillars and sentences lifted out, and nothing that styles itself."""

import pytest

from nhveilig.texts.cleaning import clean


@pytest.mark.parametrize(
    "html",
    [
        '<aside class="kader"><h4>Waarom</h4><ul><li>daarom</li></ul></aside>',
        '<ol class="pijlers"><li><strong>Kennis</strong> delen</li></ol>',
        "<blockquote><p>Eén zin.</p></blockquote>",
        '<p>Tekst<span class="voetnoot">Bron.</span>.</p>',
    ],
)
def test_these_stay_as_they_are(html):
    assert clean(html) == html


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<aside class="reclame">x</aside>', "x"),
        ('<ol class="pijlers breed"><li>x</li></ol>', '<ol class="pijlers"><li>x</li></ol>'),
        ('<aside class="kader" style="color:red" onclick="x()">x</aside>', '<aside class="kader">x</aside>'),
        ('<span class="groot">x</span>', "x"),
    ],
)
def test_anything_else_goes(html, kept):
    assert clean(html) == kept
