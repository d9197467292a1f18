"""Removing a goal, an element or a whole theme of a policy plan, and putting it back within thirty days."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, Q

from nhveilig.editing import services as editing
from nhveilig.editing.changes import Writer
from nhveilig.editing.history import History
from nhveilig.editing.models import BinnedQuerySet
from nhveilig.figures.formats import counted, listed
from themes.models import Activity, IntendedResult, Objective, PlanLink, PolicyPlan, ResultTarget, Theme, ThemeElement
from themes.policy.exceptions import RowKept
from themes.policy.services.plans import key_of

Row = Theme | Objective | ThemeElement
KINDS = (Theme, Objective, ThemeElement)


@transaction.atomic
def remove_row(*, row: Row, plan: PolicyPlan, by: Writer) -> bool:
    """Put it in the bin; False when it was there already. Raises RowKept for a theme with uitvoeringsplannen."""
    _lock(row)
    if isinstance(row, Theme) and (why := why_kept(row)):
        raise RowKept(why)
    if not editing.delete_to_bin(row=row, by=by, history=History.of(plan), part=key_of(row)):
        return False
    # A theme keeps its number: chapters of documents name it.
    if not isinstance(row, Theme):
        _shift(type(row).objects.filter(theme=row.theme_id, number__gt=row.number).order_by("number"), -1)
    return True


@transaction.atomic
def restore_row(*, row: Row, plan: PolicyPlan, by: Writer) -> bool:
    """Take it out of the bin, to the place where it stood; False when it was not there."""
    _lock(row)
    row.refresh_from_db()
    if row.deleted_at is None:
        return False
    if not isinstance(row, Theme):
        beside = type(row).objects.filter(theme=row.theme_id)
        row.number = min(row.number, (beside.aggregate(last=Max("number"))["last"] or 0) + 1)
        _shift(beside.filter(number__gte=row.number).order_by("-number"), 1)
        row.save(update_fields=["number"])
    return editing.restore(row=row, by=by, history=History.of(plan), part=key_of(row))


def why_kept(theme: Theme) -> str:
    """A sentence with the uitvoeringsplannen of a theme, for which it has to stay; empty when there are none."""
    years = [str(year) for year in theme.implementation_plans.order_by("year").values_list("year", flat=True)]
    if not years:
        return ""
    word = "het uitvoeringsplan" if len(years) == 1 else "de uitvoeringsplannen"
    return f"Eraan vast zit: {word} van {listed(years)}. Wat daarin staat en is gemeld, blijft te vinden bij dit thema."


def hanging_on(row: Row) -> list[str]:
    """Told before it is removed: what goes along with a theme, and what hangs on a goal in uitvoeringsplannen."""
    if isinstance(row, Theme):
        return list(_below(row))
    return list(_planned(row)) if isinstance(row, Objective) else []


def in_bin(plan: PolicyPlan) -> list[Row]:
    """The latest first. What went with a theme comes back with it, and has no line of its own. Three queries."""
    found: list[Row] = []
    for model in KINDS:
        path = "plan" if model is Theme else "theme__plan"
        outside = {} if model is Theme else {"theme__deleted_at": None}
        rows = BinnedQuerySet(model).in_bin().filter(**{path: plan}, **outside)
        found += rows.select_related("deleted_by", *([] if model is Theme else ["theme"]))
    return sorted(found, key=lambda row: row.deleted_at, reverse=True)


def empty_bin(*, now: datetime) -> int:
    """Remove for good what has been in the bin for thirty days; how many rows that were."""
    return editing.empty_bin(*(BinnedQuerySet(model) for model in reversed(KINDS)), now=now)


def _lock(row: Row) -> None:
    """Whoever else arranges the rows of the theme waits."""
    theme = row.pk if isinstance(row, Theme) else row.theme_id
    Theme._base_manager.select_for_update(no_key=True).order_by().get(pk=theme)


def _shift(rows: BinnedQuerySet, by: int) -> None:
    """One after the other: two rows never have one number."""
    for row in rows:
        type(row).objects.filter(pk=row.pk).update(number=F("number") + by)


def _below(theme: Theme) -> Iterator[str]:
    named = [
        (theme.objectives.count(), "doel", "doelen"),
        (theme.elements.count(), "element", "elementen"),
        (theme.parts.exclude(html="").count(), "geschreven deel", "geschreven delen"),
    ]
    if any(count for count, _, _ in named):
        yield f"Gaat mee, en komt mee terug: {listed(counted(*one) for one in named if one[0])}."
    if links := PlanLink.objects.present().filter(theme=theme).count():
        who = counted(links, "ander uitvoeringsplan werkt", "andere uitvoeringsplannen werken")
        yield f"{who} met dit thema samen."


def _planned(goal: Objective) -> Iterator[str]:
    own = Q(result__objective=goal) | Q(activity__objective=goal)
    kinds = (
        (Activity.objects.filter(objective=goal), "activiteit", "activiteiten"),
        (IntendedResult.objects.filter(objective=goal), "beoogd resultaat", "beoogde resultaten"),
        (ResultTarget.objects.filter(own), "streefwaarde", "streefwaarden"),
    )
    found = [(Counter(rows.present().values_list("plan__year", flat=True)), *words) for rows, *words in kinds]
    for year in sorted({year for counts, _, _ in found for year in counts}):
        told = listed(counted(counts[year], one, many) for counts, one, many in found if counts[year])
        yield f"In het uitvoeringsplan van {year}: {told}."
