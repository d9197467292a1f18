"""What the fixtures publish, as rows of tables: read from the sheets alone, without any code of the portal."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

STRENGTH = "formation/noord-holland"
AGENDA = "veiligheidsagenda-2019-2022"
YEARS = ("2019", "2020", "2021", "2022")

SHOWN = {"minimum": "ten minste {}", "maximum": "ten hoogste {}", "more_than": "meer dan {}", "circa": "circa {}"}
DATA = {"minimum": "minimum {}", "maximum": "maximum {}", "more_than": "meer dan {}", "circa": "circa {}"}
WORDS = {"undecided": "n.t.b.", "blank": "", "dash": "–"}


@dataclass(frozen=True)
class PublishedRow:
    """The cells that stand side by side under one head: as a reader sees them, and as the data files carry them."""

    table: str
    label: str
    shown: tuple[str, ...]
    data: tuple[str, ...]


def rows_of(sheet: str) -> list[dict[str, str]]:
    with (settings.FIXTURES_DIR / f"{sheet}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def all_figures() -> list[dict[str, str]]:
    sheets = [f"{STRENGTH}/figures", f"{AGENDA}/targets", f"{AGENDA}/regional_targets", f"{AGENDA}/distribution_totals"]
    return [figure for sheet in sheets for figure in rows_of(sheet)]


def published_rows() -> list[PublishedRow]:
    return [*_strength(), *_yearly_targets(), *_other_targets(), *_shares(), *_totals()]


def _strength() -> Iterator[PublishedRow]:
    columns = [(row["reference_date"], row["code"]) for row in rows_of(f"{STRENGTH}/categories")]
    units: dict[str, dict[tuple[str, str], dict[str, str]]] = {}
    for figure in rows_of(f"{STRENGTH}/figures"):
        units.setdefault(figure["unit"], {})[figure["reference_date"], figure["category"]] = figure
    for unit, figures in units.items():
        yield _row("sterkte-noord-holland", unit, [figures.get(column) for column in columns], decimals=2)


def _yearly_targets() -> Iterator[PublishedRow]:
    for indicator, targets in _targets().items():
        by_year = {target["year"]: target for target in targets if target["year"]}
        if by_year:
            yield _row(
                f"streefcijfers-{_objective(indicator)}", _name(indicator), [by_year.get(year) for year in YEARS]
            )


def _other_targets() -> Iterator[PublishedRow]:
    for indicator, targets in _targets().items():
        for target in targets:
            if not target["year"]:
                yield _row(f"afgesproken-waarden-{_objective(indicator)}", _name(indicator), [target])


def _shares() -> Iterator[PublishedRow]:
    names = {unit["code"]: unit["name"] for unit in rows_of("regions/police_units")}
    yield from _distributed("regional_targets", lambda share: names[share["police_unit"]])


def _totals() -> Iterator[PublishedRow]:
    names = {"regional": "Subtotaal regionale eenheden", "national": "Landelijk streefcijfer (vastgesteld)"}
    yield from _distributed("distribution_totals", lambda total: names[total["level"]])


def _distributed(sheet: str, label) -> Iterator[PublishedRow]:
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    for figure in rows_of(f"{AGENDA}/{sheet}"):
        found.setdefault((figure["indicator"], label(figure)), []).append(figure)
    for (indicator, name), figures in found.items():
        yield _row(f"verdeling-{indicator}", name, sorted(figures, key=lambda figure: figure["year"]))


def _targets() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for target in rows_of(f"{AGENDA}/targets"):
        found.setdefault(target["indicator"], []).append(target)
    return found


def _indicator(code: str) -> dict[str, str]:
    return next(row for row in rows_of(f"{AGENDA}/indicators") if row["code"] == code)


def _name(code: str) -> str:
    return _indicator(code)["name"]


def _objective(code: str) -> str:
    return _indicator(code)["objective"].replace(".", "-")


def _row(table: str, label: str, figures: list[dict[str, str] | None], decimals: int = 0) -> PublishedRow:
    shown = tuple(_text(figure, SHOWN, lambda value: dutch(value, decimals)) for figure in figures)
    return PublishedRow(table, label, shown, tuple(_text(figure, DATA, str) for figure in figures))


def _text(figure: dict[str, str] | None, words: dict[str, str], number) -> str:
    if figure is None:
        return ""
    if figure["qualifier"] == "not_applicable":
        return figure["note"]
    if not figure["value"]:
        return WORDS[figure["qualifier"]]
    return words.get(figure["qualifier"], "{}").format(number(figure["value"]))


def dutch(value: str, decimals: int) -> str:
    return f"{Decimal(value):,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def on_one_line(label: str, shown: Iterable[str]) -> str:
    """A row in the text of a PDF: the start of the head (the rest may be on a next line), then the figures in order.

    Words in a cell may wrap too, so only the first two of them are looked for.
    """
    start = r"\s".join(re.escape(word) for word in label[:24].split(" ")[:3])
    figures = [re.escape(" ".join(text.split()[:2]).rstrip(";")) for text in shown if text]
    return r"[^\n]* ".join([rf"\n *{start}", *figures])
