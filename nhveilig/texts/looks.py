"""What the looks of a pasted tag mean: stress, a list, the span of a cell."""

import re

from nhveilig.texts.markup import CLASSES, FOOTNOTE_CLASS, LINKS

HIGHEST_START = 9_999
WIDEST = 50
RAISED = {"super": "sup", "sub": "sub"}
STRESS = {"strong", "em", "sup", "sub"}
_BOLD = re.compile(r"(?:^|;)\s*font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
_NOT_BOLD = re.compile(r"(?:^|;)\s*font-weight\s*:\s*(normal|[1-5]00)", re.IGNORECASE)
_ITALIC = re.compile(r"(?:^|;)\s*font-style\s*:\s*italic", re.IGNORECASE)
_RAISED = re.compile(r"(?:^|;)\s*vertical-align\s*:\s*(super|sub)\b", re.IGNORECASE)
_LIST = re.compile(r"mso-list\s*:\s*(l\d+)\s+level(\d+)\s*(lfo\d+)?", re.IGNORECASE)
_LIST_CLASS = re.compile(r"\bMsoList(?:Paragraph|Bullet|Number)", re.IGNORECASE)


def inline(tag: str, about: dict[str, str], style: str) -> tuple[str, str]:
    """The beginning and end of stress, a link or a note; empty for what only looked different."""
    if tag == "span" and FOOTNOTE_CLASS in about.get("class", "").split():
        return f'<span class="{FOOTNOTE_CLASS}">', "</span>"
    tags = [tag] if tag in STRESS and not (tag == "strong" and _NOT_BOLD.search(style)) else []
    tags += [one for one in _stress_in(style) if one not in tags and tag not in STRESS]
    opening, closing = "".join(f"<{one}>" for one in tags), "".join(f"</{one}>" for one in reversed(tags))
    if tag == "a" and about.get("href", "").startswith(LINKS):
        return f'<a href="{about["href"]}">{opening}', f"{closing}</a>"
    return opening, closing


def _stress_in(style: str) -> list[str]:
    raised = _RAISED.search(style)
    found = {"strong": _BOLD.search(style), "em": _ITALIC.search(style)}
    return [tag for tag, is_there in found.items() if is_there] + ([RAISED[raised[1].lower()]] if raised else [])


def item_in(name: str, about: dict[str, str], style: str) -> tuple[str, int] | None:
    """Which list the paragraph looks like an item of, and how deep; None for any other paragraph."""
    if found := _LIST.search(style):
        return f"{found[1]} {found[3]}", int(found[2])
    return ("", 1) if name == "p" and _LIST_CLASS.search(about.get("class", "")) else None


def attributes(tag: str, about: dict[str, str]) -> str:
    """Of what we know, within bounds."""
    known = [one for one in about.get("class", "").split() if one in CLASSES.get(tag, ())]
    found = {"class": known[0] if known else "", "scope": about.get("scope", "") if tag == "th" else ""}
    if tag in ("td", "th"):
        found |= {name: _within(about.get(name, ""), WIDEST, 1) for name in ("colspan", "rowspan")}
    if tag == "ol":
        found["start"] = _within(about.get("start", ""), HIGHEST_START, 1)
    return "".join(f' {name}="{value}"' for name, value in found.items() if value)


def _within(text: str, most: int, usual: int) -> str:
    """The number, at most `most`; empty for the usual one and for what is no number."""
    if not (text.isascii() and text.isdecimal()):
        return ""
    number = int(text) if len(text) < 9 else most
    return "" if number <= usual else str(min(number, most))
