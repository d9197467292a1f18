"""What may and may not stand in the repository."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.ops.programs import ROOT

NOT_OURS = {".git", ".venv", "var", "__pycache__", ".ruff_cache", ".pytest_cache", ".import_linter_cache"}

# Written in two parts, so that this file does not find itself. Every site has its own mirrors.
REGISTRIES = [
    f"{name}.{domain}"
    for name, domain in [
        *(("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("yarnpkg", "com")),
        *(("deb.debian", "org"), ("security.debian", "org"), ("docker", "io"), ("ghcr", "io"), ("quay", "io")),
    ]
]


def our_files() -> Iterator[Path]:
    for path in ROOT.rglob("*"):
        if path.is_file() and not NOT_OURS.intersection(path.relative_to(ROOT).parts):
            yield path


def requirements(name: str) -> list[str]:
    text = (ROOT / "requirements" / name).read_text().replace("\\\n", " ")
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def test_no_file_names_a_registry() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {host}"
        for path in our_files()
        for host in REGISTRIES
        if host.encode() in path.read_bytes()
    ]

    assert found == []


def test_every_requirement_is_exact_and_has_hashes() -> None:
    for line in requirements("base.txt") + requirements("test.txt"):
        assert re.match(r"[a-z0-9.-]+==\S+ (; .+? )?--hash=sha256:[0-9a-f]{64}", line), line


def pinned(line: str) -> str:
    """Without on which systems it is needed: what ships may need it on fewer than the tests do."""
    version, _, hashes = line.partition(" --hash")
    return f"{version.partition(' ;')[0]} {hashes}"


def test_the_tests_run_with_the_versions_that_are_shipped() -> None:
    assert {pinned(line) for line in requirements("base.txt")} <= {pinned(line) for line in requirements("test.txt")}
