"""Whatever a sheet looks like: what one sees is what is read, or it is refused with its place.

Each test chooses first what is shown, then one of the many ways in which programs write that, and reads it back.
Nothing may be dropped, and nothing changed.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda.models import Measurement
from formation.models import StrengthTable
from nhveilig.figures.values import Figure, Qualifier
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from tests.imports.files import previewed
from tests.imports.packages import (
    Formatted,
    Raw,
    Sheet,
    formula,
    ods,
    ods_row,
    ods_style,
    ods_table,
    raised,
    runs,
    xlsx,
)

pytestmark = pytest.mark.django_db

HEAD = ("agenda", "doel", "indicator", "eenheid", "jaar", "periode", "realisatie", "status", "bron")
FILES = pytest.mark.parametrize("files", [40, pytest.param(2000, marks=pytest.mark.long)])
EXCEL_DAY_ZERO = date(1899, 12, 30)
RAISED = ("superscript", "subscript")
INVISIBLE = "\u200b\u00ad\ufeff\u2060\u200e"
WORDS = {Qualifier.EXACT: "{}", Qualifier.CIRCA: "circa {}", Qualifier.MINIMUM: "ten minste {}"}


def some(files: int) -> settings:
    return settings(max_examples=files, deadline=None, suppress_health_check=list(HealthCheck))


def dutch(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


@dataclass(frozen=True)
class Seen:
    """A figure as one sees it, and how the file holds it. `is_unclear`: nobody can say what is meant."""

    figure: Figure
    cell: object
    is_unclear: bool = False


# What the indicator counts is whole.
values = st.integers(0, 999_999).map(Decimal)


@st.composite
def pieces(draw: st.DrawFn, text: str) -> list[str]:
    """A text cut up, as a program keeps a text that somebody typed in turns."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=3)))
    bounds = [0, *cuts, len(text)]
    return [text[start:end] for start, end in pairwise(bounds)]


@st.composite
def hidden(draw: st.DrawFn, text: str) -> str:
    """The same to see: with characters that nobody sees, and composed or not."""
    parts = draw(pieces(text))
    between = [draw(st.sampled_from(["", *INVISIBLE])) for _ in parts]
    whole = "".join(part + mark for part, mark in zip(parts, between, strict=True))
    return unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), whole)


@st.composite
def words(draw: st.DrawFn) -> tuple[Figure, str]:
    value, qualifier = draw(values), draw(st.sampled_from(list(WORDS)))
    return Figure(value, qualifier), WORDS[qualifier].format(dutch(value))


@st.composite
def in_xlsx(draw: st.DrawFn) -> Seen:
    figure, text = draw(words())
    looks = st.sampled_from(["", "<b/>", '<color rgb="FFFF0000"/>', '<strike val="0"/>', "<i/>"])
    mark = raised(text, draw(st.sampled_from(["1", "2", "*", "a", "1)"])), draw(st.sampled_from(RAISED)))
    return draw(
        st.sampled_from(
            [
                draw(numbers()),
                Seen(figure, draw(hidden(text))),
                Seen(figure, runs(*((piece, draw(looks)) for piece in draw(pieces(text))))),
                Seen(figure, formula(f'"{text}"', text, "str")),
                Seen(figure, mark, is_unclear=True),
                Seen(figure, runs(("12", "<strike/>"), (text, "")), is_unclear=True),
                Seen(figure, runs((f"{text} ", ""), ("7", '<strike val="true"/>')), is_unclear=True),
                Seen(figure, Formatted(draw(st.sampled_from([text, 12])), is_struck=True), is_unclear=True),
            ]
        )
    )


@st.composite
def numbers(draw: st.DrawFn) -> Seen:
    """A number under a format that shows it whole, or that shows something else of it."""
    value = draw(values)
    code = draw(
        st.sampled_from(
            ["General", "#,##0.00", "0.0#", "% of", "% said", '0.00" zaken"', "circa", "[Red]0.00;-0.00", "0,"]
        )
    )
    if code == "% of":
        return Seen(
            Figure(value), Formatted(value / 100, draw(st.sampled_from(["0.00%", '0.00%" ja"', "[>=0]0.00%;0"])))
        )
    if code == "% said":
        return Seen(Figure(value), Formatted(value, draw(st.sampled_from(['0.00"%"', r"0.00\%", r'0.00\ "%"']))))
    if code == "circa":
        return Seen(Figure(value, Qualifier.CIRCA), Formatted(value, '"circa "0.00'))
    if code == "0,":
        return Seen(Figure(value), Formatted((value + 1) * 1000, "0,"), is_unclear=True)
    return Seen(Figure(value), Formatted(value, code))


def _string(inner: str, note: str = "") -> Raw:
    return Raw(' office:value-type="string"', f"{note}<text:p>{inner}</text:p>")


