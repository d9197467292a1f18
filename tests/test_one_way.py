"""What is done in one way is done in one place: a second one would drift away from the first."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("nhveilig", "agenda", "formation", "themes", "reports")


def modules_that_hold(pattern: str) -> set[str]:
    found = (path for room in ROOMS for path in (ROOT / room).rglob("*.py") if re.search(pattern, path.read_text()))
    return {path.relative_to(ROOT).as_posix() for path in found}


@pytest.mark.parametrize(
    ("what", "pattern", "where"),
    [
        ("writing CSV", r"csv\.writer\(", {"nhveilig/texts/spreadsheets.py"}),
        ("asking whether a script asks", r"def wants_json", {"nhveilig/http/responses.py"}),
        ("moving headings", r"h\[1-6\]|h\(\[1-6\]\)", {"nhveilig/texts/headings.py"}),
        ("statuses by number", r"status=4\d\d|\b(CONFLICT|UNPROCESSABLE|GONE)\b.* = 4", {"nhveilig/http/responses.py"}),
        ("a page that is not there", r"404\.html", {"nhveilig/web/views.py"}),
    ],
)
def test_there_is_one_place_for(what, pattern, where):
    assert modules_that_hold(pattern) == where, what
