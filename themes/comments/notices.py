"""Who hears of a comment: whoever is named in it, whoever spoke in the thread, and whoever else writes the plan."""

from collections.abc import Iterable

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.comments.mentions import mentioned
from nhveilig.notices.kinds import How, Kind, add_kind
from nhveilig.notices.services import Words, notify
from themes.comments.queries import people_of
from themes.members.queries import writers_of
from themes.models import Comment
from themes.parts.views import plan_url

MENTION = add_kind(Kind("mention", "een opmerking waarin u met @ wordt genoemd", Permission.EDIT_PLANS, How.AT_ONCE))
REPLY = add_kind(Kind("reply", "een antwoord in een gesprek waarin u iets schreef", Permission.EDIT_PLANS, How.DIGEST))
COMMENT = add_kind(Kind("comment", "een andere opmerking bij uw plan", Permission.EDIT_PLANS, How.DIGEST))


def tell_of_comment(comment: Comment) -> None:
    """Each person once, for what concerns them most."""
    named = tell_who_is_named(comment)
    spoke = [user for user in _who_spoke(comment) if user not in named]
    others = [user for user in writers_of(comment.plan) if user not in [*named, *spoke]]
    _tell(REPLY, comment, spoke, "antwoord in een gesprek")
    _tell(COMMENT, comment, others, "nieuwe opmerking")


def tell_who_is_named(comment: Comment) -> list[User]:
    """Also when a name was added later. Returns who is named."""
    named = mentioned(comment.text, people_of(comment.plan)) if "@" in comment.text else []
    _tell(MENTION, comment, named, "u wordt genoemd")
    return named


def _who_spoke(comment: Comment) -> Iterable[User]:
    """Before this answer in the same thread, as far as they still read it."""
    first = comment.answer_to
    if first is None:
        return []
    authors = {first.author_id, *first.answers.present().values_list("author", flat=True)}
    return people_of(comment.plan).filter(pk__in=authors - {None})


def _tell(kind: Kind, comment: Comment, to: Iterable[User], subject: str) -> None:
    thread = comment.answer_to_id or comment.pk
    words = Words(
        subject=subject,
        text=f"{name_of(comment.author, comment)} schreef: {comment.text}",
        url=f"{plan_url(comment.plan, 'plan-comments')}?afgehandeld=ja#opmerking-{thread}",
        topic=str(comment.plan),
    )
    unit = comment.plan.theme.plan.police_unit_id
    prefix = "mention" if kind is MENTION else "comment"
    notify(kind=kind, to=to, words=words, about=f"{prefix}-{comment.pk}", by=comment.author, unit=unit)
