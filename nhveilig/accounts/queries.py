"""With which roles somebody works today. Every request asks it."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from django.db import connection
from django.db.models import F, FilteredRelation, Model, Q, QuerySet
from django.utils import timezone

from nhveilig.accounts.models import Role, User
from nhveilig.accounts.models.standins import in_force
from nhveilig.regions.models import Municipality, PoliceUnit
from nhveilig.unions import union_of

RELATED = {"user": User, "police_unit": PoliceUnit, "municipality": Municipality}


def roles_carried_by(user: User) -> list[Role]:
    """Their own, and of those for whom they stand in what these hold themselves in that eenheid. `stand_in` is the
    StandIn.Kind of the latter, and None of an own role; who is a deputy as well as an assistant of somebody has that
    role twice. One query; what it was made from is kept, never its answer."""
    return [_role(values) for values in _carried(user.pk, timezone.localdate())]


@union_of
def _carried(user_id: int | None, day: date) -> list[QuerySet]:
    standing = in_force("user__stand_ins__", day) & Q(user__stand_ins__user=user_id)
    lent = Q(lent__police_unit=F("police_unit"), user__is_active=True)
    found = Role.objects.in_force(day).annotate(lent=FilteredRelation("user__stand_ins", condition=standing))
    related = (f"{name}__{column}" for name, model in RELATED.items() for column in _columns(model))
    return [found.filter(Q(user=user_id) | lent).values_list("lent__kind", *_columns(Role), *related)]


@cache
def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _role(values: Sequence) -> Role:
    """Put together as the ORM does, which takes longer to see what goes where than all else."""
    stand_in, *rest = values
    role = _taken(Role, rest)
    role.stand_in = stand_in
    for name, model in RELATED.items():
        role._state.fields_cache[name] = _taken(model, rest)
    return role


def _taken(model: type[Model], values: list) -> Model | None:
    """Of the first of `values`, which it takes; None when there is no such row."""
    columns = _columns(model)
    own, values[:] = values[: len(columns)], values[len(columns) :]
    return model.from_db(connection.alias, columns, own) if own[0] is not None else None
