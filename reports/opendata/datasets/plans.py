"""Documents that are adopted and public; what adopted uitvoeringsplannen promise and how it stands.

Words and links of who reported stay inside the portal: what is said about it in public stands in the reports."""

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from nhveilig.figures.values import Qualifier
from reports.documents.models import Document, Edition
from reports.opendata.dataset import DataColumn, Dataset, figure_columns
from reports.opendata.filters import Filter, by_choice, by_municipality, by_unit, by_year, in_period
from themes.models import ImplementationPlan, IntendedResult, Outlook, ResultTarget, Standing
from themes.progress.promises import status_in_sql

KINDS = dict(Document.Kind.choices)
ADOPTED, Nature = ImplementationPlan.Status.ADOPTED, ImplementationPlan.Nature


def public_plans() -> QuerySet:
    """Adopted plans, as far as their editions are public; one that was adopted before there were editions is.

    Results that were entered afterwards are here as well; an example never is.
    """
    editions = Edition.objects.filter(document__implementation_plan=OuterRef("pk"), status=Edition.Status.ADOPTED)
    plans = ImplementationPlan.objects.filter(~Exists(editions) | Exists(editions.public()), status=ADOPTED)
    return plans.exclude(nature=Nature.EXAMPLE)


EDITIONS = Dataset(
    slug="edities",
    title="Vastgestelde documenten",
    description="Beleidsplannen, jaarplannen, uitvoeringsplannen en jaarverslagen, in elke versie die openbaar is.",
    row="versie",
    published=lambda: Edition.objects.public().order_by(
        "document__police_unit__order", "document__start_year", "document__slug", "number"
    ),
    columns=(
        DataColumn("document", "document__slug", "De webnaam van het document."),
        DataColumn("editie", "number", "Het nummer van de versie."),
        DataColumn("titel", "document__title", "De titel van het document."),
        DataColumn("soort", "document__kind", "Wat voor document het is."),
        DataColumn("eenheid", "document__police_unit__slug", "De webnaam van de eenheid."),
        DataColumn("beginjaar", "document__start_year", "Het eerste jaar waar het document over gaat."),
        DataColumn("eindjaar", "document__end_year", "Het laatste jaar."),
        DataColumn("datum", "document_date", "De dag die op het document staat."),
        DataColumn(
            "vastgesteldOp", "adopted_on", "De dag van vaststelling; de eerste van een maand of jaar als dat bekend is."
        ),
        DataColumn("vaststelling", "adopted_words", "Wanneer het is vastgesteld, zo precies als bekend is."),
        DataColumn("rechtzetting", "rectifies", "Wat in de vorige vastgestelde versie niet klopte."),
        DataColumn("vastgelegdOp", "frozen_at", "Wanneer de versie is bewaard; daarna verandert zij niet meer."),
        DataColumn("toelichting", "note", "Wat er in deze versie anders is."),
        DataColumn("sha256", "sha256", "Het kenmerk van de inhoud, waarmee te zien is dat die nog dezelfde is."),
    ),
    key=("document", "editie"),
    filters=(
        by_unit("document__police_unit"),
        in_period("document__start_year", "document__end_year"),
        by_choice("soort", "document__kind", "Alleen documenten van deze soort.", KINDS),
    ),
    links={
        "self": "/documenten/{document}/edities/{editie}",
        "inhoud": "/documenten/{document}/edities/{editie}/inhoud",
        "tabellen": "/documenten/{document}/edities/{editie}/tabellen",
    },
)


ORDER = ("theme__plan__police_unit__order", "year", "theme__plan__start_year", "theme__plan__slug", "theme__number")
Operator, Scope = ResultTarget.Operator, ResultTarget.Scope
# As `themes.reading.presenters.figure_of` has it: in an adopted plan a number that is not there is not to come either.
QUALIFIER_OF_AIM = Case(
    When(value=None, then=Value(Qualifier.DASH.value)),
    When(operator=Operator.AT_LEAST, then=Value(Qualifier.MINIMUM.value)),
    When(operator=Operator.AT_MOST, then=Value(Qualifier.MAXIMUM.value)),
    default=Value(Qualifier.EXACT.value),
)


TOLD_BY = Concat(
    Case(When(plan__nature=Nature.RECORD, then=Value("Resultaten ")), default=Value("Uitvoeringsplan ")),
    "plan__theme__short_title",
    Value(" "),
    Cast("plan__year", CharField()),
    output_field=CharField(),
)


def _of_plan(path: str) -> tuple[DataColumn, ...]:
    return (
        DataColumn("eenheid", f"{path}theme__plan__police_unit__slug", "De webnaam van de eenheid."),
        DataColumn("beleidsplan", f"{path}theme__plan__slug", "De webnaam van het beleidsplan of programma."),
        DataColumn("thema", f"{path}theme__slug", "De webnaam van het thema."),
        DataColumn("jaar", f"{path}year", "Het jaar van het uitvoeringsplan."),
    )


