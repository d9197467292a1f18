"""The page on which one reacts: the plan in a minute, and each part with what is asked and what is known of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.html import strip_tags
from django.utils.text import Truncator, capfirst

from nhveilig.editing.fields import ProseField
from nhveilig.figures.formats import counted
from nhveilig.figures.values import Figure
from nhveilig.statuses.status import Status
from themes.models import Activity, ImplementationPlan, IntendedResult, PlanEdit, PlanText, Reaction, ResultTarget
from themes.models.plans import Part
from themes.parts.presenters import field_of, names_in, shown
from themes.parts.queries import PlanParts
from themes.parts.registry import key_of, kind_of
from themes.progress.standings import SubjectStanding
from themes.reacting.forms import VerdictForm
from themes.reacting.queries import Past
from themes.reading.presenters import aim_of, moment_of
from themes.workflow.permissions import Party

LONGEST_QUOTE, WORDS_OF_SUMMARY, WORDS_A_MINUTE = 140, 60, 200
NEW = "nieuw"


@dataclass(frozen=True)
class Summary:
    """`quote` is the first sentence of the ambition, `text` what follows."""

    quote: str
    text: str
    counts: list[tuple[str, int]]
    minutes: int


def in_a_minute(parts: PlanParts, asked: int) -> Summary:
    ambition = parts.texts.get(PlanText.Kind.AMBITION)
    words = plain(ambition.html) if ambition else ""
    first, stop, rest = words.partition(". ")
    quote = f"{first}{'.' if stop else ''}" if len(first) <= LONGEST_QUOTE else ""
    text = rest if quote else words
    counts = [("Doelen", len(parts.objectives)), ("Activiteiten", len(parts.activities)), ("Voor gemeenten", asked)]
    return Summary(quote, Truncator(text).words(WORDS_OF_SUMMARY, truncate=" …"), counts, _minutes(parts))


def plain(html: str) -> str:
    return " ".join(strip_tags(html.replace("<", " <")).split())


def _minutes(parts: PlanParts) -> int:
    texts = [*parts.texts.values(), *parts.projects, *parts.activities, *parts.results]
    words = sum(len(plain(f"{getattr(one, 'title', '')} {one.html}").split()) for one in texts)
    return max(1, round(words / WORDS_A_MINUTE))


@dataclass(frozen=True)
class Ask:
    """One part, with the form to say what one thinks of it. `before` is what the party said in an earlier round."""

    key: str
    title: str
    kicker: str
    form: VerdictForm
    facts: list[tuple[str, str]] = field(default_factory=list)
    before: Reaction | None = None
    own: Reaction | None = None

    @property
    def is_opened(self) -> bool:
        """Whether there is something in it that one must not overlook."""
        return bool(self.form.chosen or self.form.errors or self.before)


@dataclass(frozen=True)
class Group:
    """Parts that fold away together below a `title`; without one they stand open."""

    title: str
    asks: list[Ask]
    is_open: bool = True


def grouped(asks: Sequence[Ask], parts: Sequence[Part], party: Party, chosen: str) -> list[Group]:
    """What is asked of a municipality stands open; of the many parts for the Openbaar Ministerie each kind folds."""
    if party.municipality:
        return [Group("", list(asks))]
    by_kind: dict[type[Part], list[Ask]] = {}
    for part, ask in zip(parts, asks, strict=True):
        by_kind.setdefault(type(part), []).append(ask)
    return [
        Group(_how_many(kind, found), found, any(one.is_opened or one.key == chosen for one in found))
        for kind, found in by_kind.items()
    ]


def _how_many(kind: type[Part], asks: list[Ask]) -> str:
    return counted(len(asks), str(kind._meta.verbose_name), str(kind._meta.verbose_name_plural))


def titles_of(parts: Sequence[Part]) -> list[tuple[str, str]]:
    """Above each part which it is, and how it is called."""
    return [(f"{number} van {len(parts)}", _title(part)) for number, part in enumerate(parts, start=1)]


def _title(part: Part) -> str:
    return str(part) if isinstance(part, ResultTarget | PlanText) else f"{capfirst(kind_of(part).label)}: {part}"


@dataclass(frozen=True)
class Known:
    """What the facts of the parts are made of."""

    plan: ImplementationPlan
    parts: PlanParts
    party: Party
    past: Past
    edits: Mapping[str, list[PlanEdit]]
    # Whether the party said something of an earlier version.
    is_asked_again: bool = False

    def facts_of(self, part: Part) -> list[tuple[str, str]]:
        found = [*self._asked(part), *self._last_year(part)]
        if self.is_asked_again:
            found.append(("Sinds uw reactie", self._since(part)))
        return [(label, words) for label, words in found if words]

    def _asked(self, part: Part) -> Iterator[tuple[str, str]]:
        if isinstance(part, ResultTarget):
            together = part.scope == ResultTarget.Scope.ALL_MUNICIPALITIES
            yield "Wat", f"{aim_of(part)}{', alle gemeenten samen' if together else ''}"
            yield "Wanneer", moment_of(part) or f"in de loop van {self.plan.year}"
        elif isinstance(part, Activity):
            yield "Wat", part.deliverable
            yield "Wanneer", moment_of(part)
            yield "Wie", part.owner
        elif isinstance(part, IntendedResult):
            targets = self.parts.targets_of(part)
            yield "Wat", "; ".join(f"{target}: {aim_of(target)}" for target in targets) or plain(part.html)
        elif hasattr(part, "html"):
            yield "Wat", Truncator(plain(part.html)).words(WORDS_OF_SUMMARY, truncate=" …")

    def _last_year(self, part: Part) -> Iterator[tuple[str, str]]:
        if not isinstance(part, Activity | IntendedResult | ResultTarget):
            return
        origin = self.past.origins.get(part)
        if origin is None:
            yield "Veranderd", NEW if self.plan.origin_id or self.past.origins else ""
            return
        yield f"In {origin.plan.year}", then(self.past.standings[origin], self.party)
        yield "Veranderd", "; ".join(differences(origin, part)) or "niets"

    def _since(self, part: Part) -> str:
        edits = self.edits.get(key_of(part), [])
        if any(edit.kind == PlanEdit.Kind.CREATED for edit in edits):
            return "dit onderdeel is nieuw"
        return "; ".join(changes_in(self.plan, edits)) or "niets veranderd"


def then(standing: SubjectStanding, party: Party) -> str:
    """`afgesproken: ten minste 2 controles; Alkmaar meldde 1 controle`"""
    subject, status = standing.subject, standing.status
    if not isinstance(subject, ResultTarget):
        return status.word if status else ""
    agreed = f"afgesproken: {aim_of(subject)}"
    here = str(party) if subject.is_per_municipality and party.municipality else "samen"
    if standing.standing is None:
        return f"{agreed}; nog niet gemeld"
    told = standing.figure_text if standing.figure.is_known else standing.course_label
    reached = ", nagekomen" if status == Status.DONE else ""
    return f"{agreed}; {f'{here} meldde' if here != 'samen' else 'samen gemeld:'} {told}{reached}"


def differences(before: Part, now: Part) -> list[str]:
    """`was ten minste 2 controles, wordt ten minste 3 controles`"""
    pairs = [(str(before), str(now))]
    if isinstance(now, ResultTarget):
        pairs.append((_aim(before), _aim(now)))
    if isinstance(now, Activity):
        pairs += [(before.deliverable, now.deliverable), (before.owner, now.owner)]
    if not isinstance(now, IntendedResult):
        pairs.append((_undated(before), _undated(now)))
    return [f"was {old or 'leeg'}, wordt {new or 'leeg'}" for old, new in pairs if old != new]


def _aim(target: ResultTarget) -> str:
    return aim_of(target) if target.value is not None else Figure.dash().text()


def _undated(part: Activity | ResultTarget) -> str:
    """When, without the year that changes every year."""
    return moment_of(part).replace(str(part.plan.year), "").strip()


def changes_in(plan: ImplementationPlan, edits: Sequence[PlanEdit]) -> list[str]:
    """Field by field, from before the first edit to after the last."""
    by_field: dict[str, list[PlanEdit]] = {}
    for edit in edits:
        if edit.field:
            by_field.setdefault(edit.field, []).append(edit)
    names = names_in(plan, edits)
    return [_change(plan, found[0], found[-1], names) for found in by_field.values() if found[0].old != found[-1].new]


def _change(plan: ImplementationPlan, first: PlanEdit, last: PlanEdit, names: dict) -> str:
    about = field_of(last)
    if about is None:
        return "een veld dat er niet meer is"
    label = str(about.label or last.field).lower()
    if isinstance(about, ProseField):
        return f"{label} is herschreven"
    old, new = (shown(about, text, plan, names) or "leeg" for text in (first.old, last.new))
    return f"{label} was {old}, is nu {new}"


def told_of_others(said: Mapping[str, int], asked: int) -> str:
    """`8 gemeenten zijn akkoord, 1 maakte een opmerking; 22 reageerden nog niet.` `asked`: how many there are."""
    agrees, remarks, objects = (said.get(stance, 0) for stance in Reaction.Stance)
    words = [
        f"{counted(agrees, 'gemeente is', 'gemeenten zijn')} akkoord" if agrees else "",
        f"{counted(remarks, 'gemeente heeft', 'gemeenten hebben')} een opmerking" if remarks else "",
        f"{counted(objects, 'gemeente maakt', 'gemeenten maken')} bezwaar" if objects else "",
    ]
    silent = asked - agrees - remarks - objects
    told = ", ".join(filter(None, words)) or "Nog geen andere gemeente reageerde"
    return f"{told}." + (f" {counted(silent, 'reageerde', 'reageerden')} nog niet." if any(words) and silent else "")


def days_left(plan: ImplementationPlan, today: date) -> str:
    left = (plan.consultation_ends_on - today).days
    return "alleen vandaag nog" if left == 0 else f"nog {counted(left, 'dag', 'dagen')}"
