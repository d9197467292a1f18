"""The words of a frozen edition, cut at the places a reader can go to, and kept when it is frozen."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nhveilig.figures.formats import date_long
from reports.documents.models import Edition
from reports.search.models import EditionPassage

# Blocks that repeat what stands elsewhere: notes stand at their place in the text.
SKIPPED_KINDS = {"cover", "contents", "footnotes", "abbreviations"}
# What a reader never sees, or sees as a number beside its words.
_SILENT = """
    id slug kind key role qualifier value level number table_ids decimals region shade rings lines block_id columns
    column_groups cells categories values missing legend regions media_type width height data
"""
SILENT = frozenset(_SILENT.split())
# Slugs, where a plan or theme of this name is no part of its own.
SLUGS = frozenset({"policy", "theme"})
_TAG = re.compile(r"<[^>]*>")
# May begin or end within a word; any other stands between two.
_WITHIN_WORDS = re.compile(r"</?(?:strong|em|b|i|u|s|sub)(?:\s[^>]*)?>", re.IGNORECASE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class FoundPassage:
    anchor: str
    title: str
    text: str


def passages_of(content: dict) -> Iterator[FoundPassage]:
    """In reading order. The first bears the title of the document, so that it is found by its name."""
    document = content["document"]
    yield FoundPassage("", document["title"], f"{document['subtitle']} {document['organisation']}")
    yield from _of_blocks(content["blocks"], heading=document["title"])


def whole_words(text: str) -> str:
    """HTML in which no tag stands within a word."""
    return _WITHIN_WORDS.sub("", text)


def plain(text: str) -> str:
    """HTML as the words a reader sees."""
    return " ".join(html.unescape(_TAG.sub(" ", whole_words(text))).split())


def _of_blocks(blocks: list[dict], heading: str) -> Iterator[FoundPassage]:
    for block in blocks:
        if block["kind"] in SKIPPED_KINDS:
            continue
        title = block["title"] or heading
        words: list[str] = []
        parts = list(_words(block["content"], words))
        if block["title"] or words:
            yield FoundPassage(block["id"], title, " ".join(words))
        yield from (FoundPassage(part["id"], _title_of(part, title), " ".join(found)) for part, found in parts)
        yield from _of_blocks(block["blocks"], title)


def _title_of(part: dict, heading: str) -> str:
    return f"{heading}: {part['title']}" if part["title"] else heading


def _words(value: object, words: list[str]) -> Iterator[tuple[dict, list[str]]]:
    """Adds the words of `value` to `words`, and yields apart from them each part that is a section of its own."""
    if isinstance(value, dict):
        for name, item in value.items():
            if not _is_silent(name, item, value):
                yield from _words(item, words)
    elif isinstance(value, list):
        for item in value:
            if _is_section(item):
                own: list[str] = []
                yield from _words({name: part for name, part in item.items() if name != "title"}, own)
                yield item, own
            else:
                yield from _words(item, words)
    elif isinstance(value, str) and (text := plain(value)):
        words.append(_day_in_words(text) if _DAY.fullmatch(text) else text)


def _day_in_words(text: str) -> str:
    """What somebody typed may look like a day and be none."""
    try:
        return date_long(date.fromisoformat(text))
    except ValueError:
        return text


def _is_silent(name: str, item: object, beside: dict) -> bool:
    """A reader sees the label of a code that has one beside it, and of a slug nothing."""
    return name in SILENT or f"{name}_label" in beside or (name in SLUGS and isinstance(item, str))


def _is_section(value: object) -> bool:
    """A part of a theme or plan with an id stands in the contents; a table with an id has a caption instead."""
    return isinstance(value, dict) and bool(value.get("id")) and "kind" in value and "title" in value


def keep_passages(*, edition: Edition, **signal: object) -> None:
    """Write down, once, where in a new edition its words stand, so that they are found: in the transaction that
    freezes it."""
    EditionPassage.objects.bulk_create(
        EditionPassage(edition=edition, order=order, anchor=one.anchor, title=one.title, text=one.text)
        for order, one in enumerate(passages_of(edition.intact()))
    )
