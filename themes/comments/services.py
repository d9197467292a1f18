"""What people who write a plan say to each other about a part of it. Until the plan is adopted, in whatever state."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.editing.discussing import CommentQuerySet
from nhveilig.editing.fields import LinesField, value_of
from nhveilig.editing.models import KEPT_IN_BIN
from nhveilig.exceptions import PortalError
from themes.comments.notices import tell_of_comment, tell_who_is_named
from themes.models import Comment, ImplementationPlan
from themes.parts.queries import find_present

TEXT = LinesField(label="De opmerking", longest=4_000, required=False)
SAY_SOMETHING = "U hebt nog niets geschreven. Schrijf eerst wat u wilt zeggen."


class CommentRefused(PortalError):
    """The comment cannot be written or changed. The message says why, and how to mend it."""


@transaction.atomic
def write_comment(
    *, plan: ImplementationPlan, part: str = "", text: str, author: User, on_behalf_of: User | None = None
) -> Comment:
    """Begin a thread about a part (`activity-12`), or with no part about the plan as a whole.

    Raises CommentRefused, FieldRefused for a text that is too long, UnknownPart and RowIsGone.
    """
    _refuse_adopted(plan)
    if part:
        find_present(plan, part)
    comment = Comment.objects.create(plan=plan, part=part, text=_read(text), author=author, on_behalf_of=on_behalf_of)
    tell_of_comment(comment)
    return comment


@transaction.atomic
def answer_comment(*, comment: Comment, text: str, author: User, on_behalf_of: User | None = None) -> Comment:
    """Add to the thread that `comment` belongs to. A thread that was resolved is open again.

    Raises CommentRefused, and FieldRefused for a text that is too long.
    """
    # Others wait: an answer and a deletion never cross.
    first = _open(comment.answer_to or comment).select_for_update().get()
    if first.deleted_at and not first.answers.present().exists():
        raise CommentRefused("Deze opmerking is intussen verwijderd. Schrijf een nieuwe opmerking bij dit onderdeel.")
    answer = Comment.objects.create(
        plan=first.plan,
        part=first.part,
        answer_to=first,
        text=_read(text),
        author=author,
        on_behalf_of=on_behalf_of,
    )
    if first.resolved_at:
        reopen_comment(comment=first, editor=author)
    tell_of_comment(answer)
    return answer


@transaction.atomic
def edit_comment(*, comment: Comment, text: str, editor: User) -> bool:
    """Reword one's own comment; whether that changed anything. Raises as `answer_comment` does."""
    own, words = _own(comment, editor).present(), _read(text)
    changed = own.exclude(text=words).update(text=words, edited_at=timezone.now())
    if changed:
        tell_who_is_named(own.select_related("author", "plan__theme__plan__police_unit").get())
    return bool(changed)


@transaction.atomic
def delete_comment(*, comment: Comment, editor: User) -> bool:
    """Put one's own comment in the bin; whether it was not there yet. Its answers stay. Raises CommentRefused."""
    return bool(_own(comment, editor).present().update(deleted_at=timezone.now()))


@transaction.atomic
def restore_comment(*, comment: Comment, editor: User) -> bool:
    """Take one's own comment out of the bin; whether it was there. Raises CommentRefused."""
    return bool(_own(comment, editor).exclude(deleted_at=None).update(deleted_at=None))


@transaction.atomic
def resolve_comment(*, comment: Comment, editor: User) -> bool:
    """Close a thread; False when somebody else just did, whose name then stays. Raises CommentRefused."""
    found = _open(comment).begun().unresolved()
    return bool(found.update(resolved_at=timezone.now(), resolved_by=editor))


@transaction.atomic
def reopen_comment(*, comment: Comment, editor: User) -> bool:
    """Open a thread that was resolved; whether it was. Anybody who writes may. Raises CommentRefused."""
    found = _open(comment).exclude(resolved_at=None)
    return bool(found.update(resolved_at=None, resolved_by=None))


def empty_comment_bin(*, now: datetime) -> int:
    """Remove for good what has been in the bin for thirty days, unless it has answers; how many comments that were."""
    return Comment.objects.filter(deleted_at__lt=now - KEPT_IN_BIN, answers=None).delete()[0]


def _read(text: str) -> str:
    words = value_of(TEXT, text)
    if not words.strip():
        raise CommentRefused(SAY_SOMETHING)
    return words


def _refuse_adopted(plan: ImplementationPlan) -> None:
    status = ImplementationPlan.objects.values_list("status", flat=True).get(pk=plan.pk)
    if status == ImplementationPlan.Status.ADOPTED:
        raise CommentRefused("Dit plan is vastgesteld: aan de opmerkingen verandert niets meer.")


def _open(comment: Comment) -> CommentQuerySet:
    """The comment as it is now, of a plan that is not adopted."""
    _refuse_adopted(comment.plan)
    return Comment.objects.filter(pk=comment.pk)


def _own(comment: Comment, editor: User) -> CommentQuerySet:
    found = _open(comment)
    if comment.author_id != editor.pk:
        raise CommentRefused("U kunt alleen uw eigen opmerkingen aanpassen, verwijderen en terugzetten.")
    return found
