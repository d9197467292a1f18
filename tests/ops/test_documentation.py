"""What the documentation names is there: a folder or file, named from the root or from where the text stands."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# `formation/norm.py`, `formation/services/{cells,tables}.py` or `blocks/` between backticks.
NAMED = re.compile(r"`([\w.-]+(?:/[\w.{},-]+)*(?:\.(?:py|js|html|sh|json|md)|/))`")
# What only a running portal, a checkout or a reader has.
ELSEWHERE = re.compile(r"^(var|media|queue|exports|postgres|redis|\.venv|jaar-\d+)/")


def _documents() -> list[str]:
    found = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    # A decision is a record of its day, and what is vendored is not ours.
    return [name for name in found.split() if not re.match(r"docs/adr/|static/|fixtures/|tests/vendor|CHANGELOG", name)]


def _alternatives(name: str) -> list[str]:
    """`a/{b,c}.py` as `a/b.py` and `a/c.py`."""
    if (braces := re.search(r"\{([^}]*)\}", name)) is None:
        return [name]
    return [name[: braces.start()] + one + name[braces.end() :] for one in braces[1].split(",")]


def _is_there(name: str, folder: Path) -> bool:
    above = [parent for parent in folder.parents if ROOT in parent.parents]
    places = [ROOT, ROOT / "templates", ROOT / "static" / "js", folder, *above]
    deeper = any(folder.glob(f"*/{name}")) if folder != ROOT else False
    return deeper or any((place / name).exists() for place in places)


def _from_the_root(name: str) -> bool:
    first, _, below = name.partition("/")
    return bool(below) and (ROOT / first).is_dir()


@pytest.mark.parametrize("document", _documents())
def test_every_file_that_is_named_is_there(document):
    folder = (ROOT / document).parent
    named = {one for name in NAMED.findall((ROOT / document).read_text()) for one in _alternatives(name)}
    # A guide speaks of files anybody may make; only what it names with its folder has to be there.
    in_full = document.startswith("docs/")
    missing = {name for name in named if not ELSEWHERE.match(name) and (not in_full or _from_the_root(name))}
    missing = {name for name in missing if not _is_there(name, folder)}
    assert missing == set()
