"""Reporting how it goes with what a plan promised. Nothing reported is ever changed or lost: a correction is a report
of its own, and what it corrects stays to be read.

Where the plan asks for that, what others than staff report waits until `themes.progress.checking` lets it count.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.figures.values import Figure
from nhveilig.regions.models import Municipality
from themes.models import Attachment, PreparedReport, ProgressUpdate, ResultTarget, Standing, Verdict
from themes.models.progress import State
from themes.progress.breakdowns import divided
from themes.progress.counting import Subject, count, name_of_subject
from themes.progress.exceptions import (
    AlreadyCorrected,
    AnswerOvertaken,
    DoesNotCount,
    FieldWrong,
    NothingToKeep,
    ProgressRefused,
    SomeRefused,
)
from themes.progress.permissions import is_checked
from themes.progress.validators import (
    NewFile,
    check_day,
    check_figure,
    check_plan,
    check_reason,
    check_sum,
    check_words,
)

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
    # As it is typed: `jongens: 110; meisjes: 70`.
    breakdown: str = ""


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
    lock(subject)
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
    lock(subject)
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
    lock(subject)
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
def report_many(*, said: Iterable[Said], by: User, reason: str, today: date) -> list[ProgressUpdate]:
    """All of it, or nothing; the reports, without what was put ready. Raises SomeRefused with every reason."""
    refused: dict[str, ProgressRefused] = {}
    done = []
    # Always in the same order, so that two who report many wait for each other once.
    for one in sorted(said, key=lambda one: (name_of_subject(one.subject), one.subject.pk)):
        try:
            done.append(_report_one(one, by, reason, today))
        except ProgressRefused as error:
            refused[one.key] = error
    if refused:
        raise SomeRefused(refused)
    return list(filter(None, done))


def _report_one(said: Said, by: User, reason: str, today: date) -> ProgressUpdate | None:
    """Raises ProgressRefused."""
    how = {"subject": said.subject, "by": by, "municipality": said.municipality, "today": today}
    if said.prepares:
        prepare_report(report=said.report, reason=reason, **how)
        return None
    how["on_behalf_of"] = said.on_behalf_of
    if said.report is None:
        return report_unchanged(seen=said.seen, **how)
    return report_progress(report=said.report, reason=reason, **how)


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
    """Put another report in the place of `update`, which stays to be read; of one that still waits for a check without
    a reason. Raises ProgressRefused."""
    subject = update.subject
    lock(subject)
    update.refresh_from_db(fields=["state"])
    how = {"reason": reason.strip(), "corrects": update, "on_behalf_of": on_behalf_of}
    if update.waits:
        how |= {"reason": reason.strip() or update.reason, "corrects": update.corrects}
    else:
        _refuse_correction(update, reason)
    _check(subject, report, update.municipality, how["reason"], today or timezone.localdate())
    try:
        with transaction.atomic():
            ProgressUpdate.objects.waiting().filter(pk=update.pk).update(state=State.WITHDRAWN)
            stored = _stored(_update(subject, report, by, update.municipality, **how), report.files)
            if update.waits:
                update.attachments.update(report=stored)
            return stored
    except IntegrityError:
        raise AlreadyCorrected(name_of(None)) from None


def _refuse_correction(update: ProgressUpdate, reason: str) -> None:
    """Raises ProgressRefused."""
    if not reason.strip():
        raise FieldWrong("reason", "Schrijf op waarom de melding wordt verbeterd.")
    if update.state not in State.for_all():
        raise DoesNotCount
    others = update.corrections.exclude(state__in=State.given_up()).select_related("reported_by", "on_behalf_of")
    if other := others.first():
        raise AlreadyCorrected(name_of(other.reported_by, other), waits=other.waits)


def _stored(update: ProgressUpdate, files: Iterable[NewFile] = ()) -> ProgressUpdate:
    update.save()
    Attachment.objects.bulk_create(Attachment(report=update, size=len(one.data), **vars(one)) for one in files)
    said = ProgressUpdate.objects.of_subject(update.subject, update.municipality).order_by()
    Verdict.objects.unanswered().filter(update__in=said).update(answer=update)
    if update.state == State.COUNTS:
        let_count(update=update)
    return update


def let_count(*, update: ProgressUpdate) -> None:
    """Of a report that counts from now on: what it corrects does not any more. Its subject is locked."""
    if update.corrects_id:
        ProgressUpdate.objects.filter(pk=update.corrects_id).update(state=State.CORRECTED)
    recount(subject=update.subject, municipality=update.municipality)


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
    divided(subject, report.figure, report.breakdown)
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
    whose = more.get("on_behalf_of") or by
    return ProgressUpdate(
        plan_id=subject.plan_id,
        state=State.WAITS if is_checked(subject.plan, whose) else State.COUNTS,
        on=report.on,
        value=report.figure.value,
        qualifier=report.figure.qualifier,
        breakdown=divided(subject, report.figure, report.breakdown),
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


def lock(subject: Subject) -> None:
    """Two reports on one subject wait for each other, so that neither is left out of the sum."""
    type(subject).objects.select_for_update().filter(pk=subject.pk).values_list("pk").first()
