"""What kind of test is which, who runs what, and how long each kind took."""

from collections import Counter
from pathlib import Path

import pytest

SLOWEST = 20
# Tests of one group run one after another in the same worker: they share a portal, a browser or a rendered PDF.
GROUPS = {"browser": "browser", "worker": "processes", "start": "processes", "pdf": "pdf"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests marked long, and only those")
    parser.addoption("--only-sqlite", action="store_true", help="run the tests marked sqlite, and only those")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _choose(config, items)
    for item in items:
        kind = kind_of(item)
        item.user_properties.append(("kind", kind))
        if group := GROUPS.get(kind):
            item.add_marker(pytest.mark.xdist_group(group))


def _choose(config: pytest.Config, items: list[pytest.Item]) -> None:
    long, only_sqlite = config.getoption("long"), config.getoption("only_sqlite")
    chosen = [item for item in items if _is_wanted(item, long=long, only_sqlite=only_sqlite)]
    if left_out := set(items) - set(chosen):
        config.hook.pytest_deselected(items=list(left_out))
    items[:] = chosen


def _is_wanted(item: pytest.Item, *, long: bool, only_sqlite: bool) -> bool:
    """Every day SQLite runs what its kind makes a difference to and needs no process beside it; a long run has those
    processes too, and every other test, to see whether the marks are right."""
    if not only_sqlite:
        return has(item, "long") == long
    if kind_of(item) != "unit":
        return long and has(item, "sqlite")
    return long or (has(item, "sqlite") and not has(item, "long"))


def has(item: pytest.Item, marker: str) -> bool:
    return item.get_closest_marker(marker) is not None


def kind_of(item: pytest.Item) -> str:
    if has(item, "e2e"):
        return "browser"
    if has(item, "worker"):
        return "worker"
    if has(item, "pdf") or "printed" in item.fixturenames:
        return "pdf"
    if "/ops/" in item.nodeid:
        return "start"
    return "permissions" if "test_permissions" in item.nodeid else "unit"


class Durations:
    """Seconds of each test, whichever worker ran it."""

    def __init__(self) -> None:
        self.of_test: Counter[str] = Counter()
        self.kinds: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = report.nodeid.partition("@")[0]
        self.of_test[name] += report.duration
        self.kinds[name] = dict(report.user_properties).get("kind", "unit")

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if len(self.of_test) <= SLOWEST:
            return
        terminalreporter.section(f"slowest {SLOWEST}")
        for name, seconds in self.of_test.most_common(SLOWEST):
            terminalreporter.write_line(f"{seconds:7.1f} s  {name}")
        terminalreporter.section("seconds per kind")
        for kind, seconds in self._per_kind().most_common():
            count = list(self.kinds.values()).count(kind)
            terminalreporter.write_line(f"{seconds:7.1f} s  {kind} ({count})")

    def _per_kind(self) -> Counter[str]:
        seconds: Counter[str] = Counter()
        for name, duration in self.of_test.items():
            seconds[self.kinds[name]] += duration
        return seconds


def pytest_configure(config: pytest.Config) -> None:
    config.args[:] = in_order(config.args, config.invocation_params.dir)
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Durations(), "durations-per-kind")


def in_order(arguments: list[str], folder: Path) -> list[str]:
    """Files first, those of the highest folders before others. After `room/test_a.py test_b.py`, pytest 9.1 knows the
    `conftest.py` of `room` no more (https://github.com/pytest-dev/pytest/issues/14635)."""
    paths = {argument: folder / argument.partition("::")[0] for argument in arguments}
    return sorted(arguments, key=lambda argument: (not paths[argument].is_file(), len(paths[argument].parts)))
