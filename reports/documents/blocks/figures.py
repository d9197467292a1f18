"""What the portal keeps in figures: strength, money, registers, the map, and charts of them."""

from datetime import date

from agenda.models import SafetyAgenda
from agenda.presenters import distribution_chart, targets_chart
from formation.charts import change_by_part, strength_by_category
from formation.development import changes_table, development_chart, development_table
from formation.models import MAIN_SERIES, StrengthChangeSet, StrengthTable
from formation.presenters import strength_table
from nhveilig.figures.formats import counted
from nhveilig.maps.presenters import UnitMap
from nhveilig.registers.presenters import figure_table
from nhveilig.registers.registry import find_register
from reports.documents.blocks.base import FreezingError, Source, freezes, with_tables
from reports.documents.models import Block
from themes.budgets.presenters import grant_table, outcome_table, side_table
from themes.budgets.queries import balances
from themes.budgets.validators import groups_of
from themes.models import BudgetSide, Grant


@freezes("strength_table")
def strength_block(block: Block, source: Source) -> dict:
    """The strength of the document's eenheid on every reference date of its period.

    Option `series` takes another series, all its dates; `reference_date` (2018-08-01) only that date of it.
    """
    series, day = block.options.get("series"), block.options.get("reference_date")
    tables = _tables_of(source, series or MAIN_SERIES, day) if series or day else source.strength_tables
    if not tables:
        raise FreezingError(f"Voor {source.unit} is nog geen sterktetabel vastgesteld.")
    return with_tables(block, [strength_table(tables)])


@freezes("strength_changes")
def strength_changes_block(block: Block, source: Source) -> dict:
    """Where a change of strength comes from. Option `change_set`: the webnaam of the set."""
    slug = block.options.get("change_set", "")
    found = StrengthChangeSet.objects.filter(police_unit=source.unit, slug=slug).with_changes().first()
    if found is None:
        raise FreezingError(f"De reeks veranderingen “{slug}” van {source.unit} bestaat niet.")
    return with_tables(block, [changes_table(found)])


@freezes("strength_development")
def strength_development_block(block: Block, source: Source) -> dict:
    """The eenheid as a whole over the dates of a series, with the mutation and a chart. Option `series`."""
    tables = _tables_of(source, block.options.get("series", MAIN_SERIES))
    change_sets = list(StrengthChangeSet.objects.filter(police_unit=source.unit).with_changes())
    return with_tables(block, [development_table(tables, change_sets)]) | {"chart": development_chart(tables)}


def _tables_of(source: Source, series: str, reference_date: str | None = None) -> list[StrengthTable]:
    """Adopted formatie of the document's eenheid in `series`, oldest first; only one date when asked."""
    tables = StrengthTable.objects.adopted().establishment_of(source.unit, series)
    if reference_date:
        hint = f"“{reference_date}” is geen datum. Schrijf jaar, maand en dag, zoals 2018-08-01."
        tables = tables.filter(reference_date=_day(reference_date, hint))
    found = list(tables.with_figures())
    if not found:
        on = f" per {reference_date}" if reference_date else ""
        raise FreezingError(f"Voor {source.unit} is nog geen sterktetabel vastgesteld in de reeks “{series}”{on}.")
    return found


def _day(text: str, otherwise: str) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise FreezingError(otherwise) from None


MONEY = (BudgetSide.INCOME, BudgetSide.EXPENSES, BudgetSide.ADDITIONS, BudgetSide.WITHDRAWALS)
SHEET = (BudgetSide.ASSETS, BudgetSide.LIABILITIES)


@freezes("budget")
def budget_block(block: Block, source: Source) -> dict:
    """Baten, lasten, reserves and what is left, of the first year of the document. Option `beside` (false): without the
    computed sums.

    Published and computed sums stand beside each other, and a sentence says whether both sides are equal.
    """
    return _sides(block, source, MONEY)


@freezes("balance")
def balance_block(block: Block, source: Source) -> dict:
    """Activa and passiva of the same budget."""
    return _sides(block, source, SHEET)


