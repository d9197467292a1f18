"""A paste gives what one saw: of each kind, what the clipboard holds and what is kept."""

import pytest

from nhveilig.texts.cleaning import clean, cleaned

SIGN = (
    "<![if !supportLists]><span style='mso-list:Ignore'>{}"
    "<span style='font:7.0pt Times'>&nbsp;&nbsp; </span></span><![endif]>"
)


def item(sign: str, text: str, level: int = 1, of: str = "lfo1") -> str:
    """A paragraph that Word shows as an item of a list."""
    style = f"text-indent:-18.0pt;mso-list:l0 level{level} {of}"
    return f"<p class=MsoListParagraphCxSpMiddle style='{style}'>{SIGN.format(sign)}{text}</p>"


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("<p>Het <b style='mso-bidi-font-weight:normal'>doel</b></p>", "<p>Het <strong>doel</strong></p>"),
        ("<p>Het <span style='font-weight: 700'>doel</span></p>", "<p>Het <strong>doel</strong></p>"),
        ("<b style='font-weight:normal'><p>gewoon</p></b>", "<p>gewoon</p>"),
        ("<p><i style='mso-bidi-font-style:normal'>schuin</i></p>", "<p><em>schuin</em></p>"),
        ("<p>m<span style='vertical-align:super'>2</span></p>", "<p>m<sup>2</sup></p>"),
    ],
)
def test_stress_of_word_google_and_mail(pasted, kept):
    assert clean(pasted) == kept


@pytest.mark.parametrize(
    "comment",
    [
        "<span class=MsoCommentReference><a class=msocomanchor href='#_msocom_1'>[AB1]</a></span>",
        "<div style='mso-element:comment-list'><div style='mso-element:comment'><p>Echt?</p></div></div>",
        "<span style='mso-comment-reference:AB_1'>[AB1]</span>",
    ],
)
def test_comments_are_no_text(comment):
    found = cleaned(f"<p>Tekst</p>{comment}")
    assert (found.html, found.left_out) == ("<p>Tekst</p>", ["opmerkingen"])


@pytest.mark.parametrize(
    "deleted",
    [
        "<del cite='mailto:x'>oud</del>",
        "<s><del>oud</del></s>",
        "<span class=msoDel>oud</span>",
        "<span style='text-decoration:line-through'>oud</span>",
        "<strike>oud</strike>",
    ],
)
def test_what_is_deleted_or_struck_out_is_no_text(deleted):
    found = cleaned(f"<p>Het zijn {deleted} <ins>nieuwe</ins> teams.</p>")
    assert " ".join(found.html.split()) == "<p>Het zijn nieuwe teams.</p>"
    assert found.left_out == ["doorgehaalde of verwijderde tekst"]


@pytest.mark.parametrize(
    "style", ["display:none", "display: none !important", "mso-hide:all", "color:red;visibility:hidden", "font-size:0"]
)
def test_hidden_text_stays_hidden(style):
    found = cleaned(f'<p>Open<span style="{style}">GEHEIM</span></p><div style="{style}"><p>OOK</p></div>')
    assert (found.html, found.left_out) == ("<p>Open</p>", ["verborgen tekst"])


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("12<br>13", "<p>12</p><p>13</p>"),
        ("<p>12<br/>13<br>14</p>", "<p>12</p><p>13</p><p>14</p>"),
        ("<div><span>12<br>13</span></div>", "<p>12</p><p>13</p>"),
        ("<p>a\u2028b</p>", "<p>a</p><p>b</p>"),
        ("<p>a\x0bb</p>", "<p>a</p><p>b</p>"),
        ("<pre>een\ntwee</pre>", "<p>een</p><p>twee</p>"),
        ("<ul><li>a<br>b</li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
        ("<p><strong>a<br>b</strong> c</p>", "<p><strong>a</strong></p><p><strong>b</strong> c</p>"),
        ("<h3>Kop<br>regel</h3>", "<h3>Kop regel</h3>"),
    ],
)
def test_lines_under_each_other_stay_apart(pasted, kept):
    assert clean(pasted) == kept


