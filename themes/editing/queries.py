"""Who can own an activity: its words are free text, that may name somebody who reads the plan in the portal."""

from collections.abc import Iterable

from django.db.models import Q

from nhveilig.accounts.models import User, UserQuerySet
from nhveilig.accounts.permissions import Permission, kinds_with
from nhveilig.partners.models import Partner
from themes.models import ImplementationPlan


def people_of(plan: ImplementationPlan) -> UserQuerySet:
    """Who can be named: everybody who reads the plan while it is written. By name."""
    found = User.people.holding(kinds_with(Permission.VIEW_CONCEPTS), plan.theme.plan.police_unit)
    return found.order_by("last_name", "first_name", "username")


def known_owners(plan: ImplementationPlan, partners: Iterable[str]) -> list[str]:
    """What is offered where one writes who owns an activity: people, then organisations."""
    return [*(user.shown_name for user in people_of(plan)), *partners]


def known_partners() -> list[str]:
    """Those of the register, by name."""
    return list(Partner.objects.present().order_by("name").values_list("name", flat=True))


def person_called(name: str, plan: ImplementationPlan) -> User | None:
    """The one person who is called exactly so; None when nobody is, or several are."""
    words = name.casefold().split()
    if not words:
        return None
    near = people_of(plan).filter(Q(last_name__iendswith=words[-1]) | Q(username__iexact=name.strip()))
    found = [user for user in near if user.shown_name.casefold().split() == words]
    return found[0] if len(found) == 1 else None
