"""The blocks of an annual report in the sample edition: what became of a plan, and what only the web has."""

from collections.abc import Callable

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="


def annual_report_blocks(block: Callable[..., dict]) -> list[dict]:
    theme = block("jaar-havens", "theme_progress", "Veilige havens", _theme(), "7.1")
    national = block("jaar-landelijk", "national_results", "Landelijke doelen", _with(_national()), "7.2")
    web_only = block("jaar-verhaal", "prose", "Een dag mee met de havenmeester", {"html": "<p>Hij wijst.</p>"})
    pictures = block("jaar-beelden", "pictures", "In beeld", {"html": "", "pictures": [_picture()]})
    return [
        block("jaarverslag", "prose", "Het jaarverslag", {"html": "<p>Wat ervan kwam.</p>"}, "7", [theme, national]),
        block("jaar-aantallen", "progress_summary", "In aantallen", _with(_summary())),
        web_only | {"web_only": True},
        pictures | {"web_only": True},
    ]


def _with(table: dict) -> dict:
    return {"html": "", "tables": [table]}


def _theme() -> dict:
    deepest = _group("Nachtregister", [])
    return {
        "html": "<p>In de havens is meer gezien.</p>",
        "slug": "havens",
        "year": 2025,
        "groups": [_group("", []), _group("Toezicht op het water", [_group("Jachthavens", [deepest])])],
        "tables": [_results()],
    }


def _group(title: str, groups: list[dict]) -> dict:
    return {
        "slug": f"project-{title or 'geen'}",
        "title": title,
        "html": "<p>Wie vaart, wordt gezien.</p>" if title else "",
        "activities": [
            _activity("Samen controleren", "done", "gereed"),
            _activity("Een nachtregister proberen", "", "nog niet gemeld"),
        ],
        "updates": [_update("12 controles", "Ook ’s nachts."), _update("", "")],
        "groups": groups,
    }


def _activity(title: str, course: str, label: str) -> dict:
    html = "<p>Elke maand een haven.</p>" if course else ""
    return {"slug": f"activity-{title}", "title": title, "html": html, "course": course, "course_label": label}


def _update(figure: str, words: str) -> dict:
    return {
        "slug": f"update-{figure}",
        "on": "2025-03-31",
        "title": "Controles op het water",
        "place": "" if words else "Zeedijk",
        "figure": figure,
        "course": "done" if words else "",
        "course_label": "gereed" if words else "",
        "words": words,
        "evidence": "" if words else "https://example.org/verslag",
    }


def _results() -> dict:
    rows = [
        ("Toezicht op het water", "heading"),
        ("Controles op het water", "detail", "12", "controles", "31-03-2025", "H-1"),
        ("Havens met een nachtregister", "detail", None, "havens", "31-12-2025", "H-2"),
    ]
    return _table("havens-resultaten", "11", "Resultaat", ["Uitgedrukt in", "Peildatum", "Code"], rows)


def _national() -> dict:
    rows = [("2b Mensenhandel", "heading"), ("OM-verdachten", "detail", "14", "verdachten", "onderweg")]
    return _table("landelijk-realisatie", "12", "Realisatie", ["Uitgedrukt in", "Stand"], rows)


def _summary() -> dict:
    return _table("jaar-in-aantallen", "13", "Activiteiten", ["Stand"], [("Veilige havens", "detail", "2", "gereed")])


def _table(name: str, number: str, figure: str, words: list[str], rows: list[tuple]) -> dict:
    """One column of figures, then columns of words."""
    labels = [(figure, "number"), *((label, "text") for label in words)]
    return {
        "id": name,
        "number": number,
        "caption": f"Resultaten {number}",
        "unit": "",
        "row_header": "Wat is gemeten",
        "column_groups": [],
        "columns": [
            {"key": label, "label": label, "kind": kind, "decimals": 0, "role": "value"} for label, kind in labels
        ],
        "rows": [{"label": row[0], "level": 1, "role": row[1], "cells": _cells(row[2:])} for row in rows],
        "notes": ["Havens met een nachtregister: niet geteld."],
        "source": "",
    }


def _cells(values: tuple) -> list[dict]:
    if not values:
        return []
    value, *words = values
    figure = {"value": value, "qualifier": "exact" if value else "unknown", "text": value or "onbekend"}
    return [figure, *({"value": None, "qualifier": "text", "text": word} for word in words)]


def _picture() -> dict:
    return {
        "id": "jaar-beelden-1",
        "alt": "Een havenmeester bij een steiger",
        "caption": "De havenmeester, september 2025",
        "media_type": "image/png",
        "width": 1,
        "height": 1,
        "data": PIXEL,
    }
