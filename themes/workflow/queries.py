"""What all municipalities said of one plan, as its page and its spreadsheet show it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from nhveilig.figures.formats import date_short
from nhveilig.regions.models import Municipality
from nhveilig.texts.spreadsheets import as_csv
from themes.models import ImplementationPlan, Reaction
from themes.parts.registry import PART_KINDS, parse_key
from themes.parts.sections import SECTIONS, section_of
from themes.workflow.consultation import WHOLE_PLAN, Consultation

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
class Row:
    """A municipality and, part by part in the order of the columns, what it said; None where it said nothing."""

    municipality: Municipality
    cells: list[Reaction | None]


@dataclass(frozen=True)
class About:
    """A part, and all that was said of it."""

    key: str
    name: str
    reactions: list[Reaction]


class ReactionOverview:
    def __init__(self, plan: ImplementationPlan, consultation: Consultation) -> None:
        self.plan, self.consultation = plan, consultation

    @cached_property
    def parts(self) -> list[About]:
        """The whole plan first, then the parts somebody reacted to, in the order of the plan."""
        on_parts = self.consultation.on_parts
        names = names_of(on_parts)
        whole = About(WHOLE_PLAN, "Het hele plan", list(self.consultation.verdicts.values()))
        return [whole, *(About(key, names[key], on_parts[key]) for key in sorted(on_parts, key=_place))]

    @cached_property
    def rows(self) -> list[Row]:
        """Of every municipality that said something."""
        said: dict[Municipality, dict[str, Reaction]] = defaultdict(dict)
        for reaction in self.consultation.reactions:
            said[reaction.municipality][reaction.part] = reaction
        return [Row(town, [on.get(part.key) for part in self.parts]) for town, on in said.items()]

    @property
    def counts(self) -> list[dict[str, object]]:
        """For components/stats.html: how many reacted to the whole plan, and how."""
        verdicts = Counter(one.stance for one in self.consultation.verdicts.values())
        asked = len(self.consultation.municipalities)
        reacted = {"label": "Gemeenten met een oordeel", "value": asked - len(self.consultation.silent)}
        return [
            reacted | {"note": f"van de {asked}"},
            *({"label": stance.label.capitalize(), "value": verdicts[stance]} for stance in Reaction.Stance),
        ]

    def csv(self) -> str:
        given = [_csv_row(part, reaction) for part in self.parts for reaction in part.reactions]
        whole = self.parts[0].name
        silent = [[town.name, whole, "nog geen reactie", "", "", "", "", ""] for town in self.consultation.silent]
        return as_csv([HEADERS, *given, *silent])


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """By key of a part: how it is called now, also when it is in the bin. A query for each kind of part."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for key in keys:
        kind, number = parse_key(key)
        wanted[kind.code].append(number)
    names = dict.fromkeys(keys, "Onderdeel dat niet meer bestaat")
    for code, numbers in wanted.items():
        for part in PART_KINDS[code].model.objects.filter(pk__in=numbers):
            label = PART_KINDS[code].label.capitalize()
            names[f"{code}-{part.pk}"] = f"{label}: {part}" + (" (verwijderd)" if part.deleted_at else "")
    return names


def _place(key: str) -> tuple[int, str, int]:
    code, number = key.split("-")
    return list(SECTIONS).index(section_of(key).code), code, int(number)


def _csv_row(part: About, reaction: Reaction) -> list[str]:
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
