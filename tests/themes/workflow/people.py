"""Who has to do with the plans of one eenheid."""

from nhveilig.accounts.models import Role, User
from nhveilig.editing.changes import SavedField
from nhveilig.regions.models import Municipality, SafetyRegion
from tests.accounts.factories import RoleFactory, UserFactory
from tests.regions.factories import MunicipalityFactory, SafetyRegionFactory
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory, PlanTextFactory
from themes.models import ImplementationPlan, PlanText, Reaction, ThemeMember
from themes.reacting.services import Said, keep_draft, send_draft
from themes.workflow.forms import AnswerForm
from themes.workflow.permissions import Party, ReactionDesk
from themes.workflow.services import answer_reaction

Kind = Role.Kind


def person(plan: ImplementationPlan, kind: str, name: str, municipality: Municipality | None = None) -> User:
    user = UserFactory(first_name=name, last_name="Proef", email=f"{name.lower()}@example.org")
    RoleFactory(user=user, kind=kind, police_unit=plan.theme.plan.police_unit, municipality=municipality)
    return user


def writer(plan: ImplementationPlan, name: str = "Pieter", kind: str = ThemeMember.Kind.LEADER) -> User:
    role = Kind.PROJECT_LEADER if kind == ThemeMember.Kind.LEADER else Kind.WORKING_GROUP_MEMBER
    user = person(plan, role, name)
    ThemeMember.objects.create(theme=plan.theme, user=user, kind=kind)
    return user


def decider(plan: ImplementationPlan, name: str = "Sanne") -> User:
    return person(plan, Kind.STAFF, name)


def municipalities(plan: ImplementationPlan, *names: str) -> list[Municipality]:
    unit = plan.theme.plan.police_unit
    region = SafetyRegion.objects.filter(police_unit=unit).first() or SafetyRegionFactory(police_unit=unit)
    return [MunicipalityFactory(name=name, safety_region=region) for name in names]


def complete_plan(**more: object) -> ImplementationPlan:
    """With all that a plan must hold before others read it, and not a word more."""
    plan = ImplementationPlanFactory(**more)
    PlanTextFactory(plan=plan, kind=PlanText.Kind.AMBITION, html="<p>Veilige havens voor iedereen.</p>")
    ActivityFactory(plan=plan, title="Havenscan", owner="Gemeente Velsen", planned_moment="najaar")
    return plan


def draft(plan, town, by, stance="agrees", text="", part="") -> str:
    """As who fills it in; the stamp of what is kept then. Without a municipality it is of the Openbaar Ministerie."""
    keep_draft(plan=plan, party=Party(town), said={part: Said(stance, text)}, by=by)
    return stamp(plan, town)


def stamp(plan, town) -> str:
    return ReactionDesk(plan, [Party(town)]).stamp(Party(town))


def react(plan, town, by, stance="agrees", text="", part="") -> Reaction:
    """As who fills it in, looks it over and sends it."""
    seen = draft(plan, town, by, stance, text, part)
    send_draft(plan=plan, party=Party(town), seen=seen, by=by)
    return Reaction.objects.filter(plan=plan, municipality=town, part=part).order_by("round").last()


def answer(reaction, by, text, seen: int | None = None) -> list[SavedField]:
    """As the form does for who saw the reaction in version `seen`: as it is now, when nothing is said."""
    row = Reaction.objects.get(pk=reaction.pk)
    form = AnswerForm({"answer": text, "version": row.version if seen is None else seen}, row=row)
    assert form.is_valid(), form.errors
    return answer_reaction(reaction=row, changes=form.changes(), fields=form.fields, by=by)
