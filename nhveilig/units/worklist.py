"""What is asked of who keeps the units: the other word of one that came in alone."""

from datetime import date

from django.db.models import QuerySet

from nhveilig.accounts.access import Access
from nhveilig.units.registers import UNITS
from nhveilig.worklist.base import Kind, Row, Source
from nhveilig.worklist.registry import add_source


class UnitToCheck(Source):
    code, kind = "unit-check", Kind.CHECK

    def rows(self, access: Access, today: date) -> QuerySet | None:
        if not access.may(UNITS.edit_permission):
            return None
        unchecked = UNITS.rows(access, UNITS.edit_permission).filter(is_checked=False)
        return self.asked(unchecked, words=["plural"])

    def told(self, row: Row) -> dict[str, str]:
        return {
            "title": f"Vul enkelvoud en meervoud in van “{row.words[0]}”",
            "why": "Deze meeteenheid heeft nog maar één woord.",
            "button": "Vul in",
            "url": UNITS.url("change", pk=row.key),
        }


add_source(UnitToCheck())
