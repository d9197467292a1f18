"""What a plan asks of one municipality, or puts before the Openbaar Ministerie: which parts, and what is known of each
from the year before and from an earlier round."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import Prefetch, Q

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
from themes.models.plans import ImplementationPlanQuerySet, Part
from themes.parts.presenters import NamedPart, named_parts
from themes.parts.queries import PlanParts, counted_elsewhere
from themes.parts.registry import key_of
from themes.parts.views import plan_url
from themes.progress.standings import PromiseStanding, SubjectStanding
from themes.workflow.permissions import Party

# What one can say something of; people, money and links are looked at with the plan as a whole.
KINDS = (PlanText, Project, Activity, IntendedResult, ResultTarget, Decision)
EDITS_READ = 500
# What last year may have been reported on.
REPORTED = (Activity, IntendedResult, ResultTarget)


def with_origins(plans: ImplementationPlanQuerySet) -> ImplementationPlanQuerySet:
    """Of last year's plan what each part that is reported on goes on from."""
    origins = {kind: kind.objects.select_related("plan__theme__plan") for kind in REPORTED}
    return plans.prefetch_related(
        *(Prefetch(f"{kind._meta.model_name}_set__origin", rows) for kind, rows in origins.items())
    )


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
    """One query, of how they stand. Expects a plan read `with_origins()`."""
    origins = {one: one.origin for one in parts if isinstance(one, REPORTED) and one.origin}
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
