"""A link in a mail with which one person says, once and without logging in, that nothing changed on one subject.

Its address carries the number of the link, signed; whether it may be used is looked up at every use. Opening its page
changes nothing: mail programs and scanners open links by themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import User
from nhveilig.regions.models import Municipality
from themes.models import AnswerLink, ImplementationPlan, ProgressUpdate
from themes.parts.registry import key_of
from themes.progress.counting import Subject
from themes.progress.exceptions import AnswerOvertaken, LinkExpired, LinkRefused, LinkUnknown, LinkUsed
from themes.progress.permissions import desk_of, reports_for
from themes.progress.services import report_unchanged
from themes.progress.standings import SubjectStanding, standing_of, subject_of
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
    *, user: User, subjects: Iterable[Subject], municipality: Municipality | None = None
) -> list[AnswerLink]:
    """One for each subject, in their order."""
    place = {"user": user, "municipality": municipality, "expires_at": timezone.now() + VALID_FOR}
    return AnswerLink.objects.bulk_create(AnswerLink(plan=one.plan, part=key_of(one), **place) for one in subjects)


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
        subject=question.subject,
        by=link.user,
        on_behalf_of=reports_for(Access(link.user), link.plan, link.municipality_id),
        municipality=link.municipality,
        seen=seen,
        by_mail=True,
        today=timezone.localdate(now),
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
    """Raises LinkRefused or NotReportable: every reason why the link cannot be used now. The roles of the account must
    still let it report on this."""
    if link is None:
        raise LinkUnknown
    if link.used_at:
        raise LinkUsed(timezone.localdate(link.used_at))
    if now >= link.expires_at:
        raise LinkExpired(timezone.localdate(link.expires_at))
    subject = subject_of(link.plan, link.part)
    if subject is None:
        raise LinkRefused(f"Waar deze link over gaat, staat niet meer in het {link.plan}. Er is niets gemeld.")
    check_plan(link.plan)
    desk = desk_of(Access(link.user), link.plan)
    if not link.user.is_active or not desk.may_report(subject, link.municipality_id):
        raise LinkRefused(
            "Met het account waaraan deze link is gestuurd, kan hierover niet (meer) worden gemeld. Log in met een "
            "ander account, of vraag het stafbureau."
        )
    if is_over(link.plan, timezone.localdate(now)):
        raise LinkRefused(
            f"Het jaar {link.plan.year} is afgelopen. Melden kan nog, met een reden: log in en vul het formulier in."
        )
    shown = standing_of(subject, link.municipality, timezone.localdate(now))
    return Question(link, link.plan, subject, shown)
