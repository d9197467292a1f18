"""The glossary as a reader has it: that of the eenheid before what is national, in one query."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple, dataclass

from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Value
from django.urls import reverse
from django.utils.text import slugify

from nhveilig.caching.recording import note_reading
from nhveilig.glossary.models import Entry, Term, UnitTerm, spellings
from nhveilig.regions.models import PoliceUnit
from nhveilig.texts.abbreviations import Abbreviation

# Seconds. A change renews it at once; this is for where no cache is shared.
KEPT_FOR = 60


@dataclass(frozen=True)
class Known:
    """`unit` is the name of the eenheid it is of; empty: of all."""

    pk: int
    term: str
    in_full: str
    explanation: str
    variants: str
    unit: str

    @property
    def anchor(self) -> str:
        return "-".join([slugify(self.term), *(["eenheid"] if self.unit else []), str(self.pk)])

    @property
    def spellings(self) -> tuple[str, ...]:
        return spellings(self.term, self.variants)


def known_to(units: Collection[int]) -> list[Known]:
    """By the alphabet; of one term that of an eenheid first. One query."""
    own = UnitTerm.objects.present().filter(police_unit__in=units).annotate(unit=F("police_unit__name"))
    national = Term.objects.present().annotate(unit=Value(""))
    columns = ("pk", "term", "in_full", "explanation", "variants", "unit")
    rows = own.order_by().values_list(*columns).union(national.order_by().values_list(*columns), all=True)
    return sorted((Known(*row) for row in rows), key=lambda one: (one.term.casefold(), not one.unit, one.unit, one.pk))


def kept_for(unit: int | None, stamps: Mapping[str, int] | None = None) -> list[Known]:
    """For pages with texts, of which each would ask for it. With `stamps` (nhveilig.caching) as it is at these: what a
    page keeps may not hold an older one."""
    note_reading(Term, UnitTerm)
    key = _key(unit, stamps)
    kept = cache.get(key)
    if kept is None:
        kept = [astuple(one) for one in known_to([unit] if unit else [])]
        cache.set(key, kept, KEPT_FOR)
    return [Known(*one) for one in kept]


def abbreviations(known: Iterable[Known]) -> list[Abbreviation]:
    page = reverse("glossary:list")
    return [Abbreviation(one.spellings, one.in_full, f"{page}#{one.anchor}") for one in known if one.in_full]


def forget(*, instance: Entry, **kwargs: object) -> None:
    """After a change of `instance` is stored."""

    def at_once() -> None:
        own = getattr(instance, "police_unit_id", None)
        units = [own] if own else [None, *PoliceUnit.objects.values_list("pk", flat=True)]
        for unit in units:
            cache.delete(_key(unit))

    transaction.on_commit(at_once)


def _key(unit: int | None, stamps: Mapping[str, int] | None = None) -> str:
    at = [] if stamps is None else [str(stamps.get(model._meta.db_table, 0)) for model in (Term, UnitTerm)]
    return "-".join(["glossary", str(unit or "national"), *at])
