"""The safety plan of a municipality, when that goes into another: it holds on until the new council sets its own."""

from collections.abc import Iterator, Sequence
from functools import partial

from django import forms
from django.db.models import Exists, F, OuterRef, Q

from nhveilig.accounts.permissions import Permission
from nhveilig.editing.changes import Writer
from nhveilig.governance.goals.models import SafetyPlan
from nhveilig.regions.carrying import STAYS, Carrier, Move, add_carrier, within
from nhveilig.regions.models import Municipality, PoliceUnit
from nhveilig.registers.services import change_row

# What held on the day of the merger; what was over before stays with who decided it.
RUNNING = SafetyPlan.objects.present().filter(until__gte=F("municipality__valid_until"))


def _plans(police_unit: PoliceUnit, places: Sequence[Municipality]) -> Iterator[Move]:
    going = within(police_unit, places)
    for one in RUNNING.filter(municipality__in=going):
        place = going[one.municipality_id]
        what = f"“{one}” van {place} geldt verder voor {place.successor}"
        yield Move(f"safety-plan-{one.pk}", place, what, partial(_hand_over, one, place.successor))


def _plans_left() -> Q:
    return STAYS & Q(Exists(RUNNING.filter(municipality=OuterRef("pk"))))


def _hand_over(plan: SafetyPlan, place: Municipality, by: Writer) -> None:
    plan.refresh_from_db()
    fields = forms.fields_for_model(SafetyPlan, fields=["municipality"])
    change_row(row=plan, values={"municipality": place}, fields=fields, by=by)


PLANS = "Veiligheidsplannen van gemeenten"
add_carrier(Carrier("veiligheidsplannen", 35, PLANS, Permission.EDIT_GOVERNANCE, _plans, _plans_left))
