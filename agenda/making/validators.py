"""What hangs on a row of an agenda that must not go with it: figures, notes, and what plans say of it."""

from collections import Counter
from collections.abc import Iterator

from django.db import router
from django.db.models import Model
from django.db.models.deletion import Collector, ProtectedError

from agenda.models import (
    Agreement,
    ContextFigure,
    Distribution,
    DistributionTotal,
    Explanation,
    Indicator,
    InvestigationType,
    NationalObjective,
    Target,
    Topic,
    TopicItem,
)
from nhveilig.figures.formats import counted, listed

# What an agenda itself is made of: it goes to the bin with the row it hangs on, and comes back with it.
ITS_OWN = {
    *(NationalObjective, Indicator, Agreement, Target, InvestigationType, ContextFigure, Topic, TopicItem),
    *(Distribution, DistributionTotal, Explanation),
}


def why_kept(row: Model) -> str:
    """A sentence with what hangs on it; empty when nothing does."""
    found = Counter(type(one) for one in _hanging(row) if one != row and type(one) not in ITS_OWN)
    if not found:
        return ""
    named = listed(counted(count, *_names_of(model)) for model, count in found.items())
    return f"Eraan vast zit: {named}. Wat is gemeld of afgesproken, blijft te vinden."


def _names_of(model: type[Model]) -> tuple[str, str]:
    return str(model._meta.verbose_name), str(model._meta.verbose_name_plural)


def _hanging(row: Model) -> Iterator[Model]:
    """Every row that would go or change with it."""
    collector = Collector(using=router.db_for_write(type(row), instance=row), origin=row)
    try:
        collector.collect([row])
    except ProtectedError as error:
        yield from error.protected_objects
        return
    changed = [rows for several in collector.field_updates.values() for rows in several]
    for rows in [*collector.data.values(), *collector.fast_deletes, *changed]:
        yield from rows
