"""What stands in a frozen edition (docs/edition-schema.md), and the bytes and hash of it."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from nhveilig.figures.formats import MONTHS, date_long

UPDATES = "Wat er is gemeld"
# Kinds of blocks whose text is that of the document itself; all others print what is kept elsewhere.
OWN_TEXT = frozenset({"prose", "foreword"})


def canonical(content: dict) -> bytes:
    """The bytes an edition's hash is taken of; the same value always gives the same bytes."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprint(content: dict) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


# Where an edition names people, and what stands there in public instead: who leads, who is involved, who sees to it.
_NAMED_BY = {"leaders": [], "owner": ""}
_LISTS_OF_PEOPLE = {"people", "signatories"}


def without_people(value: Any) -> Any:
    """The content as everybody may have it: with roles and organisations, without the name of anybody.

    Editions that were frozen before this was so hold names of who leads a theme and of who reported nothing.
    """
    if isinstance(value, list):
        return [without_people(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {name: _NAMED_BY[name] if name in _NAMED_BY else without_people(one) for name, one in value.items()}
    for name in _LISTS_OF_PEOPLE & found.keys():
        found[name] = [one | {"name": ""} for one in found[name]]
    return found


def adoption_in_words(words: str, on: date | str | None) -> str:
    """` op 22 november 2018`, ` in november 2018` or `, datum onbekend`, to follow on “vastgesteld”; or nothing.

    `words` are how the date is shown and `on` is the first day that is meant, None when nobody knows.
    """
    if on is not None and words == date_long(on):
        return f" op {words}"
    if words.isdigit() or words.split(" ", maxsplit=1)[0] in MONTHS:
        return f" in {words}"
    return words and f", {words}"


def walk(blocks: list[dict]) -> Iterator[dict]:
    """Every block of an edition, in reading order."""
    for block in blocks:
        yield block
        yield from walk(block["blocks"])


def tables_of(content: dict) -> list[dict]:
    """Every table of an edition in reading order."""
    return [table for block in walk(content["blocks"]) for table in block["content"].get("tables", [])]


def charts_of(content: dict) -> list[dict]:
    return [block["content"]["chart"] for block in walk(content["blocks"]) if "chart" in block["content"]]


def pictures_of(content: dict) -> list[dict]:
    return [one for block in walk(content["blocks"]) for one in block["content"].get("pictures", [])]


def own_texts_of(content: dict) -> dict[str, dict[str, str]]:
    """By id of each block that is text of the document itself its title and that text."""
    own = (block for block in walk(content["blocks"]) if block["kind"] in OWN_TEXT)
    return {block["id"]: {"title": block["title"], "html": block["content"]["html"]} for block in own}


def only_on_the_web(content: dict) -> list[str]:
    """What the web edition has and paper has not, by name: paper keeps to the main lines. In reading order."""
    return list(dict.fromkeys(_titles(content)))


def _titles(content: dict) -> Iterator[str]:
    for block in walk(content["blocks"]):
        if _has_updates(block["content"].get("groups", [])):
            yield UPDATES
        if block.get("web_only") and block["title"]:
            yield block["title"]


def _has_updates(groups: list[dict]) -> bool:
    return any(group.get("updates") or _has_updates(group.get("groups", [])) for group in groups)
