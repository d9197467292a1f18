"""A kind of notice to try them with, and people to tell."""

from nhveilig.accounts.models import User
from nhveilig.accounts.permissions import Permission
from nhveilig.notices.kinds import How, Kind
from nhveilig.notices.services import Words, notify
from tests.accounts.factories import UserFactory

NEWS = Kind("test-news", "nieuws", Permission.VIEW_PORTAL, How.AT_ONCE)
LATER = Kind("test-later", "wat kan wachten", Permission.VIEW_PORTAL, How.DIGEST)


def someone(name: str = "Pieter", **more: object) -> User:
    return UserFactory(**{"first_name": name, "email": f"{name.lower()}@example.org"} | more)


def tell(*people: User, kind: Kind = NEWS, about: str = "een", by: User | None = None, unit=None, **words: str) -> int:
    said = Words(**{"subject": "nieuws", "text": "Er is nieuws.", "url": "/meldingen/", "topic": "Drugs 2027"} | words)
    return notify(kind=kind, to=people, words=said, about=about, by=by, unit=unit)
