"""The trail for who lets people in: what was decided in the eenheden where they do, and whether the chain holds."""

import json
from collections.abc import Iterator

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import ListView, View

from nhveilig.accounts.permissions import Permission
from nhveilig.accounts.trail.forms import TrailFilter
from nhveilig.accounts.trail.presenters import Told, told
from nhveilig.http.responses import csv_download
from nhveilig.http.views import breadcrumbs
from nhveilig.texts.spreadsheets import csv_for_people
from nhveilig.trail.kinds import Kind
from nhveilig.trail.models import Check, Entry, EntryQuerySet

PER_PAGE = 50
AT_ONCE = 1000
CSV_HEADER = [
    "nummer", "wanneer", "wat", "eenheid", "onderwerp", "door", "over wie", "feiten", "van voor het spoor",
    "vorige hash", "hash",
]  # fmt: skip


class OfTrail:
    """What the visitor may see of it, newest first: the own eenheden, and what was adopted for all of them."""

    permission = Permission.VIEW_TRAIL

    @property
    def entries(self) -> EntryQuerySet:
        access = self.request.access
        held = access.units_with(self.permission)
        seen = Q(unit__in=[unit.code for unit in access.units if unit.pk in held]) | Q(unit="", kind=Kind.ADOPTED)
        if access.may(Permission.NAME_ADMINISTRATORS):
            seen |= Q(unit="")
        return Entry.objects.filter(seen).with_people().order_by("-number")


class TrailView(OfTrail, ListView):
    template_name = "accounts/trail/list.html"
    paginate_by = PER_PAGE

    def get_queryset(self) -> EntryQuerySet:
        self.filter = TrailFilter(self.request.GET)
        return self.filter.of(self.entries)

    def get_context_data(self, **kwargs) -> dict[str, object]:
        context = super().get_context_data(**kwargs)
        check = Check.objects.first()
        last = Entry.objects.order_by("-number").values_list("number", flat=True).first() or 0
        return context | {
            "breadcrumbs": breadcrumbs([], here="Spoor van besluiten"),
            "rows": told(context["page_obj"]),
            "filter": self.filter,
            "found_count": context["paginator"].count,
            "check": check,
            "since": last - check.intact_to if check else last,
        }


class TrailFileView(OfTrail, View):
    """The rows as they were filtered, all of them, with their hashes."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = TrailFilter(request.GET).of(self.entries)
        name = f"spoor-{timezone.localdate():%Y-%m-%d}.csv"
        return csv_download(csv_for_people(_lines(found)), name)


def _lines(entries: EntryQuerySet) -> Iterator[list[object]]:
    yield CSV_HEADER
    for entry in entries.iterator(chunk_size=AT_ONCE):
        yield _line(Told(entry))


def _line(row: Told) -> list[object]:
    entry = row.entry
    return [
        entry.number,
        f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}",
        entry.kind_label,
        entry.unit,
        entry.subject,
        row.by,
        row.about,
        json.dumps(entry.facts, ensure_ascii=False, sort_keys=True),
        "ja" if entry.is_from_before else "",
        entry.previous,
        entry.hash,
    ]
