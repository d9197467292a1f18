"""What a block says, as headed sections of passages: the same shape for every kind, known or yet to come."""

from collections.abc import Iterator
from dataclasses import dataclass

from nhveilig.comparing.passages import Passage, of_html, of_text
from nhveilig.figures.charts import data_table

# Made while rendering or numbering: their content stands where it comes from.
DERIVED = frozenset({"contents", "footnotes", "abbreviations"})
# What names a part of a block to its reader, and what tells two of them apart, the surest first.
NAMES = ("title", "heading", "label", "name", "term")
MARKS = ("slug", "code", "number")
# None is read: they repeat a label next to them, or are compared as figures or pictures.
UNREAD = frozenset({"id", "slug", "kind", "course", "tables", "subjects", "chart", "map", "pictures"})


@dataclass(frozen=True)
class ComparedSection:
    """`key` tells the sections of one block apart: `parts/objective`, `terms/Formatie`. `heading` may be empty."""

    key: str
    heading: str
    passages: tuple[Passage, ...]


def sections(block: dict) -> list[ComparedSection]:
    if block["kind"] in DERIVED:
        return []
    found = _sections(block["content"], block["kind"], "")
    return [section for section in found if section.passages or section.heading]


def tables(block: dict) -> list[dict]:
    """The tables of a block, and of its chart the numbers it draws."""
    content = block["content"]
    chart = content.get("chart")
    return [*content.get("tables", []), *([data_table(chart) | {"number": ""}] if chart else [])]


def _sections(part: dict, key: str, heading: str) -> Iterator[ComparedSection]:
    """The part itself with its own texts, then the parts in it, in the order they are printed."""
    yield ComparedSection(key, heading, tuple(_own_passages(part, heading)))
    for name, value in part.items():
        if name not in UNREAD and isinstance(value, list | dict):
            for place, item in enumerate(value if isinstance(value, list) else [value]):
                yield from _of_item(item, f"{key}/{name}", place)


def _of_item(item: object, key: str, place: int) -> Iterator[ComparedSection]:
    if isinstance(item, dict):
        yield from _sections(item, f"{key}/{_mark(item, place)}", _heading(item))
    elif isinstance(item, str):
        yield ComparedSection(f"{key}/{item}", "", (of_text(item, "li"),))


def _own_passages(part: dict, heading: str) -> Iterator[Passage]:
    named = _naming(part) if heading else set()
    for name, value in part.items():
        if name == "html":
            yield from of_html(value)
        elif name not in UNREAD and name not in named and isinstance(value, str) and value:
            yield of_text(value)


def _naming(part: dict) -> set[str]:
    """The names of the values that make up the heading of a part."""
    # An agreement has a code and, of these, at most a heading: its term is when it must be met.
    names = NAMES[:2] if part.get("code") else NAMES
    name = next((name for name in names if part.get(name)), "")
    mark = next((mark for mark in MARKS[1:] if part.get(mark)), "")
    return {name, mark} - {""}


def _heading(item: dict) -> str:
    named = _naming(item)
    return " ".join(str(item[name]) for name in (*MARKS, *NAMES) if name in named)


def _mark(item: dict, place: int) -> str:
    names = (*MARKS, "kind", *NAMES)
    return next((str(item[name]) for name in names if item.get(name)), str(place))
