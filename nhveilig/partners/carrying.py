"""Contact persons and parties of covenants, when a municipality goes into another."""

from collections.abc import Iterator, Sequence
from functools import partial

from django import forms
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from nhveilig.accounts.permissions import Permission
from nhveilig.editing.changes import Writer
from nhveilig.figures.forms import DateField
from nhveilig.partners.models import ContactPerson, Covenant, Party
from nhveilig.regions.carrying import STAYS, Carrier, Move, add_carrier, within
from nhveilig.regions.models import Municipality, PoliceUnit
from nhveilig.registers.services import change_row, delete_row, store_row


def _contacts(police_unit: PoliceUnit, places: Sequence[Municipality]) -> Iterator[Move]:
    going = within(police_unit, places)
    for one in ContactPerson.objects.present().filter(municipality__in=going):
        place = going[one.municipality_id]
        what = f"{one.name} is voor {one.subject} te bereiken bij {place.successor}"
        yield Move(f"contact-{one.pk}", place, what, partial(_reach, one, place.successor))


def _contacts_left() -> Q:
    return STAYS & Q(Exists(ContactPerson.objects.present().filter(municipality=OuterRef("pk"))))


def _reach(contact: ContactPerson, place: Municipality, by: Writer) -> None:
    """Who was known for two that merged, is known once."""
    contact.refresh_from_db()
    same = {"municipality": place, "subject": contact.subject, "name": contact.name}
    if ContactPerson.objects.present().filter(**same).exists():
        delete_row(row=contact, by=by)
    else:
        _change(contact, by, municipality=place)


def _parties(police_unit: PoliceUnit, places: Sequence[Municipality]) -> Iterator[Move]:
    """Its own row stays, with the day on which it left."""
    going = within(police_unit, places)
    running = _running(municipality__in=going, covenant__police_unit=police_unit)
    for one in running.select_related("covenant"):
        place = going[one.municipality_id]
        what = f"{place.successor} neemt in “{one.covenant}” de plaats van {place} in"
        yield Move(f"party-{one.pk}", place, what, partial(_take_part, one, place))


def _parties_left() -> Q:
    here = {"municipality": OuterRef("pk"), "covenant__police_unit": OuterRef("safety_region__police_unit")}
    return STAYS & Q(Exists(_running(**here)))


def _running(**which: object) -> QuerySet[Party]:
    parties = Party.objects.present().filter(left=None, covenant__deleted_at=None, **which)
    return parties.exclude(covenant__state=Covenant.State.ENDED)


def _take_part(party: Party, place: Municipality, by: Writer) -> None:
    party.refresh_from_db()
    covenant, successor = party.covenant, place.successor
    _change(party, by, left=place.valid_until)
    if not Party.objects.present().filter(covenant=covenant, municipality=successor).exists():
        joined = Party(covenant=covenant, municipality=successor, joined=place.valid_until)
        store_row(row=joined, by=by)


def _change(row: models.Model, by: Writer, **values: object) -> None:
    fields = forms.fields_for_model(type(row), fields=list(values), field_classes={"left": DateField})
    change_row(row=row, values=values, fields=fields, by=by)


add_carrier(Carrier("convenanten", 30, "Convenanten", Permission.EDIT_PARTNERS, _parties, _parties_left))
add_carrier(Carrier("contactpersonen", 40, "Contactpersonen", Permission.EDIT_PARTNERS, _contacts, _contacts_left))
