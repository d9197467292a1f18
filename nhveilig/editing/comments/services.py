"""What people who write something say to each other about a part of it. A room says of what (`Discussion`)."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.db import transaction
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.editing.comments.models import BaseComment, CommentQuerySet
from nhveilig.editing.fields import LinesField, value_of
from nhveilig.editing.models import KEPT_IN_BIN
from nhveilig.exceptions import PortalError

TEXT = LinesField(label="De opmerking", longest=4_000, required=False)
SAY_SOMETHING = "U hebt nog niets geschreven. Schrijf eerst wat u wilt zeggen."


class CommentRefused(PortalError):
    """The comment cannot be written or changed. The message says why, and how to mend it."""


class Discussion(ABC):
    """The comments on one thing."""

    model: ClassVar[type[BaseComment]]

    @property
    @abstractmethod
    def place(self) -> dict[str, Any]:
        """The columns that say of what a comment is."""

    @abstractmethod
    def people(self) -> Iterable[User]:
        """Who reads along, and so can be named."""

    @abstractmethod
    def refuse_part(self, part: str) -> None:
        """Raises PortalError for a part (`activity-12`) that is not there, or not any more."""

    @abstractmethod
    def tell(self, comment: BaseComment) -> None:
        """Let those hear of a new comment whom it concerns."""

    @abstractmethod
    def tell_named(self, comment: BaseComment) -> None:
        """Let those hear who are named in it since it was reworded."""

    @abstractmethod
    def refuse_closed(self) -> None:
        """Raises CommentRefused when nothing is said about it any more."""

    def refuse_act(self, first: BaseComment) -> None:  # noqa: B027 - most discussions let every writer do so
        """Raises CommentRefused when this reader may not answer in the thread of `first`, or close or open it."""

    def is_done_with(self, answer: BaseComment) -> bool:
        """Whether this answer closes its thread."""
        return False

    @property
    def noted(self) -> dict[str, Any]:
        """Further columns of each comment that is written now."""
        return {}

    @property
    def comments(self) -> CommentQuerySet:
        return self.model.objects.filter(**self.place)


@transaction.atomic
def write_comment(
    *, about: Discussion, part: str = "", text: str, author: User, on_behalf_of: User | None = None
) -> BaseComment:
    """Begin a thread about a part, or with no part about the whole.

    Raises CommentRefused, FieldRefused for a text that is too long, and what `refuse_part` raises.
    """
    about.refuse_closed()
    if part:
        about.refuse_part(part)
    said = {"part": part, "text": _read(text), "author": author, "on_behalf_of": on_behalf_of}
    comment = about.model.objects.create(**about.place, **about.noted, **said)
    about.tell(comment)
    return comment


@transaction.atomic
def answer_comment(
    *, about: Discussion, comment: BaseComment, text: str, author: User, on_behalf_of: User | None = None
) -> BaseComment:
    """Add to the thread that `comment` belongs to. A thread that was resolved is open again.

    Raises CommentRefused, and FieldRefused for a text that is too long.
    """
    # Others wait: an answer and a deletion never cross.
    first = _open(about, comment.answer_to or comment).select_for_update().get()
    if first.deleted_at and not first.answers.present().exists():
        raise CommentRefused("Deze opmerking is intussen verwijderd. Schrijf een nieuwe opmerking bij dit onderdeel.")
    about.refuse_act(first)
    said = {"part": first.part, "answer_to": first, "text": _read(text)}
    by = {"author": author, "on_behalf_of": on_behalf_of}
    answer = about.model.objects.create(**about.place, **about.noted, **said, **by)
    if first.resolved_at:
        reopen_comment(about=about, comment=first, editor=author)
    if about.is_done_with(answer):
        resolve_comment(about=about, comment=first, editor=author)
    about.tell(answer)
    return answer


@transaction.atomic
def edit_comment(*, about: Discussion, comment: BaseComment, text: str, editor: User) -> bool:
    """Reword one's own comment; whether that changed anything. Raises as `answer_comment` does."""
    own, words = _own(about, comment, editor).present(), _read(text)
    changed = own.exclude(text=words).update(text=words, edited_at=timezone.now())
    if changed:
        about.tell_named(own.select_related("author").get())
    return bool(changed)


@transaction.atomic
def delete_comment(*, about: Discussion, comment: BaseComment, editor: User) -> bool:
    """Put one's own comment in the bin; whether it was not there yet. Its answers stay. Raises CommentRefused."""
    return bool(_own(about, comment, editor).present().update(deleted_at=timezone.now()))


@transaction.atomic
def restore_comment(*, about: Discussion, comment: BaseComment, editor: User) -> bool:
    """Take one's own comment out of the bin; whether it was there. Raises CommentRefused."""
    return bool(_own(about, comment, editor).exclude(deleted_at=None).update(deleted_at=None))


@transaction.atomic
def resolve_comment(*, about: Discussion, comment: BaseComment, editor: User) -> bool:
    """Close a thread; False when somebody else just did, whose name then stays. Raises CommentRefused."""
    about.refuse_act(comment)
    found = _open(about, comment).begun().unresolved()
    return bool(found.update(resolved_at=timezone.now(), resolved_by=editor))


@transaction.atomic
def reopen_comment(*, about: Discussion, comment: BaseComment, editor: User) -> bool:
    """Open a thread that was resolved; whether it was. Raises CommentRefused."""
    about.refuse_act(comment)
    found = _open(about, comment).exclude(resolved_at=None)
    return bool(found.update(resolved_at=None, resolved_by=None))


def empty_comment_bin(model: type[BaseComment], *, now: datetime) -> int:
    """Remove for good what has been in the bin for thirty days, unless it has answers; how many comments that were."""
    return model.objects.filter(deleted_at__lt=now - KEPT_IN_BIN, answers=None).delete()[0]


def _read(text: str) -> str:
    words = value_of(TEXT, text)
    if not words.strip():
        raise CommentRefused(SAY_SOMETHING)
    return words


def _open(about: Discussion, comment: BaseComment) -> CommentQuerySet:
    """The comment as it is now, where something may still be said."""
    about.refuse_closed()
    return about.comments.filter(pk=comment.pk)


def _own(about: Discussion, comment: BaseComment, editor: User) -> CommentQuerySet:
    found = _open(about, comment)
    if comment.author_id != editor.pk:
        raise CommentRefused("U kunt alleen uw eigen opmerkingen aanpassen, verwijderen en terugzetten.")
    return found
