"""The demo data read without any code of the portal, and a copy of it to make mistakes in."""

import csv
import shutil
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

WORDS = {"n.t.b.": "undecided", "n.v.t.": "not_applicable", "": "blank", "-": "dash"}
BEFORE = {"ten minste ": "minimum", "ten hoogste ": "maximum", "meer dan ": "more_than", "circa ": "circa"}


def rows_of(sheet: str, figure: str = "", folder: Path | str = "") -> list[dict[str, str]]:
    """The rows of a sheet, in the fixtures unless a folder is named; `figure` is the column that is read as `value` and
    `qualifier` as well."""
    with (Path(folder or settings.FIXTURES_DIR) / f"{sheet}.csv").open(encoding="utf-8", newline="") as file:
        head = file.readline()
        file.seek(0)
        rows = list(csv.DictReader(file, delimiter=";" if ";" in head else ","))
    return [row | _figure(row[figure]) for row in rows] if figure else rows


def names_of_units() -> dict[str, str]:
    """Of every eenheid and national body, by code."""
    return {unit["code"]: unit["eenheid"] for unit in rows_of("police_units", folder=settings.REFERENCE_DIR)}


def _figure(text: str) -> dict[str, str]:
    """Written here once more on purpose: a fault in the portal's own way of reading must not hide itself."""
    if text in WORDS:
        return {"value": "", "qualifier": WORDS[text]}
    words = next((words for words in BEFORE if text.startswith(words)), "")
    return {"value": text.removeprefix(words).replace(",", "."), "qualifier": BEFORE.get(words, "exact")}


def copy_of(folder: str, to: Path) -> Path:
    return Path(shutil.copytree(Path(settings.FIXTURES_DIR) / folder, to / folder))


def copy_of_reference(to: Path) -> Path:
    """What every portal knows of the country, to make mistakes in."""
    return Path(shutil.copytree(settings.REFERENCE_DIR, to / "reference"))


def edit(sheet: Path, old: str, new: str) -> int:
    """Replace the first line that is `old`; the number of its row as a spreadsheet shows it."""
    lines = sheet.read_text(encoding="utf-8").splitlines()
    number = lines.index(old) + 1
    lines[number - 1] = new
    sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return number


def append(sheet: Path, line: str) -> int:
    lines = [*sheet.read_text(encoding="utf-8").splitlines(), line]
    sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


def ids_in(*labels: str) -> dict[type[models.Model], list[int]]:
    """The ids of every row of these apps."""
    return {
        model: list(model._base_manager.order_by("pk").values_list("pk", flat=True))
        for label in labels
        for model in apps.get_app_config(label).get_models()
    }
