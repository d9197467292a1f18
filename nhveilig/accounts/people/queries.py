"""What the pages about the people of an eenheid share."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from nhveilig.accounts.models import Role, User, UserQuerySet
from nhveilig.accounts.permissions import Permission
from nhveilig.accounts.works_on import involvement_of
from nhveilig.regions.models import PoliceUnit

PEOPLE = "Mensen"
TABS = [
    ("Mensen", "people:list"),
    ("Wie heeft welke rol", "people:matrix"),
    ("Wat mag een rol", "people:roles"),
]
Crumb = tuple[str, str | None]


@dataclass(frozen=True)
class Person:
    """Somebody with their roles in one eenheid and what they work on there."""

    user: User
    works_on: list[str]

    @property
    def role_names(self) -> list[str]:
        return [role_name(role) for role in self.user.held]


def role_name(role: Role) -> str:
    name = role.get_kind_display()
    return f"{name} {role.municipality}" if role.municipality else name


def sorted_by_surname(users: Iterable[User]) -> list[User]:
    return sorted(users, key=lambda user: user.surname_first)


def persons(police_unit: PoliceUnit, users: Iterable[User]) -> list[Person]:
    found = list(users)
    works_on = involvement_of(police_unit, found)
    return [Person(user, works_on[user.pk]) for user in found]


class OfUnit:
    """The eenheid in the address; one where the visitor does not manage people is not there."""

    permission = Permission.MANAGE_PEOPLE
    request: HttpRequest

    @cached_property
    def police_unit(self) -> PoliceUnit:
        managed = PoliceUnit.objects.filter(pk__in=self.request.access.units_with(self.permission))
        return get_object_or_404(managed, slug=self.kwargs["slug"])

    @property
    def people(self) -> UserQuerySet:
        return User.people.of_unit(self.police_unit).with_roles_in(self.police_unit)

    def address(self, name: str, *rest: object) -> str:
        return reverse(f"people:{name}", args=[self.police_unit.slug, *rest])

    def page(self, *below: Crumb, **more: object) -> dict[str, object]:
        people = (PEOPLE, self.address("list") if below else None)
        return {
            "police_unit": self.police_unit,
            "unit_name": f"Eenheid {self.police_unit}",
            "breadcrumbs": [("Start", reverse("home")), people, *below],
            **more,
        }

    def tabs(self) -> list[dict[str, object]]:
        here = self.request.resolver_match.view_name
        slug = self.police_unit.slug
        return [{"label": label, "url": reverse(name, args=[slug]), "current": name == here} for label, name in TABS]


class OfPerson(OfUnit):
    """The person in the address; who has nothing to do with the eenheid is not there."""

    @cached_property
    def person(self) -> User:
        return get_object_or_404(self.people, pk=self.kwargs["pk"])

    @property
    def own_address(self) -> str:
        return self.address("person", self.person.pk)

    def crumbs(self, *below: Crumb) -> list[Crumb]:
        return [(self.person.shown_name, self.own_address if below else None), *below]
