from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from nhveilig.accounts.models import Role, StandIn, User
from nhveilig.regions.models import PoliceUnit


def who_hears(users: Iterable[User] | QuerySet[User], police_unit: PoliceUnit | int) -> QuerySet[User]:
    """Whom a message for `users` goes to: the active among them, and who stands in for those in the eenheid today."""
    asked = User.people.filter(is_active=True, pk__in=[one.pk for one in users])
    standing = standing_in_for(asked, police_unit)
    # A set operation would not let the caller filter on.
    ids = [*asked.values_list("pk", flat=True), *standing.values_list("user", flat=True)]
    return User.people.filter(is_active=True, pk__in=ids)


def standing_in_for(principals: Iterable[User] | QuerySet[User], police_unit: PoliceUnit | int) -> QuerySet[StandIn]:
    """Who stands in for these people in the eenheid today, as far as they still hold a role there."""
    carrying = Role.objects.in_force().filter(user=OuterRef("principal"), police_unit=OuterRef("police_unit"))
    return StandIn.objects.in_force().filter(Exists(carrying), police_unit=police_unit, principal__in=principals)


def candidates(principal: User, police_units: Iterable[PoliceUnit | int]) -> QuerySet[User]:
    """Who may stand in for `principal`: everybody active with a role in these eenheden, those roles as `held`. First
    (`is_near`) who has the same role in the same municipality."""
    roles = Role.objects.in_force().filter(police_unit__in=police_units)
    found = User.people.filter(Exists(roles.filter(user=OuterRef("pk"))), is_active=True).exclude(pk=principal.pk)
    named = Prefetch("roles", roles.select_related("municipality"), to_attr="held")
    towns = Role.objects.in_force().filter(user=principal, police_unit__in=police_units).exclude(municipality=None)
    near = Exists(
        roles.filter(user=OuterRef("pk"), municipality__in=towns.values("municipality"), kind__in=towns.values("kind"))
    )
    found = found.annotate(is_near=near).prefetch_related(named)
    return found.order_by("-is_near", "last_name", "first_name")


def of_principal(principal: User, police_units: Iterable[PoliceUnit | int]) -> QuerySet[StandIn]:
    """Everybody who stands, stood or will stand in for `principal` in these eenheden, the newest first."""
    return StandIn.objects.filter(principal=principal, police_unit__in=police_units).for_list()


def of_user(user: User) -> QuerySet[StandIn]:
    """For whom `user` stands, stood or will stand in, the newest first."""
    return StandIn.objects.filter(user=user).for_list()