def test_lines_in_a_cell_stay_apart():
    table = clean("<table><tr><td>12<br>13</td><td>x</td></tr></table>")
    assert "<td><p>12</p><p>13</p></td><td>x</td>" in table


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (
            item("1.", "een") + item("2.", "twee") + item("·", "los", of="lfo2"),
            "<ol><li>een</li><li>twee</li></ol><ul><li>los</li></ul>",
        ),
        (item("3.", "drie") + item("4.", "vier"), '<ol start="3"><li>drie</li><li>vier</li></ol>'),
        (
            item("1.", "a") + item("2.", "b") + item("1.", "opnieuw"),
            "<ol><li>a</li><li>b</li></ol><ol><li>opnieuw</li></ol>",
        ),
        (
            item("·", "a") + item("o", "onder", 2) + item("·", "b"),
            "<ul><li>a<ul><li>onder</li></ul></li><li>b</li></ul>",
        ),
        (item("a)", "eerste") + item("b)", "tweede"), "<ol><li>eerste</li><li>tweede</li></ol>"),
        (
            item("1.", "a") + "<p>Tussen</p>" + item("2.", "b"),
            '<ol><li>a</li></ol><p>Tussen</p><ol start="2"><li>b</li></ol>',
        ),
        ("<p class=MsoListBullet>· een</p><p class=MsoListBullet>· twee</p>", "<ul><li>een</li><li>twee</li></ul>"),
        ("<ol start=7><li>zeven</li></ol>", '<ol start="7"><li>zeven</li></ol>'),
    ],
)
def test_lists_are_as_many_and_begin_where_they_began(pasted, kept):
    assert clean(pasted) == kept


WORD_NOTE = (
    '<p>Tekst<a style="mso-footnote-id:{0}1" href="#_{0}1" name="_{0}ref1"><span>[1]</span></a> verder.</p>'
    '<div style="mso-element:footnote-list"><div style="mso-element:footnote" id={0}1>'
    '<p><a href="#_{0}ref1" name="_{0}1">[1]</a> Bron: <em>rapport</em>.</p></div></div>'
)


@pytest.mark.parametrize(
    "pasted",
    [
        WORD_NOTE.format("ftn"),
        WORD_NOTE.format("edn"),
        '<p>Tekst<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup> verder.</p>'
        '<div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a> Bron: <em>rapport</em>.</p></div>',
        '<p>Tekst<a class="sdfootnoteanc" href="#sdfootnote1sym"><sup>1</sup></a> verder.</p>'
        '<div id="sdfootnote1"><p><a href="#sdfootnote1anc">1</a> Bron: <em>rapport</em>.</p></div>',
    ],
)
def test_a_note_stands_where_it_is_called(pasted):
    note = '<span class="voetnoot">Bron: <em>rapport</em>.</span>'
    assert clean(pasted) == f"<p>Tekst{note} verder.</p>"


def test_a_call_without_a_note_is_told():
    found = cleaned('<p>Tekst<a href="#_ftn3">[3]</a>.</p>')
    assert (found.html, found.left_out) == ("<p>Tekst.</p>", ["verwijzingen naar een noot zonder tekst"])


@pytest.mark.parametrize(
    ("code", "shown"),
    [('TOC \\o "1-3" \\h', "Inleiding"), ("PAGEREF _Toc12 \\h", "7"), ('HYPERLINK "https://a.nl"', "hier")],
)
def test_of_a_field_the_outcome_is_kept_and_not_the_code(code, shown):
    mark = "<span style='mso-element:field-{}'></span>"
    found = cleaned(f"<p>Zie {mark.format('begin')}{code}{mark.format('separator')}{shown}{mark.format('end')}.</p>")
    assert (found.html, found.left_out) == (f"<p>Zie {shown}.</p>", ["veldcodes"])


def test_an_emoji_that_is_a_picture_is_text_and_another_picture_is_told():
    found = cleaned('<p>Goed <img alt="👍" itemtype="emoji"> <img alt="foto van de kade" src="https://a.nl/1.png"></p>')
    assert "Goed 👍" in found.html
    assert found.left_out == ["afbeeldingen"]
