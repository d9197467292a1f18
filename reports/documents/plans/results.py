"""What a theme did in a year, as an edition has it: projects with their activities, every figure, every report."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import capfirst

from nhveilig.figures.formats import date_short
from nhveilig.figures.tables import Cell, Column, Row, Table
from nhveilig.figures.units import with_unit
from nhveilig.figures.values import Figure, Qualifier, decimals_needed
from themes.models import Activity, ProgressUpdate, Project, ResultTarget
from themes.models.plans import GroupedPart
from themes.parts.queries import PlanParts, counted_elsewhere
from themes.progress.counting import Subject, name_of_subject
from themes.progress.standings import NOT_REPORTED, Standings, SubjectStanding
from themes.reading.presenters import aim_of, figure_of

WITHOUT_FIGURE = "geen cijfer"
WITHOUT_PROJECT = "Hele thema"
EURO = "EUR"
UNITS = {EURO: "euro", f"{EURO} per jaar": "euro per jaar"}


@dataclass(frozen=True)
class ProjectScope:
    """Which projects are shown: all of the plan when `starts` is empty; without `deeper` not what lies below them."""

    starts: tuple[Project, ...] = ()
    deeper: bool = True


class FrozenResults:
    """Expects a plan read `with_parts()`, and its updates, oldest first.

    `texts` has what the author says of a project, by its title, in the place of what the plan says; with `has_text`
    the block has a text of its own above it.
    """

    def __init__(
        self,
        parts: PlanParts,
        standings: Standings,
        *,
        scope: ProjectScope,
        texts: dict[str, str],
        has_text: bool,
        updates: Iterable[ProgressUpdate],
    ) -> None:
        self.parts, self.standings, self.scope = parts, standings, scope
        self.texts, self.has_text = texts, has_text
        self._updates: dict[tuple[str, int], list[ProgressUpdate]] = {}
        for update in updates:
            self._updates.setdefault(update.subject_place, []).append(update)

    def groups(self) -> list[dict]:
        """A group for each project that holds something. One alone has the heading and the text of the block."""
        if len(self._starts) == 1:
            (start,) = self._starts
            own = {"title": "", "html": "" if self.has_text else self._text_of(start), "groups": []}
            found = [self._group(start) | own, *map(self._group, self._below(start))]
        else:
            found = [self._group(project) for project in self._starts]
        if not self.scope.starts:
            found.append(self._group(None))
        return _titled([group for group in found if _holds_something(group)])

    @property
    def _starts(self) -> Sequence[Project]:
        return self.scope.starts or self.parts.children_of(None)

    def _below(self, project: Project | None) -> list[Project]:
        return self.parts.children_of(project) if project and self.scope.deeper else []

    def _group(self, project: Project | None) -> dict:
        rows = self._rows_of(project)
        deeper = [self._group(inner) for inner in self._below(project)]
        return {
            "slug": f"project-{project.pk}" if project else "zonder-project",
            "title": str(project) if project else WITHOUT_PROJECT,
            "html": self._text_of(project),
            "activities": [self._activity(row) for row in rows if isinstance(row, Activity)],
            "updates": self._updates_of(rows),
            "groups": [group for group in deeper if _holds_something(group)],
        }

    def _text_of(self, project: Project | None) -> str:
        return self.texts.get(project.title.casefold(), project.html) if project else ""

    def _rows_of(self, project: Project | None) -> list[GroupedPart]:
        rows = [*self.parts.activities, *self.parts.results]
        return [row for row in rows if self.parts.project_of(row) == project]

    def _updates_of(self, rows: Iterable[GroupedPart]) -> list[dict]:
        told = [said for subject in self._subjects(rows) for said in self._told(subject)]
        return sorted(told, key=lambda said: said["on"])

    def _subjects(self, rows: Iterable[GroupedPart]) -> Iterator[Subject]:
        for row in rows:
            yield row
            yield from self.parts.targets_of(row)

    def _activity(self, activity: Activity) -> dict:
        standing = self.standings.of(activity)
        return {
            "slug": f"activity-{activity.pk}",
            "title": str(activity),
            "html": activity.html,
            "course": standing.course,
            "course_label": standing.course_label or ("" if standing.is_reported else NOT_REPORTED),
        }

    def _told(self, subject: Subject) -> Iterator[dict]:
        """The reports that say more than stands elsewhere: what was said of one figure is a note of its table."""
        told = self._updates.get((name_of_subject(subject), subject.pk), [])
        in_the_table = isinstance(subject, ResultTarget) and len(told) == 1
        for update in told:
            if update.evidence or len(told) > 1 or (update.words and not in_the_table):
                yield _frozen_update(subject, update)

    @cached_property
    def rows(self) -> list[tuple[Project | None, list[SubjectStanding]]]:
        """The targets in reading order, by the project they stand under."""
        shown = list(self._with_all_below(self._starts))
        shown += [] if self.scope.starts else [None]
        found = [(project, self._targets_of(project)) for project in shown]
        return [(project, targets) for project, targets in found if targets]

    def _with_all_below(self, projects: Iterable[Project]) -> Iterator[Project]:
        for project in projects:
            yield project
            yield from self._with_all_below(self._below(project))

    def _targets_of(self, project: Project | None) -> list[SubjectStanding]:
        loose = self.parts.targets_of(None) if project is None else []
        targets = [target for row in self._rows_of(project) for target in self.parts.targets_of(row)]
        return [self.standings.of(target) for target in [*targets, *loose]]

    def table(self, table_id: str, title: str) -> Table | None:
        """Every result with its figure. None when nothing is measured."""
        standings = [standing for _, found in self.rows for standing in found]
        if not standings:
            return None
        columns = _columns(standings)
        headed = len(self.rows) > 1
        rows = [row for project, found in self.rows for row in self._table_rows(project, found, columns, headed)]
        return Table(
            id=table_id,
            caption=f"Resultaten {self.parts.plan.year}: {title}",
            row_header="Wat is gemeten",
            columns=columns,
            rows=rows,
            notes=_notes(standings),
        )

    def _table_rows(
        self, project: Project | None, found: list[SubjectStanding], columns: list[Column], headed: bool
    ) -> Iterator[Row]:
        if headed:
            yield Row(str(project) if project else WITHOUT_PROJECT, role="heading")
        for standing in found:
            yield Row(str(standing.subject), _cells(standing, columns), level=2 if headed else 1)


def _columns(standings: list[SubjectStanding]) -> list[Column]:
    """Those that hold something: an aim, a course and a code are not always there."""
    decimals = decimals_needed(_figure(standing) for standing in standings)
    wanted = {
        Column("resultaat", "Resultaat", decimals=decimals): True,
        Column("streefwaarde", "Streefwaarde", decimals=decimals): any(map(_has_aim, standings)),
        Column("eenheid", "Uitgedrukt in", kind="text"): True,
        Column("stand", "Stand", kind="text"): any(standing.course for standing in standings),
        Column("peildatum", "Peildatum", kind="text"): True,
        Column("code", "Code", kind="text"): any(standing.subject.code for standing in standings),
    }
    return [column for column, is_wanted in wanted.items() if is_wanted]


def _has_aim(standing: SubjectStanding) -> bool:
    return standing.subject.value is not None


def _cells(standing: SubjectStanding, columns: list[Column]) -> list[Cell]:
    decimals = columns[0].decimals
    cells = {
        "resultaat": _figure_cell(standing, decimals),
        "streefwaarde": _aim_cell(standing, decimals),
        "eenheid": Cell.words(_unit(standing)),
        "stand": Cell.words(standing.course_label),
        "peildatum": Cell.words(date_short(standing.on) if standing.on else ""),
        "code": Cell.words(standing.subject.code),
    }
    return [cells[column.key] for column in columns]


def _aim_cell(standing: SubjectStanding, decimals: int) -> Cell:
    """Of what is counted in each municipality in words: the result counts municipalities, the aim something else."""
    if not _has_aim(standing):
        return Cell.of(Figure.blank(), decimals)
    target = standing.subject
    return Cell.words(aim_of(target)) if standing.coverage else Cell.of(figure_of(target), decimals)


def _figure(standing: SubjectStanding) -> Figure:
    return Figure.of(standing.coverage.reached) if standing.coverage else standing.figure


def _figure_cell(standing: SubjectStanding, decimals: int) -> Cell:
    """A number that is not there says why."""
    if not standing.is_reported:
        return Cell.words(NOT_REPORTED)
    figure = _figure(standing)
    return Cell.words(WITHOUT_FIGURE) if figure.qualifier == Qualifier.BLANK else Cell.of(figure, decimals)


def _unit(standing: SubjectStanding) -> str:
    unit = standing.subject.unit
    return f"van {standing.coverage.of} gemeenten" if standing.coverage else UNITS.get(unit, unit)


def _notes(standings: Iterable[SubjectStanding]) -> list[str]:
    """What is said of the figures; of several at once when it is the same. By their codes where they have one."""
    found: dict[str, list[str]] = {}
    for standing in standings:
        if said := _said(standing):
            found.setdefault(said, []).append(standing.subject.code or str(standing.subject))
    return [f"{', '.join(names)}: {said}" for said, names in found.items()]


def _said(standing: SubjectStanding) -> str:
    target = standing.subject
    other = counted_elsewhere(target)
    elsewhere = f"Telt één keer mee, bij {other.plan.theme.short_title}." if other else ""
    words = standing.standing.words if standing.standing else ""
    covered = f"{capfirst(standing.stamp)} gemeenten." if standing.coverage and not standing.standing else ""
    parts = f"Waarvan {standing.breakdown}." if standing.breakdown else ""
    return " ".join(filter(None, [parts, " ".join(words.split()), covered, target.note, elsewhere]))


def _titled(groups: list[dict]) -> list[dict]:
    """Where nothing is grouped, a heading would only say so."""
    alone = len(groups) == 1 and groups[0]["title"] == WITHOUT_PROJECT
    return [groups[0] | {"title": ""}] if alone else groups


def _frozen_update(subject: Subject, update: ProgressUpdate) -> dict:
    return {
        "slug": f"update-{update.pk}",
        "on": update.on.isoformat(),
        "title": str(subject),
        "place": str(update.municipality) if update.municipality else "",
        "figure": with_unit(update.figure, getattr(subject, "unit", "")),
        "breakdown": update.breakdown,
        "course": update.course,
        "course_label": update.get_course_display(),
        "words": update.words,
        "evidence": update.evidence,
    }


def _holds_something(group: dict) -> bool:
    return any(group[name] for name in ("html", "activities", "updates", "groups"))


def counts_by_course(parts: PlanParts, standings: Standings) -> Counter[str]:
    """How many activities stand how; under the empty course those of which nobody said it."""
    return Counter(standings.of(activity).course for activity in parts.activities)


def measured(parts: PlanParts, standings: Standings) -> tuple[int, int]:
    """How many results are measured, and how many of those have a number. Without those that count elsewhere."""
    own = [standings.of(target) for target in parts.targets if counted_elsewhere(target) is None]
    return len(own), sum(_figure(standing).is_known and standing.is_reported for standing in own)
