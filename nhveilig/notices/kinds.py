"""The kinds of notices there are. A room adds its own when the portal starts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models

from nhveilig.accounts.permissions import Permission

if TYPE_CHECKING:
    from nhveilig.accounts.access import Access


class How(models.TextChoices):
    """How somebody hears of a kind of notice by mail. In the portal they always stand."""

    AT_ONCE = "at_once", "meteen"
    DIGEST = "digest", "in een dagelijks overzicht"
    NOT = "not", "niet"


@dataclass(frozen=True)
class Kind:
    """`label` finishes “U krijgt bericht van …” in the table of choices; `permission` is what everybody who gets such
    notices holds, so that nobody is asked about what will never come."""

    code: str
    label: str
    permission: Permission
    default: How
    icon: str = "comment"


_KINDS: dict[str, Kind] = {}
# Of a kind that was given up, whose notices are still there.
_UNKNOWN = Kind("", "Andere meldingen", Permission.VIEW_PORTAL, How.NOT)


def add_kind(kind: Kind) -> Kind:
    _KINDS[kind.code] = kind
    return kind


def kind_of(code: str) -> Kind:
    return _KINDS.get(code, _UNKNOWN)


def kinds_for(access: "Access") -> list[Kind]:
    """In the order in which they were added."""
    return [kind for kind in _KINDS.values() if access.may(kind.permission)]
