"""What a plan asks of one municipality, or puts before the Openbaar Ministerie: which parts, and what is known of each
from the year before and from an earlier round."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import Q

from nhveilig.regions.models import Municipality
from themes.models import (
    Activity,
    Decision,
    ImplementationPlan,
    IntendedResult,
    PlanEdit,
    PlanText,
    Project,
    ResultTarget,
    Standing,
)
from themes.models.plans import Part
from themes.parts.presenters import NamedPart, named_parts
from themes.parts.queries import PlanParts, counted_elsewhere
from themes.parts.registry import key_of
from themes.parts.views import plan_url
from themes.progress.standings import PromiseStanding, SubjectStanding
from themes.workflow.permissions import Party
from themes.workflow.queries import WHOLE_PLAN

# What one can say something of; people, money and links are looked at with the plan as a whole.
KINDS = (PlanText, Project, Activity, IntendedResult, ResultTarget, Decision)
EDITS_READ = 500


def parts_to_react_to(parts: PlanParts, party: Party, keys: Iterable[str]) -> list[Part]:
    """What is asked of the party, and whatever else of the plan is in `keys`."""
    asked = _for_municipality(parts) if party.municipality else [*parts.activities, *parts.results]
    there = {key_of(part): part for part in _all(parts)}
    more = [there[key] for key in dict.fromkeys(keys) if key in there and there[key] not in asked]
    return [*asked, *more]


def _for_municipality(parts: PlanParts) -> list[ResultTarget]:
    """What each does by itself before what they do together. What repeats a target of another theme is asked there."""
    found = [one for one in parts.targets if one.is_for_municipalities and not counted_elsewhere(one)]
    return sorted(found, key=lambda one: not one.is_per_municipality)


def _all(parts: PlanParts) -> list[Part]:
    rows = (parts.projects, parts.activities, parts.results, parts.targets, parts.decisions)
    return [*parts.texts.values(), *(one for kind in rows for one in kind)]


@dataclass(frozen=True)
class Past:
    """Of last year's plan: by part the one it goes on from, and how that stands for the party."""

    origins: dict[Part, Part] = field(default_factory=dict)
    standings: dict[Part, SubjectStanding] = field(default_factory=dict)


def past_of(parts: Sequence[Part], party: Party, today: date) -> Past:
    """A query for each kind of part, and one for how they stand."""
    by_kind: dict[type[Part], dict[int, Part]] = defaultdict(dict)
    for part in parts:
        if part.origin_id and type(part) in {Activity, IntendedResult, ResultTarget}:
            by_kind[type(part)][part.origin_id] = part
    origins: dict[Part, Part] = {}
    for kind, wanted in by_kind.items():
        for origin in kind.objects.filter(pk__in=wanted).select_related("plan__theme__plan"):
            origins[wanted[origin.pk]] = origin
    return Past(origins, _standings(origins.values(), party.municipality, today))


def _standings(origins: Iterable[Part], municipality: Municipality | None, today: date) -> dict[Part, SubjectStanding]:
    """Of what is counted per municipality, how it stands in this one."""
    counted = {one: getattr(one, "counts_as_id", None) or one.pk for one in origins}
    if not counted:
        return {}
    wanted = Q(pk__in=[])
    for name, kind in (("activity", Activity), ("result", IntendedResult), ("target", ResultTarget)):
        wanted |= Q(**{f"{name}__in": [pk for one, pk in counted.items() if isinstance(one, kind)]})
    here = Q(municipality=None) | Q(municipality=municipality)
    found = {(one.subject_place, one.municipality_id): one for one in Standing.objects.filter(wanted, here)}
    return {one: _stands(one, pk, found, municipality, today) for one, pk in counted.items()}


def _stands(origin: Part, counted: int, found: dict, place: Municipality | None, today: date) -> SubjectStanding:
    subject = (key_of(origin).partition("-")[0], counted)
    if origin.is_per_municipality and place:
        return PromiseStanding(origin, found.get((subject, place.pk)), today=today)
    return SubjectStanding(origin, found.get((subject, None)))


def edits_since(plan: ImplementationPlan, since: datetime | None) -> dict[str, list[PlanEdit]]:
    """By part, the oldest first: what was written after what the party said in an earlier round."""
    found: dict[str, list[PlanEdit]] = defaultdict(list)
    if since:
        for edit in PlanEdit.objects.filter(plan=plan, ended_at__gt=since).order_by("ended_at", "pk")[:EDITS_READ]:
            found[edit.part].append(edit)
    return found


def changed_parts(plan: ImplementationPlan, keys: Iterable[str]) -> list[NamedPart]:
    """What was written, added or taken away, each with its place on the page of the plan."""
    here, named = plan_url(plan), named_parts(plan, keys)
    return [replace(named[key], url="" if named[key].in_bin else f"{here}#{key}" if key else here) for key in keys]


def others_said(plan: ImplementationPlan, began: datetime | None, but: Party) -> dict[str, int]:
    """How many other municipalities said what of the whole plan in this round, by stance."""
    said = plan.reactions.filter(part=WHOLE_PLAN, municipality__isnull=False)
    said = said.filter(changed_at__gte=began) if began else said
    found: dict[str, int] = defaultdict(int)
    for stance in said.exclude(municipality=but.municipality).values_list("stance", flat=True):
        found[stance] += 1
    return found
