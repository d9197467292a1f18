"""One import from file to figures. A preview does all of it and takes it back; a confirmation stays."""

from collections.abc import Iterable, Iterator

from django.db import transaction
from openpyxl.utils import get_column_letter

from nhveilig.figures.fields import FigureModel
from nhveilig.figures.formats import number
from nhveilig.figures.reconciliation import Reconciliation
from nhveilig.imports.kinds import PUBLISHED_SO, Batch, Order, TableKind, all_kinds
from nhveilig.imports.plans import ImportPlan, TotalCheck
from nhveilig.sheets.cells import CellKind, Workbook
from nhveilig.sheets.exceptions import FileRefused, Problem, in_order
from nhveilig.sheets.layouts import find_head
from nhveilig.sheets.matching import unmatched, unused
from nhveilig.texts.characters import Unprintable, unprintable

MOST_PROBLEMS = 2_000


class TableChanged(Exception):
    """Since the preview somebody changed what this file changes. `plan` is what it would do now."""

    def __init__(self, plan: ImportPlan) -> None:
        super().__init__()
        self.plan = plan


def preview(kind: TableKind, book: Workbook, order: Order) -> ImportPlan:
    """What this file would do. Nothing of it is stored, whatever happens."""
    with transaction.atomic():
        plan = _run(kind, book, order, to_stay=False)
        transaction.set_rollback(True)
    return plan


def apply(kind: TableKind, book: Workbook, order: Order, *, expected: str | None) -> ImportPlan:
    """Do what the preview with this fingerprint showed (None: what it would show), all of it or nothing.

    Raises TableChanged when it would now do something else, and FileRefused when it cannot be done any more.
    """
    with transaction.atomic():
        plan = _run(kind, book, order, to_stay=True)
        if plan.is_refused:
            raise FileRefused(*plan.problems)
        if expected is not None and plan.fingerprint != expected:
            raise TableChanged(plan)
        if unanswered := [question for question in plan.questions if not getattr(order, question)]:
            raise FileRefused(f"Er ontbreekt nog een antwoord: {', '.join(unanswered)}.")
    return plan


def read(kind: TableKind, book: Workbook, order: Order) -> tuple[Batch, list[FigureModel]]:
    """The figures of a file nobody has to confirm, read and checked as those of an upload, for the caller to store.

    What they need is stored already: tables, categories, municipalities. Totals are left to `unexplained`, for what
    explains them may still have to come. Raises FileRefused, and nothing is stored then.
    """
    with transaction.atomic():
        kind.lock(order)
        batch = kind.batch(reading := kind.read(book, order), order, ImportPlan(problems=list(reading.problems)))
        figures = batch.resource.read(batch.dataset, batch.plan)
        if batch.plan.is_refused:
            raise FileRefused(*in_order(batch.plan.problems))
    return batch, figures


def unexplained(kind: TableKind, batch: Batch, totals: Iterable[Reconciliation], remedy: str) -> list[Problem]:
    """The published totals that are not the sum of their parts and that nobody explained."""
    return [_contradiction(kind, batch, total, remedy) for total in totals if total.is_unexplained]


def _contradiction(kind: TableKind, batch: Batch, total: Reconciliation, remedy: str) -> Problem:
    message = (
        f"{total.what}: het totaal is {number(total.published)}, maar de delen tellen op tot {number(total.computed)}. "
        f"Herstel een van beide, of {remedy}."
    )
    record = kind.record_of(batch, total)
    return record.problem((batch.resource or kind).figure_column, message) if record else Problem(message)


