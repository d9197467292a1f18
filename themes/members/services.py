"""Who leads a theme or works on it: putting somebody there, and taking somebody off."""

from django.db import transaction

from nhveilig.accounts.models import Role, User
from nhveilig.exceptions import PortalError
from themes.members.notices import tell_of_member
from themes.members.queries import ROLES_FOR
from themes.models import Theme, ThemeMember


class MemberRefused(PortalError):
    """The person cannot work on the theme that way."""


@transaction.atomic
def add_member(*, theme: Theme, user: User, kind: str, by: User | None = None, is_told: bool = True) -> bool:
    """Whether anything changed: added twice is added once, and a member can become leader. Raises MemberRefused.

    `is_told`: whether they hear of it; who is only just invited gets that mail alone.
    """
    roles = Role.objects.in_force().filter(user=user, police_unit=theme.plan.police_unit_id, kind__in=ROLES_FOR[kind])
    if not user.is_active or not roles.exists():
        raise MemberRefused(
            f"{user.shown_name} heeft in deze eenheid niet de rol {ThemeMember.Kind(kind).label}. "
            "Vraag de beheerder om die rol, of kies iemand anders."
        )
    member, new = ThemeMember.objects.select_for_update().get_or_create(theme=theme, user=user, defaults={"kind": kind})
    changed = new or member.kind != kind
    if changed and not new:
        member.kind = kind
        member.save(update_fields=["kind"])
    if changed and is_told:
        tell_of_member(member, by)
    return changed


def remove_member(*, theme: Theme, user_id: int) -> bool:
    """False when somebody was first."""
    return bool(ThemeMember.objects.filter(theme=theme, user=user_id).delete()[0])
