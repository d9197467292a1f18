"""What of an edition one can say something about: its chapters, what stands under them, their tables and charts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from reports.hearing.models import Point


@dataclass(frozen=True)
class Place:
    """`anchor` of a block; `table` the name of a table or chart in it, empty for the block as a whole. `chapter` is the
    anchor of the chapter it stands in."""

    anchor: str
    table: str
    label: str
    level: int
    chapter: str

    @property
    def key(self) -> str:
        """In a form: a dot stands in no anchor."""
        return f"{self.anchor}.{self.table}" if self.table else self.anchor


def outline_of(content: dict) -> list[list]:
    """As it is kept with the round, so that no page needs the whole edition."""
    return [list(row) for chapter in content["blocks"] for row in _under(chapter, chapter["id"])]


def _under(block: dict, chapter: str) -> Iterator[tuple[str, str, str, int, str]]:
    if block["title"]:
        yield block["id"], "", f"{block['number']} {block['title']}".strip(), block["level"], chapter
    inside, level = block["content"], block["level"] + 1
    for table in inside.get("tables", []):
        yield block["id"], table["id"], f"Tabel {table['number']}: {table['caption']}", level, chapter
    if "chart" in inside:
        chart = inside["chart"]
        yield (
            block["id"],
            "grafiek",
            f"Grafiek {chart['number']}: {chart.get('caption') or chart['title']}",
            level,
            chapter,
        )
    for below in block["blocks"]:
        yield from _under(below, chapter)


class Places:
    """Those of one round."""

    def __init__(self, outline: Sequence[Sequence]) -> None:
        self.all = [Place(*row) for row in outline]

    @cached_property
    def by_key(self) -> dict[str, Place]:
        return {place.key: place for place in self.all}

    @cached_property
    def chapters(self) -> list[Place]:
        return [place for place in self.all if place.level == 1]

    def of(self, anchor: str, table: str = "") -> Place | None:
        return self.by_key.get(f"{anchor}.{table}" if table else anchor)

    def chapter_of(self, anchor: str) -> str:
        """Empty of what is about the whole."""
        found = next((place for place in self.all if place.anchor == anchor), None)
        return found.chapter if found else ""

    def named(self, anchor: str, table: str = "") -> str:
        place = self.of(anchor, table) or self.of(anchor)
        return place.label if place else "Het plan als geheel"

    def with_names(self, points: Iterable[Point]) -> list[tuple[Point, str]]:
        """Each with what it is about."""
        return [(point, self.named(point.place, point.table)) for point in points]

    def choices(self) -> list[tuple[str, str]]:
        """For a list to choose from, set in by level."""
        return [(place.key, "\N{NO-BREAK SPACE}" * 3 * (place.level - 1) + place.label) for place in self.all]
