"""What was asked about the things on one page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import JSONObject

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import User
from nhveilig.questions.models import Question
from nhveilig.regions.models import PoliceUnit

SPEAKING, NAMES = ("author", "on_behalf_of"), ("first_name", "last_name", "username")


class QuestionsBeside:
    """What was `said` about things of an eenheid that the reader may see, in whatever order. A query of it waits until
    a template asks."""

    def __init__(self, unit: PoliceUnit, said: Iterable[Question]) -> None:
        self.unit, self.said = unit, said

    def about(self, subject: str, row: int) -> list[Question]:
        """First questions, the newest first, with their `present_answers`."""
        return self._threads.get((subject, row), [])

    @cached_property
    def _threads(self) -> dict[tuple[str, int], list[Question]]:
        answers: dict[int, list[Question]] = defaultdict(list)
        threads: dict[tuple[str, int], list[Question]] = defaultdict(list)
        for one in sorted(self.said, key=lambda one: (one.written_at, one.pk)):
            if one.answer_to_id:
                answers[one.answer_to_id].append(one)
            else:
                threads[one.subject, one.row].insert(0, one)
                one.present_answers = answers[one.pk]
        return threads


def as_json() -> JSONObject:
    """A question as a value in a query of its own or of something else; `of_json` makes it one again."""
    columns = {field.attname: F(field.attname) for field in Question._meta.concrete_fields}
    return JSONObject(**columns, **{f"{who}__{name}": F(f"{who}__{name}") for who in SPEAKING for name in NAMES})


def of_json(values: Mapping[str, Any]) -> Question:
    """With who asked or answered, and in whose name."""
    fields = {field.attname: field.to_python(values[field.attname]) for field in Question._meta.concrete_fields}
    question = Question.from_db(None, list(fields), list(fields.values()))
    for who in SPEAKING:
        person = values[f"{who}_id"]
        names = {name: values[f"{who}__{name}"] for name in NAMES}
        setattr(question, who, User(pk=person, **names) if person else None)
    return question


def beside_one(unit: PoliceUnit, subject: str, row: int) -> QuestionsBeside:
    return QuestionsBeside(
        unit, Question.objects.filter(police_unit=unit, subject=subject, row=row).present().to_show()
    )


def beside_in_each(units: Sequence[PoliceUnit], subject: str, row: int) -> list[QuestionsBeside]:
    """What was asked in each eenheid about the same thing. One query."""
    by_unit: dict[int, list[Question]] = defaultdict(list)
    for one in Question.objects.filter(police_unit__in=units, subject=subject, row=row).present().to_show():
        by_unit[one.police_unit_id].append(one)
    return [QuestionsBeside(unit, by_unit[unit.pk]) for unit in units]


def readable_by(access: Access, chosen: str = "") -> QuerySet[Question]:
    """First questions for a list: those without an answer (`open`), of which the reader gives it (`mij`), or asked by
    the reader (`eigen`)."""
    found = Question.objects.visible_to(access)
    if chosen == "open":
        found = found.unresolved()
    elif chosen == "mij":
        found = found.answerable_by(access)
    elif chosen == "eigen":
        found = found.filter(author=access.user)
    return found.asked()
