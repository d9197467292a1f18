"""What is asked of who keeps the partners: covenants to evaluate, contacts to check."""

from datetime import date, timedelta

from django.db.models import DateField, DurationField, ExpressionWrapper, F, QuerySet, Value

from nhveilig.accounts.access import Access
from nhveilig.figures.formats import date_long
from nhveilig.partners.models import Covenant
from nhveilig.partners.registers import CONTACTS, COVENANTS
from nhveilig.worklist.base import Kind, Row, Source
from nhveilig.worklist.registry import add_source

# Who knows somebody's number must look now and then whether it is still theirs.
CHECKED_FOR = timedelta(days=365)


class CovenantToEvaluate(Source):
    code, kind = "covenant-evaluate", Kind.CHECK

    def rows(self, access: Access, today: date) -> QuerySet | None:
        if not access.may(COVENANTS.edit_permission):
            return None
        due = COVENANTS.rows(access, COVENANTS.edit_permission).filter(evaluation_due__lte=today)
        return self.asked(due.exclude(state=Covenant.State.ENDED), day="evaluation_due", words=["name"])

    def told(self, row: Row) -> dict[str, str]:
        return {
            "title": f"Evalueer {row.words[0]}",
            "why": f"De evaluatie was afgesproken voor {date_long(row.day)}.",
            "button": "Bekijk",
            "url": COVENANTS.url("detail", pk=row.key),
        }


class ContactToCheck(Source):
    code, kind = "contact-check", Kind.CHECK

    def rows(self, access: Access, today: date) -> QuerySet | None:
        if not access.may(CONTACTS.edit_permission):
            return None
        old = CONTACTS.rows(access, CONTACTS.edit_permission).filter(checked_on__lte=today - CHECKED_FOR)
        due = ExpressionWrapper(F("checked_on") + Value(CHECKED_FOR, DurationField()), DateField())
        words = ["name", "subject", "municipality__name"]
        return self.asked(old, since=due, words=words, days=["checked_on"])

    def told(self, row: Row) -> dict[str, str]:
        name, subject, town = row.words[:3]
        return {
            "title": f"Kijk na of de gegevens van {name} nog kloppen",
            "why": f"{subject}, {town}. Gecontroleerd op {date_long(row.days[0])}.",
            "button": "Kijk na",
            "url": CONTACTS.url("detail", pk=row.key),
        }


add_source(CovenantToEvaluate())
add_source(ContactToCheck())
