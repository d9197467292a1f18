from datetime import date

from django.db import IntegrityError, transaction
from django.utils.text import capfirst

from agenda.exceptions import Overtaken, Refused, refuse_impossible, refuse_other_years
from agenda.models import Measurement
from agenda.periods import ends_on, period_title
from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.editing.exceptions import FieldConflict
from nhveilig.figures.formats import date_long


@transaction.atomic
def record_measurement(
    *, measurement: Measurement, today: date, by: User | None, replaces: int | None = None
) -> Measurement:
    """Store an unsaved measurement: a first figure, or the next revision of one; the old one stays.

    `replaces` is the revision the writer had before him (0 for none); when somebody else was first it is refused.
    """
    _refuse_impossible(measurement, today)
    newest = _siblings(measurement).select_for_update().order_by("-revision").first()
    _refuse_stale(newest, measurement, by, replaces)
    if newest and _says_the_same(newest, measurement):
        raise Refused("Dit cijfer staat er al precies zo. Er is niets gewijzigd.", "figure")
    _siblings(measurement).filter(is_current=True).update(is_current=False)
    measurement.revision = newest.revision + 1 if newest else 1
    measurement.is_current, measurement.recorded_by = True, by
    return _created(measurement)


def restore_previous(*, measurement: Measurement, by: User | None) -> Measurement:
    """Undo the newest correction: what it replaced becomes a next revision, so that both stay to be seen."""
    with transaction.atomic():
        current = Measurement.objects.select_for_update().get(pk=measurement.pk)
        if not current.is_current:
            raise Refused("Dit cijfer is intussen opnieuw gewijzigd. Bekijk eerst het nieuwste cijfer.")
        previous = _siblings(current).filter(revision=current.revision - 1).first()
        if previous is None:
            raise Refused("Dit is het eerste cijfer van deze periode; er is geen correctie om terug te draaien.")
        _siblings(current).filter(is_current=True).update(is_current=False)
        previous.pk, previous.revision, previous.is_current = None, current.revision + 1, True
        previous.recorded_by = by
        previous.save(force_insert=True)
        return previous


def _siblings(measurement: Measurement):
    return Measurement.objects.filter(
        indicator=measurement.indicator_id,
        police_unit=measurement.police_unit_id,
        year=measurement.year,
        period=measurement.period,
    )


def _created(measurement: Measurement) -> Measurement:
    try:
        with transaction.atomic():
            measurement.save(force_insert=True)
    except IntegrityError:
        raise Refused("Iemand anders heeft dit cijfer op hetzelfde moment ingevuld. Bekijk dat eerst.") from None
    return measurement


def _refuse_impossible(measurement: Measurement, today: date) -> None:
    refuse_other_years(measurement.indicator.objective.agenda, measurement.year)
    refuse_impossible(measurement.indicator, measurement.figure)
    end = ends_on(measurement.year, measurement.period)
    if end > today:
        title = capfirst(period_title(measurement.year, measurement.period))
        raise Refused(f"{title} eindigt pas op {date_long(end)}. Kies een periode die voorbij is.", "period")
    if not measurement.source.strip():
        raise Refused("Vul in waar het cijfer vandaan komt, bijvoorbeeld het verslag en de paragraaf.", "source")


def _refuse_stale(newest: Measurement | None, mine: Measurement, by: User | None, replaces: int | None) -> None:
    if replaces is None or replaces == (newest.revision if newest else 0):
        return
    shown = newest.figure.text() if newest else "geen"
    raise Overtaken(
        f"Intussen is er een ander cijfer vastgelegd: {shown}. Vergelijk het met het uwe en sla dan opnieuw op.",
        FieldConflict(
            part="",
            field="figure",
            where=str(mine),
            mine=mine.figure.text(),
            theirs=newest.figure.text() if newest else "",
            version=newest.revision if newest else 0,
            changed_by=name_of(newest and newest.recorded_by),
            changed_at=newest and newest.recorded_at,
            same_person=bool(by and newest and newest.recorded_by_id == by.pk),
        ),
    )


def _says_the_same(newest: Measurement, measurement: Measurement) -> bool:
    told = ("figure", "status", "source", "note", "published_on")
    return all(getattr(newest, name) == getattr(measurement, name) for name in told)
