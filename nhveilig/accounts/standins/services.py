"""Who works for whom: arranged by whom it is about, or by who manages people; ended by them or by the stand-in."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst

from nhveilig.accounts.exceptions import StandInOver, StandInRefused
from nhveilig.accounts.models import Role, StandIn, User
from nhveilig.accounts.permissions import Permission, kinds_with
from nhveilig.accounts.standins.queries import candidates
from nhveilig.figures.formats import date_long
from nhveilig.regions.models import PoliceUnit
from nhveilig.trail.kinds import Kind as Trail
from nhveilig.trail.services import Subject, record

Kind = StandIn.Kind


@transaction.atomic
def appoint_stand_in(
    *,
    user: User,
    principal: User,
    police_unit: PoliceUnit,
    kind: str,
    starts_on: date,
    until: date | None,
    by: User,
) -> StandIn:
    """Raises StandInRefused. Asking whether `by` may do this is up to the view."""
    PoliceUnit.objects.select_for_update(no_key=True).get(pk=police_unit.pk)
    _refuse_days(starts_on, until)
    _refuse_principal(principal, police_unit, kind)
    if not candidates(principal, [police_unit]).filter(pk=user.pk).exists():
        raise StandInRefused(f"{user.shown_name} heeft nu geen rol in de eenheid {police_unit}.", "user")
    _refuse_twice(user, principal, police_unit, starts_on, until)
    made = StandIn.objects.create(
        user=user,
        principal=principal,
        police_unit=police_unit,
        kind=kind,
        starts_on=starts_on,
        until=until,
        made_by=by,
    )
    _put_down(made, "begint", by)
    return made


def _put_down(stand_in: StandIn, what: str, by: User) -> None:
    record(
        kind=Trail.STAND_IN,
        subject=Subject("stand_in", stand_in.pk, f"{capfirst(stand_in.get_kind_display())}: {what}, {stand_in.period}"),
        unit=stand_in.police_unit.code,
        by=by,
        about=stand_in.user,
        on_behalf_of=stand_in.principal,
    )


def _refuse_days(starts_on: date, until: date | None) -> None:
    if starts_on < timezone.localdate():
        raise StandInRefused("Deze dag is al voorbij. Kies vandaag of later.", "starts_on")
    if until and until < starts_on:
        raise StandInRefused(f"Kies een dag op of na {date_long(starts_on)}, of laat het veld leeg.", "until")


def _refuse_principal(principal: User, police_unit: PoliceUnit, kind: str) -> None:
    held = Role.objects.in_force().filter(user=principal, police_unit=police_unit)
    if not principal.is_active or not held.exists():
        raise StandInRefused(f"{principal.shown_name} heeft nu zelf geen rol in de eenheid {police_unit}.")
    if kind == Kind.ASSISTANT and not held.filter(kind__in=kinds_with(Permission.PREPARE_ANSWERS)).exists():
        raise StandInRefused(
            "Alleen een burgemeester of hoofdofficier heeft een medewerker die voorbereidt. Kies een vervanger.",
            "kind",
        )


def _refuse_twice(user: User, principal: User, police_unit: PoliceUnit, starts_on: date, until: date | None) -> None:
    same = StandIn.objects.filter(user=user, principal=principal, police_unit=police_unit, ended_at=None)
    overlapping = same.filter(Q(until=None) | Q(until__gte=starts_on))
    if until:
        overlapping = overlapping.filter(starts_on__lte=until)
    if other := overlapping.first():
        raise StandInRefused(
            f"{user.shown_name} werkt in deze tijd al voor {principal.shown_name}: {other.period}. "
            "Beëindig dat eerst, of kies andere dagen.",
            "user",
        )


@transaction.atomic
def end_stand_in(*, stand_in: StandIn, by: User) -> StandIn:
    """At once, also one that has yet to begin. Raises StandInOver when there is nothing to end any more."""
    locked = StandIn.objects.select_for_update(of=("self",))
    found = locked.select_related("user", "principal", "police_unit").get(pk=stand_in.pk)
    if not found.is_open:
        raise StandInOver
    found.ended_at, found.ended_by = timezone.now(), by
    found.save(update_fields=["ended_at", "ended_by"])
    _put_down(found, "eindigt", by)
    return found
