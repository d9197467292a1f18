"""What every form of the register has: for whom, and what happens after saving."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from nhveilig.accounts.permissions import Permission
from nhveilig.regions.models import PoliceUnit

# The page is shown again with what is wrong; htmx puts it in the page as well.
INVALID = 422
THEIRS_STAYS = "Het cijfer dat er stond, blijft staan. Er is niets gewijzigd."


def editable_units(request: HttpRequest) -> list[PoliceUnit]:
    """The eenheden whose figures this user may keep. What is national may be kept by staff of any."""
    ids = request.access.units_with(Permission.EDIT_AGENDA)
    units = {role.police_unit for role in request.access.roles if role.police_unit_id in ids}
    return sorted(units, key=lambda unit: unit.order)


def saved(request: HttpRequest, message: str, address: str) -> HttpResponse:
    messages.success(request, message)
    return HttpResponseRedirect(address)
