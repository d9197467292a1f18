"""What the web edition has and paper has not. Both are made of one frozen value; paper keeps to the main lines."""

from collections.abc import Iterator

from reports.documents.freezing import walk

UPDATES = "Wat er is gemeld"


def titles(content: dict) -> list[str]:
    """In reading order, each named once."""
    return list(dict.fromkeys(_titles(content)))


def _titles(content: dict) -> Iterator[str]:
    for block in walk(content["blocks"]):
        if _has_updates(block["content"].get("groups", [])):
            yield UPDATES
        if block.get("web_only") and block["title"]:
            yield block["title"]


def _has_updates(groups: list[dict]) -> bool:
    return any(group.get("updates") or _has_updates(group.get("groups", [])) for group in groups)
