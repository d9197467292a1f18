"""What the pages about the people of an eenheid share."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from nhveilig.accounts.models import User, UserQuerySet
from nhveilig.accounts.permissions import Permission
from nhveilig.http.views import Above, breadcrumbs
from nhveilig.regions.models import PoliceUnit
from nhveilig.regions.views import OfUnit

PEOPLE = "Mensen"
TABS = [
    ("Mensen", "people:list"),
    ("Wie heeft welke rol", "people:matrix"),
    ("Wat mag een rol", "people:roles"),
    ("Wie logde in", "people:access-log"),
]
# An app above registers a function in its `ready`, for accounts knows no theme or plan:
# the names of what each user works on in the eenheid, by id of the user; in a number of queries that does not grow.
Involvement = Callable[[PoliceUnit, Sequence[User]], dict[int, list[str]]]

_registered: list[Involvement] = []


def register(involvement: Involvement) -> None:
    if involvement not in _registered:
        _registered.append(involvement)


@dataclass(frozen=True)
class Person:
    """Somebody with their roles in one eenheid and what they work on there."""

    user: User
    works_on: list[str]

    @property
    def role_names(self) -> list[str]:
        return [role.role_with_end for role in self.user.held]


def sorted_by_surname(users: Iterable[User]) -> list[User]:
    return sorted(users, key=lambda user: user.surname_first)


def persons(police_unit: PoliceUnit, users: Iterable[User]) -> list[Person]:
    found = list(users)
    works_on: dict[int, list[str]] = defaultdict(list)
    for involvement in _registered:
        for user_id, names in involvement(police_unit, found).items():
            works_on[user_id] += names
    return [Person(user, works_on[user.pk]) for user in found]


class OfPeople(OfUnit):
    """The people of the eenheid in the address, for whoever manages them there."""

    permission = Permission.MANAGE_PEOPLE
    unit_kwarg = "slug"
    # What the page is called in its trail.
    title = PEOPLE

    @property
    def people(self) -> UserQuerySet:
        return User.people.of_unit(self.police_unit).with_roles_in(self.police_unit)

    @property
    def by_me(self) -> dict[str, object]:
        """What every service asks."""
        return {"police_unit": self.police_unit, "by": self.request.user}

    def address(self, name: str, *rest: object) -> str:
        return reverse(f"people:{name}", args=[self.police_unit.slug, *rest])

    def above(self) -> Above:
        return [("Start", reverse("home")), (PEOPLE, self.address("list"))]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        about = self.about_unit() | {"breadcrumbs": breadcrumbs(self.above(), self.title), "tabs": self.tabs()}
        return super().get_context_data(**about | kwargs)

    def tabs(self) -> list[dict[str, object]]:
        here = self.request.resolver_match.view_name
        slug = self.police_unit.slug
        return [{"label": label, "url": reverse(name, args=[slug]), "current": name == here} for label, name in TABS]


class OfPerson(OfPeople):
    """The person in the address; who has nothing to do with the eenheid is not there."""

    @cached_property
    def person(self) -> User:
        return get_object_or_404(self.people, pk=self.kwargs["pk"])

    @property
    def own_address(self) -> str:
        return self.address("person", self.person.pk)

    def above(self) -> Above:
        return [*super().above(), (self.person.shown_name, self.own_address)]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(**{"person": self.person, "back": self.own_address} | kwargs)
