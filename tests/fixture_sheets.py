"""A copy of the demo data to make mistakes in."""

import shutil
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models


def copy_of(folder: str, to: Path) -> Path:
    return Path(shutil.copytree(Path(settings.FIXTURES_DIR) / folder, to / folder))


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
