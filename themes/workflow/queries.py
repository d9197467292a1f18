"""What all municipalities said of one plan, as its page and its spreadsheet show it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst

from nhveilig.figures.formats import date_short
from nhveilig.regions.models import Municipality
from themes.models import ImplementationPlan, PlanStep, Reaction
from themes.parts.registry import PART_KINDS, parse_key
from themes.parts.sections import SECTIONS, section_of
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
)


@dataclass(frozen=True)
class ReactedPart:
    """A part, and all that was said of it."""

    key: str
    name: str
    reactions: list[Reaction]


@dataclass
class Consultation:
    """The reactions on a plan. `began_at` is None for a plan that was never put to the municipalities here.

    A municipality has reacted when it said, since then, what it thinks of the whole plan; a remark on one part alone
    may be followed by more.
    """

    plan: ImplementationPlan
    began_at: datetime | None
    municipalities: list[Municipality]
    reactions: list[Reaction]

    @cached_property
    def verdicts(self) -> dict[int, Reaction]:
        """By municipality: what it says of the whole plan."""
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
        return [one for one in self.reactions if one.stance == Reaction.Stance.OBJECTS and not one.answer]

    def may_end(self, today: date) -> bool:
        """Whether the plan may be adopted without saying why so early."""
        return today > self.plan.consultation_ends_on or not self.silent

    @cached_property
    def parts(self) -> list[ReactedPart]:
        """The whole plan first, then the parts somebody reacted to, in the order of the plan."""
        on_parts = self.on_parts
        names = names_of(on_parts)
        whole = ReactedPart(WHOLE_PLAN, "Het hele plan", list(self.verdicts.values()))
        return [whole, *(ReactedPart(key, names[key], on_parts[key]) for key in sorted(on_parts, key=_place))]

    @cached_property
    def rows(self) -> list[tuple[Municipality, list[Reaction | None]]]:
        """Every municipality that said something and what it said, part by part in the order of `parts`."""
        said: dict[Municipality, dict[str, Reaction]] = defaultdict(dict)
        for reaction in self.reactions:
            said[reaction.municipality][reaction.part] = reaction
        return [(town, [on.get(part.key) for part in self.parts]) for town, on in said.items()]

    @property
    def counts(self) -> list[dict[str, object]]:
        """For components/stats.html: how many reacted to the whole plan, and how."""
        verdicts = Counter(one.stance for one in self.verdicts.values())
        asked = len(self.municipalities)
        reacted = {"label": "Gemeenten met een oordeel", "value": asked - len(self.silent)}
        return [
            reacted | {"note": f"van de {asked}"},
            *({"label": capfirst(stance.label), "value": verdicts[stance]} for stance in Reaction.Stance),
        ]

    def csv_rows(self) -> list[list[object]]:
        given = [_csv_row(part, reaction) for part in self.parts for reaction in part.reactions]
        whole = self.parts[0].name
        silent = [[town.name, whole, "nog geen reactie", "", "", "", "", ""] for town in self.silent]
        return [HEADERS, *given, *silent]


def consultation_of(plan: ImplementationPlan) -> Consultation:
    """Three queries. Expects a plan read with `for_list()`."""
    reactions = list(plan.reactions.select_related("municipality", "author").order_by("municipality__name", "pk"))
    return Consultation(plan, began_at(plan), municipalities_asked(plan), reactions)


def began_at(plan: ImplementationPlan) -> datetime | None:
    put = PlanStep.objects.filter(plan=plan, to_status=Status.CONSULTATION).exclude(from_status=Status.CONSULTATION)
    return put.order_by("-taken_at").values_list("taken_at", flat=True).first()


def municipalities_asked(plan: ImplementationPlan) -> list[Municipality]:
    """The municipalities of the eenheid today, or when the consultation ended if it is over."""
    today = timezone.localdate()
    day = plan.adopted_on or min(plan.consultation_ends_on or today, today)
    found = Municipality.objects.on(day).filter(safety_region__police_unit=plan.theme.plan.police_unit_id)
    return list(found.order_by("name"))


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """By key of a part: how it is called now, also when it is in the bin. A query for each kind of part."""
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


def _csv_row(part: ReactedPart, reaction: Reaction) -> list[str]:
    return [
        reaction.municipality.name,
        part.name,
        reaction.get_stance_display(),
        reaction.text,
        reaction.author.shown_name if reaction.author else "",
        date_short(reaction.changed_at),
        reaction.answer,
        date_short(reaction.answered_at) if reaction.answered_at else "",
    ]
