"""Questions of others that wait for the reader."""

from datetime import date

from django.db.models import F, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.names import SOMEBODY
from nhveilig.figures.formats import date_long
from nhveilig.questions.models import Question
from nhveilig.worklist.base import Kind, Row, Source
from nhveilig.worklist.registry import add_source


class Unanswered(Source):
    code, kind, waits = "question-answer", Kind.ANSWER, True

    def rows(self, access: Access, today: date) -> QuerySet | None:
        found = Question.objects.waiting_for(access)
        names = ["author__first_name", "author__last_name", "author__username"]
        return self.asked(
            found,
            since=TruncDate("written_at"),
            words=["title", "capacity", "police_unit__slug", "subject", *names],
            numbers=[F("row")],
        )

    def told(self, row: Row) -> dict[str, str]:
        title, capacity, unit, subject, first, last, username = row.words[:7]
        name = f"{first or ''} {last or ''}".strip() or username or SOMEBODY
        page = reverse("questions:about", kwargs={"unit": unit, "subject": subject, "row": row.numbers[0]})
        return {
            "title": f"Beantwoord de vraag van {name}",
            "why": f"Over ‘{title}’{f', van de {capacity}' if capacity else ''}. Gesteld op {date_long(row.since)}.",
            "button": "Lees en antwoord",
            "url": f"{page}#vraag-{row.key}",
        }


add_source(Unanswered())
