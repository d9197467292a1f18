"""The norm of article 38a Politiewet 2012: at least one wijkagent for every 5.000 inhabitants of an eenheid.

The law asks it of the eenheid as a whole. For a district or basisteam the same number is only a comparison, and
nothing in the portal depends on it: it is a signal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db.models import Prefetch

from formation.models import StaffCategory, StrengthRow, StrengthTable
from formation.validators import Figures, figures_by_category
from nhveilig.figures.formats import listed, number
from nhveilig.figures.measures import Measure
from nhveilig.figures.values import Figure, Qualifier, Total, combined_qualifier, total
from nhveilig.prefetching import prefetch_at_once
from nhveilig.regions.models import Inhabitants, Municipality, OrganisationUnit, PoliceUnit

BLANK = Figure.blank()
INHABITANTS_PER_OFFICER = Decimal(5000)
FIGURES = {
    "officers": "Wijkagenten (fte)",
    "inhabitants": "Inwoners",
    "per_officer": "Inwoners per wijkagent",
    "needed": "Nodig volgens 1 op 5.000 (fte)",
}
PER_THOUSAND = "Fte per 1.000 inwoners"
KINDS = (OrganisationUnit.Kind.UNIT, OrganisationUnit.Kind.DISTRICT, OrganisationUnit.Kind.BASE_TEAM)


@dataclass(frozen=True)
class Population:
    """`figure` is unknown when `reason` says why; otherwise `source` and `reference_date` belong to it."""

    figure: Figure
    municipalities: tuple[Municipality, ...] = ()
    source: str = ""
    # Of the oldest and the newest count in it.
    reference_date: date | None = None
    until: date | None = None
    reason: str = ""

    @property
    def days(self) -> list[date]:
        return [day for day in (self.reference_date, self.until) if day]


class Populations:
    """The inhabitants of every part of one eenheid."""

    def __init__(self, police_unit: PoliceUnit) -> None:
        counts = Prefetch("inhabitants", queryset=Inhabitants.objects.order_by("-reference_date"))
        present = Municipality.objects.filter(valid_until__isnull=True).prefetch_related(counts).order_by("name")
        units = OrganisationUnit.objects.filter(police_unit=police_unit).order_by("order")
        self.units = list(units.prefetch_related(Prefetch("municipalities", queryset=present), counts))
        self.whole = list(present.filter(safety_region__police_unit=police_unit))
        self._by_id = {unit.pk: unit for unit in self.units}

    def of(self, unit_id: int) -> Population:
        unit = self._by_id[unit_id]
        own = unit.inhabitants.all()
        if own:
            return Population(own[0].figure, tuple(unit.municipalities.all()), own[0].source, own[0].reference_date)
        if unit.kind == OrganisationUnit.Kind.UNIT:
            return _counted(self.whole)
        municipalities = list(unit.municipalities.all())
        shared = self._shared(unit, municipalities)
        if shared:
            return _unknown(municipalities, f"De gemeente {listed(shared)} wordt gedeeld met andere basisteams.")
        if not municipalities:
            return _unknown([], "Welke gemeenten bij dit onderdeel horen, is niet bekend.")
        return _counted(municipalities)

    def _shared(self, unit: OrganisationUnit, municipalities: Sequence[Municipality]) -> list[str]:
        same = (other for other in self.units if other.kind == unit.kind and other.pk != unit.pk)
        # Who took the work over of one that ended shares nothing with it.
        others = [other for other in same if other.overlaps(unit)]
        taken = {municipality.pk for other in others for municipality in other.municipalities.all()}
        return [municipality.name for municipality in municipalities if municipality.pk in taken]


def _counted(municipalities: Sequence[Municipality]) -> Population:
    newest = [next(iter(municipality.inhabitants.all()), None) for municipality in municipalities]
    missing = [place.name for place, count in zip(municipalities, newest, strict=True) if count is None]
    if missing or not newest:
        where = f" van {listed(missing)}" if missing else ""
        return _unknown(municipalities, f"Het aantal inwoners{where} is niet bekend.")
    figures = [count.figure for count in newest]
    added = total(figures)
    if not added.is_complete or added.value is None:
        return _unknown(municipalities, "Het aantal inwoners is niet van elke gemeente bekend.")
    return Population(
        figure=Figure(added.value, Qualifier.EXACT if added.exact else Qualifier.CIRCA),
        municipalities=tuple(municipalities),
        source="; ".join(dict.fromkeys(count.source for count in newest)),
        reference_date=min(count.reference_date for count in newest),
        until=max(count.reference_date for count in newest),
    )


def _unknown(municipalities: Sequence[Municipality], reason: str) -> Population:
    return Population(Figure.unknown(), tuple(municipalities), reason=reason)


class NormOutcome(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class NormLine:
    """One part of an eenheid: its wijkagenten in fte on `day` beside its inhabitants.

    `fte` is all it has in the same table; blank where that was not read.
    """

    unit: OrganisationUnit
    officers: Total
    population: Population
    day: date
    decimals: int = 0
    fte: Figure = BLANK

    @property
    def is_whole(self) -> bool:
        return self.unit.kind == OrganisationUnit.Kind.UNIT

    @property
    def needed(self) -> Decimal | None:
        """The wijkagenten the norm asks for, in fte."""
        inhabitants = self.population.figure.value
        return None if inhabitants is None else inhabitants / INHABITANTS_PER_OFFICER

    @property
    def per_officer(self) -> Decimal | None:
        inhabitants, officers = self.population.figure.value, self.officers.value
        return inhabitants / officers if inhabitants is not None and officers and self.officers.is_complete else None

    @property
    def per_thousand(self) -> str:
        """The fte for every 1.000 inhabitants, as a table shows them; empty when one of both is not known."""
        both = self.fte, self.population.figure
        if not all(one.value for one in both):
            return ""
        return Figure(both[0].value * 1000 / both[1].value, combined_qualifier(both)).text(2)

    @property
    def outcome(self) -> NormOutcome:
        if self.is_apart or self.needed is None or self.officers.value is None or not self.officers.is_complete:
            return NormOutcome.UNKNOWN
        return NormOutcome.MET if self.officers.value >= self.needed else NormOutcome.NOT_MET

    @property
    def words(self) -> str:
        """The outcome; with inhabitants that are circa it is an estimate, and says so."""
        if self.outcome == NormOutcome.UNKNOWN:
            return "Geen oordeel" if self.is_apart else "Onbekend"
        estimated = self.population.figure.qualifier != Qualifier.EXACT or not self.officers.exact
        return f"{self._outcome_words()}{', naar schatting' if estimated else ''}"

    def _outcome_words(self) -> str:
        is_met = self.outcome == NormOutcome.MET
        if self.is_whole:
            return "Norm gehaald" if is_met else "Norm niet gehaald"
        return "1 of meer per 5.000" if is_met else "Minder dan 1 per 5.000"

    @property
    def is_apart(self) -> bool:
        """Whether strength and inhabitants are of dates more than two years from each other."""
        return any(_two_years_after(min(self.day, day)) < max(self.day, day) for day in self.population.days)

    @property
    def years(self) -> str:
        """Of when the two figures are: who reads the outcome must see that they may differ."""
        counted = " en ".join(dict.fromkeys(str(day.year) for day in self.population.days))
        return f"De wijkagenten zijn van {self.day.year}, de inwoners van {counted}." if counted else ""

    @property
    def shape(self) -> str:
        """The icon beside the words, see components/stage.html."""
        return {NormOutcome.MET: "done", NormOutcome.NOT_MET: "failed", NormOutcome.UNKNOWN: "queued"}[self.outcome]

    @property
    def why(self) -> str:
        """Why the outcome is unknown; empty when it is not."""
        if self.population.reason:
            return self.population.reason
        if self.is_apart:
            return f"{self.years} Dat ligt te ver uit elkaar voor een oordeel: meer dan twee jaar."
        return "Het aantal wijkagenten is niet bekend." if self.outcome == NormOutcome.UNKNOWN else ""

    @property
    def texts(self) -> dict[str, str]:
        """The figures as a table shows them; what cannot be computed is “onbekend”."""
        return {
            "officers": self.officers.text(self.decimals) or "onbekend",
            "inhabitants": self.population.figure.text(0),
            "per_officer": _whole(self.per_officer),
            "needed": "onbekend" if self.needed is None else number(self.needed, 1),
        }

    def stats(self) -> list[dict[str, str]]:
        """For components/stats.html; the same figures as `texts`."""
        return [{"label": label, "value": text} for label, text in self.facts()]

    def facts(self) -> list[tuple[str, str]]:
        """For components/data_list.html."""
        known = [(PER_THOUSAND, self.per_thousand)] if self.per_thousand else []
        return [*((FIGURES[name], text) for name, text in self.texts.items()), *known]


def has_officers(table: StrengthTable) -> bool:
    return any(category.is_community_officer for category in table.categories.all())


def newest_with_officers(tables: Sequence[StrengthTable]) -> StrengthTable | None:
    """The newest table that counts wijkagenten; of one date the one with the most categories."""
    found = [table for table in tables if has_officers(table)]
    return max(found, key=lambda table: (table.reference_date, len(table.categories.all())), default=None)


def read_rows(table: StrengthTable) -> None:
    """What `with_figures()` reads besides categories. Expects those to be read."""
    rows = StrengthRow.objects.select_related("unit__parent").prefetch_related("cells")
    prefetch_at_once([table], Prefetch("rows", rows), "explanations")


def norm_lines(table: StrengthTable, populations: Populations) -> list[NormLine]:
    """The eenheid, then each district with its basisteams. Expects a table read with `with_figures()`."""
    lines = [_line(table, row, populations) for row in table.rows.all() if row.unit.kind in KINDS]
    by_parent: dict[int | None, list[NormLine]] = {}
    for line in lines:
        by_parent.setdefault(line.unit.parent_id, []).append(line)
    return [found for whole in by_parent.get(None, []) for found in _with_parts(whole, by_parent)]


def norm_line(table: StrengthTable, unit: OrganisationUnit, populations: Populations) -> NormLine | None:
    """The line of one part; None when `table` has no row for it."""
    return next((_line(table, row, populations) for row in table.rows.all() if row.unit_id == unit.pk), None)


def _line(table: StrengthTable, row: StrengthRow, populations: Populations) -> NormLine:
    counted = {category.code: category for category in table.categories.all() if category.is_community_officer}
    figures = figures_by_category(row)
    officers = total(figure for code, figure in figures.items() if code in counted)
    decimals = max((category.decimals for category in counted.values()), default=0)
    fte = _fte_of(table, figures)
    return NormLine(row.unit, officers, populations.of(row.unit_id), table.reference_date, decimals, fte)


def _fte_of(table: StrengthTable, figures: Figures) -> Figure:
    """What is published in fte for all categories together."""
    categories = table.categories.all()
    wholes = (one.code for one in categories if one.role == StaffCategory.Role.TOTAL and one.measure == Measure.FTE)
    return next((figures[code] for code in wholes if code in figures), BLANK)


def _with_parts(line: NormLine, by_parent: dict[int | None, list[NormLine]]) -> list[NormLine]:
    parts = by_parent.get(line.unit.pk, [])
    return [line, *(found for part in parts for found in _with_parts(part, by_parent))]


def _two_years_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 2)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 2, month=3, day=1)


def _whole(value: Decimal | None) -> str:
    return "onbekend" if value is None else number(value, 0)
