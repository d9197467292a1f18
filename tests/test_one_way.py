"""What is done in one way is done in one place: a second one would drift away. docs/one-way.md is the list."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("nhveilig", "agenda", "formation", "themes", "reports")
NAMED_TEST = re.compile(r"`(tests/[\w/.]+)(?:::(\w+))?`")


def files_that_hold(pattern: str, folders: tuple[str, ...], ending: str) -> set[str]:
    """In migrations stand the ways of their day."""
    found = (path for folder in folders for path in (ROOT / folder).rglob(ending) if "migrations" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in found if re.search(pattern, path.read_text())}


@pytest.mark.parametrize(
    ("what", "pattern", "where"),
    [
        ("writing CSV", r"csv\.writer\(", {"nhveilig/texts/spreadsheets.py"}),
        ("opening a sheet", r"load_workbook\(|csv\.(reader|DictReader)\(", {"nhveilig/sheets/workbooks.py"}),
        ("the words before a figure that is read", r"\br\"bijna\"", {"nhveilig/figures/parsing.py"}),
        ("a field with a date", r"forms\.DateField", {"nhveilig/figures/forms.py"}),
        ("a field with a figure", r"forms\.(Decimal|Float)Field", set()),
        ("claiming a job", r"lease_until=now", {"nhveilig/jobs/services.py"}),
        ("hours of a timetable", r"\bcrontab\(", {"nhveilig/jobs/timetable.py"}),
        ("a bin of thirty days", r"days=30|timedelta\(30\)", {"nhveilig/editing/models.py"}),
        ("asking whether a script asks", r"def wants_json", {"nhveilig/http/responses.py"}),
        ("moving headings", r"h\[1-6\]|h\(\[1-6\]\)", {"nhveilig/texts/headings.py"}),
        ("statuses by number", r"status=4\d\d|\b(CONFLICT|UNPROCESSABLE|GONE)\b.* = 4", {"nhveilig/http/responses.py"}),
        ("a page that is not there", r"404\.html", {"nhveilig/web/views.py"}),
        ("the content of an edition, unlooked at", r"\b(edition|old|new)\.content\b", set()),
        ("a link for a password", r"make_token\(", {"nhveilig/accounts/links.py"}),
        ("who nobody knows any more", r'"iemand anders"', {"nhveilig/accounts/names.py"}),
        # Django tells of one that failed by its name, which a partial does not have.
        ("what is done after a commit, without a name", r"on_commit\(partial", set()),
        ("a capital at the beginning", r"(?<!word)\.capitalize\(\)|\[0\]\.upper\(\)|\[:1\]\.upper\(\)", set()),
    ],
)
def test_there_is_one_place_for(what, pattern, where):
    assert files_that_hold(pattern, ROOMS, "*.py") == where, what


@pytest.mark.parametrize(
    ("what", "pattern", "where"),
    [
        ("asking the server", r"\bfetch\(|XMLHttpRequest", {"static/js/editing/requests.js"}),
        ("what is kept on the device", r"localStorage", {"static/js/editing/drafts.js", "static/js/kept-forms.js"}),
        ("reading a figure", r"\bparseNumber\(", {"static/js/figures/parsing.js"}),
    ],
)
def test_in_the_browser_there_is_one_place_for(what, pattern, where):
    assert files_that_hold(pattern, ("static/js",), "*.js") == where, what


def test_tests_in_a_browser_wait_for_what_they_assert():
    """A look at once sees, on a busy machine, the page that is still on its way."""
    at_once = r"assert .*\.(is_\w+|input_value|inner_text|text_content|all_\w+|count)\("
    assert files_that_hold(at_once, ("tests/e2e",), "*.py") == set()


def test_every_idea_of_the_list_has_a_test_that_is_there():
    rows = [line for line in (ROOT / "docs/one-way.md").read_text().splitlines() if line.startswith("| ")][1:]
    for row in rows:
        named = NAMED_TEST.findall(row)
        assert named, f"no test: {row}"
        for file, test in named:
            assert (ROOT / file).exists(), file
            assert not test or f"def {test}(" in (ROOT / file).read_text(), f"{file}::{test}"
