"""To whoever keeps the money of the partners: budgets that somebody began and nobody adopted."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.worklist.base import Kind, Row, Source
from themes.models import Budget


class ConceptBudget(Source):
    code, kind = "budget-adopt", Kind.DECIDE

    def rows(self, access: Access, today: date) -> QuerySet | None:
        units = access.units_with(Permission.EDIT_BUDGET)
        if not units:
            return None
        budgets = Budget.objects.filter(police_unit__in=units, status=Budget.Status.CONCEPT, deleted_at=None)
        return self.asked(budgets, words=["police_unit__slug", "kind", "title"], numbers=["year", "number"])

    def told(self, row: Row) -> dict[str, str]:
        (unit, kind, title), (year, number) = row.words[:3], row.numbers[:2]
        name = title or f"{capfirst(Budget.Kind(kind).label)} {year}"
        return {
            "title": f"Maak af: {name}",
            "why": "Hieraan wordt nog gewerkt. De bedragen tellen pas mee als zij zijn vastgesteld.",
            "button": "Werk verder",
            "url": reverse("budgets:budget-edit", args=[unit, year, kind, number]),
        }
