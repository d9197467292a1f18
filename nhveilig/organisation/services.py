"""How an eenheid is organised: parts come, change and end.

Each takes the lock of the eenheid, for whether a part may stand somewhere depends on the others. Parts with figures
keep their name and place in the years those are of: what changes from a day on ends there, and goes on as a new part.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django import forms
from django.db import transaction
from django.utils import timezone

from nhveilig.editing.changes import FieldChange, SavedField, Writer
from nhveilig.editing.fields import text_of
from nhveilig.editing.history import History
from nhveilig.editing.models import BaseEdit
from nhveilig.editing.services import add_row, save_if_unchanged, undo_edit
from nhveilig.figures.formats import date_long, listed
from nhveilig.figures.forms import DateField
from nhveilig.organisation.exceptions import CannotEnd, PlaceRefused, StillUsed
from nhveilig.organisation.pasting import Line
from nhveilig.organisation.queries import Organisation, is_used
from nhveilig.regions.models import Municipality, OrganisationUnit, PoliceUnit
from nhveilig.sheets.cells import plain

Fields = Mapping[str, forms.Field]
DAYS = {"valid_from": DateField, "valid_until": DateField}
KEEPS_ITS_PLACE = (
    "Bij dit onderdeel, of bij wat eronder valt, staan cijfers, en die houden de indeling van hun eigen jaar. "
    "Kies “Verandert vanaf een dag”, dan geldt de nieuwe plaats vanaf die dag."
)


def hold(police_unit: PoliceUnit) -> Organisation:
    """Keep others from changing the organisation until the transaction ends; how it is now."""
    PoliceUnit.objects.select_for_update(no_key=True).get(pk=police_unit.pk)
    return Organisation(police_unit)


def add(row: OrganisationUnit, by: Writer, places: Iterable[Municipality] = ()) -> OrganisationUnit:
    return add_row(row=row, by=by, values={"municipalities": list(places)}, history=History.of)


def root_of(organisation: Organisation, police_unit: PoliceUnit, by: Writer) -> OrganisationUnit:
    """The eenheid itself, made when it is not there. For who holds the organisation."""
    if organisation.root:
        return organisation.root
    kind = OrganisationUnit.Kind.UNIT
    order = max((unit.order for unit in organisation.units), default=0) + 1
    return add(OrganisationUnit(police_unit=police_unit, kind=kind, name=f"Eenheid {police_unit}", order=order), by)


@transaction.atomic
def add_units(
    *,
    police_unit: PoliceUnit,
    parent: OrganisationUnit | None,
    lines: Sequence[Line],
    kind: str = "",
    valid_from: date | None = None,
    by: Writer,
) -> list[OrganisationUnit]:
    """Store a pasted list below `parent`, or else below the eenheid; those that were new.

    A line that names a part which is there already says what the lines set in below it are part of. Without a `kind`
    each name says it, and else it is a team. Raises PlaceRefused.
    """
    organisation = hold(police_unit)
    above = [parent or root_of(organisation, police_unit, by)]
    order = max((unit.order for unit in organisation.units), default=0) + 1
    there = (unit for unit in organisation.units if unit.valid_until is None or unit.valid_until > timezone.localdate())
    known = {(unit.parent_id, plain(unit.name)): unit for unit in there}
    made = []
    for line in lines:
        del above[line.depth + 1 :]
        key = (above[-1].pk, plain(line.name))
        if key not in known:
            own = kind or OrganisationUnit.Kind.named_in(line.name) or OrganisationUnit.Kind.TEAM
            about = {"parent": above[-1], "name": line.name, "kind": own, "valid_from": valid_from}
            row = OrganisationUnit(police_unit=police_unit, order=order + len(made) + 1, **about)
            known[key] = add(row, by, line.places)
            made.append(known[key])
        elif line.places:
            raise PlaceRefused(
                f"Regel {line.number}: “{line.name}” staat er al. Kies de gemeenten op de pagina van dat onderdeel, "
                "en laat ze hier weg."
            )
        above.append(known[key])
    return made


@transaction.atomic
def change_unit(
    *, unit: OrganisationUnit, fields: Fields, changes: Sequence[FieldChange], by: Writer
) -> list[SavedField]:
    """Put right what is said of a part, in every year. Raises PlaceRefused, SaveRefused and RowIsGone."""
    organisation = hold(unit.police_unit)
    saved = save_if_unchanged(row=unit, fields=fields, changes=changes, by=by, history=History.of(unit))
    _refuse_impossible(organisation, unit.pk, saved)
    return saved


@transaction.atomic
def undo_change(*, unit: OrganisationUnit, edit: BaseEdit, fields: Fields, by: Writer) -> SavedField:
    """Raises PlaceRefused, CannotBeUndone, SaveRefused and RowIsGone."""
    organisation = hold(unit.police_unit)
    saved = undo_edit(edit=edit, row=unit, fields=fields, by=by)
    _refuse_impossible(organisation, unit.pk, [saved])
    return saved


@transaction.atomic
def end_unit(
    *,
    unit: OrganisationUnit,
    day: date,
    successor: OrganisationUnit | None,
    is_without: bool = False,
    by: Writer,
) -> None:
    """That the part is not there any more from `day` on. `successor` takes over its municipalities and what falls below
    it; `is_without` says that nobody does. Raises CannotEnd and PlaceRefused."""
    organisation = hold(unit.police_unit)
    unit = organisation.find(unit.pk)
    _refuse_end(organisation, unit, day)
    below = [one for one in organisation.children(unit) if one.exists_on(day)]
    places = list(unit.municipalities.all())
    if successor in [unit, *organisation.below(unit)]:
        raise CannotEnd(f"“{successor}” valt zelf onder “{unit}”. Kies een ander onderdeel.")
    if successor is None:
        _refuse_loose_ends(unit, below, [] if is_without else places)
    elif places and day > timezone.localdate():
        raise CannotEnd(
            f"Het werkgebied gaat meteen over naar {successor}. Kies daarom vandaag of een eerdere dag, "
            "of kom hier op die dag terug."
        )
    else:
        _take_over(organisation, successor, below, places, day, by)
    set_fields(unit, by, valid_until=day)


@transaction.atomic
def continue_unit(
    *, unit: OrganisationUnit, day: date, name: str, parent: OrganisationUnit | None, by: Writer
) -> OrganisationUnit:
    """Another name or place from `day` on, with all that falls below it: the old ones end. Raises PlaceRefused and
    CannotEnd."""
    organisation = hold(unit.police_unit)
    unit = organisation.find(unit.pk)
    _refuse_end(organisation, unit, day)
    going_on = _continued(organisation, unit, day, name, parent, by)
    _refuse_impossible(Organisation(unit.police_unit), going_on.pk)
    return going_on


@transaction.atomic
def remove_unit(*, unit: OrganisationUnit) -> None:
    """Of what was added by mistake. Raises StillUsed."""
    organisation = hold(unit.police_unit)
    if organisation.children(unit) or is_used([unit]):
        raise StillUsed(
            f"Bij “{unit}” staan cijfers of andere onderdelen. Laat het eindigen op een dag, dan blijven die."
        )
    unit.delete()


def add_one(*, row: OrganisationUnit, places: Sequence[Municipality], by: Writer) -> None:
    """A part as a file names it, for who holds the organisation. Raises PlaceRefused."""
    add(row, by, places)
    _refuse_impossible(Organisation(row.police_unit), row.pk)


def put_right(*, unit: OrganisationUnit, values: Mapping[str, object], by: Writer) -> None:
    """What a file says of a part, for who holds the organisation. Raises PlaceRefused."""
    organisation = Organisation(unit.police_unit)
    _refuse_impossible(organisation, unit.pk, set_fields(unit, by, **values))


def set_fields(unit: OrganisationUnit, by: Writer, **values: object) -> list[SavedField]:
    """Of who holds the organisation: by the editing kit, into the history. What is referred to goes by number."""
    fields = forms.fields_for_model(OrganisationUnit, fields=list(values), field_classes=DAYS)
    changes = [
        FieldChange("", name, text_of(fields[name], value), unit.version_of(name)) for name, value in values.items()
    ]
    return save_if_unchanged(row=unit, fields=fields, changes=changes, by=by, history=History.of(unit))


def _take_over(
    organisation: Organisation,
    successor: OrganisationUnit,
    below: Iterable[OrganisationUnit],
    places: Sequence[Municipality],
    day: date,
    by: Writer,
) -> None:
    for child in below:
        if is_used([child, *organisation.below(child)]):
            _continued(organisation, child, day, child.name, successor, by)
        else:
            set_fields(child, by, parent=successor.pk)
    if places:
        own = [*successor.municipalities.all(), *places]
        set_fields(organisation.find(successor.pk), by, municipalities=[place.pk for place in own])


def _continued(
    organisation: Organisation,
    unit: OrganisationUnit,
    day: date,
    name: str,
    parent: OrganisationUnit | None,
    by: Writer,
) -> OrganisationUnit:
    about = {"police_unit": unit.police_unit, "kind": unit.kind, "code": unit.code, "order": unit.order}
    lasting = {"valid_from": day, "valid_until": unit.valid_until}
    row = OrganisationUnit(parent=parent, name=name, **about, **lasting)
    going_on = add(row, by, unit.municipalities.all())
    set_fields(unit, by, valid_until=day)
    for child in organisation.children(unit):
        if child.exists_on(day):
            _refuse_end(organisation, child, day)
            _continued(organisation, child, day, child.name, going_on, by)
    return going_on


# What cannot be -----------------------------------------------------------------------------------------------------


def _refuse_end(organisation: Organisation, unit: OrganisationUnit, day: date) -> None:
    if unit == organisation.root:
        raise CannotEnd("Dit is de eenheid zelf. Zij eindigt niet.")
    if unit.valid_until and unit.valid_until <= day:
        raise CannotEnd(f"“{unit}” bestaat al niet meer vanaf {date_long(unit.valid_until)}.")
    if unit.valid_from and unit.valid_from >= day:
        raise CannotEnd(f"“{unit}” begint pas op {date_long(unit.valid_from)}. Kies een latere dag.")


def _refuse_loose_ends(
    unit: OrganisationUnit, below: Sequence[OrganisationUnit], places: Sequence[Municipality]
) -> None:
    if below:
        raise CannotEnd(
            f"Onder “{unit}” vallen nog {listed(one.name for one in below)}. Kies bij “Gaat op in” waar die bij komen."
        )
    if places:
        raise CannotEnd(
            f"“{unit}” werkt voor {listed(place.name for place in places)}. Kies bij “Gaat op in” welk onderdeel dit "
            "werkgebied overneemt, of zeg dat niemand dat doet."
        )


def _refuse_impossible(organisation: Organisation, pk: int, saved: Sequence[SavedField] = ()) -> None:
    """Look at a part as it was just stored, in what `organisation` was until then. Undoes it by raising."""
    before = {unit.pk: unit.parent_id for unit in organisation.units}
    unit = OrganisationUnit.objects.select_related("parent").get(pk=pk)
    if any(one.field == "parent" and one.changed for one in saved):
        old = organisation.find(pk)
        below = list(organisation.below(old))
        if unit.parent_id in {old.pk, *(one.pk for one in below)}:
            raise PlaceRefused(f"“{unit.parent}” valt zelf onder “{unit}”. Kies een ander onderdeel.")
        if is_used([old, *below]):
            raise PlaceRefused(KEEPS_ITS_PLACE)
    if pk in before and before[pk] is None and unit.parent_id is not None:
        raise PlaceRefused("Dit is de eenheid zelf. Zij valt nergens onder.")
    if unit.valid_from and unit.valid_until and unit.valid_from >= unit.valid_until:
        raise PlaceRefused("De laatste dag ligt voor de eerste. Kies andere dagen.")
    if unit.parent and not unit.parent.overlaps(unit):
        raise PlaceRefused(f"“{unit.parent}” bestaat niet meer. Kies een onderdeel dat er nog is.")
    _refuse_double(unit, organisation)


def _refuse_double(unit: OrganisationUnit, organisation: Organisation) -> None:
    for other in organisation.units:
        is_beside = other.pk != unit.pk and other.parent_id == unit.parent_id
        if is_beside and plain(other.name) == plain(unit.name) and other.overlaps(unit):
            where = f" onder “{unit.parent}”" if unit.parent else ""
            raise PlaceRefused(
                f"Er is{where} al een onderdeel dat “{other.name}” heet. Kies een andere naam of plaats."
            )
