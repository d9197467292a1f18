"""What the fixtures publish, as rows of tables: read from the sheets alone, without any code of the portal."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from tests.fixture_sheets import names_of_units, rows_of

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


def all_figures() -> list[dict[str, str]]:
    return [*strength_figures(), *targets(), *shares(), *rows_of(f"{AGENDA}/distribution_totals", "totaal")]


def strength_figures() -> list[dict[str, str]]:
    """Those of the main tables: an earlier concept and a table of the wijkagenten stand in the same sheet."""
    rows = rows_of(f"{STRENGTH}/formatie", "fte")
    return [row for row in rows if row["reeks"] == "eenheid" and row["peildatum"] in ("31-12-2018", "1-1-2022")]


def targets() -> list[dict[str, str]]:
    return rows_of(f"{AGENDA}/streefcijfers", "streefcijfer")


def shares() -> list[dict[str, str]]:
    """Those of the published distribution, without what an eenheid agreed for itself."""
    return [row for row in rows_of(f"{AGENDA}/verdeling", "aandeel") if not row["eigen bron"]]


def published_rows() -> list[PublishedRow]:
    return [*_strength(), *_yearly_targets(), *_other_targets(), *_shares(), *_totals()]


def _strength() -> Iterator[PublishedRow]:
    columns = list(dict.fromkeys((row["peildatum"], row["categorie"]) for row in strength_figures()))
    units: dict[str, dict[tuple[str, str], dict[str, str]]] = {}
    for figure in strength_figures():
        units.setdefault(figure["onderdeel"], {})[figure["peildatum"], figure["categorie"]] = figure
    for unit, figures in units.items():
        yield _row("sterkte-noord-holland", unit, [figures.get(column) for column in columns], decimals=2)


def _yearly_targets() -> Iterator[PublishedRow]:
    for indicator, figures in _targets().items():
        by_year = {target["jaar"]: target for target in figures if target["jaar"]}
        if by_year:
            yield _row(
                f"streefcijfers-{_objective(indicator)}", _name(indicator), [by_year.get(year) for year in YEARS]
            )


def _other_targets() -> Iterator[PublishedRow]:
    for indicator, figures in _targets().items():
        for target in figures:
            if not target["jaar"]:
                yield _row(f"afgesproken-waarden-{_objective(indicator)}", _name(indicator), [target])


def _shares() -> Iterator[PublishedRow]:
    names = names_of_units()
    yield from _distributed(shares(), lambda share: names[share["eenheid"]])


def _totals() -> Iterator[PublishedRow]:
    names = {"regional": "Subtotaal regionale eenheden", "national": "Landelijk streefcijfer (vastgesteld)"}
    found = rows_of(f"{AGENDA}/distribution_totals", "totaal")
    yield from _distributed(found, lambda total: names[total["niveau"]])


def _distributed(figures: list[dict[str, str]], label) -> Iterator[PublishedRow]:
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    for figure in figures:
        found.setdefault((figure["indicator"], label(figure)), []).append(figure)
    for (indicator, name), of_one in found.items():
        yield _row(f"verdeling-{indicator}", name, sorted(of_one, key=lambda figure: figure["jaar"]))


def _targets() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for target in targets():
        found.setdefault(target["indicator"], []).append(target)
    return found


def _indicator(code: str) -> dict[str, str]:
    return next(row for row in rows_of(f"{AGENDA}/indicators") if row["indicator"] == code)


def _name(code: str) -> str:
    return _indicator(code)["naam"]


def _objective(code: str) -> str:
    return _indicator(code)["doel"].replace(".", "-")


def _row(table: str, label: str, figures: list[dict[str, str] | None], decimals: int = 0) -> PublishedRow:
    shown = tuple(_text(figure, SHOWN, lambda value: dutch(value, decimals)) for figure in figures)
    return PublishedRow(table, label, shown, tuple(_text(figure, DATA, str) for figure in figures))


def _text(figure: dict[str, str] | None, words: dict[str, str], number) -> str:
    if figure is None:
        return ""
    if figure["qualifier"] == "not_applicable":
        return figure["opmerking"]
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
