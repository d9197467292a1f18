"""The agenda's figures as readers see them, on a page and in a document alike."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from django.utils.text import capfirst

from agenda.apportionment import Proposal
from agenda.models import (
    Distribution,
    DistributionTotal,
    Explanation,
    Indicator,
    NationalObjective,
    RegionalTarget,
    SafetyAgenda,
    Target,
)
from agenda.validators import AgendaTotal, distribution_totals
from nhveilig.figures import findings
from nhveilig.figures.charts import chart, chart_series
from nhveilig.figures.formats import date_short, number
from nhveilig.figures.tables import Cell, Column, Row, Table
from nhveilig.figures.units import unit_of
from nhveilig.figures.values import Figure, Qualifier
from nhveilig.regions.models import PoliceUnit
from nhveilig.texts.cleaning import inside_sentence

# How the id of every distribution table begins, and of no other.
DISTRIBUTION = "verdeling-"
ROW_ROLES = {
    Indicator.Relation.NONE: "detail",
    Indicator.Relation.PART: "detail",
    Indicator.Relation.OF_WHICH: "of_which",
    Indicator.Relation.SHARE: "of_which",
}


MARKS_EXPLAINED = {
    Qualifier.BLANK: "Leeg: het cijfer van het hele jaar is nog niet ingevuld.",
    Qualifier.UNDECIDED: "N.t.b.: nog te bepalen.",
    Qualifier.DASH: "Een streepje: geen streefcijfer.",
}
UNIT = Column("unit", "Uitgedrukt in", kind="text")


def _years(years: Iterable[int]) -> list[Column]:
    return [Column(str(year), str(year)) for year in years]


# Codes of indicators, each with a year.
Cells = Collection[tuple[str, int]]


def target_tables(agenda: SafetyAgenda, not_printed: Cells = ()) -> list[Table]:
    """The tables of every objective, in the order of the agenda. Expects `with_targets()`.

    `not_printed` is what a publication leaves out: it is left blank, and a note says so.
    """
    found = (objective_tables(agenda, objective, not_printed) for objective in agenda.objectives.all())
    return [table for tables in found for table in tables]


def objective_tables(agenda: SafetyAgenda, objective: NationalObjective, not_printed: Cells = ()) -> list[Table]:
    """The targets by year, then those for another period. An objective without targets has no table."""
    yearly = [i for i in objective.indicators.all() if any(target.year for target in i.targets.all())]
    other = [t for i in objective.indicators.all() for t in i.targets.all() if not t.year]
    tables = []
    if yearly:
        tables.append(_yearly_table(agenda, objective, yearly, not_printed))
    if other:
        tables.append(_other_table(agenda, objective, other))
    return tables


def _yearly_table(
    agenda: SafetyAgenda, objective: NationalObjective, indicators: list[Indicator], not_printed: Cells
) -> Table:
    totals = {indicator.parent_id for indicator in indicators if indicator.relation == Indicator.Relation.PART}
    return Table(
        id=targets_id(objective.code),
        caption=f"Streefcijfers {inside_sentence(objective.title)} per jaar",
        unit="aantal, tenzij anders vermeld",
        row_header="Indicator",
        columns=[*_years(agenda.years), UNIT],
        rows=[_yearly_row(one, agenda, not_printed, is_total=one.pk in totals) for one in indicators],
        notes=[
            *_share_notes(indicators, not_printed),
            *_definitions(indicators),
            *_not_printed(indicators, not_printed),
        ],
        source=agenda.source,
    )


def targets_id(objective: str) -> str:
    """Of the table with the targets by year."""
    return f"streefcijfers-{anchor(objective)}"


def _yearly_row(indicator: Indicator, agenda: SafetyAgenda, not_printed: Cells, *, is_total: bool) -> Row:
    printed = [one for one in indicator.targets.all() if (indicator.code, one.year) not in not_printed]
    targets = {target.year: target for target in printed}
    cells = [_target_cell(targets.get(year)) for year in agenda.years]
    role = "total" if is_total else ROW_ROLES[indicator.relation]
    level = 2 if role == "of_which" else 1
    return Row(indicator.name, [*cells, Cell.words(indicator.unit)], level=level, role=role)


def _unit_cell(target: Target) -> Cell:
    return Cell.words(unit_of(target.figure, target.indicator.unit))


def _target_cell(target: Target | None) -> Cell:
    if target is None:
        return Cell.of(Figure.blank(), 0)
    if target.indicator.measure == Indicator.Measure.DIRECTION and target.note:
        return Cell.words(target.note)
    return Cell.of(target.figure, 0)


def _not_printed(indicators: list[Indicator], not_printed: Cells) -> list[str]:
    return [
        f"{capfirst(indicator.name)}, {year}: de uitgave van dit plan noemt dit cijfer niet. "
        "De Veiligheidsagenda zelf heeft er wel een."
        for indicator in indicators
        for code, year in sorted(not_printed)
        if code == indicator.code
    ]


def _share_notes(indicators: list[Indicator], not_printed: Cells) -> list[str]:
    return [
        f"{capfirst(number_.name)}, {e.year}: {e.text}"
        for number_ in indicators
        for e in number_.explanations.all()
        if e.about != Explanation.About.DISTRIBUTION and (number_.code, e.year) not in not_printed
    ]


def _definitions(indicators: list[Indicator]) -> list[str]:
    return [f"{indicator.name}: {indicator.definition}" for indicator in indicators if indicator.definition]


def _other_table(agenda: SafetyAgenda, objective: NationalObjective, targets: list[Target]) -> Table:
    return Table(
        id=f"afgesproken-waarden-{anchor(objective.code)}",
        caption=f"Overige afgesproken waarden {inside_sentence(objective.title)}",
        row_header="Indicator",
        columns=[
            Column("value", "Waarde"),
            UNIT,
            Column("period", "Periode", kind="text"),
        ],
        rows=[Row(t.indicator.name, [_target_cell(t), _unit_cell(t), Cell.words(t.period)]) for t in targets],
        notes=_definitions([target.indicator for target in targets]),
        source=agenda.source,
    )


def unit_targets_table(agenda: SafetyAgenda, police_unit: PoliceUnit) -> Table | None:
    """What one eenheid is held to, in one table; None when nothing is. Expects `with_targets_of(police_unit)`."""
    rows = [row for objective in agenda.objectives.all() for row in _objective_rows(agenda, objective)]
    if not rows:
        return None
    targets = [target for indicator in agenda.indicators for target in indicator.regional_targets.all()]
    return Table(
        id=f"streefcijfers-{police_unit.slug}",
        caption=f"Streefcijfers van {police_unit}",
        unit="aantal, tenzij anders vermeld",
        row_header="Indicator",
        columns=[*_years(agenda.years), UNIT],
        rows=rows,
        notes=list(dict.fromkeys(_target_note(target) for target in targets if target.note)),
        source="; ".join(dict.fromkeys(target.source or distribution_source(agenda) for target in targets)),
    )


def _objective_rows(agenda: SafetyAgenda, objective: NationalObjective) -> list[Row]:
    """A heading and a row for each indicator the eenheid has a part in; nothing when it has none."""
    rows = []
    for indicator in objective.indicators.all():
        if targets := {target.year: target for target in indicator.regional_targets.all()}:
            cells = [regional_cell(targets.get(year)) for year in agenda.years]
            level = 2 if ROW_ROLES[indicator.relation] == "of_which" else 1
            rows.append(Row(capfirst(indicator.name), [*cells, Cell.words(indicator.unit)], level=level))
    return [Row(str(objective), role="heading"), *rows] if rows else []


def regional_cell(target: RegionalTarget | None) -> Cell:
    """A range has no single value for a data file, so there it is words."""
    if target is None:
        return Cell.of(Figure.blank(), 0)
    return Cell.of(target.figure, 0) if target.upper is None else Cell.words(target.text)


def _target_note(target: RegionalTarget) -> str:
    """Says once what holds for every year with the same remark."""
    same = [t.year for t in target.indicator.regional_targets.all() if t.note == target.note]
    years = str(same[0]) if len(same) == 1 else f"{same[0]}-{same[-1]}"
    return f"{capfirst(target.indicator.name)}, {years}: {target.note}."


def distribution_tables(agenda: SafetyAgenda) -> list[Table]:
    """Per distributed indicator one matrix: units by years, with published and computed totals.

    Expects `SafetyAgenda.objects.with_distribution()`.
    """
    return [_distribution_table(agenda, indicator) for indicator in agenda.indicators]


def _distribution_table(agenda: SafetyAgenda, indicator: Indicator) -> Table:
    years = sorted({share.year for share in indicator.regional_targets.all()})
    totals = list(distribution_totals(agenda, indicator))
    overtaken = [one for one in indicator.distribution_totals.all() if one.overtaken_by]
    return Table(
        id=f"{DISTRIBUTION}{indicator.code}",
        caption=distribution_title(indicator),
        unit=indicator.unit,
        row_header="Eenheid",
        columns=_years(years),
        rows=[*_unit_rows(indicator, years), *_total_rows(indicator, years, totals, overtaken)],
        notes=[*(_difference_note(found) for found in totals if not found.agrees), *_changed_notes(overtaken)],
        source=distribution_source(agenda),
    )


def distribution_title(indicator: Indicator) -> str:
    """The name of the indicator without the unit that some end in: whoever shows the title adds the unit."""
    name = indicator.name.removesuffix(f" ({indicator.unit})")
    return f"Regionale verdeling: {inside_sentence(name)}"


def distribution_source(agenda: SafetyAgenda) -> str:
    day = agenda.distribution_adopted_on
    return f"Brief van de minister van Justitie en Veiligheid, {date_short(day)}" if day else agenda.source


def _unit_rows(indicator: Indicator, years: list[int]) -> list[Row]:
    """One row a unit; a printed subtotal stands directly below the regional units it adds up."""
    by_unit: dict[int, dict[int, Figure]] = {}
    units = {}
    for share in indicator.regional_targets.all():
        units[share.police_unit_id] = share.police_unit
        by_unit.setdefault(share.police_unit_id, {})[share.year] = share.figure
    rows = []
    subtotal = _published(indicator, DistributionTotal.Level.REGIONAL)
    for unit in sorted(units.values(), key=lambda unit: unit.order):
        if subtotal and unit.kind != unit.Kind.REGIONAL:
            rows.append(_figures_row("Subtotaal regionale eenheden", subtotal, years, role="subtotal"))
            subtotal = {}
        rows.append(_figures_row(unit.name, by_unit[unit.pk], years))
    return rows


def _total_rows(
    indicator: Indicator, years: list[int], totals: list[AgendaTotal], overtaken: list[DistributionTotal]
) -> list[Row]:
    """The adopted national total, and below it what it became since, and the sum of the units wherever that differs."""
    published = _published(indicator, DistributionTotal.Level.NATIONAL)
    national = {t.year: t for t in totals if t.level == DistributionTotal.Level.NATIONAL}
    label = "Landelijk streefcijfer waarop is verdeeld" if overtaken else "Landelijk streefcijfer (vastgesteld)"
    rows = [_figures_row(label, published, years, role="total")]
    if overtaken:
        now = {one.year: one.overtaken_by for one in overtaken}
        rows.append(_figures_row("Landelijk streefcijfer nu", now, years, role="of_which"))
    if any(not found.agrees for found in national.values()):
        computed = {year: Figure(found.computed) for year, found in national.items()}
        rows.append(_figures_row("Som van de eenheden (berekend)", computed, years, role="of_which"))
    return rows


def _published(indicator: Indicator, level: DistributionTotal.Level) -> dict[int, Figure]:
    return {t.year: t.figure for t in indicator.distribution_totals.all() if t.level == level}


def _figures_row(label: str, figures: dict[int, Figure], years: list[int], role: str = "detail") -> Row:
    return Row(label, [Cell.of(figures.get(year, Figure.blank()), 0) for year in years], role=role)


def _changed_notes(overtaken: list[DistributionTotal]) -> Iterator[str]:
    """Which of the two is from when; of a change nobody recorded there is nothing to say."""
    for divided in overtaken:
        if because := divided.overtaken_because:
            made_on = f"{divided.year}: deze verdeling is gemaakt op {divided.figure.text()}."
            yield f"{made_on} Het landelijke streefcijfer is {because}"


def _difference_note(found: AgendaTotal) -> str:
    difference = f"{found.year}: vastgesteld {number(found.published)}, som van de eenheden {number(found.computed)}."
    return f"{difference} {found.explanation}".strip()


def anchor(code: str) -> str:
    """An objective's code as part of an HTML id: 2c.1 becomes 2c-1."""
    return code.replace(".", "-")


