"""Where a search looks: an entry for each kind of row, with which of them the reader may see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from django.db import models
from django.db.models import Expression, F, IntegerField, Max, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.text import capfirst

from agenda.models import Indicator, NationalObjective, Topic
from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.regions.models import Municipality, OrganisationUnit
from nhveilig.registers.base import Register
from nhveilig.registers.registry import all_registers
from reports.documents.models import Edition
from reports.search import presenters as places
from reports.search.models import EditionPassage
from themes.models import (
    Activity,
    Decision,
    ImplementationPlan,
    IntendedResult,
    Objective,
    PlanText,
    ProgressUpdate,
    Project,
    ResultTarget,
    Theme,
)
from themes.models.progress import SUBJECTS


class Kind(models.TextChoices):
    """The kinds of hit a reader chooses from; the value stands in the address."""

    THEME = "thema", "Thema’s en doelen"
    PLAN = "plan", "Uitvoeringsplannen"
    ACTIVITY = "activiteit", "Activiteiten"
    RESULT = "resultaat", "Resultaten en streefwaarden"
    PROGRESS = "voortgang", "Voortgang"
    DOCUMENT = "document", "Documenten"
    AGENDA = "agenda", "Veiligheidsagenda"
    MUNICIPALITY = "gemeente", "Gemeenten"
    STRENGTH = "sterkte", "Onderdelen van de politie"
    REGISTER = "register", "Registers"


@dataclass(frozen=True)
class SearchSource:
    """`name` is what one hit is called. Words in `title` weigh more than those in `text`.

    `shown` are the fields it is called by, the first of `title` when it says nothing else. `years` are the fields with
    its first and last year, empty for what has none. `facts` are looked up for the hits of one page, for `place`.
    """

    kind: Kind
    name: str
    model: type[models.Model]
    visible: Callable[["ReaderScope"], QuerySet]
    place: Callable[..., places.HitPlace]
    title: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    # Text in which < is no tag.
    is_plain: bool = False


class ReaderScope:
    """What one reader may see, asked of the tables at every search.

    Two are equal when what they ask is the same, whatever the moment.
    """

    def __init__(self, access: Access) -> None:
        self.access = access

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ReaderScope) and self.access.signature == other.access.signature

    def __hash__(self) -> int:
        return hash(self.access.signature)

    @cached_property
    def plans(self) -> QuerySet[ImplementationPlan]:
        return ImplementationPlan.objects.visible_to(self.access)

    @cached_property
    def themes(self) -> QuerySet[Theme]:
        return Theme.objects.readable_by(self.access)

    @property
    def objectives(self) -> QuerySet[Objective]:
        return Objective.objects.filter(theme__in=self.themes)

    @property
    def targets(self) -> QuerySet[ResultTarget]:
        """Pages leave out the target of something that is in the bin, and so does this."""
        shown = Q(result=None) | Q(result__deleted_at=None)
        return self.parts(ResultTarget).filter(shown, Q(activity=None) | Q(activity__deleted_at=None))

    @property
    def reports(self) -> QuerySet[ProgressUpdate]:
        """What was said about things that are in the plan, without what was corrected."""
        there = [Q(**{subject: None}) | Q(**{f"{subject}__deleted_at": None}) for subject in SUBJECTS]
        return ProgressUpdate.objects.standing().filter(*there, plan__in=self.plans).exclude(words="")

    @property
    def passages(self) -> QuerySet[EditionPassage]:
        """Of each document the newest edition they may see; of a plan they may read, the plan itself is found."""
        of_no_plan = Q(document__implementation_plan=None) | ~Q(document__implementation_plan__in=self.plans)
        editions = Edition.objects.visible_to(self.access).filter(of_no_plan)
        newest = editions.order_by().values("document").annotate(newest=Max("pk")).values("newest")
        return EditionPassage.objects.filter(edition__in=newest)

    @property
    def municipalities(self) -> QuerySet[Municipality]:
        units = self.access.units_with(Permission.VIEW_PLANS)
        return Municipality.objects.filter(safety_region__police_unit__in=units)

    @property
    def indicators(self) -> QuerySet[Indicator]:
        """The agenda is national, and the same for every eenheid."""
        return Indicator.objects.all() if self.access.may(Permission.VIEW_AGENDA) else Indicator.objects.none()

    @property
    def organisation_units(self) -> QuerySet[OrganisationUnit]:
        return OrganisationUnit.objects.filter(police_unit__in=self.access.units_with(Permission.VIEW_STRENGTH))

    def parts(self, model: type[models.Model]) -> QuerySet:
        """Parts of the plans they may see, without what is in the bin."""
        return model.objects.present().filter(plan__in=self.plans)


def _years(policy: str) -> tuple[str, str]:
    """The first and the last year of a policy plan, an agenda or a document."""
    return f"{policy}__start_year", f"{policy}__end_year"


def _of_theme(path: str = "") -> tuple[str, ...]:
    plan = f"{path}plan"
    return (f"{plan}__police_unit__slug", f"{path}slug", *_years(plan))


_PLAN = ("theme__plan__police_unit__slug", "year", "theme__slug", "theme__short_title", "status", "nature")
_OF_PLAN = tuple(f"plan__{fact}" for fact in _PLAN)


def _part(
    kind: Kind,
    model: type[models.Model],
    place: Callable[..., places.HitPlace],
    title: tuple[str, ...] = ("title",),
    text: tuple[str, ...] = ("html",),
    name: str = "",
    visible: Callable[["ReaderScope"], QuerySet] | None = None,
    **more: object,
) -> SearchSource:
    """Something that stands in a plan; called as its model is."""
    name = name or capfirst(str(model._meta.verbose_name))
    visible = visible or (lambda reach: reach.parts(model))
    more = {"years": ("plan__year", "plan__year"), "facts": _OF_PLAN} | more
    return SearchSource(kind, name, model, visible, place, title, text, **more)


def _national(
    name: str, model: type[models.Model], place: Callable[..., places.HitPlace], agenda: str, **more: object
) -> SearchSource:
    """Something in a national agenda, which is the same for every eenheid; `agenda` leads there."""

    def visible(reach: ReaderScope) -> QuerySet:
        return model.objects.all() if reach.access.may(Permission.VIEW_AGENDA) else model.objects.none()

    return SearchSource(Kind.AGENDA, name, model, visible, place, years=_years(agenda), **more)


def _of_register(register: Register) -> SearchSource:
    search = register.search
    return SearchSource(
        Kind(search.kind),
        register.row_title,
        register.model,
        lambda reach: register.rows(reach.access, register.view_permission),
        places.in_register(register),
        search.title,
        search.text,
        search.years,
        search.facts,
        is_plain=True,
    )


SOURCES: tuple[SearchSource, ...] = (
    SearchSource(
        Kind.THEME,
        "Thema",
        Theme,
        attrgetter("themes"),
        places.theme,
        title=("title", "short_title"),
        years=_years("plan"),
        facts=(*_of_theme(), "plan__title"),
    ),
    SearchSource(
        Kind.THEME,
        "Strategisch doel",
        Objective,
        attrgetter("objectives"),
        places.theme,
        title=("text",),
        years=_years("theme__plan"),
        facts=(*_of_theme("theme__"), "theme__title"),
    ),
    SearchSource(
        Kind.PLAN,
        "Uitvoeringsplan",
        ImplementationPlan,
        attrgetter("plans"),
        places.plan,
        title=("theme__title", "theme__short_title"),
        years=("year", "year"),
        facts=_PLAN,
    ),
    _part(Kind.PLAN, PlanText, places.plan_text, (), name="Deel van een plan", shown=("kind",)),
    _part(Kind.PLAN, Project, places.in_plan("project-")),
    _part(Kind.PLAN, Decision, places.in_plan(fragment="besluiten"), text=("body", "needed_by"), name="Besluit"),
    _part(
        Kind.ACTIVITY,
        Activity,
        places.in_plan("activity-"),
        text=("html", "deliverable", "owner", "partners", "added_value"),
    ),
    _part(Kind.RESULT, IntendedResult, places.in_plan("result-")),
    _part(
        Kind.RESULT,
        ResultTarget,
        places.in_plan("target-"),
        ("title", "code"),
        ("unit", "deadline", "note"),
        visible=attrgetter("targets"),
    ),
    _part(
        Kind.PROGRESS,
        ProgressUpdate,
        places.report,
        (),
        ("words",),
        name="Melding",
        visible=attrgetter("reports"),
        facts=(*_OF_PLAN, "activity", "result", "target", "municipality__code", "municipality__name", "on"),
        shown=("activity__title", "result__title", "target__title"),
        is_plain=True,
    ),
    SearchSource(
        Kind.DOCUMENT,
        "Document",
        EditionPassage,
        attrgetter("passages"),
        places.passage,
        ("title",),
        ("text",),
        years=_years("edition__document"),
        facts=("edition__document__slug", "edition__number", "anchor", "edition__document__title", "edition__status"),
        is_plain=True,
    ),
    _national(
        "Landelijke doelstelling",
        NationalObjective,
        places.national_objective,
        "agenda",
        title=("title", "code"),
        text=("html",),
        facts=("agenda__slug", "code", "agenda__title"),
    ),
    _national(
        "Indicator",
        Indicator,
        places.indicator,
        "objective__agenda",
        title=("name", "code"),
        text=("definition", "unit"),
        facts=("objective__agenda__slug", "objective__code", "code", "objective__title", "objective__agenda__title"),
    ),
    _national(
        "Onderwerp",
        Topic,
        places.topic,
        "agenda",
        title=("title",),
        text=("text",),
        facts=("agenda__slug", "number", "agenda__title"),
    ),
    SearchSource(
        Kind.MUNICIPALITY,
        "Gemeente",
        Municipality,
        attrgetter("municipalities"),
        places.municipality,
        ("name", "code"),
        facts=("code", "safety_region__name", "valid_until"),
    ),
    SearchSource(
        Kind.STRENGTH,
        "Onderdeel",
        OrganisationUnit,
        attrgetter("organisation_units"),
        places.organisation_unit,
        ("name", "code"),
        facts=("police_unit__slug", "kind", "parent__name", "police_unit__name"),
    ),
    *(_of_register(register) for register in all_registers() if register.search),
)


NO_TEXT = Cast(Value(""), TextField())


@dataclass(frozen=True)
class Match:
    """That a row fits: which source it is of, its key, the years it is of (None for what has none), and how well."""

    source: int
    pk: int
    first_year: int | None
    last_year: int | None
    rank: float

    def is_of(self, year: int) -> bool:
        return self.first_year is not None and self.first_year <= year <= self.last_year


def joined(fields: Sequence[str], between: str = " ") -> Expression:
    """The texts of these fields in one; a field that is null adds nothing."""
    if not fields:
        return NO_TEXT
    if len(fields) == 1:
        return Coalesce(Cast(F(fields[0]), TextField()), NO_TEXT)
    with_spaces = [part for field in fields for part in (Value(between), F(field))]
    return Concat(*with_spaces[1:], output_field=TextField())


def visible_rows(number: int, reach: ReaderScope) -> QuerySet:
    """The rows of one source, with its number and their years as `of_source`, `first_year` and `last_year`."""
    source = SOURCES[number]
    first, last = (F(year) for year in source.years) if source.years else (Value(None), Value(None))
    return (
        source.visible(reach)
        .order_by()
        .annotate(
            of_source=Value(number, IntegerField()),
            first_year=Cast(first, IntegerField()),
            last_year=Cast(last, IntegerField()),
        )
    )


def together(branches: Sequence[QuerySet]) -> QuerySet:
    """One query for all of them."""
    first, *others = branches
    return first.union(*others, all=True) if others else first
