"""To whoever keeps a term: that it must be done soon, or should have been."""

from datetime import date

from django.db.models import QuerySet

from nhveilig.accounts.access import Access
from nhveilig.figures.formats import date_long
from nhveilig.governance.registers import NATIONAL_TERMS, TERMS
from nhveilig.registers.base import Register
from nhveilig.worklist.base import Kind, Row, Source
from nhveilig.worklist.registry import add_source


class TermToDo(Source):
    code, kind = "governance-term", Kind.CHECK
    register: Register = TERMS

    def rows(self, access: Access, today: date) -> QuerySet | None:
        if not access.may(self.register.edit_permission):
            return None
        kept = self.register.rows(access, self.register.edit_permission)
        return self.asked(kept.to_do(today), day="due_on", words=["obligation", "who", "words"])

    def told(self, row: Row) -> dict[str, str]:
        obligation, who, words = row.words[:3]
        told = ", ".join(filter(None, (who, words)))
        return {
            "title": f"Zorg voor: {obligation}",
            "why": f"{told or 'Dit keert terug'}. Uiterlijk {date_long(row.day)}.",
            "button": "Bekijk de termijn",
            "url": self.register.url("detail", pk=row.key),
        }


class NationalTermToDo(TermToDo):
    code, register = "governance-national-term", NATIONAL_TERMS


add_source(TermToDo())
add_source(NationalTermToDo())