def proposal_table(proposal: Proposal) -> Table:
    """Each share beside its exact value, so that everybody can follow the rounding."""
    rows = [
        Row(
            share.police_unit.name,
            [
                Cell.of(Figure(share.value), proposal.indicator.decimals),
                Cell.of(Figure(share.exact) if share.exact is not None else Figure.blank(), 2),
                Cell.of(Figure(share.weight) if share.weight is not None else Figure.blank(), 0),
                Cell.words(share.before),
            ],
        )
        for share in proposal.shares
    ]
    total = [Cell.of(Figure(proposal.total), proposal.indicator.decimals), Cell.of(Figure(proposal.target), 2)]
    rows.append(Row("Som van de delen", [*total, Cell.of(Figure.blank(), 0), Cell.words("")], role="total"))
    return Table(
        id="voorstel",
        caption=f"Voorstel voor {proposal.year}",
        unit=proposal.indicator.unit,
        row_header="Eenheid",
        columns=[
            Column("share", "Deel", decimals=proposal.indicator.decimals),
            Column("exact", "Precies", decimals=2),
            Column("weight", "Telt voor"),
            Column("before", "Tot nu toe", kind="text"),
        ],
        rows=rows,
        notes=[_remainder_note(proposal)],
    )


def _remainder_note(proposal: Proposal) -> str:
    if proposal.remainder:
        return (
            f"De delen geven samen {number(proposal.total)}; het landelijke streefcijfer is {number(proposal.target)}. "
            "Leg het verschil uit bij het vaststellen."
        )
    if proposal.key == Distribution.Key.MANUAL:
        return "De delen zijn samen precies het landelijke streefcijfer."
    return (
        "Elk deel is naar beneden afgerond; wat overbleef, ging naar de grootste resten. Samen is het het streefcijfer."
    )


