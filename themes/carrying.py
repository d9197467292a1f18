"""What was prepared for a mayor and is not sent yet, when the municipality goes into another.

What was sent stays with who said it, and what is counted per municipality is asked of those of the day.
"""

from collections.abc import Iterator, Sequence

from django.db.models import Exists, OuterRef, Q

from nhveilig.accounts.permissions import Permission
from nhveilig.regions.carrying import STAYS, Carrier, Move, add_carrier, within
from nhveilig.regions.models import Municipality, PoliceUnit
from themes.models import PreparedReaction, PreparedReport


def _prepared(police_unit: PoliceUnit, places: Sequence[Municipality]) -> Iterator[Move]:
    going = within(police_unit, places)
    reactions = PreparedReaction.objects.filter(municipality__in=going, plan__theme__plan__police_unit=police_unit)
    for one in reactions.select_related("plan__theme__plan"):
        same = PreparedReaction.objects.filter(plan=one.plan_id, part=one.part)
        yield _move(one, going[one.municipality_id], f"de reactie op {one.plan}", same)
    reports = PreparedReport.objects.filter(municipality__in=going, target__plan__theme__plan__police_unit=police_unit)
    for one in reports.select_related("target"):
        same = PreparedReport.objects.filter(target=one.target_id)
        yield _move(one, going[one.municipality_id], f"de melding over “{one.target}”", same)


def _prepared_left() -> Q:
    place, unit = OuterRef("pk"), OuterRef("safety_region__police_unit")
    reactions = PreparedReaction.objects.filter(municipality=place, plan__theme__plan__police_unit=unit)
    reports = PreparedReport.objects.filter(municipality=place, target__plan__theme__plan__police_unit=unit)
    return STAYS & (Q(Exists(reactions)) | Q(Exists(reports)))


def _move(prepared: PreparedReaction | PreparedReport, place: Municipality, called: str, same) -> Move:
    def hand_over(by: object) -> None:
        # Of two that merged, what was prepared for the first is kept.
        own = type(prepared).objects.filter(pk=prepared.pk)
        if same.filter(municipality=place.successor).exists():
            own.delete()
        else:
            own.update(municipality=place.successor)

    what = f"Wat {place} klaarzette, {called}, staat klaar voor {place.successor}"
    return Move(f"{prepared._meta.model_name}-{prepared.pk}", place, what, hand_over)


PREPARED = "Klaargezet en nog niet verstuurd"
add_carrier(Carrier("klaargezet", 50, PREPARED, Permission.DECIDE_PLANS, _prepared, _prepared_left))
