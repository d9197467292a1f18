from pathlib import Path

import pytest

from nhveilig.trail.kinds import Kind
from nhveilig.trail.models import Entry
from nhveilig.trail.services import Subject, record


@pytest.fixture
def heads_file(settings, tmp_path: Path) -> Path:
    file = tmp_path / "trail" / "heads.txt"
    settings.TRAIL_HEADS = str(file)
    return file


def put_down(key: object = 1, **about: object) -> Entry:
    return record(kind=Kind.ADOPTED, subject=Subject("budget", key, f"Begroting {key}"), **about)
