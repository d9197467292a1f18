"""What all municipalities and the Openbaar Ministerie said of one plan, as its page and its spreadsheet show it."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst

from nhveilig.accounts.names import name_of
from nhveilig.figures.formats import date_short
from nhveilig.regions.models import Municipality
from themes.models import ImplementationPlan, PlanStep, Reaction, ResultTarget, Standing
from themes.parts.constants import SECTIONS, section_of
from themes.parts.registry import PART_KINDS, parse_key
from themes.workflow.transitions import Status

WHOLE_PLAN = ""
HEADERS = (
    "Gemeente",
    "Onderdeel",
    "Reactie",
    "Toelichting",
    "Gegeven door",
    "Gewijzigd op",
    "Antwoord",
    "Beantwoord op",
    "Ronde",
)


@dataclass(frozen=True)
class ReactedPart:
    """A part, and all that was said of it."""

    key: str
    name: str
    reactions: list[Reaction]


@dataclass
class Consultation:
    """The reactions on a plan. `rounds` are the moments on which it was put to the municipalities; none for a plan that
    was never put to them here.

    All that is counted is of the last round: what was said before was of another text, and stands in `earlier`. A
    municipality has reacted when it said what it thinks of the whole plan; a remark on one part alone may be followed
    by more.
    """

    plan: ImplementationPlan
    rounds: list[datetime]
    municipalities: list[Municipality]
    everything: list[Reaction]

    @property
    def began_at(self) -> datetime | None:
        return self.rounds[-1] if self.rounds else None

    @cached_property
    def reactions(self) -> list[Reaction]:
        """Of the last round."""
        return [one for one in self.everything if self.is_current(one)]

    def round_of(self, reaction: Reaction) -> int:
        """Counted from 1."""
        return max(1, bisect_right(self.rounds, reaction.changed_at))

    @cached_property
    def earlier(self) -> list[tuple[int, list[tuple[str, Reaction]]]]:
        """By round, the last first: every reaction with the name of what it is about."""
        found: dict[int, list[tuple[str, Reaction]]] = defaultdict(list)
        for one in self.everything:
            if not self.is_current(one):
                found[self.round_of(one)].append((self.names[one.part], one))
        return sorted(found.items(), reverse=True)

    @cached_property
    def verdicts(self) -> dict[int | None, Reaction]:
        """By municipality: what it says of the whole plan. The Openbaar Ministerie stands under None."""
        return {one.municipality_id: one for one in self.reactions if one.part == WHOLE_PLAN}

    @cached_property
    def on_parts(self) -> dict[str, list[Reaction]]:
        """By key of a part: what the municipalities say of it."""
        found: dict[str, list[Reaction]] = defaultdict(list)
        for one in self.reactions:
            if one.part != WHOLE_PLAN:
                found[one.part].append(one)
        return dict(found)

    @cached_property
    def silent(self) -> list[Municipality]:
        """Those that have not said yet what they think of the whole plan."""
        return [one for one in self.municipalities if not self.is_current(self.verdicts.get(one.pk))]

    def is_current(self, reaction: Reaction | None) -> bool:
        """Whether it was given or changed since the plan was last put to the municipalities."""
        return reaction is not None and (self.began_at is None or reaction.changed_at >= self.began_at)

    @property
    def unanswered_objections(self) -> list[Reaction]:
        """Of any round: an objection does not go away because the plan was put to the municipalities again. What a
        municipality said of the same thing later, counts in its place."""
        latest = {(one.municipality_id, one.part): one for one in sorted(self.everything, key=lambda one: one.round)}
        return [one for one in latest.values() if one.stance == Reaction.Stance.OBJECTS and not one.answer]

    def may_end(self, today: date) -> bool:
        """Whether the plan may be adopted without saying why so early."""
        return today > self.plan.consultation_ends_on or not self.silent

    @cached_property
    def names(self) -> dict[str, str]:
        """By key of a part, of all that was ever reacted to."""
        return names_of(key for key in {one.part for one in self.everything} if key) | {WHOLE_PLAN: "Het hele plan"}

    @cached_property
    def parts(self) -> list[ReactedPart]:
        """The whole plan first, then the parts somebody reacted to, in the order of the plan."""
        on_parts = self.on_parts
        whole = ReactedPart(WHOLE_PLAN, self.names[WHOLE_PLAN], list(self.verdicts.values()))
        return [whole, *(ReactedPart(key, self.names[key], on_parts[key]) for key in sorted(on_parts, key=_place))]

    @cached_property
    def rows(self) -> list[tuple[str, list[Reaction | None]]]:
        """Everybody who said something and what, part by part in the order of `parts`."""
        said: dict[str, dict[str, Reaction]] = defaultdict(dict)
        for reaction in self.reactions:
            said[reaction.said_by][reaction.part] = reaction
        return [(name, [on.get(part.key) for part in self.parts]) for name, on in said.items()]

    @property
    def is_prosecution_silent(self) -> bool:
        return None not in self.verdicts

    @property
    def counts(self) -> list[dict[str, object]]:
        """For components/stats.html: how many reacted to the whole plan, and how."""
        verdicts = Counter(one.stance for town, one in self.verdicts.items() if town is not None)
        asked = len(self.municipalities)
        reacted = {"label": "Gemeenten die reageerden", "value": asked - len(self.silent)}
        return [
            reacted | {"note": f"van de {asked}"},
            *({"label": capfirst(stance.label), "value": verdicts[stance]} for stance in Reaction.Stance),
        ]

    def csv_rows(self) -> list[list[object]]:
        given = [(part.name, reaction) for part in self.parts for reaction in part.reactions]
        before = [said for _, reactions in self.earlier for said in reactions]
        now, whole = str(max(1, len(self.rounds))), self.names[WHOLE_PLAN]
        silent = [[town.name, whole, "nog geen reactie", "", "", "", "", "", now] for town in self.silent]
        rows = [[*_csv_row(name, one), str(self.round_of(one))] for name, one in [*given, *before]]
        return [HEADERS, *rows[: len(given)], *silent, *rows[len(given) :]]


def consultation_of(plan: ImplementationPlan) -> Consultation:
    """Three queries. Expects a plan read with `for_list()`."""
    reactions = plan.reactions.select_related("municipality", "author", "on_behalf_of", "prepared_by")
    reactions = list(reactions.order_by(F("municipality__name").asc(nulls_first=True), "pk"))
    return Consultation(plan, rounds_of(plan), municipalities_asked(plan), reactions)


def rounds_of(plan: ImplementationPlan) -> list[datetime]:
    """When it was put to the municipalities, each time."""
    return list(times_put().filter(plan=plan).order_by("taken_at").values_list("taken_at", flat=True))


def times_put() -> QuerySet[PlanStep]:
    return PlanStep.objects.filter(to_status=Status.CONSULTATION).exclude(from_status=Status.CONSULTATION)


def municipalities_asked(plan: ImplementationPlan) -> list[Municipality]:
    """The municipalities of the eenheid today, or when the consultation ended if it is over."""
    today = timezone.localdate()
    day = plan.adopted_on or min(plan.consultation_ends_on or today, today)
    found = Municipality.objects.on(day).filter(safety_region__police_unit=plan.theme.plan.police_unit_id)
    return list(found.order_by("name"))


def towns_without_report(target: ResultTarget, today: date) -> list[Municipality]:
    """Those of today of which nobody reported it, also not as the municipality that went up in them. One query."""
    told = Standing.objects.filter(target=target, municipality__isnull=False)
    merged = told.exclude(municipality__successor=None).values("municipality__successor")
    found = Municipality.objects.on(today).filter(safety_region__police_unit=target.plan.theme.plan.police_unit_id)
    return list(found.exclude(pk__in=told.values("municipality")).exclude(pk__in=merged))


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """By key of a part: how it is called now, also when it is in the bin. A query for each kind of part."""
    keys = list(keys)
    wanted: dict[str, list[int]] = defaultdict(list)
    for key in keys:
        kind, number = parse_key(key)
        wanted[kind.code].append(number)
    names = dict.fromkeys(keys, "Onderdeel dat niet meer bestaat")
    for code, numbers in wanted.items():
        for part in PART_KINDS[code].model.objects.filter(pk__in=numbers):
            label = capfirst(PART_KINDS[code].label)
            names[f"{code}-{part.pk}"] = f"{label}: {part}" + (" (verwijderd)" if part.deleted_at else "")
    return names


def _place(key: str) -> tuple[int, str, int]:
    code, number = key.split("-")
    return list(SECTIONS).index(section_of(key).code), code, int(number)


def _csv_row(name: str, reaction: Reaction) -> list[str]:
    return [
        reaction.said_by,
        name,
        reaction.get_stance_display(),
        reaction.text,
        name_of(reaction.author, reaction) if reaction.author else "",
        date_short(reaction.changed_at),
        reaction.answer,
        date_short(reaction.answered_at) if reaction.answered_at else "",
    ]
