"""Import and export of what the agenda counts. Imported when the portal starts: it makes three kinds known."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from agenda.importing.kinds import (
    UNIT,
    YEAR,
    AgendaKind,
    AgendaResource,
    Line,
    Part,
    RevisedKind,
    TargetResource,
    year,
)
from agenda.models import Distribution, Indicator, Measurement, RegionalTarget, Target
from agenda.periods import ends_on
from agenda.validators import AgendaTotal
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import date_long
from nhveilig.figures.reconciliation import Reconciliation
from nhveilig.imports.kinds import Batch, Order, register
from nhveilig.imports.resources import RECORD, FigureResource
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import Cell, CellKind
from nhveilig.sheets.layouts import Record

Reader = Callable[[Line, Cell], Any]
Period, Status = Measurement.Period, Measurement.Status

SHARE = "aandeel"
TARGET_HELP = "Een getal, of ten minste 2, n.t.b., n.v.t., leeg."
NOTE_HELP = "Wat er bij het cijfer hoort te staan."
PERIODS = {period.value: period.value for period in Period} | {period.label: period.value for period in Period}
STATUSES = {status.value: status.value for status in Status}
UNIT_NAMES, UNIT_HELP = ("police_unit",), "De code of naam van de eenheid, zoals RE04 of Noord-Holland."
UNIT_OR_COUNTRY_HELP = "De code of naam van de eenheid; leeg is heel Nederland."
PERIOD_HELP = "jaar, h1, h2, k1, k2, k3 of k4; leeg is het hele jaar."
STATUS_HELP = "voorlopig, bijgesteld of definitief."
PUBLISHED_HELP = "De dag waarop het cijfer naar buiten kwam."


def _words(longest: int, *, required: bool = False) -> Reader:
    return lambda line, cell: parsing.words(cell, longest, required=required)


def _unless_empty(read: Reader, default: Any = None) -> Reader:
    return lambda line, cell: default if cell.is_empty else read(line, cell)


def _choice(choices: dict[str, str], default: str) -> Reader:
    return _unless_empty(lambda line, cell: parsing.choice(cell, choices), str(default))


def _day(line: Line, cell: Cell):
    return parsing.day(cell)


def _unit(line: Line, cell: Cell) -> int:
    return line.lookups.unit(line.record).pk


def _year(line: Line, cell: Cell) -> int:
    return year(line.record, line.indicator)


def _year_unless_period(line: Line, cell: Cell) -> int | None:
    return None if line.place.get("period") and cell.is_empty else _year(line, cell)


def _year_that_is_over(line: Line, cell: Cell) -> int:
    found = _year(line, cell)
    end = ends_on(found, line.place.get("period", Period.YEAR))
    if end > timezone.localdate():
        raise ValueError(f"Deze periode eindigt pas op {date_long(end)}. Alleen wat voorbij is, heeft een realisatie.")
    return found


def _upper(line: Line, cell: Cell) -> Decimal:
    """A range is “ten minste 2” with 4 in this column."""
    figure, lowest = parsing.figure(cell), parsing.figure(line.record.cell(SHARE))
    if figure.value is None or cell.kind == CellKind.DATE:
        raise ValueError("Vul een getal in, of laat de cel leeg.")
    if lowest.qualifier != "minimum" or lowest.value >= figure.value:
        raise ValueError("Een bovengrens hoort bij “ten minste …” en is hoger dan dat getal.")
    return figure.value


class NationalTargetResource(TargetResource):
    figure_column = "streefcijfer"
    keys, details = ("indicator_id", "year", "period"), ("note",)

    class Meta(FigureResource.Meta):
        model = Target

    def when(self, instance: Target) -> str:
        return str(instance.year or instance.period)


class TargetKind(RevisedKind):
    permission = Permission.EDIT_NATIONAL
    code, order, label = "streefcijfers", 3, "Streefcijfers"
    description = "De landelijke streefcijfers van de Veiligheidsagenda, per indicator en jaar."
    parts = (
        Part(YEAR, "Het jaar, zoals 2019; leeg bij een andere periode.", ("year",), True, "year", _year_unless_period),
        Part("streefcijfer", TARGET_HELP, ("waarde", "value")),
        Part("periode", "Alleen als het geen jaar is, zoals 2019-2022.", ("period",), False, "period", _words(40)),
        Part("opmerking", NOTE_HELP, ("note",), False, "note", _words(200)),
    )
    resource, ordering = NationalTargetResource, ("indicator__objective", "indicator", "year", "pk")
    page = ("Bekijk de doelen", "agenda-detail")

    def shown_in_words(self) -> dict[tuple[object, ...], str]:
        found = Target.objects.filter(indicator__measure=Indicator.Measure.DIRECTION)
        return {(target.indicator_id, target.year, target.period): target.note for target in found}

    def record_of(self, batch: Batch, total: AgendaTotal) -> Record | None:
        """A total under a distribution (of some `level`) stands in no file of targets."""
        wanted = None if total.level else (total.indicator, total.year)
        indicators = batch.resource.indicators
        found = (row for row in batch.dataset.dict if (indicators[row["indicator_id"]].code, row["year"]) == wanted)
        return next((row[RECORD] for row in found), None)


class RegionalTargetResource(TargetResource):
    figure_column = SHARE
    keys, details = ("indicator_id", "police_unit_id", "year"), ("upper", "note", "source")

    class Meta(FigureResource.Meta):
        model = RegionalTarget


class DistributionKind(RevisedKind):
    code, order, label = "verdeling", 4, "Regionale verdeling"
    description = "Welk deel van een landelijk streefcijfer elke eenheid op zich neemt, per jaar."
    parts = (
        Part(UNIT, UNIT_HELP, UNIT_NAMES, True, "police_unit_id", _unit),
        Part(YEAR, "Het jaar, zoals 2019.", ("year",), True, "year", _year),
        Part(SHARE, TARGET_HELP, ("waarde", "value", "streefcijfer")),
        Part("bovengrens", "Alleen bij “ten minste”: tot hoeveel.", (), False, "upper", _unless_empty(_upper)),
        Part("opmerking", NOTE_HELP, ("note",), False, "note", _words(200)),
        Part("eigen bron", "Alleen als de eenheid dit zelf afsprak: waar dat staat.", (), False, "source", _words(300)),
    )
    resource = RegionalTargetResource
    ordering = ("indicator__objective", "indicator", "police_unit__order", "year")
    page = ("Bekijk de verdeling", "agenda-distribution")

    def shown_in_words(self) -> dict[tuple[object, ...], str]:
        found = RegionalTarget.objects.filter(upper__isnull=False)
        return {(target.indicator_id, target.police_unit_id, target.year): target.text for target in found}

    def finish(self, batch: Batch, order: Order) -> None:
        super().finish(batch, order)
        years = {row["year"] for row in batch.dataset.dict}
        for divided in Distribution.objects.filter(indicator__in=batch.resource.touched, year__in=years):
            divided.note_change(order.by)


class MeasurementResource(AgendaResource):
    """A figure that changes becomes a next revision; the old one stays to be seen."""

    figure_column = "realisatie"
    keys = ("indicator_id", "police_unit_id", "year", "period")
    details = ("status", "source", "published_on", "note")

    class Meta(FigureResource.Meta):
        model = Measurement

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().filter(is_current=True)

    def when(self, instance: Measurement) -> str:
        nowhere = "" if instance.police_unit_id else "Nederland, "
        return f"{nowhere}{instance.year} {instance.get_period_display()}"

    def save_instance(self, instance, is_create, row, **kwargs) -> None:
        super().save_instance(instance, True, row, **kwargs)

    def before_save_instance(self, instance: Measurement, row, **kwargs) -> None:
        super().before_save_instance(instance, row, **kwargs)
        instance.recorded_by, instance.on_behalf_of = self.order.user, self.order.on_behalf_of
        if self._previous is not None:
            self.replaced.append(instance.pk)
            instance.pk, instance.revision = None, instance.revision + 1
            instance._state.adding = True

    def bulk_create(self, *args, **kwargs) -> None:
        # First: of one period only one figure can be current.
        Measurement.objects.filter(pk__in=self.replaced).update(is_current=False)
        self.replaced.clear()
        super().bulk_create(*args, **kwargs)


class MeasurementKind(AgendaKind):
    code, order, label = "realisatie", 5, "Realisatie"
    description = "Wat er in een jaar of een deel ervan is bereikt, per indicator en eenheid."
    parts = (
        Part(UNIT, UNIT_OR_COUNTRY_HELP, UNIT_NAMES, False, "police_unit_id", _unless_empty(_unit)),
        Part(YEAR, "Het jaar, zoals 2019.", ("year",), True, "year", _year_that_is_over),
        Part("periode", PERIOD_HELP, ("period",), False, "period", _choice(PERIODS, Period.YEAR)),
        Part("realisatie", "Een getal, of circa 12, onbekend, n.v.t.", ("waarde", "value")),
        Part(
            "status", "voorlopig, bijgesteld of definitief.", (), False, "status", _choice(STATUSES, Status.PROVISIONAL)
        ),
        Part("bron", "Waar het cijfer vandaan komt.", ("source",), True, "source", _words(300, required=True)),
        Part("gepubliceerd op", PUBLISHED_HELP, (), False, "published_on", _unless_empty(_day)),
        Part("opmerking", NOTE_HELP, ("note",), False, "note", _words(300)),
    )
    resource = MeasurementResource
    ordering = ("indicator", "police_unit__order", "year", "period", "revision")
    asks = ()

    def rows(self) -> QuerySet:
        return super().rows().filter(is_current=True)

    def totals(self, batch: Batch) -> list[Reconciliation]:
        # What was realised is no published sum of anything.
        return []


register(TargetKind(), DistributionKind(), MeasurementKind())