def _span(style: str, text: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


@st.composite
def in_ods(draw: st.DrawFn) -> Seen:
    figure, text = draw(words())
    value = figure.value
    number = f' office:value-type="float" office:value="{value}"'
    share = f' office:value-type="percentage" office:value="{value / 100}"'
    note = "<office:annotation><text:p>13 en 14</text:p></office:annotation>"
    return draw(
        st.sampled_from(
            [
                Seen(Figure(value), Raw(number, f"<text:p>{dutch(value)}</text:p>")),
                Seen(Figure(value), Raw(share, f"<text:p>{dutch(value)}%</text:p>")),
                Seen(figure, draw(hidden(text))),
                Seen(figure, _string("".join(_span("B", piece) for piece in draw(pieces(text))))),
                Seen(figure, _string(text, note)),
                Seen(figure, _string(text + _span(draw(st.sampled_from(["UP", "DOWN"])), "1")), is_unclear=True),
                Seen(figure, _string(_span("GONE", "12") + text), is_unclear=True),
            ]
        )
    )


ODS_STYLES = "".join(
    ods_style(name, f"<style:text-properties {properties}/>")
    for name, properties in {
        "B": 'style:text-line-through-style="none"',
        "UP": 'style:text-position="super 58%"',
        "DOWN": 'style:text-position="-33% 58%"',
        "GONE": 'style:text-line-through-style="solid"',
    }.items()
) + ods_style("HIDDEN", '<style:table-properties table:display="false"/>', "table")


def line(value: object, unit: str) -> tuple[object, ...]:
    return ("veiligheidsagenda-2019-2022", "2b", "om-verdachten", unit, 2020, "jaar", value, "voorlopig", "proef")


def lines(seen: list[Seen]) -> list[tuple[object, ...]]:
    return [line(one.cell, f"RE{number:02d}") for number, one in enumerate(seen, 1)]


def is_read_as_shown(data: bytes, name: str, seen: list[Seen], first: int, told: set[int] = frozenset()) -> None:
    """`first` is the row of the first figure, `told` are hidden rows that must be named."""
    plan = previewed("realisatie", data, None, name)
    unclear = {first + place for place, one in enumerate(seen) if one.is_unclear}
    assert {problem.row for problem in plan.problems} == unclear, [str(problem) for problem in plan.problems]
    assert {problem.column for problem in plan.problems} <= {"realisatie"}
    if not unclear:
        shown = {first + place: one.figure.text() for place, one in enumerate(seen)}
        assert {change.row: change.new for change in plan.changes} == shown
    notes = " ".join(plan.notes)
    assert all(str(row) in notes for row in told)


@pytest.fixture
def nothing_known(demo):
    Measurement.objects.all().delete()


@FILES
def test_xlsx_is_read_as_shown(nothing_known, files):
    @some(files)
    @given(st.lists(in_xlsx(), min_size=1, max_size=5), st.data())
    def as_shown(seen, data):
        titles = data.draw(st.integers(0, 3))
        rows = [*[("Realisatie, per eenheid; 2020",)] * titles, HEAD, *lines(seen)]
        rows += [(formula("A1", "", "str"),) * 9] * data.draw(st.integers(0, 2))
        hides = set(data.draw(st.lists(st.integers(titles + 2, titles + 1 + len(seen)), max_size=2)))
        far = data.draw(st.sampled_from([{}, {1048576: '<c r="XFD1048576" s="0"/>'}, {70_000: '<c r="B70000"/>'}]))
        sheet = Sheet(rows, hidden_rows=hides, far=far, merges=["A1:I1"] if titles else [])
        others = [
            Sheet([HEAD, line(99, "RE09")], title="Oud", state=data.draw(st.sampled_from(["hidden", "veryHidden"])))
        ]
        before = data.draw(st.booleans())
        features = {
            "prefix": data.draw(st.sampled_from(["", "x", "s"])),
            "strict": data.draw(st.booleans()),
            "separator": data.draw(st.sampled_from(["/", "\\"])),
        }
        book = [*others, sheet] if before else [sheet, *others]
        is_read_as_shown(xlsx(*book, **features), "x.xlsx", seen, titles + 2, hides)

    as_shown()


@FILES
def test_ods_is_read_as_shown(nothing_known, files):
    @some(files)
    @given(st.lists(in_ods(), min_size=1, max_size=5), st.data())
    def as_shown(seen, data):
        titles = data.draw(st.integers(0, 3))
        hides = set(data.draw(st.lists(st.integers(titles + 2, titles + 1 + len(seen)), max_size=2)))
        rows = [ods_row("Realisatie, per eenheid")] * titles + [ods_row(*HEAD)]
        for number, row in enumerate(lines(seen), titles + 2):
            how = data.draw(st.sampled_from(["collapse", "filter"]))
            rows.append(ods_row(*row, attributes=f' table:visibility="{how}"' if number in hides else ""))
        rows.append('<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>')
        old = ods_table(
            ods_row(*HEAD), ods_row(*line(99, "RE09")), title="Oud", attributes=' table:style-name="HIDDEN"'
        )
        is_read_as_shown(ods(ods_table(*rows), old, styles=ODS_STYLES), "x.ods", seen, titles + 2, hides)

    as_shown()


@FILES
def test_csv_is_read_as_shown(nothing_known, files):
    @some(files)
    @given(st.lists(words(), min_size=1, max_size=5), st.data())
    def as_shown(chosen, data):
        mark = data.draw(st.sampled_from(";\t|,"))
        encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]))
        title = data.draw(st.sampled_from([[], ["Realisatie 2020"], ["Tabel 3, per eenheid, voorlopig, één blad"]]))
        seen = [Seen(figure, data.draw(hidden(text))) for figure, text in chosen]
        quoted = [";".join(title)] if title else []
        quoted += [mark.join(f'"{cell}"' for cell in row) for row in [HEAD, *lines(seen)]]
        text = data.draw(st.sampled_from(["\r\n", "\n"])).join([*quoted, ""])
        is_read_as_shown(text.encode(encoding), "x.csv", seen, len(title) + 2)

    as_shown()


