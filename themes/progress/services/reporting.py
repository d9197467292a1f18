"""Reporting how it goes with what a plan promised. Nothing reported is ever changed or lost: a correction is a report
of its own, and what it corrects stays to be read.
"""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.figures.values import Figure
from nhveilig.regions.models import Municipality
from themes.models import ProgressUpdate, Standing
from themes.progress.counting import Subject, count, name_of_subject
from themes.progress.exceptions import AlreadyCorrected, FieldWrong, NothingToKeep
from themes.progress.validators import check_day, check_figure, check_plan, check_reason, check_sum, check_words

NO_FIGURE = Figure.blank()


@dataclass(frozen=True)
class Report:
    """What is said. `figure` of a target that adds up is what came with this report."""

    on: date | None
    figure: Figure = NO_FIGURE
    course: str = ""
    words: str = ""
    evidence: str = ""


@transaction.atomic
def report_progress(
    *,
    subject: Subject,
    report: Report,
    by: User | None,
    municipality: Municipality | None = None,
    reason: str = "",
    by_mail: bool = False,
    today: date | None = None,
) -> ProgressUpdate:
    """Raises ProgressRefused; nothing is stored then."""
    _lock(subject)
    _check(subject, report, municipality, reason, today or timezone.localdate())
    update = _update(subject, report, by, municipality, reason=reason.strip(), by_mail=by_mail)
    update.save()
    recount(subject=subject, municipality=municipality)
    return update


@transaction.atomic
def report_unchanged(
    *,
    subject: Subject,
    by: User | None,
    municipality: Municipality | None = None,
    by_mail: bool = False,
    today: date | None = None,
) -> ProgressUpdate:
    """“Niets veranderd”: everything stays as it was, and is fresh again. Raises ProgressRefused."""
    _lock(subject)
    today = today or timezone.localdate()
    if not _updates(subject, municipality):
        raise NothingToKeep
    check_plan(subject.plan)
    check_day(subject.plan, today, today)
    update = _update(subject, Report(on=today), by, municipality, unchanged=True, by_mail=by_mail)
    update.save()
    recount(subject=subject, municipality=municipality)
    return update


@transaction.atomic
def correct_progress(
    *, update: ProgressUpdate, report: Report, by: User, reason: str, today: date | None = None
) -> ProgressUpdate:
    """Put another report in the place of `update`, which stays to be read. Raises ProgressRefused."""
    subject = update.subject
    _lock(subject)
    if not reason.strip():
        raise FieldWrong("reason", "Schrijf op waarom de melding wordt verbeterd.")
    if other := ProgressUpdate.objects.filter(corrects=update).select_related("reported_by").first():
        raise AlreadyCorrected(name_of(other.reported_by))
    _check(subject, report, update.municipality, reason, today or timezone.localdate())
    correction = _update(subject, report, by, update.municipality, reason=reason.strip(), corrects=update)
    try:
        with transaction.atomic():
            correction.save()
    except IntegrityError:
        raise AlreadyCorrected(name_of(None)) from None
    recount(subject=subject, municipality=update.municipality)
    return correction


def recount(*, subject: Subject, municipality: Municipality | None) -> Standing | None:
    """Bring the standing of a subject in line with what was reported on it."""
    counted = count(subject, _updates(subject, municipality))
    place = _place(subject, municipality)
    if counted is None:
        Standing.objects.filter(**place).delete()
        return None
    values = {
        "plan_id": subject.plan_id,
        "value": counted.figure.value,
        "qualifier": counted.figure.qualifier,
        "course": counted.course,
        "words": counted.words,
        "evidence": counted.evidence,
        "on": counted.on,
        "reached": counted.reached,
        "updates": counted.updates,
        "reported_by_id": counted.last.reported_by_id,
        "reported_at": counted.last.reported_at,
    }
    standing, _ = Standing.objects.update_or_create(**place, defaults=values)
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
    if getattr(subject, "unit", "") != "gemeenten":
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
