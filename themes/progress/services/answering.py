"""Links in a mail with which one person says, once and without logging in, that nothing changed on one subject.

The address carries the number of the link, signed; whether it may be used is looked up at every use. Opening the page
of a link changes nothing: mail programs and scanners open links by themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import User
from nhveilig.regions.models import Municipality
from themes.models import AnswerLink, ImplementationPlan, ProgressUpdate
from themes.parts.registry import key_of
from themes.progress.counting import Subject
from themes.progress.exceptions import (
    AnswerOvertaken,
    LinkExpired,
    LinkNotAllowed,
    LinkSubjectGone,
    LinkUnknown,
    LinkUsed,
    LinkYearOver,
)
from themes.progress.permissions import desk_of
from themes.progress.services.reporting import report_unchanged
from themes.progress.standings import SubjectStanding
from themes.progress.subjects import standing_of, subject_of
from themes.progress.validators import check_plan, is_over

VALID_FOR = timedelta(days=14)
_signer = Signer(salt="themes.answer", sep=".")


@dataclass(frozen=True)
class Question:
    """What a link asks, and how it stands at this moment."""

    link: AnswerLink
    plan: ImplementationPlan
    subject: Subject
    shown: SubjectStanding

    @property
    def seen(self) -> str:
        """What an answer has to name: how many reports there were when it was given."""
        return str(self.shown.standing.updates) if self.shown.standing else "0"


def make_links(
    *, user: User, plan: ImplementationPlan, subjects: Iterable[Subject], municipality: Municipality | None = None
) -> list[AnswerLink]:
    """One for each subject, in their order."""
    expires_at = timezone.now() + VALID_FOR
    place = {"user": user, "plan": plan, "municipality": municipality, "expires_at": expires_at}
    return AnswerLink.objects.bulk_create(AnswerLink(part=key_of(subject), **place) for subject in subjects)


def token_of(link: AnswerLink) -> str:
    return _signer.sign(str(link.pk))


def question_of(token: str, *, now: datetime | None = None) -> Question:
    """What the page of a link shows. Changes nothing. Raises LinkRefused."""
    return _asked(_links().filter(pk=_pk(token)).first(), now or timezone.now())


@transaction.atomic
def answer_unchanged(*, token: str, seen: str, now: datetime | None = None) -> ProgressUpdate:
    """Report that nothing changed, for whoever the link was sent to.

    `seen` is that of the Question that was shown. Raises LinkRefused, AnswerOvertaken and ProgressRefused; the link
    can be used again then, unless it was used already.
    """
    now = now or timezone.now()
    # Of two clicks at once the second waits here, and then finds a link that was used.
    question = _asked(_links().select_for_update(of=("self",)).filter(pk=_pk(token)).first(), now)
    if seen != question.seen:
        raise AnswerOvertaken
    link = question.link
    link.answer = report_unchanged(
        subject=question.subject, by=link.user, municipality=link.municipality, by_mail=True, today=_day(now)
    )
    link.used_at = now
    link.save(update_fields=["answer", "used_at"])
    return link.answer


def _links():
    return AnswerLink.objects.select_related("user", "municipality", "plan__theme__plan__police_unit")


def _pk(token: str) -> int:
    """Raises LinkUnknown."""
    try:
        return int(_signer.unsign(token))
    except (BadSignature, ValueError):
        raise LinkUnknown from None


def _asked(link: AnswerLink | None, now: datetime) -> Question:
    """Raises LinkRefused: every reason why the link cannot be used now."""
    if link is None:
        raise LinkUnknown
    if link.used_at:
        raise LinkUsed(_day(link.used_at))
    if now >= link.expires_at:
        raise LinkExpired(_day(link.expires_at))
    subject = subject_of(link.plan, link.part)
    if subject is None:
        raise LinkSubjectGone(link.plan)
    _allowed(link, subject)
    if is_over(link.plan, _day(now)):
        raise LinkYearOver(link.plan.year)
    shown = standing_of(link.plan, subject, link.municipality, _day(now))
    return Question(link, link.plan, subject, shown)


def _allowed(link: AnswerLink, subject: Subject) -> None:
    """The account is open, and its roles still let it report on this. Raises LinkNotAllowed, NotReportable."""
    check_plan(link.plan)
    desk = desk_of(Access(link.user), link.plan)
    if not link.user.is_active or not desk.may_report(subject, link.municipality_id):
        raise LinkNotAllowed


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
