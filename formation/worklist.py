"""Strength tables that somebody began and nobody adopted."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst

from formation.models import StrengthTable
from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import date_long
from nhveilig.worklist.base import Kind, Row, Source
from nhveilig.worklist.registry import add_source


class ConceptTable(Source):
    code, kind = "strength-adopt", Kind.DECIDE

    def rows(self, access: Access, today: date) -> QuerySet | None:
        units = access.units_with(Permission.EDIT_STRENGTH)
        if not units:
            return None
        tables = StrengthTable.objects.filter(police_unit__in=units, status=StrengthTable.Status.CONCEPT)
        words = ["police_unit__slug", "series", "kind", "title"]
        return self.asked(tables, words=words, days=["reference_date"])

    def told(self, row: Row) -> dict[str, str]:
        unit, series, kind, title = row.words[:4]
        day = row.days[0]
        place = {"slug": unit, "series": series, "day": day, "kind": kind}
        name = title or capfirst(StrengthTable.Kind(kind).label)
        return {
            "title": f"Maak af: {name}, per {date_long(day)}",
            "why": "De tabel is nog in bewerking. Zij telt pas mee als zij is vastgesteld.",
            "button": "Werk verder",
            "url": reverse("formation:table-edit", kwargs=place),
        }


add_source(ConceptTable())
