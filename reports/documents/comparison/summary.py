"""A comparison in a few sentences, for a reader who opens it first."""

from collections.abc import Iterator

from nhveilig.figures.formats import listed
from reports.documents.comparison.editions import ADDED, CHANGED, REMOVED, SAME, ChapterChange, Comparison

# More names than this are counted instead.
NAMED = 3


def in_words(comparison: Comparison) -> list[str]:
    """Chapters that came and went, those that changed (the most changed named), and the figures."""
    by_fate = {
        fate: [chapter for chapter in comparison.chapters if chapter.fate == fate]
        for fate in (ADDED, REMOVED, CHANGED, SAME)
    }
    return [
        *_named("Nieuw", by_fate[ADDED]),
        *_named("Vervallen", by_fate[REMOVED]),
        *_changed(by_fate[CHANGED]),
        *_named("Niet veranderd", by_fate[SAME]),
        _figures(comparison),
        *_tables(comparison),
    ]


def _named(what: str, chapters: list[ChapterChange]) -> Iterator[str]:
    if len(chapters) > NAMED:
        yield f"{what}: {len(chapters)} onderdelen."
    elif chapters:
        yield f"{what}: {listed([_quoted(chapter) for chapter in chapters])}."


def _changed(chapters: list[ChapterChange]) -> Iterator[str]:
    if len(chapters) <= NAMED:
        yield from _named("Gewijzigd", chapters)
        return
    most = sorted(chapters, key=_passages, reverse=True)[:2]
    yield f"Gewijzigd: {len(chapters)} onderdelen, het meest {listed([_quoted(chapter) for chapter in most])}."


def _passages(chapter: ChapterChange) -> int:
    return chapter.added + chapter.rewritten + chapter.removed


def _figures(comparison: Comparison) -> str:
    """Of the figures that stand in both editions."""
    different = sum(chapter.figures for chapter in comparison.chapters)
    same = sum(table.same for table in comparison.tables)
    if different:
        return f"Cijfers: {different} anders, {same} gelijk."
    return (
        "De cijfers die in beide edities staan, zijn gelijk." if same else "Geen enkel cijfer staat in beide edities."
    )


def _tables(comparison: Comparison) -> Iterator[str]:
    counts = {fate: sum(table.fate == fate for table in comparison.tables) for fate in (ADDED, REMOVED)}
    parts = [f"{counts[fate]} {word}" for fate, word in ((ADDED, "nieuw"), (REMOVED, "vervallen")) if counts[fate]]
    if parts:
        yield f"Tabellen: {listed(parts)}."


def _quoted(chapter: ChapterChange) -> str:
    return f"“{chapter.top.name}”"
