"""Who hears of a question: who answers for the thing. Of an answer: who asked, and who spoke in the thread."""

from collections.abc import Iterable

from django.db.models import Model
from django.urls import reverse

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.accounts.permissions import Permission
from nhveilig.notices.kinds import How, Kind, add_kind
from nhveilig.notices.services import Words, notify
from nhveilig.questions.models import Question
from nhveilig.questions.subjects import Subject
from nhveilig.regions.models import PoliceUnit

ASKED = add_kind(Kind("question", "een vraag over een cijfer of activiteit van u", Permission.VIEW_PORTAL, How.AT_ONCE))
ANSWERED = add_kind(Kind("answer", "een antwoord op uw vraag", Permission.VIEW_PORTAL, How.AT_ONCE))


def tell_of_question(question: Question, subject: Subject, row: Model, unit: PoliceUnit) -> None:
    _tell(ASKED, question, subject.responsible(row, unit), unit, "vraag")


def tell_of_answer(answer: Question, subject: Subject, row: Model, unit: PoliceUnit) -> None:
    """The asker's own addition goes to who is responsible."""
    first = answer.answer_to
    if answer.author_id == first.author_id:
        _tell(ASKED, answer, subject.responsible(row, unit), unit, "vervolg op een vraag")
        return
    authors = {first.author_id, *first.answers.present().values_list("author", flat=True)} - {None}
    _tell(ANSWERED, answer, User.people.filter(pk__in=authors), unit, "antwoord op een vraag")


def _tell(kind: Kind, said: Question, to: Iterable[User], unit: PoliceUnit, subject: str) -> None:
    words = Words(
        subject=subject,
        text=f"{name_of(said.author, said)} schreef: {said.text}",
        url=questions_url(unit, said.subject, said.row, said.answer_to_id or said.pk),
        topic=said.title,
    )
    notify(kind=kind, to=to, words=words, about=f"question-{said.pk}", by=said.author, unit=unit)


def questions_url(unit: PoliceUnit, subject: str, row: int, thread: int | None = None) -> str:
    page = reverse("questions:about", kwargs={"unit": unit.slug, "subject": subject, "row": row})
    return f"{page}#vraag-{thread}" if thread else page
