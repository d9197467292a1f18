"""Budgets as a whole: making, taking over into another version, explaining, adopting and throwing away."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.forms import Field
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.editing.changes import FieldChange, SavedField, Writer
from nhveilig.editing.history import History
from nhveilig.editing.services import save_if_unchanged
from nhveilig.regions.models import PoliceUnit
from themes.budgets.exceptions import (
    BudgetChanged,
    BudgetExists,
    BudgetIsAdopted,
    NothingToExplain,
    NotReadyToAdopt,
)
from themes.budgets.services.rows import lock_concept
from themes.budgets.validators import differences, lines_of
from themes.budgets.words import sentence
from themes.models import Budget, BudgetExplanation, BudgetGroup, BudgetLine, BudgetSide

Kind = Budget.Kind


@transaction.atomic
def create_budget(
    *, police_unit: PoliceUnit, year: int, kind: str, editor: User, title: str = "", source: str = "", note: str = ""
) -> Budget:
    """An empty concept. Raises BudgetExists: of a begroting and a realisatie there is one a year."""
    about = {"title": title, "source": source, "note": note}
    return _saved(Budget(police_unit=police_unit, year=year, kind=kind, changed_by=editor, **about))


def _saved(budget: Budget) -> Budget:
    same = Budget.objects.filter(police_unit=budget.police_unit, year=budget.year, kind=budget.kind)
    if budget.kind != Kind.AMENDMENT and same.filter(deleted_at=None).exists():
        raise BudgetExists(
            f"Er is al een {budget.get_kind_display()} van {budget.year}. Open die, of kies iets anders."
        )
    # What lies in the bin keeps its number, so that it can come back.
    budget.number = (same.aggregate(last=Max("number"))["last"] or 0) + 1
    budget.changed_at = timezone.now()
    try:
        with transaction.atomic():
            budget.save()
    except IntegrityError:
        raise BudgetExists("Iemand anders maakte deze begroting op hetzelfde moment. Laad de pagina opnieuw.") from None
    return budget


@transaction.atomic
def copy_budget(*, budget: Budget, kind: str, year: int, editor: User, with_amounts: bool = True) -> Budget:
    """A concept with the same groups and posts; what was published of the original is not taken along.

    Raises BudgetExists.
    """
    source = Budget.objects.with_figures().get(pk=budget.pk)
    origin = f"Overgenomen van {source.name[:1].lower()}{source.name[1:]}"
    copy = _saved(
        Budget(
            police_unit=source.police_unit, year=year, kind=kind, source=origin, copied_from=source, changed_by=editor
        )
    )
    copies: dict[int, BudgetLine] = {}
    for group in source.groups.all():
        copies |= _copied_group(group, copy, with_amounts=with_amounts)
    for side in BudgetSide:
        for line in lines_of(source, side):
            copies[line.pk].covered_by.set([copies[one.pk] for one in line.covered_by.all() if one.pk in copies])
    if with_amounts:
        _copy_explanations(source, copy, copies)
    return copy


def _copied_group(group: BudgetGroup, budget: Budget, *, with_amounts: bool) -> dict[int, BudgetLine]:
    same = {name: getattr(group, name) for name in ("side", "order", "title", "lineage")}
    new = BudgetGroup.objects.create(budget=budget, **same)
    names = ("order", "title", "note", "grant_id", "policy_plan_id", "lineage")
    copies = {
        line.pk: BudgetLine(
            group=new,
            amount=line.amount if with_amounts else None,
            **{name: getattr(line, name) for name in names},
        )
        for line in group.lines.all()
    }
    BudgetLine.objects.bulk_create(copies.values())
    return copies


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
def change_budget(
    *, budget: Budget, changes: Sequence[FieldChange], fields: Mapping[str, Field], editor: User
) -> list[SavedField]:
    """Title, source and note of a concept. Raises BudgetIsAdopted and SaveRefused."""
    if not Budget.objects.select_for_update(no_key=True).get(pk=budget.pk).is_concept:
        raise BudgetIsAdopted
    return save_if_unchanged(row=budget, fields=fields, changes=changes, by=Writer(editor), history=History.of(budget))


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
    place = {"about": check.about, "side": check.side, "group": check.group_id, "line": check.line_id}
    # What was said about other amounts would come back to life with the same difference.
    budget.explanations.filter(**place, difference=difference).delete()
    if not text.strip():
        return False
    ids = {"group_id": check.group_id, "line_id": check.line_id}
    BudgetExplanation.objects.create(
        budget=budget, about=check.about, side=check.side, difference=difference, text=text.strip(), **ids
    )
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
def adopt_budget(*, budget: Budget, adopted_on: date, expected_version: int, editor: User) -> None:
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
    read.save(update_fields=["status", "adopted_on"])


@transaction.atomic
def delete_budget(*, budget: Budget, editor: User) -> None:
    """Put a concept in the bin. Raises BudgetIsAdopted, also when it lies there already."""
    lock_concept(budget, editor)
    Budget.objects.filter(pk=budget.pk).update(deleted_at=timezone.now())


@transaction.atomic
def restore_budget(*, budget: Budget, editor: User) -> None:
    """Take a concept out of the bin. Raises BudgetExists when the year has another one of its kind now."""
    same = Budget.objects.filter(police_unit=budget.police_unit, year=budget.year, kind=budget.kind, deleted_at=None)
    if budget.kind != Kind.AMENDMENT and same.exclude(pk=budget.pk).exists():
        raise BudgetExists(f"Er is intussen een andere {budget.get_kind_display()} van {budget.year}.")
    Budget.objects.filter(pk=budget.pk).update(deleted_at=None, version=F("version") + 1, changed_by=editor)
