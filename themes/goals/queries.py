"""On how many safety plans of municipalities a theme rests, and what the plan of one municipality wants."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, FilteredRelation, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from nhveilig.figures.formats import counted
from nhveilig.governance.goals.models import SafetyPlan
from nhveilig.regions.models import Municipality
from themes.models import GoalTheme, ImplementationPlan

UNIT = "safety_region__police_unit"


def with_councils(plans: QuerySet[ImplementationPlan], day: date) -> QuerySet[ImplementationPlan]:
    """With how many councils name its theme in the plan that holds on `day`, of how many that plan is known, and how
    many there are. No query more."""
    towns = Municipality.objects.on(day).filter(**{UNIT: OuterRef("theme__plan__police_unit")}).order_by()
    known = towns.filter(pk__in=SafetyPlan.objects.present().on(day).values("municipality"))
    about = GoalTheme.objects.present().filter(theme=OuterRef(OuterRef("theme")), priority__deleted_at=None)
    holding = SafetyPlan.objects.present().on(day)
    naming = about.filter(priority__plan__in=holding).values("priority__plan__municipality")
    return plans.annotate(
        councils=_number(towns), councils_known=_number(known), councils_naming=_number(towns.filter(pk__in=naming))
    )


def _number(towns: QuerySet[Municipality]) -> Coalesce:
    found = towns.values(UNIT).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(found), 0, output_field=IntegerField())


def rests_on(plan: ImplementationPlan) -> str:
    """`14 van de 32 gemeenteraden noemen dit thema in hun veiligheidsplan.` Empty as long as no plan is known."""
    if not plan.councils_known:
        return ""
    naming, all_of_them = plan.councils_naming, plan.councils
    verb = "noemt" if naming == 1 else "noemen"
    said = f"{naming or 'Geen'} van de {all_of_them} gemeenteraden {verb} dit thema in het eigen veiligheidsplan."
    unknown = all_of_them - plan.councils_known
    return f"{said} Van {counted(unknown, 'gemeente', 'gemeenten')} is het plan niet bekend." if unknown else said


@dataclass(frozen=True)
class CouncilPlan:
    """The plan of one municipality, with each goal and the themes it is about."""

    pk: int
    title: str
    until: date
    goals: dict[str, list[str]]


def plan_of(municipality: Municipality, day: date) -> CouncilPlan | None:
    """The newest that holds on `day`; None when it is not known. One query."""
    plans = SafetyPlan.objects.present().on(day).filter(municipality=municipality)
    plans = plans.annotate(
        said=FilteredRelation("priorities", condition=Q(priorities__deleted_at=None)),
        about=FilteredRelation("said__goal_themes", condition=Q(said__goal_themes__deleted_at=None)),
    )
    rows = plans.order_by("-since", "-pk", "said__pk", "about__theme__number").values_list(
        "pk", "title", "until", "said__words", "about__theme__short_title"
    )
    found: CouncilPlan | None = None
    for pk, title, until, words, theme in rows:
        found = found or CouncilPlan(pk, title, until, {})
        if pk == found.pk and words:
            found.goals.setdefault(words, []).extend([theme] if theme else [])
    return found