def _sides(block: Block, source: Source, sides: tuple[BudgetSide, ...]) -> dict:
    budget, beside = source.budget, block.options.get("beside", True)
    shown = [side for side in sides if groups_of(budget, side)]
    if not shown:
        raise FreezingError(f"“{budget}” heeft geen {' of '.join(side.label.lower() for side in sides)}.")
    statements = [
        {"title": balance.title, "text": " ".join([balance.text, *balance.where]).strip()}
        for balance in balances(budget)
        if balance.pair[0][0] in sides
    ]
    tables = [side_table(budget, side, beside=beside) for side in shown]
    if sides == MONEY and (left := outcome_table(budget)):
        tables.append(left)
    return with_tables(block, tables) | {"statements": statements}


@freezes("grants")
def grants_block(block: Block, source: Source) -> dict:
    """The sources of the eenheid: what each gives per year, and what was promised for its whole period."""
    table = grant_table(list(Grant.objects.present().filter(police_unit=source.unit).with_years()))
    if table is None:
        raise FreezingError(f"Van {source.unit} zijn nog geen geldbronnen ingevoerd.")
    return with_tables(block, [table])


@freezes("register")
def register_block(block: Block, source: Source) -> dict:
    """The rows of a register as they are now, of the eenheid of the document. Option `register`: its code."""
    code = block.options.get("register", "")
    try:
        register = find_register(code)
    except KeyError:
        raise FreezingError(f"Het register “{code}” bestaat niet.") from None
    if not register.is_block:
        raise FreezingError(f"{register.title} staan niet in een document.")
    rows = list(register.for_list(register.of_unit(source.unit)))
    if not rows:
        raise FreezingError(f"In het register “{register.title}” staat nog niets van {source.unit}.")
    return with_tables(block, [figure_table(register, rows, id=code)])


@freezes("map")
def map_block(block: Block, source: Source) -> dict:
    """The municipalities of the document's eenheid, drawn and in a table, as on the first day of its period.

    Option `on` (an ISO date) takes another day.
    """
    on = block.options.get("on") or f"{source.document.start_year}-01-01"
    day = _day(on, f"De kaart “{block}” kent de dag “{on}” niet. Schrijf die als 2020-01-01.")
    unit_map = UnitMap(source.unit, day)
    content = unit_map.as_dict()
    if not content["places"]:
        raise FreezingError(f"De eenheid {source.unit} heeft geen gemeenten op {day}.")
    return {"html": block.html, "map": content, "tables": [unit_map.table().as_dict()]}


def _targets(source: Source, options: dict) -> dict:
    codes = _option(options, "indicators")
    _refuse_unknown(source.agenda, codes)
    return targets_chart(source.agenda, codes, _option(options, "title"))


def _distribution(source: Source, options: dict) -> dict:
    code = _option(options, "indicator")
    _refuse_unknown(source.distribution, [code])
    return distribution_chart(source.distribution, code)


CHARTS = {
    "strength_by_category": lambda source, _: strength_by_category(_strength_tables(source, at_least=1)),
    "strength_change": lambda source, _: change_by_part(_strength_tables(source, at_least=2)),
    "targets": _targets,
    "distribution": _distribution,
}


@freezes("chart")
def chart_block(block: Block, source: Source) -> dict:
    """Option `chart`: one of CHARTS, with the options that one needs."""
    name = block.options.get("chart")
    if name not in CHARTS:
        raise FreezingError(f"Grafiek “{name}” bestaat niet. Kies uit: {', '.join(CHARTS)}.")
    return {"chart": CHARTS[name](source, block.options)}


def _strength_tables(source: Source, at_least: int) -> list[StrengthTable]:
    if len(source.strength_tables) < at_least:
        tables = counted(at_least, "vastgestelde sterktetabel", "vastgestelde sterktetabellen")
        raise FreezingError(
            f"Een grafiek van de sterkte vraagt {tables} van {source.unit} uit de jaren van het plan of daarvoor. Stel "
            "een tabel vast bij Cijfers, of haal de grafiek weg."
        )
    return source.strength_tables


def _option(options: dict, name: str):
    if not options.get(name):
        raise FreezingError(f"De grafiek “{options['chart']}” mist de instelling “{name}”.")
    return options[name]


def _refuse_unknown(agenda: SafetyAgenda, codes: list[str]) -> None:
    """An indicator that is not in the agenda, or for a distribution: not distributed."""
    known = {indicator.code for objective in agenda.objectives.all() for indicator in objective.indicators.all()}
    for code in codes:
        if code not in known:
            raise FreezingError(
                f"“{agenda}” heeft geen cijfers van de indicator “{code}” voor deze grafiek. Kies een andere "
                "indicator, of haal de grafiek weg."
            )
