"""Writing figures, targets and notes. Arguments go by keyword; what is refused raises Refused."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.text import capfirst

from agenda.exceptions import Refused, overtaken, refuse_impossible, refuse_other_years
from agenda.models import Agreement, AgreementNote, Distribution, Measurement, RegionalTarget, Target, TargetRevision
from agenda.periods import ends_on, period_title
from nhveilig.accounts.models import User
from nhveilig.editing.changes import ReadyField, Writer
from nhveilig.editing.history import History
from nhveilig.editing.services import lock_row
from nhveilig.figures.formats import date_long
from nhveilig.figures.values import Figure
from nhveilig.regions.models import PoliceUnit


@transaction.atomic
def record_measurement(
    *,
    measurement: Measurement,
    today: date,
    by: User | None,
    replaces: int | None = None,
    on_behalf_of: User | None = None,
) -> Measurement:
    """Store an unsaved measurement: a first figure, or the next revision of one; the old one stays.

    `replaces` is the revision the writer had before him (0 for none); when somebody else was first it is refused.
    """
    _refuse_too_soon(measurement, today)
    newest = _siblings(measurement).select_for_update().order_by("-revision").first()
    _refuse_stale_figure(newest, measurement, by, replaces)
    if newest and _says_the_same(newest, measurement):
        raise Refused("Dit cijfer staat er al precies zo. Er is niets gewijzigd.", "figure")
    _siblings(measurement).filter(is_current=True).update(is_current=False)
    measurement.revision = newest.revision + 1 if newest else 1
    measurement.is_current, measurement.recorded_by, measurement.on_behalf_of = True, by, on_behalf_of
    return _created(measurement)


@transaction.atomic
def restore_previous(*, measurement: Measurement, by: User | None, on_behalf_of: User | None = None) -> Measurement:
    """Undo the newest correction: what it replaced becomes a next revision, so that both stay to be seen."""
    current = Measurement.objects.select_for_update().get(pk=measurement.pk)
    if not current.is_current:
        raise Refused("Dit cijfer is intussen opnieuw gewijzigd. Bekijk eerst het nieuwste cijfer.")
    previous = _siblings(current).filter(revision=current.revision - 1).first()
    if previous is None:
        raise Refused("Dit is het eerste cijfer van deze periode; er is geen correctie om terug te draaien.")
    _siblings(current).filter(is_current=True).update(is_current=False)
    previous.pk, previous.revision, previous.is_current = None, current.revision + 1, True
    previous.recorded_by, previous.on_behalf_of = by, on_behalf_of
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


def _refuse_too_soon(measurement: Measurement, today: date) -> None:
    refuse_other_years(measurement.indicator.objective.agenda, measurement.year)
    refuse_impossible(measurement.indicator, measurement.figure)
    end = ends_on(measurement.year, measurement.period)
    if end > today:
        title = capfirst(period_title(measurement.year, measurement.period))
        raise Refused(f"{title} eindigt pas op {date_long(end)}. Kies een periode die voorbij is.", "period")
    if not measurement.source.strip():
        raise Refused("Vul in waar het cijfer vandaan komt, bijvoorbeeld het verslag en de paragraaf.", "source")


def _refuse_stale_figure(newest: Measurement | None, mine: Measurement, by: User | None, replaces: int | None) -> None:
    if replaces is None or replaces == (newest.revision if newest else 0):
        return
    shown = newest.figure.text() if newest else ""
    raise overtaken(
        f"Intussen is er een ander cijfer opgeslagen: {shown or 'geen'}. "
        "Vergelijk het met het uwe en sla dan opnieuw op.",
        field="figure",
        where=mine,
        mine=mine.figure.text(),
        theirs=shown,
        by=by,
        writer=newest and newest.recorded_by,
        act=newest,
        at=newest and newest.recorded_at,
    )


def _says_the_same(newest: Measurement, measurement: Measurement) -> bool:
    told = ("figure", "status", "source", "note", "published_on")
    return all(getattr(newest, name) == getattr(measurement, name) for name in told)


@transaction.atomic
def revise_target(
    *,
    target: Target | RegionalTarget,
    figure: Figure,
    reason: str,
    revised_on: date,
    by: User | None,
    replaces: Figure | None = None,
    on_behalf_of: User | None = None,
) -> TargetRevision:
    """Change a target mid-term; what it was stays as a revision. `replaces` is the figure the writer had before him."""
    found = type(target).objects.select_for_update(of=("self",))
    current = found.select_related("indicator__objective__agenda").get(pk=target.pk)
    _refuse_stale_target(current, figure, by, replaces)
    refuse_impossible(current.indicator, figure)
    if not reason.strip():
        raise Refused("Schrijf waarom het streefcijfer verandert, en wie dat heeft besloten.", "reason")
    _refuse_day(current, revised_on)
    if figure == current.figure and getattr(current, "upper", None) is None:
        raise Refused(f"Het streefcijfer is al {current.figure.text()}.", "figure")
    kept = {"target" if isinstance(current, Target) else "regional_target": current}
    kept |= {"revised_by": by, "on_behalf_of": on_behalf_of}
    revision = TargetRevision(reason=reason.strip(), revised_on=revised_on, **kept)
    revision.figure, revision.upper = current.figure, getattr(current, "upper", None)
    revision.save()
    current.figure = figure
    if isinstance(current, RegionalTarget):
        current.upper = None
        divided_years = Distribution.objects.select_for_update().filter(indicator=current.indicator)
        for divided in divided_years.filter(year=current.year):
            divided.note_change(Writer(by, on_behalf_of=on_behalf_of))
    current.save()
    return revision


def _refuse_stale_target(
    current: Target | RegionalTarget, figure: Figure, by: User | None, replaces: Figure | None
) -> None:
    if replaces is None or replaces == current.figure:
        return
    last = current.revisions.select_related("revised_by", "on_behalf_of").order_by("revised_on", "pk").last()
    shown = current.figure.text()
    raise overtaken(
        f"Intussen is dit streefcijfer gewijzigd in {shown or 'leeg'}. Controleer of uw wijziging nog klopt.",
        field="figure",
        where=current,
        mine=figure.text(),
        theirs=shown,
        by=by,
        writer=last and last.revised_by,
        act=last,
    )


def _refuse_day(current: Target | RegionalTarget, revised_on: date) -> None:
    agenda = current.indicator.objective.agenda
    first = agenda.adopted_on or date(agenda.start_year, 1, 1)
    if revised_on < first:
        raise Refused(f"De wijziging kan niet ingaan voor {date_long(first)}, toen de agenda werd vastgesteld.", "day")
    newest = current.revisions.order_by("-revised_on").first()
    if newest and revised_on < newest.revised_on:
        raise Refused(
            f"Dit streefcijfer is al gewijzigd per {date_long(newest.revised_on)}; kies die dag of later.", "day"
        )


@transaction.atomic
def note_agreement(  # noqa: PLR0913 - a note is that much: of what, by whom, about when, and what it says
    *,
    agreement: Agreement,
    police_unit: PoliceUnit | None,
    year: int,
    status: str,
    text: str,
    written_on: date,
    by: User | None,
    seen: tuple[str, str] | None = None,
    on_behalf_of: User | None = None,
) -> AgreementNote:
    """The note of one eenheid for one year; writing it again replaces it. Without `police_unit`: the whole country.

    `seen` are the status and the text the writer began with, both empty for none. Raises Refused, and Overtaken when
    somebody else wrote it since.
    """
    refuse_other_years(agreement.objective.agenda, year)
    if year > written_on.year:
        raise Refused(f"Over {year} kunt u nog niets schrijven: dat jaar moet nog beginnen.", "year")
    if not text.strip():
        raise Refused("Schrijf in een of twee zinnen wat er is gedaan en wat het opleverde.", "text")
    lock_row(agreement)
    place = {"agreement": agreement, "police_unit": police_unit, "year": year}
    note = AgreementNote.objects.select_related("written_by", "on_behalf_of").filter(**place).first() or AgreementNote(
        **place
    )
    said, stands = (Agreement.Status(status), text.strip()), (note.status, note.text)
    if seen is not None and stands not in (seen, said):
        message = "Iemand schreef intussen ook iets in deze toelichting. Kies wat er moet komen te staan."
        told = {
            "where": agreement,
            "mine": said[1],
            "theirs": note.text,
            "by": by,
            "writer": note.written_by,
            "act": note,
        }
        raise overtaken(message, field="text", **told)
    old, is_new = note.text, note.pk is None
    (note.status, note.text), note.written_on, note.written_by = said, written_on, by
    note.on_behalf_of = on_behalf_of
    note.save()
    if not is_new and old != note.text:
        # What a note said is part of the history of its agreement.
        change = ReadyField("note", note.text, old, note.text, version=1)
        label = f"Toelichting {note.police_unit or 'Heel Nederland'} {note.year}"
        History.of(agreement).keep(f"note-{note.pk}", label, [change], Writer(by, on_behalf_of=on_behalf_of), {})
    return note
