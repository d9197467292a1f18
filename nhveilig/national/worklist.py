"""What is asked of who works for the country: to let the first eenheid in."""

from datetime import date

from django.db.models import Exists, QuerySet
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role
from nhveilig.accounts.permissions import Permission
from nhveilig.worklist.base import Kind, Row, Source
from nhveilig.worklist.registry import add_source


class FirstAdministrator(Source):
    code, kind = "first-administrator", Kind.DECIDE

    def rows(self, access: Access, today: date) -> QuerySet | None:
        if not access.may(Permission.NAME_ADMINISTRATORS):
            return None
        held = Role.objects.in_force(today)
        own = held.of_administrators(None).filter(user__in=access.people)
        return self.asked(own.filter(~Exists(held.filter(kind=Role.Kind.ADMINISTRATOR))))

    def told(self, row: Row) -> dict[str, str]:
        return {
            "title": "Benoem de eerste beheerder van een eenheid",
            "why": "Nog geen enkele eenheid heeft er een. De beheerder richt de eenheid in en voegt mensen toe.",
            "button": "Benoem",
            "url": reverse("administrators:list"),
        }


add_source(FirstAdministrator())
