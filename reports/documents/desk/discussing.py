"""The comments on a document: by whoever arranges it, and by who writes or reads the chapter they are about."""

from django.db.models import QuerySet

from nhveilig.accounts.models import User
from nhveilig.editing.comments.services import CommentRefused, Discussion
from reports.documents.desk.notices import tell_of_comment, tell_who_is_named
from reports.documents.desk.permissions import Rights
from reports.documents.desk.queries import people_of
from reports.documents.desk.rows import Outline, find_row
from reports.documents.models import ChapterTask, Document, DocumentComment


class DocumentDiscussion(Discussion):
    model = DocumentComment

    def __init__(self, document: Document, outline: Outline, rights: Rights) -> None:
        self.document, self.outline, self.rights = document, outline, rights

    @property
    def place(self) -> dict[str, Document]:
        return {"document": self.document}

    def people(self) -> QuerySet[User]:
        return people_of(self.document)

    def refuse_part(self, part: str) -> None:
        if not self.rights.may_comment(find_row(self.document, part).chapter):
            raise CommentRefused("U schrijft en leest een ander hoofdstuk. Maak uw opmerking bij dat hoofdstuk.")

    def refuse_closed(self) -> None:
        """A document is always written on: editions of it never change."""

    def tell(self, comment: DocumentComment) -> None:
        chapter = find_row(self.document, comment.part).chapter if comment.part else None
        tell_of_comment(comment, ChapterTask.objects.filter(block=chapter).first() if chapter else None)

    def tell_named(self, comment: DocumentComment) -> None:
        tell_who_is_named(comment)
