"""The people of an eenheid: lists of them, what they may do, and who came in."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView, TemplateView, View

from nhveilig.accounts.models import OF_UNITS, AccessEvent, User
from nhveilig.accounts.people.forms import PeopleFilter
from nhveilig.accounts.people.queries import OfPeople, Person, persons, sorted_by_surname
from nhveilig.accounts.permissions import Permission
from nhveilig.accounts.presenters import explained_roles
from nhveilig.http.responses import csv_download
from nhveilig.texts.spreadsheets import csv_for_people

PER_PAGE = 50
CSV_HEADER = ["naam", "gebruikersnaam", "e-mailadres", "rollen", "werkt aan", "laatst ingelogd", "account"]


class OwnPeopleView(View):
    """Leads to the eenheid whose people one manages; of several, to the first."""

    permission = Permission.MANAGE_PEOPLE

    def get(self, request: HttpRequest) -> HttpResponse:
        managed = request.access.units_with(self.permission)
        units = [role.police_unit for role in request.access.roles if role.police_unit_id in managed]
        first = min(units, key=lambda unit: unit.order)
        return HttpResponseRedirect(reverse("people:list", args=[first.slug]))


class PeopleListView(OfPeople, TemplateView):
    template_name = "accounts/people/list.html"

    def get_context_data(self, **kwargs):
        chosen = PeopleFilter(self.request.GET)
        paginator = Paginator(sorted_by_surname(chosen.of(self.people, self.police_unit)), PER_PAGE)
        page = paginator.get_page(self.request.GET.get("page"))
        return super().get_context_data(
            filter=chosen,
            page_obj=page,
            found_count=paginator.count,
            people=persons(self.police_unit, page),
            other_units=self._other_units(),
            **kwargs,
        )

    def _other_units(self) -> list[dict[str, str]]:
        managed = self.request.access.units_with(self.permission) - {self.police_unit.pk}
        units = {role.police_unit for role in self.request.access.roles if role.police_unit_id in managed}
        return [
            {"name": unit.name, "url": reverse("people:list", args=[unit.slug])}
            for unit in sorted(units, key=lambda unit: unit.order)
        ]


class CsvView(OfPeople, View):
    """The list as it was filtered, all pages of it."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        found = sorted_by_surname(PeopleFilter(request.GET).of(self.people, self.police_unit))
        rows = [CSV_HEADER, *map(_csv_cells, persons(self.police_unit, found))]
        return csv_download(csv_for_people(rows), f"mensen-{slug}-{timezone.localdate():%Y-%m-%d}.csv")


def _csv_cells(person: Person) -> list[str]:
    user = person.user
    last = f"{timezone.localtime(user.last_login):%Y-%m-%d %H:%M}" if user.last_login else ""
    account = "actief" if user.is_active else "stilgezet"
    roles, works_on = "; ".join(person.role_names), "; ".join(person.works_on)
    return [user.shown_name, user.username, user.email, roles, works_on, last, account]


class RoleMatrixView(OfPeople, TemplateView):
    """Roles by people: who holds what, at a glance and on paper."""

    template_name = "accounts/people/matrix.html"
    title = "Wie heeft welke rol"

    def get_context_data(self, **kwargs):
        people = sorted_by_surname(user for user in self.people if user.held)
        return super().get_context_data(
            kinds=OF_UNITS,
            rows=[{"user": user, "cells": _cells(user)} for user in people],
            totals=[sum(any(role.kind == kind for role in user.held) for user in people) for kind in OF_UNITS],
            **kwargs,
        )


def _cells(user: User) -> list[str]:
    """Per role: empty, “ja”, or the municipalities of a mayor."""
    held: dict[str, list[str]] = {}
    for role in user.held:
        held.setdefault(role.kind, []).append(role.municipality.name if role.municipality else "ja")
    return [", ".join(held.get(kind, [])) for kind in OF_UNITS]


class RolesView(OfPeople, TemplateView):
    template_name = "accounts/people/roles.html"
    title = "Wat mag een rol"

    def get_context_data(self, **kwargs):
        return super().get_context_data(roles=explained_roles(), **kwargs)


class AccessLogView(OfPeople, ListView):
    """Who of the eenheid came in and who did not, and what was refused to them."""

    template_name = "accounts/people/access_log.html"
    title = "Wie logde in"
    paginate_by = PER_PAGE
    context_object_name = "events"

    def get_queryset(self):
        return AccessEvent.objects.of_people(self.people)

    def get_context_data(self, **kwargs):
        return super().get_context_data(days=settings.ACCESS_LOG_DAYS, **kwargs)
