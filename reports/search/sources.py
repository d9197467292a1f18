"""Where a search looks: an entry for each kind of row, with which of them the reader may see."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from django.db import models
from django.db.models import Max, Q, QuerySet

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
    """What one reader may see, asked of the tables at this moment. Kept for one search and no longer."""

    def __init__(self, access: Access) -> None:
        self.access = access

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
    def organisation_units(self) -> QuerySet[OrganisationUnit]:
        return OrganisationUnit.objects.filter(police_unit__in=self.access.units_with(Permission.VIEW_STRENGTH))

    def parts(self, model: type[models.Model]) -> QuerySet:
        """Parts of the plans they may see, without what is in the bin."""
        return model.objects.present().filter(plan__in=self.plans)

    def national(self, model: type[models.Model]) -> QuerySet:
        """The agenda is the same for every eenheid."""
        return model.objects.all() if self.access.may(Permission.VIEW_AGENDA) else model.objects.none()


def _parts(model: type[models.Model]) -> Callable[[ReaderScope], QuerySet]:
    return lambda reach: reach.parts(model)


def _national(model: type[models.Model]) -> Callable[[ReaderScope], QuerySet]:
    return lambda reach: reach.national(model)


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


_PLAN = ("theme__plan__police_unit__slug", "year", "theme__slug", "theme__short_title", "status")
_OF_PLAN = {"years": ("plan__year", "plan__year"), "facts": tuple(f"plan__{fact}" for fact in _PLAN)}
_AGENDA = ("objective__agenda__slug", "objective__code")
_AGENDA_YEARS = ("objective__agenda__start_year", "objective__agenda__end_year")


SOURCES: tuple[SearchSource, ...] = (
    SearchSource(
        Kind.THEME,
        "Thema",
        Theme,
        attrgetter("themes"),
        places.theme,
        title=("title", "short_title"),
        years=("plan__start_year", "plan__end_year"),
        facts=("plan__police_unit__slug", "slug", "plan__start_year", "plan__end_year", "plan__title"),
    ),
    SearchSource(
        Kind.THEME,
        "Strategisch doel",
        Objective,
        attrgetter("objectives"),
        places.theme,
        title=("text",),
        years=("theme__plan__start_year", "theme__plan__end_year"),
        facts=(
            "theme__plan__police_unit__slug",
            "theme__slug",
            "theme__plan__start_year",
            "theme__plan__end_year",
            "theme__title",
        ),
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
    SearchSource(
        Kind.PLAN,
        "Deel van een plan",
        PlanText,
        _parts(PlanText),
        places.plan_text,
        text=("html",),
        shown=("kind",),
        **_OF_PLAN,
    ),
    SearchSource(
        Kind.PLAN, "Project", Project, _parts(Project), places.in_plan("project-"), ("title",), ("html",), **_OF_PLAN
    ),
    SearchSource(
        Kind.PLAN,
        "Besluit",
        Decision,
        _parts(Decision),
        places.in_plan(fragment="besluiten"),
        ("title",),
        ("body", "needed_by"),
        **_OF_PLAN,
    ),
    SearchSource(
        Kind.ACTIVITY,
        "Activiteit",
        Activity,
        _parts(Activity),
        places.in_plan("activity-"),
        ("title",),
        ("html", "deliverable", "owner", "partners", "added_value"),
        **_OF_PLAN,
    ),
    SearchSource(
        Kind.RESULT,
        "Beoogd resultaat",
        IntendedResult,
        _parts(IntendedResult),
        places.in_plan("result-"),
        ("title",),
        ("html",),
        **_OF_PLAN,
    ),
    SearchSource(
        Kind.RESULT,
        "Streefwaarde",
        ResultTarget,
        attrgetter("targets"),
        places.in_plan("target-"),
        ("title", "code"),
        ("unit", "deadline", "note"),
        **_OF_PLAN,
    ),
    SearchSource(
        Kind.PROGRESS,
        "Melding",
        ProgressUpdate,
        attrgetter("reports"),
        places.report,
        text=("words",),
        years=_OF_PLAN["years"],
        facts=(*_OF_PLAN["facts"], "activity", "result", "target", "municipality__code", "municipality__name", "on"),
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
        years=("edition__document__start_year", "edition__document__end_year"),
        facts=(
            "edition__document__slug",
            "edition__number",
            "anchor",
            "edition__document__title",
            "edition__status",
        ),
        is_plain=True,
    ),
    SearchSource(
        Kind.AGENDA,
        "Landelijke doelstelling",
        NationalObjective,
        _national(NationalObjective),
        places.national_objective,
        ("title", "code"),
        ("html",),
        years=("agenda__start_year", "agenda__end_year"),
        facts=("agenda__slug", "code", "agenda__title"),
    ),
    SearchSource(
        Kind.AGENDA,
        "Indicator",
        Indicator,
        _national(Indicator),
        places.indicator,
        ("name", "code"),
        ("definition", "unit"),
        years=_AGENDA_YEARS,
        facts=(*_AGENDA, "code", "objective__title", "objective__agenda__title"),
    ),
    SearchSource(
        Kind.AGENDA,
        "Onderwerp",
        Topic,
        _national(Topic),
        places.topic,
        ("title",),
        ("text",),
        years=("agenda__start_year", "agenda__end_year"),
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