def targets_chart(agenda: SafetyAgenda, codes: Sequence[str], title: str) -> dict:
    """National targets per year of the indicators with these codes. Expects `with_targets()`."""
    indicators = [indicator for indicator in agenda.indicators if indicator.code in codes]
    years = list(agenda.years)
    targets = [_by_year(indicator, years) for indicator in indicators]
    return chart(
        "-".join(codes),
        title,
        map(str, years),
        [chart_series(i.name, figures) for i, figures in zip(indicators, targets, strict=True)],
        description=f"Het landelijke streefcijfer per jaar, {years[0]} tot en met {years[-1]}."
        + marks_explained([figure for figures in targets for figure in figures]),
        finding=_moved(targets[0], years, indicators[0].unit) if len(targets) == 1 else "",
        unit=indicators[0].unit,
        source=agenda.source,
    )


def _moved(targets: Sequence[Figure], years: Sequence[int], unit: str) -> str:
    named = [(f"in {year}", figure) for year, figure in zip(years, targets, strict=True)]
    return findings.over_time("Het streefcijfer", named, unit)


def _by_year(indicator: Indicator, years: list[int]) -> list[Figure]:
    targets = {target.year: target.figure for target in indicator.targets.all()}
    return [targets.get(year, Figure.dash()) for year in years]


