"""What stands in a frozen edition (docs/edition-schema.md), and the bytes and hash of it."""

import hashlib
import json
from collections.abc import Iterator

UPDATES = "Wat er is gemeld"


def canonical(content: dict) -> bytes:
    """The bytes an edition's hash is taken of; the same value always gives the same bytes."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprint(content: dict) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


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