def _filters(path: str) -> tuple[Filter, ...]:
    return (
        by_unit(f"{path}theme__plan__police_unit"),
        by_year(f"{path}year"),
        Filter("thema", f"{path}theme__slug", "Alleen van dit thema: de webnaam."),
    )


def _order(path: str) -> tuple[str, ...]:
    return tuple(f"{path}{name}" for name in ORDER)


def _named(path: str, name: str = "title") -> Case:
    """What is in the bin is not named."""
    return Case(When(**{f"{path}__deleted_at": None}, then=F(f"{path}__{name}")))


def _targets() -> QuerySet:
    """With how it stands; one that repeats the target of another theme stands as that one does."""
    own = FilteredRelation("standing_set", condition=Q(standing_set__municipality=None))
    other = FilteredRelation("counts_as__standing_set", condition=Q(counts_as__standing_set__municipality=None))
    stands = {
        f"now_{name}": Case(When(counts_as=None, then=F(f"own__{name}")), default=F(f"other__{name}"))
        for name in STANDING
    }
    return (
        ResultTarget.objects.present()
        .filter(plan__in=public_plans())
        .annotate(own=own, other=other)
        .annotate(
            told_by=TOLD_BY,
            aim=QUALIFIER_OF_AIM,
            of_result=_named("result"),
            of_activity=_named("activity"),
            counted_in=_named("counts_as", "plan__theme__slug"),
            places_reached=_places(Q(reached=True)),
            places_reported=_places(),
            **stands,
        )
        .order_by(*_order("plan__"), "plan_id", "order", "pk")
    )


def _places(which: Q | None = None) -> Case:
    """Of what is counted in every municipality: in how many it was reported, or is `which`."""
    counted = Coalesce(OuterRef("counts_as"), OuterRef("pk"))
    reported = Standing.objects.filter(target=counted, municipality__isnull=False).order_by().values("target")
    found = Subquery(reported.annotate(found=Count("pk", which)).values("found"))
    return Case(When(scope=Scope.EVERY_MUNICIPALITY, then=Coalesce(found, 0)))


def _results() -> QuerySet:
    stands = {f"now_{name}": F(f"standing_set__{name}") for name in STANDING}
    found = IntendedResult.objects.present().filter(plan__in=public_plans())
    named = {"in_project": _named("project"), "of_goal": _named("objective", "number")}
    found = found.annotate(told_by=TOLD_BY, **named, **stands)
    return found.order_by(*_order("plan__"), "plan_id", "order", "pk")


def _in_municipalities() -> QuerySet:
    found = Standing.objects.filter(
        plan__in=public_plans(), target__deleted_at=None, target__isnull=False, municipality__isnull=False
    )
    found = found.annotate(told_by=TOLD_BY, status_now=status_in_sql(timezone.localdate()))
    return found.order_by(*_order("plan__"), "plan_id", "target__order", "target_id", "municipality__code")


SOURCE = DataColumn("bron", "told_by", "Het plan waarvan dit het resultaat is.")
STANDING = ("value", "qualifier", "breakdown", "course", "on", "reached")
COURSES = dict(Outlook.choices)
PARTS = (
    "Het resultaat in delen die samen dat getal zijn, zoals “jongens: 110; meisjes: 70”; leeg als het niet is verdeeld."
)
REACHED = "Of de streefwaarde is gehaald; leeg als dat niet te zeggen is."
STATUS_NOW = "Hoe het nu staat: gemeld, of anders berekend uit getal en termijn; leeg als dat niet te zeggen is."
COURSE = "Hoe het ervoor staat, zoals gemeld; leeg als niemand dat heeft gezegd."

PLANS = Dataset(
    slug="uitvoeringsplannen",
    title="Uitvoeringsplannen",
    description="De vastgestelde uitvoeringsplannen: één per thema en jaar.",
    row="uitvoeringsplan",
    published=lambda: public_plans().filter(nature="").order_by(*_order(""), "pk"),
    columns=(
        *_of_plan(""),
        DataColumn("themaNaam", "theme__title", "De naam van het thema."),
        DataColumn("vastgesteldOp", "adopted_on", "De dag van vaststelling."),
    ),
    key=("eenheid", "beleidsplan", "thema", "jaar"),
    filters=_filters(""),
    links={
        "streefwaarden": "/streefwaarden?eenheid={eenheid}&jaar={jaar}&thema={thema}",
        "beoogdeResultaten": "/beoogde-resultaten?eenheid={eenheid}&jaar={jaar}&thema={thema}",
    },
    frequency="ANNUAL",
)