def distribution_chart(agenda: SafetyAgenda, code: str) -> dict:
    """The share of every unit in the first and the last distributed year. Expects `with_distribution()`."""
    indicator = next(found for found in agenda.indicators if found.code == code)
    shares = list(indicator.regional_targets.all())
    years = sorted({share.year for share in shares})
    shown = years if len(years) == 1 else [years[0], years[-1]]
    units = sorted({share.police_unit for share in shares}, key=lambda unit: unit.order)
    by_key = {(share.police_unit_id, share.year): share.figure for share in shares}
    return chart(
        f"aandelen-{code}",
        distribution_title(indicator),
        [unit.name for unit in units],
        [chart_series(str(year), [by_key.get((unit.pk, year), Figure.dash()) for unit in units]) for year in shown],
        description=f"Het aandeel van elke eenheid in {' en '.join(str(year) for year in shown)}.",
        finding=findings.largest(
            f"heeft in {shown[-1]} het grootste aandeel",
            [(unit.name, by_key.get((unit.pk, shown[-1]), Figure.dash())) for unit in units],
            indicator.unit,
        ),
        unit=indicator.unit,
        source=distribution_source(agenda),
    )


def marks_explained(figures: Iterable[Figure]) -> str:
    """A sentence for each mark in the drawing, each after a space; empty when every number is there."""
    found = {figure.qualifier for figure in figures if not figure.is_known}
    return "".join(f" {sentence}" for qualifier, sentence in MARKS_EXPLAINED.items() if qualifier in found)
