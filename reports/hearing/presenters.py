"""A round as a table: a line for each raad, a column for each chapter somebody can say something about."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.http import urlencode

from nhveilig.figures.formats import counted
from nhveilig.http.views import Above, tabs
from reports.documents.presenters import above
from reports.hearing.models import Hearing, Point, Round
from reports.hearing.places import Place, Places
from reports.hearing.queries import Said

WHOLE = "geheel"
HEARD = "Horen van de raden"
Stance = Point.Stance


@dataclass
class Cell:
    """What one raad said of one chapter."""

    url: str = ""
    remarks: int = 0
    objections: int = 0
    waits: bool = False

    def add(self, one: Said) -> None:
        self.waits = self.waits or one.waits
        if one.stance == Stance.OBJECTION:
            self.objections += 1
        else:
            self.remarks += 1

    @property
    def count(self) -> int:
        return self.remarks + self.objections

    @property
    def words(self) -> str:
        """`2 opmerkingen en 1 bezwaar, nog geen antwoord`"""
        told = [
            counted(self.objections, "bezwaar", "bezwaren") if self.objections else "",
            counted(self.remarks, "opmerking", "opmerkingen") if self.remarks else "",
        ]
        return f"{' en '.join(filter(None, told))}, {'nog geen antwoord' if self.waits else 'beantwoord'}"


@dataclass
class Line:
    hearing: Hearing
    cells: list[Cell]

    @property
    def waits(self) -> bool:
        return any(cell.waits for cell in self.cells)

    @property
    def objects(self) -> bool:
        return any(cell.objections for cell in self.cells)


@dataclass
class Matrix:
    """`groups` are pairs of the name of a region and its lines; `totals` the number of points below each column."""

    columns: list[Place]
    groups: list[tuple[str, list[Line]]] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        return [line for _, lines in self.groups for line in lines]

    @property
    def totals(self) -> list[int]:
        return [sum(line.cells[number].count for line in self.lines) for number in range(len(self.columns))]

    def only(self, wanted: str) -> "Matrix":
        """The lines a filter of the page asks for."""
        keep = FILTERS[wanted][1]
        groups = [(name, [line for line in lines if keep(line)]) for name, lines in self.groups]
        return Matrix(self.columns, [(name, lines) for name, lines in groups if lines])


FILTERS = {
    "": ("Alles", lambda line: True),
    "wacht": ("Wacht op antwoord", lambda line: line.waits),
    "bezwaar": ("Bezwaren", lambda line: line.objects),
    "stil": ("Nog niet gehoord", lambda line: not line.hearing.outcome),
}


def matrix_of(row: Round, hearings: Sequence[Hearing], said: Iterable[Said]) -> Matrix:
    places = Places(row.outline)
    by_hearing: dict[int, list[tuple[str, Said]]] = defaultdict(list)
    for one in said:
        by_hearing[one.hearing].append((places.chapter_of(one.place) or WHOLE, one))
    named = {chapter for found in by_hearing.values() for chapter, _ in found}
    columns = [one for one in places.chapters if one.label[:1].isdigit() or one.anchor in named]
    if WHOLE in named:
        columns.append(Place(WHOLE, "", "Het geheel", 1, WHOLE))
    groups: dict[str, list[Line]] = defaultdict(list)
    for hearing in hearings:
        region = hearing.municipality.safety_region.name if hearing.municipality else "Openbaar Ministerie"
        groups[region].append(_line(row, hearing, columns, by_hearing[hearing.pk]))
    return Matrix(columns, list(groups.items()))


def _line(row: Round, hearing: Hearing, columns: list[Place], said: list[tuple[str, Said]]) -> Line:
    points = reverse("hearing:points", args=[row.document.slug, row.pk])
    cells = {one.anchor: Cell(f"{points}?{urlencode({'raad': hearing.code, 'deel': one.anchor})}") for one in columns}
    for chapter, one in said:
        cells[chapter].add(one)
    return Line(hearing, list(cells.values()))


def sentence(hearings: Sequence[Hearing], said: Sequence[Said]) -> str:
    """`27 van de 32 raden zijn gehoord. Zij deden 44 opmerkingen en 6 bezwaren; 10 wachten op antwoord.`"""
    heard = sum(bool(one.outcome) for one in hearings)
    is_are = "is" if heard == 1 else "zijn"
    begin = f"{heard} van de {counted(len(hearings), 'raad', 'raden')} {is_are} gehoord."
    if not said:
        return begin
    objections = sum(one.stance == Stance.OBJECTION for one in said)
    remarks, waits = len(said) - objections, sum(one.waits for one in said)
    told = [
        counted(remarks, "opmerking", "opmerkingen") if remarks else "",
        counted(objections, "bezwaar", "bezwaren") if objections else "",
    ]
    left = f"{counted(waits, 'wacht', 'wachten')} op antwoord" if waits else "alle zijn beantwoord"
    return f"{begin} {'Die raad deed' if heard == 1 else 'Zij deden'} {' en '.join(filter(None, told))}; {left}."


def filter_tabs(matrix: Matrix, shown: str, here: str) -> list[dict[str, object]]:
    counts = {code: sum(keep(line) for line in matrix.lines) for code, (_, keep) in FILTERS.items()}
    return tabs(
        (f"{label} ({counts[code]})" if code else label, f"{here}?toon={code}" if code else here, code == shown)
        for code, (label, _) in FILTERS.items()
    )


def above_round(row: Round) -> Above:
    return [
        *above(row.document),
        (HEARD, reverse("hearing:rounds", args=[row.document.slug])),
        (_day(row), row.get_absolute_url()),
    ]


def _day(row: Round) -> str:
    return f"Ronde {row.opens_on.year}" if row.kind == Round.Kind.COUNCILS else f"Verdeling {row.opens_on.year}"