def _run(kind: TableKind, book: Workbook, order: Order, *, to_stay: bool) -> ImportPlan:
    kind.lock(order)
    plan = ImportPlan()
    try:
        reading = kind.read(book, order)
    except FileRefused as refused:
        other = _meant_for_another(kind, book)
        plan.problems += [*refused.problems, *other]
        # A table as it is printed has no head in which a column could be called otherwise.
        if not other and "breed" not in kind.layouts:
            plan.names, plan.columns = unmatched(book, kind.columns)
            plan.asks_columns = bool(plan.names)
        return plan
    plan.notes, plan.problems = list(dict.fromkeys(reading.notes)), [*reading.problems, *_unprintable(kind, book)]
    if "breed" not in kind.layouts:
        plan.names, plan.columns = unused(book, kind.columns)
    if reading.layout == "breed" and reading.problems:
        # What is read as it is printed, has no head of its own that could be missing.
        plan.problems += _meant_for_another(kind, book)
    plan.notes += [*(f"Het verborgen blad “{title}” is niet gelezen." for title in book.hidden), *book.notes]
    batch = kind.batch(reading, order, plan)
    before = kind.totals_before(batch)
    if batch.resource is not None and len(batch.dataset):
        _hand_to_library(batch, order)
    kind.check(batch, order)
    if batch.plan.does_something and not plan.is_refused:
        if to_stay:
            kind.finish(batch, order)
        plan.pages = kind.pages(batch)
        _check_totals(kind, batch, before, accepted=order.accept_totals or not kind.refuses_totals)
    plan.questions = kind.confirm_questions(plan)
    _shorten(plan)
    return plan


def _unprintable(kind: TableKind, book: Workbook) -> Iterator[Problem]:
    """Texts that no document could print."""
    for sheet in book.sheets:
        if not find_head(sheet, kind.columns):
            continue
        for cell in (cell for row in sheet.rows.values() for cell in row.values() if cell.kind == CellKind.TEXT):
            if missing := unprintable(cell.text):
                yield sheet.problem(cell, get_column_letter(cell.column + 1), str(Unprintable(cell.text, missing)))


def _meant_for_another(kind: TableKind, book: Workbook) -> list[Problem]:
    """Somebody who takes the wrong page has the right head for another one, and not for this one."""
    if any(find_head(sheet, kind.columns) for sheet in book.sheets):
        return []
    fitting = [other for other in all_kinds() if other.shape != kind.shape and other.fits(book)]
    return [Problem(f"Dit lijkt de tabel “{other.label}”. Lees het bestand daar in.") for other in fitting[:1]]


def _hand_to_library(batch: Batch, order: Order) -> None:
    plan, resource = batch.plan, batch.resource
    resource.may_change = order.may_change
    result = resource.import_data(batch.dataset, use_transactions=True, rollback_on_validation_errors=True)
    plan.problems += result.problems
    plan.changes += resource.changes
    plan.unchanged += resource.unchanged


def _check_totals(kind: TableKind, batch: Batch, before: Iterable[Reconciliation], *, accepted: bool) -> None:
    """Totals that fitted before and do not fit now are refused, unless they are known to be published so."""
    plan, after = batch.plan, kind.totals(batch)
    plan.totals_checked = len(after)
    differing = [total for total in after if not total.agrees]
    known = {_as_said(total) for total in before} if differing else set()
    plan.totals = [_check(total, known) for total in differing]
    if not accepted:
        new = [total for total in differing if _as_said(total) not in known]
        plan.problems += unexplained(kind, batch, new, _remedy(kind))


def _remedy(kind: TableKind) -> str:
    choose = f"kies bij het uploaden “{PUBLISHED_SO}”"
    if not kind.totals_explained_in:
        return choose
    return f"schrijf bij het totaal in de kolom “{kind.totals_explained_in}” waarom dat zo is, of {choose}"


def _as_said(total: Reconciliation) -> tuple[object, ...]:
    return total.where, total.what, total.difference


def _check(total: Reconciliation, known: set[tuple[object, ...]]) -> TotalCheck:
    return TotalCheck(
        what=f"{total.where}: {total.what}",
        published=number(total.published),
        computed=number(total.computed),
        explanation=total.explanation,
        is_new=_as_said(total) not in known,
    )


def _shorten(plan: ImportPlan) -> None:
    """Nobody reads two thousand lines; the first ones say enough to mend the rest."""
    plan.problems = list(dict.fromkeys(plan.problems))
    if len(plan.problems) > MOST_PROBLEMS:
        more = len(plan.problems) - MOST_PROBLEMS
        plan.problems = plan.problems[:MOST_PROBLEMS]
        plan.problems.append(Problem(f"En nog {number(more)} andere fouten. Herstel eerst de fouten hierboven."))
