"""The only way in which budgets change: as a whole, and row by row while they are a concept.

Writers of one budget wait for each other at its row. What they change is saved, kept and put back as everything else
that people edit.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F, Max
from django.forms import Field
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.accounts.names import SOMEBODY
from nhveilig.editing.changes import FieldChange, ReadyField, SavedField, Writer
from nhveilig.editing.exceptions import CannotBeUndone, NothingToExplain, NotReadyToAdopt, RowIsGone
from nhveilig.editing.history import History
from nhveilig.editing.models import Edit
from nhveilig.editing.rows import FormRow
from nhveilig.editing.services import add_row, delete_to_bin, empty_bin, lock_row, refuse_act, restore, save_fields
from nhveilig.figures.formats import rounded
from nhveilig.governance.services import UNSAID, Deciding, decide
from nhveilig.regions.models import PoliceUnit
from nhveilig.trail.kinds import Kind as Trail
from nhveilig.trail.services import Subject, record
from themes.budgets.exceptions import BudgetChanged, BudgetExists, BudgetIsAdopted
from themes.budgets.forms import fields_of, themes_of
from themes.budgets.queries import Row, row_of, sentence
from themes.budgets.validators import differences, lines_of
from themes.decisions import BUDGET
from themes.models import Budget, BudgetExplanation, BudgetGroup, BudgetLine, BudgetSide, BudgetTotal

Kind = Budget.Kind


@transaction.atomic
def create_budget(
    *,
    police_unit: PoliceUnit,
    year: int,
    kind: str,
    editor: User | None,
    source: str = "",
    title: str = "",
    number: int | None = None,
) -> Budget:
    """An empty concept; of a wijziging the `number` may be known.

    Raises BudgetExists: of a begroting, a realisatie and a raming there is one a year.
    """
    about = {"police_unit": police_unit, "year": year, "kind": kind, "source": source, "title": title}
    return _saved(Budget(**about, changed_by=editor), number)


def _saved(budget: Budget, number: int | None = None) -> Budget:
    same = Budget.objects.filter(police_unit=budget.police_unit, year=budget.year, kind=budget.kind)
    if budget.kind != Kind.AMENDMENT and same.filter(deleted_at=None).exists():
        raise BudgetExists(
            f"Er is al een {budget.get_kind_display()} van {budget.year}. Open die, of kies iets anders."
        )
    # What lies in the bin keeps its number, so that it can come back.
    is_free = number and not same.filter(number=number).exists()
    if number and not is_free:
        raise BudgetExists(
            f"{Budget(year=budget.year, kind=budget.kind, number=number).name} ligt in de prullenbak. "
            "Zet haar terug, of geef de wijziging een ander nummer."
        )
    budget.number = number or (same.aggregate(last=Max("number"))["last"] or 0) + 1
    budget.changed_at = timezone.now()
    try:
        with transaction.atomic():
            budget.save()
    except IntegrityError:
        raise BudgetExists("Iemand anders maakte deze begroting op hetzelfde moment. Laad de pagina opnieuw.") from None
    return budget


@transaction.atomic
def copy_budget(
    *, budget: Budget, kind: str, year: int, editor: User, with_amounts: bool = True, growth: Decimal = Decimal(0)
) -> Budget:
    """A concept with the same groups and posts; what was published of the original is not taken along. Each amount
    grows by `growth` percent.

    Raises BudgetExists.
    """
    source = Budget.objects.with_figures().get(pk=budget.pk)
    origin = f"Overgenomen van {source.name[:1].lower()}{source.name[1:]}"
    copy = _saved(
        Budget(
            police_unit=source.police_unit, year=year, kind=kind, source=origin, copied_from=source, changed_by=editor
        )
    )
    factor = 1 + growth / 100 if with_amounts else None
    themes = set(themes_of(copy).values_list("pk", flat=True))
    copies: dict[int, BudgetLine] = {}
    for group in source.groups.all():
        copies |= _copied_group(group, copy, factor, themes)
    for side in BudgetSide:
        for line in lines_of(source, side):
            copies[line.pk].covered_by.set([copies[one.pk] for one in line.covered_by.all() if one.pk in copies])
    if with_amounts and not growth:
        _copy_explanations(source, copy, copies)
    return copy


def _copied_group(
    group: BudgetGroup, budget: Budget, factor: Decimal | None, themes: Collection[int]
) -> dict[int, BudgetLine]:
    """Without a `factor` no amount comes along; a theme that does not run any more (`themes` do) never does."""
    same = {name: getattr(group, name) for name in ("side", "order", "title", "lineage")}
    new = BudgetGroup.objects.create(budget=budget, **same)
    names = ("order", "title", "note", "grant_id", "policy_plan_id", "lineage")
    copies = {
        line.pk: BudgetLine(
            group=new,
            amount=_grown(line.amount, factor),
            theme_id=line.theme_id if line.theme_id in themes else None,
            **{name: getattr(line, name) for name in names},
        )
        for line in group.lines.all()
    }
    BudgetLine.objects.bulk_create(copies.values())
    return copies


def _grown(amount: Decimal | None, factor: Decimal | None) -> Decimal | None:
    """In whole euros where the amount was."""
    if amount is None or factor is None:
        return None
    return rounded(amount * factor, 0 if amount == int(amount) else 2)


def _copy_explanations(source: Budget, copy: Budget, copies: dict[int, BudgetLine]) -> None:
    """Of the posts only: totals and what they were called belong to the publication."""
    BudgetExplanation.objects.bulk_create(
        BudgetExplanation(
            budget=copy, about=one.about, line=copies[one.line_id], difference=one.difference, text=one.text
        )
        for one in source.explanations.all()
        if one.line_id in copies
    )


@transaction.atomic
def explain_difference(*, budget: Budget, key: str, difference: Decimal, text: str, editor: User) -> bool:
    """Say why two amounts differ by `difference` (euros); an empty text takes it back. Returns whether it stands there.

    Raises BudgetIsAdopted, and NothingToExplain when nothing differs that much (any more).
    """
    lock_concept(budget, editor)
    read = Budget.objects.with_figures().get(pk=budget.pk)
    check = next((one for one in differences(read) if (one.key, one.difference) == (key, difference)), None)
    if check is None:
        raise NothingToExplain("Dit verschil is er niet (meer): er is niets toe te lichten.")
    place = {"about": check.about, "side": check.side, "group_id": check.group_id, "line_id": check.line_id}
    # What was said about other amounts would come back to life with the same difference.
    budget.explanations.filter(**place, difference=difference).delete()
    if not text.strip():
        return False
    BudgetExplanation.objects.create(budget=budget, **place, difference=difference, text=text.strip())
    return True


def missing_for_adoption(budget: Budget) -> list[str]:
    """What must be done first, a sentence each. Expects `with_figures()`."""
    lines = [line for side in BudgetSide for line in lines_of(budget, side)]
    if not lines:
        return ["De begroting heeft nog geen posten."]
    unknown = [line.title for line in lines if line.amount is None]
    found = [f"Vul een bedrag in bij {', '.join(unknown)}."] if unknown else []
    return found + [f"{sentence(one)} Licht dit toe." for one in differences(budget) if one.is_unexplained]


@transaction.atomic
def adopt_budget(
    *, budget: Budget, adopted_on: date, expected_version: int, editor: User, deciding: Deciding = UNSAID
) -> None:
    """Adopt a concept as it was seen; after this nobody changes it.

    Raises BudgetIsAdopted, BudgetChanged when somebody changed it since, and NotReadyToAdopt.
    """
    lock_concept(budget, editor)
    read = Budget.objects.with_figures().get(pk=budget.pk)
    if read.version != expected_version + 1:
        raise BudgetChanged
    if missing := missing_for_adoption(read):
        raise NotReadyToAdopt("\n".join(missing))
    read.status, read.adopted_on = Budget.Status.ADOPTED, adopted_on
    read.decision = decide(adopted=BUDGET, row=read, said=deciding, by=editor)
    read.save(update_fields=["status", "adopted_on", "decision"])
    record(
        kind=Trail.ADOPTED,
        subject=Subject("budget", read.pk, read.name),
        unit=read.police_unit.code,
        by=editor,
        facts={"adopted_on": adopted_on, "version": read.version},
    )


@transaction.atomic
def delete_budget(*, budget: Budget, editor: User) -> None:
    """Put a concept in the bin. Raises BudgetIsAdopted, also when it lies there already."""
    lock_concept(budget, editor)
    delete_to_bin(row=budget, by=Writer(editor))


@transaction.atomic
def restore_budget(*, budget: Budget, editor: User) -> None:
    """Take a concept out of the bin. Raises BudgetExists when the year has another one of its kind now."""
    same = Budget.objects.filter(police_unit=budget.police_unit, year=budget.year, kind=budget.kind, deleted_at=None)
    if budget.kind != Kind.AMENDMENT and same.exclude(pk=budget.pk).exists():
        raise BudgetExists(f"Er is intussen een andere {budget.get_kind_display()} van {budget.year}.")
    Budget.objects.filter(pk=budget.pk).update(
        deleted_at=None, deleted_by=None, version=F("version") + 1, changed_by=editor
    )


# The rows of a concept --------------------------------------------------------------------------


def lock_concept(budget: Budget, editor: User | None) -> None:
    """Count a change to the budget, and let no other change in until the transaction ends. Raises BudgetIsAdopted."""
    concepts = Budget.objects.filter(pk=budget.pk, status=Budget.Status.CONCEPT, deleted_at=None)
    if not concepts.update(version=F("version") + 1, changed_by=editor, changed_at=timezone.now()):
        raise BudgetIsAdopted


@transaction.atomic
def add_budget_row(
    *, budget: Budget, row: Row, values: Mapping[str, Any], editor: User, on_behalf_of: User | None = None
) -> Row:
    """A group at the end of its side, a post at the end of its group. Raises BudgetIsAdopted."""
    lock_concept(budget, editor)
    by = Writer(editor, on_behalf_of=on_behalf_of)
    place = {"budget": budget} if isinstance(row, BudgetGroup) else {"group": values["group"]}
    add_row(row=row, by=by, values={**values, **place, "order": _after(row, place)})
    History.of(budget).keep_acts(Edit.Kind.CREATED, [(part_of(row), str(row))], by)
    return row


@transaction.atomic
def add_budget_rows(
    *,
    budget: Budget,
    groups: Sequence[BudgetGroup],
    lines: Sequence[BudgetLine],
    totals: Sequence[BudgetTotal],
    editor: User | None,
    on_behalf_of: User | None = None,
) -> None:
    """Many at once, as they came from elsewhere, each with its place. Posts may be of groups that are new as well.

    Raises BudgetIsAdopted.
    """
    lock_concept(budget, editor)
    by = Writer(editor, on_behalf_of=on_behalf_of)
    for row in (*groups, *lines):
        row.note_editor(by.user, by.now)
    BudgetGroup.objects.bulk_create(groups)
    for line in lines:
        line.group = line.group  # the id it has by now
    BudgetLine.objects.bulk_create(lines)
    BudgetTotal.objects.bulk_create(totals)
    named = [(part_of(row), str(row)) for row in (*groups, *lines)]
    History.of(budget).keep_acts(Edit.Kind.CREATED, named, by)


@transaction.atomic
def change_row(
    *,
    budget: Budget,
    row: Row | BudgetTotal | Budget,
    changes: Sequence[FieldChange],
    fields: Mapping[str, Field],
    editor: User,
    on_behalf_of: User | None = None,
) -> list[SavedField]:
    """Store what was typed in a group, a post, the published total of a side (no amount takes it away) or the budget
    itself; `fields` are those of its form.

    Raises BudgetIsAdopted, RowIsGone, and SaveRefused with what others made of the same fields.
    """
    lock_concept(budget, editor)
    shape = TotalRow if isinstance(row, BudgetTotal) else FormRow
    edited = shape(_standing(row), fields, History.of(budget), part_of(row))
    by = Writer(editor, on_behalf_of=on_behalf_of)
    saved = save_fields(rows={edited.part: edited}, changes=changes, by=by)
    if any(one.changed and one.field == "group" for one in saved):
        edited.row.order = _after(edited.row, {"group": edited.row.group_id})
        edited.row.save(update_fields=["order"])
    return saved


def _standing(row: Row | BudgetTotal | Budget) -> Any:
    if not isinstance(row, BudgetTotal):
        return lock_row(row)
    found = BudgetTotal.objects.filter(budget=row.budget_id, side=row.side).first()
    # Somebody may have been first since it was read.
    row.pk = found and found.pk
    return found or row


class TotalRow(FormRow):
    """A total that is not there any more without an amount."""

    def write(self, changes: Sequence[ReadyField], by: Writer) -> Mapping[str, Any]:
        given = {one.field: one.value for one in changes}
        if given.get("amount", self.row.amount) is not None:
            return super().write(changes, by)
        if self.row.pk:
            self._keep(changes, by)
            self.row.delete()
        return {}


def part_of(row: Row | BudgetTotal | Budget) -> str:
    """Its key in the history of the budget."""
    if isinstance(row, BudgetTotal):
        return f"total-{row.side}"
    return "" if isinstance(row, Budget) else f"{'group' if isinstance(row, BudgetGroup) else 'line'}-{row.pk}"


@transaction.atomic
def move_row(*, budget: Budget, row: Row, down: bool, editor: User) -> None:
    """One place up or down among its neighbours; at the end it stays where it is. Raises BudgetIsAdopted."""
    lock_concept(budget, editor)
    neighbours = list(_neighbours(row))
    place = next((i for i, one in enumerate(neighbours) if one.pk == row.pk), None)
    if place is None:
        raise RowIsGone(str(row), SOMEBODY)
    other = min(max(place + (1 if down else -1), 0), len(neighbours) - 1)
    neighbours.insert(other, neighbours.pop(place))
    for order, one in enumerate(neighbours, start=1):
        one.order = order
    type(row).objects.bulk_update(neighbours, ["order"])


def _neighbours(row: Row) -> models.QuerySet:
    place = {"budget": row.budget_id, "side": row.side} if isinstance(row, BudgetGroup) else {"group": row.group_id}
    return type(row).objects.present().filter(**place).order_by("order", "pk")


def _after(row: Row, place: Mapping[str, Any]) -> int:
    others = type(row).objects.filter(**place).exclude(pk=row.pk)
    return (others.aggregate(last=Max("order"))["last"] or 0) + 1


@transaction.atomic
def delete_row(*, budget: Budget, row: Row, editor: User, on_behalf_of: User | None = None) -> None:
    """Put a group (with its posts) or a post in the bin. Twice is once. Raises BudgetIsAdopted."""
    lock_concept(budget, editor)
    by = Writer(editor, on_behalf_of=on_behalf_of)
    delete_to_bin(row=row, by=by, history=History.of(budget), part=part_of(row))
    lines, groups = BudgetLine.objects.filter(group__budget=budget), BudgetGroup.objects.filter(budget=budget)
    empty_bin(lines, groups, now=timezone.now())


@transaction.atomic
def restore_row(*, budget: Budget, row: Row, editor: User, on_behalf_of: User | None = None) -> None:
    """Take a group or a post out of the bin, to where it stood. Raises BudgetIsAdopted."""
    lock_concept(budget, editor)
    by = Writer(editor, on_behalf_of=on_behalf_of)
    restore(row=row, by=by, history=History.of(budget), part=part_of(row))


def restore_edit(
    *, budget: Budget, edit: Edit, version: int | None, editor: User, on_behalf_of: User | None = None
) -> list[SavedField]:
    """Put the old text of `edit` back, which is itself an edit. `version` is that of what stands there now, for who saw
    that others changed it since; without it such a field is refused. Expects a budget read with `with_figures()`.

    Raises CannotBeUndone, SaveRefused, RowIsGone and BudgetIsAdopted.
    """
    refuse_act(edit)
    row = row_of(budget, edit.part)
    if row is None:
        raise RowIsGone(edit.label, SOMEBODY)
    fields = fields_of(budget, edit.part, row)
    if edit.field not in fields:
        raise CannotBeUndone("Dit veld is er nu niet. Zet met de hand terug wat u nodig hebt.")
    changes = [FieldChange(edit.part, edit.field, edit.old, edit.version if version is None else version)]
    return change_row(budget=budget, row=row, changes=changes, fields=fields, editor=editor, on_behalf_of=on_behalf_of)
