"""What is asked and answered about one thing. The acts are those of every discussion (`nhveilig/editing/comments`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role, User
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.comments.services import CommentRefused, Discussion
from nhveilig.questions.models import Question
from nhveilig.questions.notices import tell_of_answer, tell_of_question
from nhveilig.questions.subjects import Subject
from nhveilig.regions.models import PoliceUnit


@dataclass(frozen=True)
class Questions(Discussion):
    """About one thing, which the reader may see. With the answer of who is responsible a question is done; what its
    asker adds opens it again."""

    subject: Subject
    row: Model
    unit: PoliceUnit
    access: Access

    model = Question

    @property
    def place(self) -> dict[str, Any]:
        return {"police_unit": self.unit, "subject": self.subject.code, "row": self.row.pk}

    @property
    def noted(self) -> dict[str, Any]:
        return {"title": self.subject.title(self.row)[:300], "capacity": capacity_of(self.access, self.unit)}

    def people(self) -> Iterable[User]:
        """Nobody is named: who is responsible hears of it anyhow."""
        return []

    def refuse_part(self, part: str) -> None:
        raise CommentRefused("Een vraag gaat over het geheel. Stel haar zonder onderdeel.")

    def refuse_closed(self) -> None:
        """What is shown can be asked about."""

    def refuse_act(self, first: Question) -> None:
        asked = first.author_id == self.access.user.pk
        if not asked and not Question.objects.filter(pk=first.pk).answerable_by(self.access).exists():
            raise CommentRefused("Alleen wie hierover gaat, en wie de vraag stelde, antwoordt hier.")

    def is_done_with(self, answer: Question) -> bool:
        return answer.author_id != answer.answer_to.author_id

    def tell(self, comment: Question) -> None:
        (tell_of_answer if comment.answer_to_id else tell_of_question)(comment, self.subject, self.row, self.unit)

    def tell_named(self, comment: Question) -> None:
        """Who is told knows already."""


def capacity_of(access: Access, unit: PoliceUnit) -> str:
    """In which role somebody speaks: “burgemeester Alkmaar”. A reader is who has no other."""
    roles = access.able(Permission.VIEW_PORTAL, unit.pk)
    return min(roles, key=lambda role: role.kind == Role.Kind.READER).role_name if roles else ""