TARGETS = Dataset(
    slug="streefwaarden",
    title="Streefwaarden en resultaten van de uitvoeringsplannen",
    description="Wat de vastgestelde uitvoeringsplannen willen halen, met hoe het ervoor staat en per welke dag.",
    row="streefwaarde",
    published=_targets,
    columns=(
        *_of_plan("plan__"),
        DataColumn("code", "code", "Hoe de bron de streefwaarde noemt."),
        DataColumn("titel", "title", "Wat er wordt gemeten."),
        DataColumn("beoogdResultaat", "of_result", "Het beoogde resultaat waar de streefwaarde bij hoort.", "", True),
        DataColumn("activiteit", "of_activity", "De activiteit waar de streefwaarde bij hoort.", optional=True),
        *figure_columns(of="De streefwaarde", name="streefwaarde", qualifier="aim"),
        DataColumn("maateenheid", "unit", "Waarin het getal is uitgedrukt."),
        DataColumn("voorWie", "scope", "Waar de streefwaarde voor geldt."),
        DataColumn("termijn", "deadline", "Wanneer het gehaald moet zijn, in woorden."),
        DataColumn("uiterlijk", "due_on", "De laatste dag."),
        DataColumn(
            "teltMeeBij", "counted_in", "Het thema waar deze streefwaarde telt, als dat een ander is.", "", True
        ),
        *figure_columns(of="Wat er is gehaald", name="resultaat", value="now_value", qualifier="now_qualifier"),
        DataColumn("verdeling", "now_breakdown", PARTS, optional=True),
        DataColumn("koers", "now_course", COURSE, optional=True, choices=COURSES),
        DataColumn("bereikt", "now_reached", REACHED, "boolean", True),
        DataColumn("peildatum", "now_on", "De dag waarvan het resultaat is.", "date", True),
        SOURCE,
        DataColumn("gemeentenBereikt", "places_reached", "In hoeveel gemeenten het is gehaald.", "integer", True),
        DataColumn("gemeentenGemeld", "places_reported", "Van hoeveel gemeenten het is gemeld.", "integer", True),
    ),
    key=(),
    filters=(
        *_filters("plan__"),
        by_choice("voorWie", "scope", "Alleen streefwaarden die hiervoor gelden.", dict(Scope.choices)),
    ),
    frequency="CONT",
)

RESULTS = Dataset(
    slug="beoogde-resultaten",
    title="Beoogde resultaten van de uitvoeringsplannen",
    description="Wat de vastgestelde uitvoeringsplannen in woorden willen bereiken, met hoe het ervoor staat.",
    row="beoogd resultaat",
    published=_results,
    columns=(
        *_of_plan("plan__"),
        DataColumn("titel", "title", "Het beoogde resultaat."),
        DataColumn("doel", "of_goal", "Het nummer van het strategische doel van het thema.", "integer", True),
        DataColumn("project", "in_project", "Het project of deelproject waar het resultaat bij hoort.", optional=True),
        *figure_columns(of="Wat er is gehaald", name="resultaat", value="now_value", qualifier="now_qualifier"),
        DataColumn("koers", "now_course", COURSE, optional=True, choices=COURSES),
        DataColumn("peildatum", "now_on", "De dag waarvan de stand is.", "date", True),
        SOURCE,
    ),
    key=(),
    filters=_filters("plan__"),
    frequency="CONT",
)

IN_MUNICIPALITIES = Dataset(
    slug="gemeenteresultaten",
    title="Resultaten per gemeente",
    description="Hoe het staat met wat per gemeente wordt geteld, in elke gemeente waarvan iets is gemeld.",
    row="gemeenteresultaat",
    published=_in_municipalities,
    columns=(
        *_of_plan("plan__"),
        DataColumn("code", "target__code", "Hoe de bron de streefwaarde noemt."),
        DataColumn("titel", "target__title", "Wat er wordt gemeten."),
        DataColumn("gemeente", "municipality__code", "De code van het CBS.", optional=False),
        DataColumn("gemeenteNaam", "municipality__name", "De naam van de gemeente.", optional=False),
        *figure_columns(of="Wat er in de gemeente is gehaald", name="resultaat"),
        DataColumn("verdeling", "breakdown", PARTS),
        DataColumn("maateenheid", "target__unit", "Waarin het getal is uitgedrukt."),
        DataColumn("koers", "course", COURSE),
        DataColumn("stand", "status_now", STATUS_NOW, optional=True, choices=COURSES),
        DataColumn("bereikt", "reached", REACHED),
        DataColumn("peildatum", "on", "De dag waarvan het resultaat is."),
        SOURCE,
    ),
    key=(),
    filters=(*_filters("plan__"), by_municipality("municipality")),
    frequency="CONT",
)
