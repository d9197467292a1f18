"""For whom a reader works."""

from django.db.models import Q

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import User
from nhveilig.accounts.permissions import Permission


def whose(access: Access, permission: Permission, *, user: str, unit: str) -> Q:
    if hasattr(access, "whose"):
        return access.whose(permission, user=user, unit=unit)
    return Q(**{user: access.user.pk, f"{unit}__in": access.units_with(permission)})


def principals(access: Access) -> list[User]:
    return getattr(access, "principals", [])
