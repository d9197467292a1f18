"""What Word, Excel, mail and other sites put on a clipboard, as one saw it there.

The browser does the same before it shows a paste (static/js/editing/pasting.js); this is for texts that come in
another way.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from nhveilig.texts import looks
from nhveilig.texts.markup import ATTRIBUTE, FOOTNOTE_CLASS, INLINE, RENAMED, TABLE_ROWS, tokens

WITH_TEXT = {"p", "li", "td", "th", "blockquote", "aside"}
SIGN = "sign of an item"
TAGS = {"br", "del", "ins", "s", "strike", "img", "font", "u"}
ATTRIBUTES = {
    "*": {"style", "class", "id", "hidden"},
    "a": {"href", "name"},
    "img": {"alt"},
    "ol": {"start"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
# What one did not see as text, and what is said of it.
HIDDEN, STRUCK, COMMENT = "verborgen tekst", "doorgehaalde of verwijderde tekst", "opmerkingen"
CODE, IMAGE, NOTE = "veldcodes", "afbeeldingen", "verwijzingen naar een noot zonder tekst"
# A call of a note or the way back from it: the note itself stays.
MARK = ""

_HIDDEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt)?\s*(?:;|!|$))",
    re.IGNORECASE,
)
_STRUCK = re.compile(r"(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_COMMENT = re.compile(r"\b(?:MsoCommentReference|msocomanchor|msocomtxt|MsoCommentText|msocomoff)\b", re.IGNORECASE)
_COMMENT_STYLE = re.compile(r"mso-element\s*:\s*comment|mso-comment-", re.IGNORECASE)
_FIELD = re.compile(r"mso-element\s*:\s*field-(begin|separator|end)", re.IGNORECASE)
_SIGN = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_TYPED_SIGN = re.compile(r"\s*(?:&nbsp;)*\s*([·•▪o§–-]|(?:\d+|[a-z])[.)])(?:\s|&nbsp;)+")
_NUMBER = re.compile(r"\s*(?:(\d+)|([a-z]))[.)]", re.IGNORECASE)
_TAB = re.compile(r"mso-tab-count", re.IGNORECASE)
# Calls of a note and the way back, as Word, Google and LibreOffice name them.
_CALL = re.compile(r"#_?(?:(ftn|edn)|(ftnt)|sdfootnote|sdendnote)(\d+)(?:sym)?$")
_BACK = re.compile(r"#_?(?:(ftn|edn)ref|(ftnt)_ref|sdfootnote|sdendnote)(\d+)(?:anc)?$")
_NOTE_ID = re.compile(r"_?(?:(ftn|edn)|(ftnt)|sdfootnote|sdendnote)(\d+)$")
_BLOCK_TAG = re.compile(r"</?(?:p|li|ul|ol|blockquote|h[3-5])\b[^>]*>")
_EMOJI = re.compile(r"[^\w\s<>&]{1,8}$")


@dataclass(eq=False)
class _Open:
    """A tag that has no end yet. `tag` is what it is called here; `slot` is a place kept just after its beginning."""

    name: str
    tag: str = ""
    opening: str = ""
    closing: str = ""
    slot: int | None = None
    is_skipped: bool = False
    is_wrapped: bool = False
    # Of a paragraph that looks like an item of a list: which list, and how deep.
    item: tuple[str, int] | None = None
    sign: str = ""
    note: str = ""


@dataclass
class _List:
    tag: str
    key: str

    @property
    def closing(self) -> str:
        return f"</li></{self.tag}>"


@dataclass
class Pasted:
    """Even HTML under our own names, made in one pass. Expects that of `nh3`, with the looks still in it.

    `left_out`: in words, what one did not see as text where it came from.
    """

    source: str
    out: list[str] = field(default_factory=lambda: [""])
    around: list[_Open] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    left: dict[str, None] = field(default_factory=dict)
    # By the name of a note: where it is called, and its text.
    calls: dict[str, int] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.root = _Open("", slot=0)
        self.skipping = self.coding = 0
        for token in tokens(self.source):
            if isinstance(token, str):
                self._text(token)
            elif token[1]:
                self._end()
            else:
                self._begin(token[2], dict(ATTRIBUTE.findall(token[3])))
        self._end_lists()
        self._end_wrap(self.root)
        self._place_notes()

    @property
    def html(self) -> str:
        return "".join(self.out)

    @property
    def left_out(self) -> list[str]:
        return list(self.left)

    # Text ----------------------------------------------------------------------------------------

    def _text(self, text: str) -> None:
        sign = self.around[-1] if self.around and self.around[-1].name == SIGN else self._innermost(SIGN)
        if sign is not None:
            sign.sign += text
        elif not self.skipping and not self.coding:
            self._seen(text)

    def _seen(self, text: str) -> None:
        if self.lists and not self._in_item and not _is_blank(text):
            self._end_lists()
        lines = text.strip("\n").split("\n") if self._innermost("pre") else [text]
        for place, line in enumerate(lines):
            if place:
                self._break()
            self.out.append(line)

    def _innermost(self, name: str) -> _Open | None:
        return next((one for one in reversed(self.around) if one.name == name), None)

    def _break(self) -> None:
        """A line ends: so does its paragraph, and another begins with the same stress."""
        block = next((one for one in reversed(self.around) if one.tag and one.tag not in INLINE), self.root)
        inside = self.around[self.around.index(block) + 1 :] if block is not self.root else self.around
        inline = [one for one in inside if one.opening]
        if block.slot is None or any("class=" in one.opening for one in inline):
            self.out.append(" ")
            return
        if (block.tag != "p" or block.item) and not block.is_wrapped:
            self.out[block.slot], block.is_wrapped = "<p>", True
        self.out += [*(one.closing for one in reversed(inline)), "</p><p>", *(one.opening for one in inline)]

    def _end_wrap(self, block: _Open) -> None:
        if block.is_wrapped:
            self.out.append("</p>")

    # Tags ----------------------------------------------------------------------------------------

    def _begin(self, name: str, about: dict[str, str]) -> None:
        if name in ("br", "img"):
            self._begin_single(name, about)
            return
        style = unescape(about.get("style", ""))
        one = _Open(name)
        self.around.append(one)
        if self.skipping:
            return
        what = self._why_skipped(name, about, style)
        if _SIGN.search(style):
            one.name = SIGN
        elif what is not None:
            self._skip(one, what)
        elif _TAB.search(style):
            self.out.append(" ")
            self._skip(one, MARK)
        else:
            self._begin_field(style)
            self._write(one, about, style)

    def _begin_single(self, name: str, about: dict[str, str]) -> None:
        if self.skipping or self.coding:
            return
        if name == "br":
            self._break()
        elif _EMOJI.match(about.get("alt", "")):
            self.out.append(about["alt"])
        else:
            self.left[IMAGE] = None

    def _skip(self, one: _Open, what: str) -> None:
        one.is_skipped = True
        self.skipping += 1
        if what:
            self.left[what] = None

    def _why_skipped(self, name: str, about: dict[str, str], style: str) -> str | None:
        """What of the things that one did not see as text this is; None for what one saw."""
        names = about.get("class", "")
        if _HIDDEN.search(style) or "hidden" in about:
            return HIDDEN
        if name in ("del", "s", "strike") or "msoDel" in names or _STRUCK.search(style):
            return STRUCK
        if _COMMENT.search(names) or _COMMENT_STYLE.search(style):
            return COMMENT
        return self._mark_of_note(unescape(about.get("href", ""))) if name == "a" else None

    def _mark_of_note(self, address: str) -> str | None:
        if call := _CALL.match(address):
            if _key(call) not in self.calls:
                self.calls[_key(call)] = len(self.out)
                self.out.append("")
            return MARK
        if back := _BACK.match(address):
            self._name_note(_key(back))
            return MARK
        return None

    def _name_note(self, key: str) -> None:
        """What stands around the way back is the text of the note."""
        block = next((one for one in reversed(self.around) if one.slot is not None), None)
        if block is not None and not self._in_note:
            block.note = key

    def _begin_field(self, style: str) -> None:
        """The code of a field stands between its beginning and its separator, its outcome after that."""
        if found := _FIELD.search(style):
            begins = found[1].lower() == "begin"
            self.coding = self.coding + 1 if begins else max(0, self.coding - 1)
            if begins:
                self.left[CODE] = None

    def _write(self, one: _Open, about: dict[str, str], style: str) -> None:
        one.tag = RENAMED.get(one.name, one.name)
        if one.tag in INLINE | {"ins", "font", "u"}:
            one.opening, one.closing = looks.inline(one.tag, about, style)
            one.tag = "span"
            self.out.append(one.opening)
        else:
            self._begin_block(one, about, style)

    def _begin_block(self, one: _Open, about: dict[str, str], style: str) -> None:
        if one.tag == "p" and not self._in_item:
            one.item = looks.item_in(one.name, about, style)
        if self.lists and not one.item and not self._in_item and one.tag not in TABLE_ROWS:
            self._end_lists()
        if one.tag == "aside" and "kader" not in about.get("class", "").split():
            one.tag = "span"
            return
        if not one.item:
            one.opening, one.closing = f"<{one.tag}{looks.attributes(one.tag, about)}>", f"</{one.tag}>"
        self.out.append(one.opening)
        if one.tag in WITH_TEXT:
            one.slot = len(self.out)
            self.out.append("")
        if note := _NOTE_ID.match(about.get("id", "")):
            one.note = "" if self._in_note else _key(note)

    def _end(self) -> None:
        if not self.around:
            return
        one = self.around.pop()
        if one.is_skipped:
            self.skipping -= 1
        elif one.name == SIGN:
            self._end_sign(one.sign)
        elif not self.skipping:
            if one.item:
                self._place_item(one)
            self._end_wrap(one)
            self.out.append(one.closing)
            if one.note:
                self._keep_note(one)

    # Lists that look like paragraphs ---------------------------------------------------------------

    @property
    def _in_item(self) -> bool:
        return any(one.item for one in self.around)

    def _end_sign(self, sign: str) -> None:
        """Of an item it says what kind of list it is in; a number before a heading is part of that."""
        if self.skipping:
            return
        paragraph = next((one for one in reversed(self.around) if one.slot is not None), None)
        if paragraph is not None and paragraph.item:
            paragraph.sign = sign
        else:
            self.out.append(f"{_plain(sign).strip()} ")

    def _place_item(self, one: _Open) -> None:
        """Once its sign is known: the lists around it end and begin in the place kept before its text."""
        key, level = one.item
        number = _NUMBER.match(_plain(one.sign) or self._typed_sign(one.slot))
        tag, count = ("ol" if number else "ul"), int(number[1] or 0) if number else 0
        opening = self._lists_until(min(level, len(self.lists) + 1), tag, key, begins=count == 1)
        if opening is None:
            start = f' start="{min(count, looks.HIGHEST_START)}"' if count > 1 else ""
            opening = f"{self._ended}<{tag}{start}><li>"
            self.lists.append(_List(tag, key))
        self.out[one.slot] = opening + self.out[one.slot]

    def _lists_until(self, level: int, tag: str, key: str, *, begins: bool) -> str | None:
        """What goes on to an item of that list, with the deeper lists ended; None when a new list begins there, after
        `_ended`."""
        self._ended = "".join(one.closing for one in reversed(self.lists[level:]))
        del self.lists[level:]
        if len(self.lists) < level:
            return None
        if self.lists[-1] == _List(tag, key) and not begins:
            return f"{self._ended}</li><li>"
        self._ended += self.lists.pop().closing
        return None

    def _typed_sign(self, slot: int) -> str:
        """The sign that stands in the text itself, taken out of it."""
        place = next((at for at in range(slot + 1, len(self.out)) if _is_words(self.out[at])), None)
        found = _TYPED_SIGN.match(self.out[place]) if place else None
        if not found:
            return ""
        self.out[place] = self.out[place][found.end() :]
        return found[1]

    def _end_lists(self) -> None:
        self.out += [one.closing for one in reversed(self.lists)]
        self.lists.clear()

    # Notes -----------------------------------------------------------------------------------------

    @property
    def _in_note(self) -> bool:
        return any(one.note for one in self.around)

    def _keep_note(self, one: _Open) -> None:
        begun = one.slot - 1
        text = "".join(self.out[begun:])
        self.out[begun:] = [""] * (len(self.out) - begun)
        self.notes[one.note] = " ".join(_BLOCK_TAG.sub(" ", text).split())

    def _place_notes(self) -> None:
        """Each where it is called, and not raised; at the end what is called nowhere."""
        for key, place in self.calls.items():
            text = self.notes.pop(key, "")
            if not text:
                self.left[NOTE] = None
                continue
            if self.out[place - 1 : place + 2] == ["<sup>", "", "</sup>"]:
                self.out[place - 1] = self.out[place + 1] = ""
            self.out[place] = f'<span class="{FOOTNOTE_CLASS}">{text}</span>'
        self.out += [f"<p>{text}</p>" for text in self.notes.values() if text]


def _plain(text: str) -> str:
    return text.replace("&nbsp;", " ")


def _is_blank(text: str) -> bool:
    return not _plain(text).strip()


def _is_words(written: str) -> bool:
    return not written.startswith("<") and not _is_blank(written)


def _key(found: re.Match[str]) -> str:
    return "".join(part or "" for part in found.groups())
