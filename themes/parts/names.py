"""What the key of a part (`activity-12`) stands for, for people: its name, and whether it is still there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst

from themes.models import ImplementationPlan, PlanLink
from themes.models.plans import Part
from themes.parts.registry import PART_KINDS, PartKind, UnknownPart, key_of, parse_key
from themes.parts.sections import section_of
from themes.parts.views import plan_url

WHOLE_PLAN = "Het hele plan"
LOST = "Een onderdeel dat er niet meer is"


@dataclass(frozen=True)
class NamedPart:
    """`kind` is empty for a text, whose name says it all; `url` leads to where it is written, if it still is."""

    key: str
    name: str
    kind: str = ""
    url: str = ""
    in_bin: bool = False

    @property
    def full_name(self) -> str:
        return f"{self.kind}: {self.name}" if self.kind else self.name


def asked_for(request: HttpRequest, name: str) -> str:
    """A parameter of the address. No key holds a NUL, and PostgreSQL takes none."""
    return request.GET.get(name, "").replace("\0", "")


def named_parts(plan: ImplementationPlan, keys: Iterable[str]) -> dict[str, NamedPart]:
    """Every key with its part; the empty key is the plan itself. At most one query for each kind of part."""
    numbers: dict[str, list[int]] = defaultdict(list)
    wanted = set(keys)
    for key in wanted:
        try:
            kind, number = parse_key(key)
        except UnknownPart:
            continue
        numbers[kind.code].append(number)
    found = {}
    for code, pks in numbers.items():
        for part in parts_of_kind(plan, PART_KINDS[code]).filter(pk__in=pks):
            found[key_of(part)] = named(plan, part)
    whole = NamedPart("", WHOLE_PLAN, url=plan_url(plan, "plan-edit"))
    return {key: found.get(key, NamedPart(key, LOST)) if key else whole for key in wanted}


def parts_of_kind(plan: ImplementationPlan, kind: PartKind) -> QuerySet[Part]:
    """In the bin or not, with what their names are made of."""
    parts = kind.model.objects.filter(plan=plan)
    return parts.select_related("indicator", "theme") if kind.model is PlanLink else parts


def named(plan: ImplementationPlan, part: Part) -> NamedPart:
    """`part` is one of parts_of_kind."""
    key, in_bin = key_of(part), part.deleted_at is not None
    kind = PART_KINDS[key.partition("-")[0]]
    return NamedPart(
        key=key,
        name=str(part),
        kind="" if kind.code == "text" else capfirst(kind.label),
        url="" if in_bin else place_of(plan, key),
        in_bin=in_bin,
    )


def place_of(plan: ImplementationPlan, key: str) -> str:
    """The address where the part is written."""
    return f"{plan_url(plan, 'plan-edit')}?deel={section_of(key).code}&open={key}#{key}"
