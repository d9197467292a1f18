"""Telling people, and what they do with what they are told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.accounts.standins.queries import standing_in_for
from nhveilig.celery import tell_workers
from nhveilig.jobs.models import Queue
from nhveilig.notices.kinds import How, Kind
from nhveilig.notices.models import LONGEST_TEXT, DigestReader, MailState, Notice, NoticeChoice
from nhveilig.notices.queries import renew_counts
from nhveilig.regions.models import PoliceUnit

TASK = "nhveilig.notices.tasks.mail_at_once"


@dataclass(frozen=True)
class Words:
    """What a notice says: `subject` is its head, `topic` what it is about, `text` one or two sentences; `url` is the
    path of the page where one can do something with it."""

    subject: str
    text: str
    url: str
    topic: str = ""


@transaction.atomic
def notify(
    *,
    kind: Kind,
    to: Iterable[User],
    words: Words,
    about: str,
    by: User | None = None,
    unit: PoliceUnit | int | None = None,
) -> int:
    """Tell everybody in `to`, in the transaction of what happened; how many did not know yet.

    `about` makes it the same thing the next time: nobody is told of it again. `unit`: the eenheid where whoever stands
    in for them hears it too; None for what is of the person alone. Who did it hears nothing of it, nor does who cannot
    log in.
    """
    people = {user: whom for user, whom in _hearers(to, unit).items() if not (by and user.pk == by.pk)}
    told = set(Notice.objects.filter(user__in=people, about=about).values_list("user_id", flat=True))
    new = [user for user in people if user.pk not in told]
    choices = _choices_of(new, kind)
    notices = [_notice(kind, user, words, about, choices.get(user.pk, kind.default)) for user in new]
    for notice in notices:
        notice.by, notice.for_whom = by, people[notice.user]
    # Somebody else may tell of the same thing at this moment.
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    _after_commit(notices)
    return len(notices)


def _hearers(to: Iterable[User], unit: PoliceUnit | int | None) -> dict[User, User | None]:
    """Each with the person they hear it for; None: for themselves."""
    found: dict[User, User | None] = {user: None for user in to if user.is_active}
    if unit is None or not found:
        return found
    standing = standing_in_for(list(found), unit).filter(user__is_active=True)
    for one in standing.select_related("user", "principal").order_by("pk"):
        found.setdefault(one.user, one.principal)
    return found


def _choices_of(users: Iterable[User], kind: Kind) -> dict[int, str]:
    found = NoticeChoice.objects.filter(user__in=[user.pk for user in users], kind=kind.code)
    return dict(found.values_list("user_id", "how"))


def _notice(kind: Kind, user: User, words: Words, about: str, how: str) -> Notice:
    return Notice(
        user=user,
        kind=kind.code,
        topic=_cut(words.topic, 300),
        subject=_cut(words.subject, 200),
        text=_cut(words.text, LONGEST_TEXT),
        url=words.url,
        about=about,
        how=how,
        state=MailState.WAITING if how != How.NOT and user.email else MailState.NONE,
    )


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _after_commit(notices: list[Notice]) -> None:
    if not notices:
        return
    user_ids = [one.user_id for one in notices]
    transaction.on_commit(lambda: renew_counts(user_ids), robust=True)
    if any(one.how == How.AT_ONCE and one.state == MailState.WAITING for one in notices):
        transaction.on_commit(tell_a_worker, robust=True)


def tell_a_worker() -> None:
    """When no broker answers, the timetable mails within a minute."""
    tell_workers(TASK, waits="The mail of notices waits", queue=Queue.QUICK)


def see(*, notice: Notice) -> None:
    _mark(Notice.objects.filter(pk=notice.pk), notice.user_id)


def see_all(*, user: User) -> int:
    """How many had not been seen."""
    return _mark(Notice.objects.filter(user=user), user.pk)


def _mark(found, user_id: int) -> int:
    number = found.unseen().update(seen_at=timezone.now())
    transaction.on_commit(lambda: renew_counts([user_id]), robust=True)
    return number


@transaction.atomic
def choose(*, user: User, choices: Mapping[Kind, How], days: int | None = None) -> None:
    """How somebody hears of each kind from now on, and (`days`) of tasks in the digest; None leaves that as it is. What
    waits for the digest, of a kind one no longer wants, goes out of it."""
    if days is not None:
        DigestReader.objects.update_or_create(user=user, defaults={"days": days})
    rows = [NoticeChoice(user=user, kind=kind.code, how=how) for kind, how in choices.items()]
    NoticeChoice.objects.bulk_create(rows, update_conflicts=True, unique_fields=["user", "kind"], update_fields=["how"])
    unwanted = [kind.code for kind, how in choices.items() if how == How.NOT]
    waiting = Notice.objects.filter(user=user, kind__in=unwanted, state=MailState.WAITING)
    waiting.update(state=MailState.NONE)
