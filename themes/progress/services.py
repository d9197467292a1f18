"""Reporting how it goes with what a plan promised. Nothing reported is ever changed or lost: a correction is a report
of its own, and what it corrects stays to be read.

Also with a link in a mail, with which one person says, once and without logging in, that nothing changed on one
subject. Its address carries the number of the link, signed; whether it may be used is looked up at every use. Opening
its page changes nothing: mail programs and scanners open links by themselves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.utils import timezone

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.figures.values import Figure
from nhveilig.regions.models import Municipality
from themes.models import (
    AnswerLink,
    Attachment,
    ImplementationPlan,
    PreparedReport,
    ProgressUpdate,
    ResultTarget,
    Standing,
)
from themes.parts.registry import key_of
from themes.progress.attachments import NewFile
from themes.progress.counting import Subject, count, name_of_subject
from themes.progress.exceptions import (
    AlreadyCorrected,
    AnswerOvertaken,
    FieldWrong,
    LinkExpired,
    LinkRefused,
    LinkUnknown,
    LinkUsed,
    NothingToKeep,
    ProgressRefused,
    SomeRefused,
)
from themes.progress.permissions import desk_of, reports_for
from themes.progress.standings import SubjectStanding, standing_of, subject_of
from themes.progress.validators import (
    check_day,
    check_figure,
    check_plan,
    check_reason,
    check_sum,
    check_words,
    is_over,
)

VALID_FOR = timedelta(days=14)
_signer = Signer(salt="themes.answer", sep=".")
NO_FIGURE = Figure.blank()


@dataclass(frozen=True)
class Report:
    """What is said. `figure` of a target that adds up is what came with this report."""

    on: date | None
    figure: Figure = NO_FIGURE
    course: str = ""
    words: str = ""
    evidence: str = ""
    files: Sequence[NewFile] = ()


@transaction.atomic
def report_progress(
    *,
    subject: Subject,
    report: Report,
    by: User | None,
    municipality: Municipality | None = None,
    reason: str = "",
    today: date | None = None,
    on_behalf_of: User | None = None,
) -> ProgressUpdate:
    """Raises ProgressRefused; nothing is stored then."""
    _lock(subject)
    _check(subject, report, municipality, reason, today or timezone.localdate())
    prepared = prepared_report(subject, municipality)
    how = {"reason": reason.strip(), "on_behalf_of": on_behalf_of}
    if prepared:
        how["prepared_by"] = prepared.prepared_by if prepared.prepared_by != by else None
        prepared.delete()
    return _stored(_update(subject, report, by, municipality, **how), report.files)


def prepared_report(subject: Subject, municipality: Municipality | None) -> PreparedReport | None:
    """What waits to be reported; only of a target in a municipality."""
    if municipality is None:
        return None
    found = PreparedReport.objects.filter(target=subject, municipality=municipality)
    return found.select_related("prepared_by").first()


@transaction.atomic
def prepare_report(
    *, subject: ResultTarget, report: Report, municipality: Municipality, by: User, reason: str = "", today: date
) -> PreparedReport:
    """Keep what a mayor may report, in the place of what was prepared before. Raises ProgressRefused."""
    _lock(subject)
    _check(subject, report, municipality, reason, today)
    said = {"on": report.on, "course": report.course, "words": report.words.strip(), "evidence": report.evidence}
    said |= {"value": report.figure.value, "qualifier": report.figure.qualifier, "prepared_by": by}
    place = {"target": subject, "municipality": municipality}
    return PreparedReport.objects.update_or_create(**place, defaults=said)[0]


def discard_report(*, subject: Subject, municipality: Municipality) -> bool:
    """Throw away what was prepared; False when somebody sent it, or was first."""
    prepared = prepared_report(subject, municipality)
    return bool(prepared and prepared.delete()[0])


@transaction.atomic
def report_unchanged(
    *,
    subject: Subject,
    by: User | None,
    municipality: Municipality | None = None,
    seen: str | None = None,
    by_mail: bool = False,
    today: date | None = None,
    on_behalf_of: User | None = None,
) -> ProgressUpdate:
    """“Niets veranderd”: everything stays as it was, and is fresh again.

    `seen` is how many reports there were when somebody said so; None: as many as there are. Raises AnswerOvertaken when
    there are others since, and ProgressRefused.
    """
    _lock(subject)
    today = today or timezone.localdate()
    updates = _updates(subject, municipality)
    if not updates:
        raise NothingToKeep
    if seen is not None and seen != str(len(updates)):
        raise AnswerOvertaken
    check_plan(subject.plan)
    check_day(subject.plan, today, today)
    how = {"unchanged": True, "by_mail": by_mail, "on_behalf_of": on_behalf_of}
    return _stored(_update(subject, Report(on=today), by, municipality, **how))


@dataclass(frozen=True)
class Said:
    """One of many that are reported together. `report` None: nothing changed since there were `seen` reports."""

    key: str
    subject: Subject
    report: Report | None
    municipality: Municipality | None = None
    seen: str = ""
    on_behalf_of: User | None = None
    # Whether it is put ready for the mayor, who reports it.
    prepares: bool = False


@transaction.atomic
def report_many(*, said: Iterable[Said], by: User, reason: str, today: date) -> None:
    """All of it, or nothing. Raises SomeRefused with every reason."""
    refused: dict[str, ProgressRefused] = {}
    # Always in the same order, so that two who report many wait for each other once.
    for one in sorted(said, key=lambda one: (name_of_subject(one.subject), one.subject.pk)):
        try:
            _report_one(one, by, reason, today)
        except ProgressRefused as error:
            refused[one.key] = error
    if refused:
        raise SomeRefused(refused)


def _report_one(said: Said, by: User, reason: str, today: date) -> None:
    """Raises ProgressRefused."""
    how = {"subject": said.subject, "by": by, "municipality": said.municipality, "today": today}
    if said.prepares:
        prepare_report(report=said.report, reason=reason, **how)
        return
    how["on_behalf_of"] = said.on_behalf_of
    if said.report is None:
        report_unchanged(seen=said.seen, **how)
    else:
        report_progress(report=said.report, reason=reason, **how)


@transaction.atomic
def correct_progress(
    *,
    update: ProgressUpdate,
    report: Report,
    by: User,
    reason: str,
    today: date | None = None,
    on_behalf_of: User | None = None,
) -> ProgressUpdate:
    """Put another report in the place of `update`, which stays to be read. Raises ProgressRefused."""
    subject = update.subject
    _lock(subject)
    if not reason.strip():
        raise FieldWrong("reason", "Schrijf op waarom de melding wordt verbeterd.")
    if other := ProgressUpdate.objects.filter(corrects=update).select_related("reported_by", "on_behalf_of").first():
        raise AlreadyCorrected(name_of(other.reported_by, other))
    _check(subject, report, update.municipality, reason, today or timezone.localdate())
    how = {"reason": reason.strip(), "corrects": update, "on_behalf_of": on_behalf_of}
    correction = _update(subject, report, by, update.municipality, **how)
    try:
        with transaction.atomic():
            return _stored(correction, report.files)
    except IntegrityError:
        raise AlreadyCorrected(name_of(None)) from None


def _stored(update: ProgressUpdate, files: Iterable[NewFile] = ()) -> ProgressUpdate:
    update.save()
    Attachment.objects.bulk_create(Attachment(report=update, size=len(one.data), **vars(one)) for one in files)
    recount(subject=update.subject, municipality=update.municipality)
    return update


def recount(*, subject: Subject, municipality: Municipality | None) -> Standing | None:
    """Bring the standing of a subject in line with what was reported on it."""
    stored = Standing.objects.filter(**_place(subject, municipality))
    standing = count(subject, _updates(subject, municipality))
    if standing is None:
        stored.delete()
        return None
    standing.pk = stored.values_list("pk", flat=True).first()
    standing.save()
    return standing


def _check(subject: Subject, report: Report, municipality: Municipality | None, reason: str, today: date) -> None:
    plan = subject.plan
    check_plan(plan)
    check_day(plan, report.on, today)
    check_figure(subject, report.figure, municipality)
    check_sum(subject, report.figure, _number_of_municipalities(subject, report.on))
    check_words(subject, report.words.strip(), report.figure, report.course)
    check_reason(plan, reason, today)


def _number_of_municipalities(subject: Subject, on: date) -> int | None:
    if subject.unit != "gemeenten":
        return None
    unit = subject.plan.theme.plan.police_unit_id
    return Municipality.objects.filter(safety_region__police_unit=unit).on(on).count() or None


def _update(
    subject: Subject, report: Report, by: User | None, municipality: Municipality | None, **more: object
) -> ProgressUpdate:
    return ProgressUpdate(
        plan_id=subject.plan_id,
        on=report.on,
        value=report.figure.value,
        qualifier=report.figure.qualifier,
        course=report.course,
        words=report.words.strip(),
        evidence=report.evidence,
        reported_by=by,
        reported_at=timezone.now(),
        **_place(subject, municipality),
        **more,
    )


def _updates(subject: Subject, municipality: Municipality | None) -> list[ProgressUpdate]:
    return list(ProgressUpdate.objects.standing().of_subject(subject, municipality))


def _place(subject: Subject, municipality: Municipality | None) -> dict[str, object]:
    return {name_of_subject(subject): subject, "municipality": municipality}


def _lock(subject: Subject) -> None:
    """Two reports on one subject wait for each other, so that neither is left out of the sum."""
    type(subject).objects.select_for_update().filter(pk=subject.pk).values_list("pk").first()


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
