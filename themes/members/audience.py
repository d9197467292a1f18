"""Who has to do with a plan: people who hold the role for it today, and whose account is open."""

from collections.abc import Iterable

from django.db.models import QuerySet

from nhveilig.accounts.models import Role, User
from nhveilig.accounts.permissions import PERMISSIONS_OF, Permission
from nhveilig.regions.models import Municipality
from themes.models import ImplementationPlan, ThemeMember


def leaders_of(plan: ImplementationPlan) -> QuerySet[User]:
    return _writing(plan).filter(themes__theme=plan.theme_id, themes__kind=ThemeMember.Kind.LEADER)


def writers_of(plan: ImplementationPlan) -> QuerySet[User]:
    """Who leads the theme or works on it."""
    return _writing(plan).filter(themes__theme=plan.theme_id)


def _writing(plan: ImplementationPlan) -> QuerySet[User]:
    return User.people.holding(_kinds_with(Permission.EDIT_PLANS), plan.theme.plan.police_unit)


def deciders_of(plan: ImplementationPlan) -> QuerySet[User]:
    return User.people.holding(_kinds_with(Permission.DECIDE_PLANS), plan.theme.plan.police_unit)


def mayors_of(plan: ImplementationPlan, municipalities: Iterable[Municipality]) -> QuerySet[User]:
    """Who may react for one of these municipalities; somebody who may for two, once."""
    roles = Role.objects.filter(
        kind__in=_kinds_with(Permission.REACT_TO_PLANS),
        police_unit=plan.theme.plan.police_unit_id,
        municipality__in=municipalities,
    )
    return User.people.filter(is_active=True, pk__in=roles.values("user"))


def _kinds_with(permission: Permission) -> list[str]:
    return [kind for kind, carried in PERMISSIONS_OF.items() if permission in carried]
