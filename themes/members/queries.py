"""Who leads a theme and who works on it, read for the pages about people."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from nhveilig.accounts.access import Access, in_whose_name
from nhveilig.accounts.models import Role, User, UserQuerySet
from nhveilig.accounts.permissions import Permission, kinds_with
from nhveilig.regions.models import Municipality, PoliceUnit
from themes.models import ImplementationPlan, PolicyPlan, Theme, ThemeMember

LEADER, MEMBER = ThemeMember.Kind.LEADER, ThemeMember.Kind.MEMBER
# Which roles make that somebody can lead a theme, or work on it. Whoever may lead may work along as well.
ROLES_FOR = {
    LEADER: {Role.Kind.PROJECT_LEADER},
    MEMBER: {Role.Kind.WORKING_GROUP_MEMBER, Role.Kind.PROJECT_LEADER},
}


# Somebody's place in a theme, and whether they can do nothing there any more.
Seat = tuple[ThemeMember, bool]


@dataclass(frozen=True)
class Team:
    theme: Theme
    leaders: list[Seat]
    others: list[Seat]


def candidates(police_unit: PoliceUnit) -> UserQuerySet:
    """Active people who may lead a theme or work on one."""
    return User.people.holding(ROLES_FOR[MEMBER], police_unit).with_roles_in(police_unit)


def teams_by_plan(police_unit: PoliceUnit) -> list[tuple[PolicyPlan, bool, list[Team]]]:
    """The plans of the eenheid, newest first, each with whether it still runs and its themes."""
    people = User.people.with_roles_in(police_unit)
    members = ThemeMember.objects.prefetch_related(Prefetch("user", people))
    themes = Theme.objects.order_by("number").prefetch_related(Prefetch("members", members))
    plans = PolicyPlan.objects.filter(police_unit=police_unit).prefetch_related(Prefetch("themes", themes))
    year = timezone.localdate().year
    return [
        (plan, max(plan.end_year, plan.extendable_until or 0) >= year, [_team(theme) for theme in plan.themes.all()])
        for plan in plans.order_by("-start_year", "title")
    ]


def _team(theme: Theme) -> Team:
    members = sorted(theme.members.all(), key=lambda member: member.user.surname_first)
    seats = [(member, _is_without_role(member)) for member in members]
    leaders, others = ([seat for seat in seats if seat[0].kind == kind] for kind in (LEADER, MEMBER))
    return Team(theme, leaders, others)


def _is_without_role(member: ThemeMember) -> bool:
    held = {role.kind for role in member.user.held}
    return not member.user.is_active or not held & ROLES_FOR[member.kind]


def running_themes(police_unit: PoliceUnit) -> QuerySet[Theme]:
    """Of the plans that run, the newest plan last."""
    return Theme.objects.filter(_running("plan"), plan__police_unit=police_unit).order_by("plan__start_year", "number")


def _running(plan: str) -> Q:
    year = timezone.localdate().year
    return Q((f"{plan}__end_year__gte", year)) | Q((f"{plan}__extendable_until__gte", year))


def involvement(police_unit: PoliceUnit, users: Sequence[User]) -> dict[int, list[str]]:
    """The themes each works on in a plan that still runs: “Drugs (projectleider)”."""
    members = ThemeMember.objects.filter(_running("theme__plan"), user__in=users, theme__plan__police_unit=police_unit)
    found: dict[int, list[str]] = defaultdict(list)
    for member in members.select_related("theme").order_by("theme__plan", "theme__number"):
        found[member.user_id].append(f"{member.theme.short_title} ({member.get_kind_display()})")
    return found


def leaders_of(plan: ImplementationPlan) -> QuerySet[User]:
    return writers_of(plan, themes__kind=LEADER)


def writers_of(plan: ImplementationPlan, **membership: object) -> QuerySet[User]:
    """Who leads the theme or works on it."""
    writing = User.people.holding(kinds_with(Permission.EDIT_PLANS), plan.theme.plan.police_unit)
    return writing.filter(themes__theme=plan.theme_id, **membership)


def principal_of(access: Access, plan: ImplementationPlan) -> User | None:
    """In whose name the reader writes in the plan, steps on with it or reports on it; None: in their own. At most one
    query, none for who stands in for nobody."""
    if not access.principals:
        return None
    unit = plan.theme.plan.police_unit_id
    seats = ThemeMember.objects.filter(theme=plan.theme_id, user__in=access.people).values_list("user", flat=True)
    deciding, writing = (
        access.able(Permission.DECIDE_PLANS, unit),
        access.able(Permission.EDIT_PLANS, unit, among=seats),
    )
    return in_whose_name([*writing, *deciding])


def deciders_of(plan: ImplementationPlan) -> QuerySet[User]:
    return User.people.holding(kinds_with(Permission.DECIDE_PLANS), plan.theme.plan.police_unit)


def mayors_of(plan: ImplementationPlan, municipalities: Iterable[Municipality]) -> QuerySet[User]:
    """Who may react for one of these municipalities; somebody who may for two, once."""
    return _reacting_to(plan, municipality__in=municipalities)


def prosecutors_of(plan: ImplementationPlan) -> QuerySet[User]:
    """Who may react for the Openbaar Ministerie."""
    return _reacting_to(plan, municipality=None)


def speakers_of(plan: ImplementationPlan, municipality: Municipality | None) -> QuerySet[User]:
    """Who may react for the municipality; with None for the Openbaar Ministerie."""
    return mayors_of(plan, [municipality]) if municipality else prosecutors_of(plan)


def _reacting_to(plan: ImplementationPlan, **place: object) -> QuerySet[User]:
    kinds, unit = kinds_with(Permission.REACT_TO_PLANS), plan.theme.plan.police_unit_id
    roles = Role.objects.in_force().filter(kind__in=kinds, police_unit=unit, **place)
    return User.people.filter(is_active=True, pk__in=roles.values("user"))


def themes_with_own_goals(plan: PolicyPlan, access: Access) -> set[int] | None:
    """Ids of the themes of which the reader may change the goals; None: of all, for whoever decides on plans."""
    if access.may(Permission.DECIDE_PLANS, plan.police_unit_id):
        return None
    if not plan.leaders_edit_goals:
        return set()
    leading = ThemeMember.objects.worked_on(access).filter(theme__plan=plan, kind=ThemeMember.Kind.LEADER)
    return set(leading.values_list("theme", flat=True))
