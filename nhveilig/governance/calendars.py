"""Terms for somebody's own calendar: what they must be reminded of, they may plan."""

from datetime import date

from nhveilig.accounts.access import Access
from nhveilig.calendars.events import Event
from nhveilig.governance.registers import NATIONAL_TERMS, TERMS


def terms_of(access: Access, today: date) -> list[Event]:
    """Of every term that its reader keeps."""
    return [
        Event(f"term-{term.pk}", term.due_on, f"Uiterlijk: {term.obligation}", register.url("detail", term))
        for register in (TERMS, NATIONAL_TERMS)
        for term in register.rows(access, register.edit_permission).ahead()
    ]