CATEGORIES = ("wijkagent", "overig", "aspirant")
DAYS = (date(2031, 1, 1), date(2032, 7, 1))


@st.composite
def heads(draw: st.DrawFn, categories: list[str], days: list[date]) -> tuple[list[tuple], list[str]]:
    """Rows of a head over the columns, dates first, with the ranges that are merged in it."""
    shown = {day: draw(st.sampled_from([_as_date(day), f"{day.day}-{day.month}-{day.year}"])) for day in days}
    across = [(day, category) for day in days for category in categories]
    if draw(st.booleans()):
        return [("onderdeel", *(f"{day.day}-{day.month}-{day.year}: {category}" for day, category in across))], []
    width = len(categories)
    above = [shown[day] if place % width == 0 else None for place, (day, _) in enumerate(across)]
    below = [category for _, category in across]
    merges = [f"{'ABCDEFGHI'[1 + n * width]}1:{'ABCDEFGHI'[(n + 1) * width]}1" for n in range(len(days)) if width > 1]
    merges = merges if draw(st.booleans()) else []
    how = draw(st.sampled_from(["above", "merged", "twice", "open"]))
    first, second = {"above": (None, "onderdeel"), "twice": ("onderdeel",) * 2}.get(how, ("onderdeel", None))
    if how == "merged":
        merges = [*merges, "A1:A2"]
    return [(first, *above), (second, *below)], merges


def _as_date(day: date) -> Formatted:
    return Formatted((day - EXCEL_DAY_ZERO).days, "d-m-yyyy")


@FILES
def test_a_printed_table_is_read_as_shown(demo, files):
    unit = PoliceUnit.objects.get(code="RE04")
    StrengthTable.objects.filter(reference_date__in=DAYS).delete()
    names = list(OrganisationUnit.objects.filter(police_unit=unit, kind="basisteam").values_list("name", flat=True))[:4]

    @some(files)
    @given(
        st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=3, unique=True),
        st.lists(st.sampled_from(DAYS), min_size=1, max_size=2, unique=True),
        st.integers(1, len(names)),
        st.data(),
    )
    def as_shown(categories, days, height, data):
        head, merges = data.draw(heads(categories, days))
        across = [(day, category) for day in days for category in categories]
        chosen = [[data.draw(st.integers(0, 9_999)) / Decimal(10) for _ in across] for _ in range(height)]
        rows = [*head, *((name, *row) for name, row in zip(names, chosen, strict=False))]
        if data.draw(st.booleans()):
            total = [sum(column) for column in zip(*chosen, strict=True)]
            rows.insert(data.draw(st.sampled_from([len(head), len(rows)])), ("Totaal", *total))
        plan = previewed("formatie", xlsx(Sheet(rows, merges=merges)), unit, "x.xlsx", source="proef")
        assert not plan.problems, [str(problem) for problem in plan.problems]
        # Whole numbers have no decimals, and parts of one give them to their whole column.
        whole = [all(value % 1 == 0 for value in column) for column in zip(*chosen, strict=True)]
        steps = [Decimal(1) if is_whole else Decimal("0.1") for is_whole in whole]
        expected = {
            f"{name}, {category}, {day.day}-{day.month}-{day.year}": dutch(value.quantize(step))
            for name, row in zip(names, chosen, strict=False)
            for (day, category), value, step in zip(across, row, steps, strict=True)
        }
        assert {change.what: change.new for change in plan.changes} == expected

    as_shown()
