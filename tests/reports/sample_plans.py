"""The blocks of a jaarplan in the sample edition: a theme with projects three deep, and money."""

from collections.abc import Callable


def year_plan_blocks(block: Callable[..., dict]) -> list[dict]:
    theme = block("thema-havens", "implementation_plan", "Veilige havens", _plan(), "6.1")
    overview = [_table("aantallen", "5", "Thema", ["Activiteiten"], [("Veilige havens", "detail", "3")])]
    return [
        block("jaarplan", "prose", "Het jaarplan", {"html": TEXT_WITH_TABLE}, "6", [theme]),
        block("overzicht", "plan_overview", "In aantallen", {"html": "", "tables": overview}),
        block("geldbronnen", "grants", "Geldbronnen", {"html": "", "tables": [_money("bronnen", "7")]}),
        block("baten-lasten", "budget", "Baten en lasten", _budget("baten", "8")),
        block("balans", "balance", "Balans", _budget("activa", "9")),
    ]


TEXT_WITH_TABLE = (
    "<p>Wat we dit jaar doen.</p><ul><li><strong>Eerst:</strong> kijken<ul><li>in de haven</li></ul></li></ul>"
    "<table><caption>Wie wat doet</caption><thead><tr><th scope='col'>Wie</th><th scope='col'>Wat</th></tr></thead>"
    "<tbody><tr><td>Gemeente</td><td>toezicht</td></tr><tr><td>Politie</td><td>opsporing</td></tr></tbody></table>"
)


def _plan() -> dict:
    return {
        "slug": "havens",
        "year": 2025,
        "parts": [
            {"kind": "ambition", "title": "Ambitie 2025-2028", "html": "<p>Een haven zonder vragen over lading.</p>"},
            {"kind": "people", "title": "Wie ervoor staan", "people": PEOPLE},
            {"kind": "objectives", "title": "Strategische doelen", "objectives": [{"number": "1", "text": "Zien"}]},
            {"kind": "approach", "title": "Aanpak", "html": "<h3>Samen</h3><p>Met de havenmeesters.</p>"},
            {"kind": "activities", "title": "Wat doen we in 2025?", "groups": [_group(depth) for depth in (1, 3)]},
            {"kind": "results", "title": "Wat is het beoogde resultaat?", "groups": [_group(1)]},
            {"kind": "targets", "title": "Waaraan we het meten", "table_ids": ["havens-streefwaarden"]},
            {"kind": "links", "title": "Samenhang", "links": LINKS},
            {"kind": "decisions", "title": "Gevraagde besluiten", "decisions": DECISIONS},
            {"kind": "means", "title": "Inzet en middelen", "table_ids": ["havens-inzet"], "sources": SOURCES},
        ],
        "tables": [_targets(), _capacity()],
    }


PEOPLE = [{"slug": "person-1", "role": "projectleider", "name": "", "organisation": "Gemeente Zeedijk"}]
LINKS = [{"slug": "link-1", "kind": "thema", "title": "Zorg en veiligheid", "note": "Eén bijeenkomst."}]
DECISIONS = [{"slug": "decision-1", "title": "De aanpak vaststellen", "body": "Stuurgroep", "needed_by": "mei"}]
SOURCES = [{"slug": "funding-1", "title": "Rijksbijdrage", "note": "Bedrag volgt."}]
TARGET = {"code": "H-1", "title": "Havens met toezicht", "text": "ten minste 5 havens", "counted_elsewhere": True}


def _group(depth: int) -> dict:
    """A project with as many deelprojecten below each other; the deepest holds the activities."""
    deeper = [_group(depth - 1)] if depth > 1 else []
    return {
        "slug": f"project-{depth}",
        "label": f"Project {depth}",
        "title": "Toezicht op het water",
        "html": "<p>Wie vaart, wordt gezien.</p>",
        "objective": "1",
        "items": [] if deeper else [_item(1), _item(2)],
        "groups": deeper,
    }


def _item(position: int) -> dict:
    return {
        "slug": f"activity-{position}",
        "position": position,
        "title": "Samen controleren",
        "html": "<p>Elke maand een haven.</p><ul><li>overdag</li></ul>",
        "deliverable": "Verslag per controle",
        "moment": "elk kwartaal",
        "owner": "Gemeente Zeedijk",
        "partners": ["Politie", "Douane"],
        "added_value": "Wie samen kijkt, ziet meer.",
        "outcome": "",
        "objective": "1",
        "continues": "2024",
        "targets": [TARGET, TARGET | {"text": "1 verslag", "counted_elsewhere": False}],
    }


def _targets() -> dict:
    columns = ["Streefwaarde", "Eenheid", "Voor wie", "Termijn", "Hoe vaak", "Code"]
    rows = [("Havens met toezicht", "detail", "5", "havens", "regio", "2025", "eenmalig", "H-1")]
    return _table("havens-streefwaarden", "6", "Wat we meten", columns, rows)


def _capacity() -> dict:
    return _table("havens-inzet", "10", "Partner", ["Hoeveel", "Eenheid"], [("Politie", "detail", "2", "fte")])


def _budget(name: str, number: str) -> dict:
    statement = {"title": "Dit sluit: baten en lasten zijn allebei € 1.000", "text": ""}
    return {"html": "<p>De bedragen.</p>", "statements": [statement], "tables": [_money(name, number)]}


def _money(name: str, number: str) -> dict:
    rows = [("Rijk", "heading"), ("Bijdrage", "detail", "1000", ""), ("Totaal", "total", "1000", "1000")]
    return _table(name, number, "Post", ["Begroot 2025", "Berekend"], rows)


def _table(name: str, number: str, row_header: str, columns: list[str], rows: list[tuple[str, ...]]) -> dict:
    cells = [row[2:] for row in rows if row[2:]]
    numeric = [all(not row[place] or row[place].isdigit() for row in cells) for place in range(len(columns))]
    kinds = ["number" if is_number else "text" for is_number in numeric]
    return {
        "id": name,
        "number": number,
        "caption": f"Voorbeeld {number}",
        "unit": "",
        "row_header": row_header,
        "column_groups": [],
        "columns": [
            {"key": label, "label": label, "kind": kind, "decimals": 0, "role": "value"}
            for label, kind in zip(columns, kinds, strict=True)
        ],
        "rows": [
            {"label": row[0], "level": 1, "role": row[1], "cells": list(map(_cell, row[2:], kinds))} for row in rows
        ],
        "notes": ["* Een sluitpost."],
        "source": "",
    }


def _cell(text: str, kind: str) -> dict:
    if kind == "text":
        return {"value": None, "qualifier": "text", "text": text}
    return {"value": text or None, "qualifier": "exact" if text else "blank", "text": text}
