"""The blocks of a half-year report in the sample edition: the overview, and the chapter of one theme."""

from collections.abc import Callable

from tests.reports.sample_plans import _table as table


def period_report_blocks(block: Callable[..., dict]) -> list[dict]:
    theme = block("voortgang-havens", "progress_report", "Veilige havens", _theme(), "9.1")
    return [block("beeld", "progress_report", "Het beeld in één oogopslag", _overview(), "9", [theme])]


def _of_period(tables: list[dict]) -> dict:
    return {
        "html": "<p>Tot en met juni.</p>",
        "year": 2025,
        "period": "eerste halfjaar 2025",
        "until": "2025-06-30",
        "previous": {"title": "Twaalfmaandsrapportage 2024", "edition": 2, "until": "2024-12-31"},
        "tables": tables,
    }


def _overview() -> dict:
    columns = ["Onderdelen", "Gereed", "Nog niet gemeld"]
    rows = [("Veilige havens", "detail", "3", "1", "2"), ("Alle thema’s samen (berekend)", "total", "3", "1", "2")]
    silent = {"title": "Veilige havens", "leaders": ["A. de Vries"], "silent": 2, "of": 3}
    return _of_period([table("beeld-overzicht", "21", "Thema", columns, rows)]) | {
        "without_plan": ["Zorg en veiligheid"],
        "silent_themes": [silent],
    }


def _theme() -> dict:
    targets = ["Afgesproken", "Bereikt", "Uitgedrukt in", "Stand", "Peildatum"]
    words = ["Stand", "Peildatum", "Toelichting"]
    changed = ["Was", "Is nu", "Uitgedrukt in", "Stand was", "Stand is nu"]
    scan = (
        "Scan gedaan",
        "detail",
        "ten minste 1 scan per gemeente",
        "2",
        "van 3 gemeenten",
        "nog niet bereikt",
        "1-5-2025",
    )
    return _of_period(
        [
            table("voortgang-havens-streefwaarden", "22", "Wat wordt gemeten", targets, [scan]),
            table(
                "voortgang-havens-activiteiten",
                "23",
                "Activiteit",
                words,
                [("Samen controleren", "detail", "loopt achter", "1-5-2025", "De boot bleef in de haven.")],
            ),
            table(
                "voortgang-havens-veranderd",
                "24",
                "Onderdeel",
                changed,
                [("Scan gedaan", "detail", "1", "2", "van 3 gemeenten", "nog niet bereikt", "nog niet bereikt")],
            ),
        ]
    ) | {
        "policy": "havenplan",
        "theme": "havens",
        "late": [{"slug": "activity-1", "title": "Samen controleren", "why": "loopt achter, stand van 1 mei 2025"}],
        "silent": ["Havendag"],
        "missing": [{"slug": "target-1", "title": "Scan gedaan", "municipalities": ["Kaasmarkt"], "of": 3}],
        "changes": {"new": 0, "changed": 1, "unchanged": 0},
        "subjects": [
            {
                "slug": "target-1",
                "origin": "",
                "code": "H-1",
                "title": "Scan gedaan",
                "value": "2",
                "qualifier": "exact",
                "course": "nog niet bereikt",
                "on": "2025-05-01",
            }
        ],
    }
