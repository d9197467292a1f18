"""The tables of a half-year or twelve-month report."""

from django.utils.text import capfirst

from nhveilig.figures.formats import date_short
from nhveilig.figures.tables import Cell, Column, Row, Table, text_columns
from nhveilig.figures.values import decimals_needed
from nhveilig.statuses.status import Status
from nhveilig.texts.cleaning import inside_sentence
from reports.documents.periods.queries import PeriodReport, ReportedChange, SubjectState, ThemeState
from reports.documents.plans.presenters import added_up, count_row, counts_table
from themes.models import Activity, Outlook
from themes.reading.presenters import aim_of, repeats_of

COURSES = (*Outlook, "", None)
COUNTED = {
    "all": "Onderdelen",
    **{course: capfirst(course.label) for course in Outlook},
    "reported": "Alleen gemeld",
    "silent": capfirst(Status.NONE.word),
}
ABOUT_COUNTS = (
    "Geteld zijn activiteiten, streefwaarden en resultaten zonder streefwaarde. Wat twee thema’s delen, telt één keer."
)
ONLY_REPORTED_NOTE = "“Alleen gemeld”: er is een cijfer of een toelichting, maar nog geen woord over hoe het staat."


def overview_table(report: PeriodReport, anchor: str) -> Table:
    """Every theme with how many of its parts stand how; what nobody reported on has a column of its own."""
    counted = [(state.theme.title, _counts(state)) for state in report.themes]
    return counts_table(
        f"{anchor}-overzicht",
        f"De thema’s {_until(report)}, in aantallen",
        COUNTED,
        (count_row(title, counts) for title, counts in counted),
        count_row("Alle thema’s samen (berekend)", added_up(counts for _, counts in counted), role="total"),
        roles={"all": "total"},
        notes=[ABOUT_COUNTS, ONLY_REPORTED_NOTE],
    )


def _until(report: PeriodReport) -> str:
    return f"op {date_short(report.until)}"


def _counts(state: ThemeState) -> tuple[int, ...]:
    found = state.by_course()
    return found.total(), *(found[course] for course in COURSES)


def targets_table(report: PeriodReport, state: ThemeState, anchor: str) -> Table | None:
    """Every target: what was agreed, what is reached, how it stands and since when. None when there are none."""
    if not state.targets:
        return None
    decimals = decimals_needed(target.standing.realised for target in state.targets)
    return Table(
        id=f"{anchor}-streefwaarden",
        caption=f"Streefwaarden {_theme(state)} {_until(report)}",
        row_header="Wat wordt gemeten",
        columns=[
            Column("aim", "Afgesproken", kind="text"),
            Column("value", "Bereikt", decimals=decimals),
            *text_columns(unit="Uitgedrukt in", course="Stand", on="Peildatum"),
        ],
        rows=[Row(str(one.subject), _target_cells(one, decimals)) for one in state.targets],
        notes=[note for one in state.targets for note in _notes(one)],
        source=f"Voortgangsmeldingen bij de uitvoeringsplannen {report.year}",
    )


def _theme(state: ThemeState) -> str:
    return inside_sentence(state.theme.short_title)


def _target_cells(state: SubjectState, decimals: int) -> list[Cell]:
    words = (_unit(state), state.course_text, _day(state))
    return [Cell.words(_aim(state)), Cell.of(state.standing.realised, decimals), *map(Cell.words, words)]


def _aim(state: SubjectState) -> str:
    if state.subject.value is None:
        return "geen getal afgesproken"
    return aim_of(state.subject) + (" per gemeente" if state.standing.coverage else "")


def _unit(state: SubjectState) -> str:
    coverage = state.standing.coverage
    return f"van {coverage.of} gemeenten" if coverage else state.subject.unit


def _day(state: SubjectState) -> str:
    return date_short(state.on) if state.on else ""


def _notes(state: SubjectState) -> list[str]:
    stored = state.standing.standing
    said = [repeats_of(state.subject), stored.words if stored else ""]
    return [f"{state.subject}: {words}" for words in said if words]


def words_table(report: PeriodReport, state: ThemeState, anchor: str) -> Table | None:
    """Activities and results, with the last words about each. None when there are none."""
    if not state.in_words:
        return None
    activities = [one for one in state.in_words if isinstance(one.subject, Activity)]
    results = [one for one in state.in_words if one not in activities]
    groups = [("Activiteiten", activities), ("Beoogde resultaten", results)]
    filled = [(label, found) for label, found in groups if found]
    rows = []
    for label, found in filled:
        rows += [Row(label, role="heading")] if len(filled) > 1 else []
        rows += [_words_row(one, level=min(len(filled), 2)) for one in found]
    return Table(
        id=f"{anchor}-activiteiten",
        caption=f"{_joined(filled)} {_theme(state)} {_until(report)}",
        row_header="Activiteit" if filled[0][1] is activities else "Beoogd resultaat",
        columns=[
            *text_columns(course="Stand", on="Peildatum", words="Toelichting"),
        ],
        rows=rows,
        source=f"Voortgangsmeldingen bij de uitvoeringsplannen {report.year}",
    )


def _joined(groups: list[tuple[str, list]]) -> str:
    first, *others = (label for label, _ in groups)
    return " en ".join([first, *map(inside_sentence, others)])


def _words_row(state: SubjectState, level: int) -> Row:
    stored = state.standing.standing
    cells = (state.course_text, _day(state), stored.words if stored else "")
    return Row(str(state.subject), map(Cell.words, cells), level)


def changes_table(report: PeriodReport, state: ThemeState, changes: list[ReportedChange], anchor: str) -> Table | None:
    """What differs from the previous report, was beside is. None when nothing does; what is new stands above."""
    shown = [change for change in changes if change.differs]
    if not shown:
        return None
    decimals = decimals_needed(figure for change in shown for figure in (change.was, change.state.standing.realised))
    return Table(
        id=f"{anchor}-veranderd",
        caption=f"{state.theme.short_title}: wat er veranderde sinds de vorige rapportage",
        row_header="Onderdeel",
        columns=[
            Column("was", "Was", decimals=decimals),
            Column("now", "Is nu", decimals=decimals),
            *text_columns(unit="Uitgedrukt in", was_course="Stand was", now_course="Stand is nu"),
        ],
        rows=[_change_row(change, decimals) for change in shown],
        notes=_of_another_year(report),
    )


def _of_another_year(report: PeriodReport) -> list[str]:
    before = report.previous.until[:4]
    return (
        [] if before == str(report.year) else [f"“Was” is van {before}; wat optelt, begint in {report.year} opnieuw."]
    )


def _change_row(change: ReportedChange, decimals: int) -> Row:
    state = change.state
    unit = _unit(state) if state.is_target and state.standing.realised.is_known else ""
    figures = [Cell.of(figure, decimals) for figure in (change.was, change.state.standing.realised)]
    return Row(str(state.subject), [*figures, *map(Cell.words, (unit, change.was_course, state.course_text))])
