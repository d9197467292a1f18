"""Many subjects in one table to report on: those of a plan, or what a municipality promised in all plans of a year."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from django.forms import BoundField
from django.http import QueryDict

from nhveilig.accounts.access import Access
from nhveilig.regions.models import Municipality
from themes.models import Attachment, ImplementationPlan, PreparedReport, ProgressUpdate, ResultTarget
from themes.models.progress import ProgressUpdateQuerySet
from themes.progress.counting import Subject, name_of_subject
from themes.progress.exceptions import ProgressRefused
from themes.progress.forms import DayForm, RowForm, is_filled_in
from themes.progress.matrix import MatrixCell, MatrixColumn
from themes.progress.permissions import ReportingDesk
from themes.progress.queries import RowGroup, SubjectFilter, SubjectRow
from themes.progress.standings import FINISHED, AboutSubject, SubjectStanding, is_old, subject_url
from themes.progress.waiting import WaitingReport, waiting_at, waiting_for_town


class Typed(NamedTuple):
    """What a row shows in one of its boxes, as a bound field does."""

    value: str = ""
    errors: tuple[str, ...] = ()


@dataclass
class TableRow(AboutSubject):
    """`form` holds what was typed, when something was."""

    subject: Subject
    label: str
    shown: SubjectStanding
    today: date
    municipality: Municipality | None = None
    # Whether the visitor prepares what the mayor reports; and whether something waits for that already.
    prepares: bool = False
    is_prepared: bool = False
    # What the visitor knows of that waits for a check.
    waiting: list[WaitingReport] = field(default_factory=list)
    # Those that came with the last report that had any.
    files: list[Attachment] = field(default_factory=list)
    form: RowForm | None = None

    @property
    def place(self) -> tuple[str, int]:
        return name_of_subject(self.subject), self.subject.pk

    @property
    def asks_figure(self) -> bool:
        return isinstance(self.subject, ResultTarget)

    @cached_property
    def url(self) -> str:
        return subject_url(self.subject, self.municipality)

    @property
    def place_in_address(self) -> str:
        return f"?gemeente={self.municipality.code}" if self.municipality else ""

    @property
    def boxes(self) -> dict[str, BoundField | Typed]:
        found = self.form.fields if self.form else ()
        return {name: self.form[name] if name in found else Typed() for name in RowForm.base_fields}

    @property
    def is_old(self) -> bool:
        return not self.waiting and is_old(self.shown, self.today)

    @property
    def may_keep(self) -> bool:
        """Whether one may say that nothing changed: there is something, of this very place, that can still change."""
        standing = self.shown.standing
        if standing is None or self.prepares or self.waiting or self.subject.plan.year != self.today.year:
            return False
        own = standing.municipality_id == (self.municipality.pk if self.municipality else None)
        return own and standing.course not in FINISHED


@dataclass(frozen=True)
class TableGroup:
    """What stands under one goal, project or plan."""

    title: str
    kicker: str
    key: str
    rows: list[TableRow]

    @property
    def keeps_many(self) -> bool:
        """Whether ticking all that remains spares anything."""
        return sum(row.may_keep for row in self.rows) > 1


# What stands in the table of a plan: what one may report for the region as a whole, and its targets do not say.
REPORTABLE = SubjectFilter("", "", lambda row: row.may_report and not row.is_measured_below)


def groups_of_plan(plan: ImplementationPlan, groups: Iterable[RowGroup]) -> list[TableGroup]:
    """In the order of the plan; expects what was narrowed to REPORTABLE. One query."""
    found = list(_groups(groups))
    files = last_files(ProgressUpdate.objects.filter(plan=plan, municipality=None))
    for group in found:
        for row in group.rows:
            row.files = files.get(row.place, [])
    return found


def _groups(groups: Iterable[RowGroup]) -> Iterator[TableGroup]:
    for group in groups:
        rows = [_row(row) for one in group.rows for row in one.walk() if row.matches and REPORTABLE.holds(row)]
        if rows:
            yield TableGroup(group.title, group.kicker, group.anchor, rows)
        yield from _groups(group.groups)


def _row(row: SubjectRow) -> TableRow:
    return TableRow(row.subject, row.label, row.shown, row.today, waiting=row.waiting)


def last_files(reports: ProgressUpdateQuerySet) -> dict[tuple[str, int], list[Attachment]]:
    """By subject those that came with the last of these reports that counts and had any. One query."""
    found = Attachment.objects.for_list().filter(report__in=reports.standing().order_by())
    last: dict[tuple[str, int], list[Attachment]] = {}
    for file in found.select_related("report").order_by("report__on", "report_id", "pk"):
        own = last.setdefault(file.report.subject_place, [])
        if own and own[0].report_id != file.report_id:
            own.clear()
        own.append(file)
    return last


def groups_of_town(
    columns: Iterable[MatrixColumn], town: Municipality, desks: dict[int, ReportingDesk], access: Access
) -> list[TableGroup]:
    """What one may report, or put ready, of what this municipality promised. Three queries."""
    cells = [cell for column in columns for cell in column.cells if cell.municipality == town]
    targets = [cell.target.pk for cell in cells]
    ready = PreparedReport.objects.filter(municipality=town, target__in=targets)
    prepared = set(ready.values_list("target", flat=True)) if cells else set()
    waiting = waiting_for_town(town, targets, access) if cells else {}
    rows = [row for cell in cells if (row := _row_of_town(cell, desks, prepared))]
    files = last_files(ProgressUpdate.objects.filter(municipality=town, target__in=targets)) if cells else {}
    for row in rows:
        row.waiting = waiting_at(waiting, row.subject, town)
        row.files = files.get(row.place, [])
    plans = groupby(rows, key=lambda row: row.subject.plan)
    return [TableGroup(plan.theme.title, "", f"plan-{plan.pk}", list(own)) for plan, own in plans]


def _row_of_town(cell: MatrixCell, desks: dict[int, ReportingDesk], prepared: set[int]) -> TableRow | None:
    desk, place = desks.get(cell.target.plan_id), (cell.target, cell.municipality.pk)
    if desk is None or not (desk.may_report(*place) or desk.may_prepare(*place)):
        return None
    return TableRow(
        cell.target,
        "Streefwaarde",
        cell.shown,
        cell.today,
        municipality=cell.municipality,
        prepares=desk.may_prepare(*place),
        is_prepared=cell.target.pk in prepared,
    )


@dataclass
class ReportTable:
    """The rows with their day; shown with what was typed when something is wrong with it."""

    groups: list[TableGroup]
    day: DayForm
    refusals: list[str] = field(default_factory=list)

    @cached_property
    def rows(self) -> list[TableRow]:
        return [row for group in self.groups for row in group.rows]

    @property
    def touched(self) -> list[TableRow]:
        return [row for row in self.rows if row.form]

    def read(self, sent: QueryDict) -> None:
        """Take over what was typed. A tick for the rest of a group is one for each of its rows that was shown, may be
        kept as it is, and was not filled in."""
        typed = sent.copy()
        for group in self.groups:
            if f"{group.key}-rest" in sent:
                for row in group.rows:
                    if row.may_keep and f"{row.key}-seen" in sent and not is_filled_in(sent, row.key):
                        typed[f"{row.key}-unchanged"] = "on"
        for row in self.rows:
            if is_filled_in(typed, row.key) or typed.get(f"{row.key}-unchanged"):
                row.form = RowForm(row.subject, typed, prefix=row.key)
        if not self.touched:
            self.refusals.append("U vulde nog niets in. Vul bij een of meer regels in hoe het staat.")

    def refuse(self, reasons: dict[str, ProgressRefused]) -> None:
        """Put each reason with its row; one that is about the day or the reason with that."""
        for row in self.touched:
            reason = reasons.get(row.key)
            if reason and reason.field in self.day.fields:
                self.day.errors.pop(reason.field, None)
                self.day.add_error(reason.field, str(reason))
            elif reason:
                row.form.refuse(reason)

    def is_valid(self) -> bool:
        """Every form says what is wrong with it, not only the first."""
        return self.total_error_count == 0

    # As components/form_errors.html asks it of a formset.
    @property
    def forms(self) -> list[DayForm | RowForm]:
        return [self.day, *(row.form for row in self.touched)]

    @property
    def non_form_errors(self) -> list[str]:
        return self.refusals

    @property
    def total_error_count(self) -> int:
        return len(self.refusals) + sum(len(one.errors) for one in self.forms)
