from django.utils import timezone
from import_export import fields
from tablib import Dataset

from agenda.importing.kinds import AgendaKind, AgendaResource, about
from agenda.importing.lookups import INDICATOR_COLUMNS, UNIT, YEAR, YEAR_COLUMN, Lookups, year
from agenda.models import Indicator, Measurement
from agenda.periods import ends_on
from nhveilig.figures.formats import date_long
from nhveilig.figures.reconciliation import Reconciliation
from nhveilig.imports.formats import written_figure
from nhveilig.imports.kinds import Batch, Order, noting
from nhveilig.imports.plans import ImportPlan
from nhveilig.imports.resources import FigureResource, figure_field
from nhveilig.regions.models import PoliceUnit
from nhveilig.sheets import parsing
from nhveilig.sheets.layouts import Column, Record

FIGURE, PERIOD, STATUS, SOURCE = "realisatie", "periode", "status", "bron"
PUBLISHED, NOTE = "gepubliceerd op", "opmerking"
PERIODS = {period.value: period.value for period in Measurement.Period} | {
    period.label: period.value for period in Measurement.Period
}
STATUSES = {status.value: status.value for status in Measurement.Status}


class MeasurementResource(AgendaResource):
    """A figure that changes becomes a next revision; the old one stays to be seen."""

    figure_column = FIGURE
    details = ("status", "source", "published_on", "note")

    indicator = fields.Field(attribute="indicator_id", column_name="indicator")
    unit = fields.Field(attribute="police_unit_id", column_name="police_unit")
    year = fields.Field(attribute="year", column_name="year")
    period = fields.Field(attribute="period", column_name="period")
    status = fields.Field(attribute="status", column_name="status")
    source = fields.Field(attribute="source", column_name="source")
    published_on = fields.Field(attribute="published_on", column_name="published_on")
    note = fields.Field(attribute="note", column_name="note")
    figure = figure_field(FIGURE)

    class Meta(FigureResource.Meta):
        model = Measurement
        fields = ("indicator", "unit", "year", "period", "status", "source", "published_on", "note", "figure")
        import_id_fields = ("indicator", "unit", "year", "period")

    def __init__(self, indicators: dict[int, Indicator], order: Order) -> None:
        super().__init__(indicators)
        self._order = order
        self._units = {unit.pk: unit for unit in PoliceUnit.objects.all()}
        self._replaced: list[int] = []

    def get_queryset(self):
        return super().get_queryset().filter(is_current=True)

    def name_of(self, instance: Measurement) -> str:
        where = self._units[instance.police_unit_id] if instance.police_unit_id else "Nederland"
        name = self.indicators[instance.indicator_id].name
        return f"{name}, {where}, {instance.year} {instance.get_period_display()}"

    def save_instance(self, instance, is_create, row, **kwargs) -> None:
        super().save_instance(instance, True, row, **kwargs)

    def before_save_instance(self, instance: Measurement, row, **kwargs) -> None:
        super().before_save_instance(instance, row, **kwargs)
        instance.recorded_by = self._order.user
        if self._previous is not None:
            self._replaced.append(instance.pk)
            instance.pk, instance.revision = None, instance.revision + 1
            instance._state.adding = True

    def bulk_create(self, *args, **kwargs) -> None:
        # First: of one period only one figure can be current.
        Measurement.objects.filter(pk__in=self._replaced).update(is_current=False)
        self._replaced.clear()
        super().bulk_create(*args, **kwargs)


class MeasurementKind(AgendaKind):
    code = "realisatie"
    order = 5
    label = "Realisatie"
    description = "Wat er in een jaar of een deel ervan is bereikt, per indicator en eenheid."
    columns = (
        *INDICATOR_COLUMNS,
        Column(UNIT, "De code of naam van de eenheid; leeg is heel Nederland.", ("police_unit",), required=False),
        YEAR_COLUMN,
        Column(PERIOD, "jaar, h1, h2, k1, k2, k3 of k4; leeg is het hele jaar.", ("period",), required=False),
        Column(FIGURE, "Een getal, of circa 12, onbekend, n.v.t.", ("waarde", "value")),
        Column(STATUS, "voorlopig, bijgesteld of definitief.", (), required=False),
        Column(SOURCE, "Waar het cijfer vandaan komt.", ("source",)),
        Column(PUBLISHED, "De dag waarop het cijfer naar buiten kwam.", (), required=False),
        Column(NOTE, "Wat er bij het cijfer hoort te staan.", ("note",), required=False),
    )
    figure = FIGURE
    keys = ("indicator", "police_unit", "year", "period")
    resource = MeasurementResource
    asks = ()

    def totals(self, batch: Batch) -> list[Reconciliation]:
        # What was realised is no published sum of anything.
        return []

    def make_resource(self, indicators: dict[int, Indicator], order: Order) -> MeasurementResource:
        return MeasurementResource(indicators, order)

    def place(
        self, record: Record, indicator: Indicator, lookups: Lookups, plan: ImportPlan
    ) -> dict[str, object] | None:
        place: dict[str, object] = {"police_unit": None, "period": Measurement.Period.YEAR.value}
        before = len(plan.problems)
        if record.has(UNIT):
            with noting(plan, record, UNIT):
                place["police_unit"] = lookups.unit(record).pk
        if record.has(PERIOD):
            with noting(plan, record, PERIOD):
                place["period"] = parsing.choice(record.cell(PERIOD), PERIODS)
        with noting(plan, record, YEAR):
            place["year"] = year(record, indicator)
            _refuse_future(place["year"], place["period"])
        self._details(record, place, plan)
        return place if len(plan.problems) == before else None

    def _details(self, record: Record, place: dict[str, object], plan: ImportPlan) -> None:
        with noting(plan, record, SOURCE):
            place["source"] = parsing.words(record.cell(SOURCE), 300)
        if record.has(STATUS):
            with noting(plan, record, STATUS):
                place["status"] = parsing.choice(record.cell(STATUS), STATUSES)
        elif STATUS in record.cells:
            place["status"] = Measurement.Status.PROVISIONAL.value
        if PUBLISHED in record.cells:
            with noting(plan, record, PUBLISHED):
                place["published_on"] = parsing.day(record.cell(PUBLISHED)) if record.has(PUBLISHED) else None
        if NOTE in record.cells:
            with noting(plan, record, NOTE):
                place["note"] = parsing.words(record.cell(NOTE), 300, required=False)

    def export(self, police_unit: None, layout: str = "lang", **chosen: object) -> Dataset:
        dataset = Dataset(headers=[column.name for column in self.columns], title=self.label)
        found = Measurement.objects.filter(is_current=True)
        for m in found.select_related("indicator__objective__agenda", "police_unit"):
            row = [
                *about(m.indicator),
                m.police_unit.code if m.police_unit else "",
                m.year,
                m.period,
                written_figure(m.figure),
            ]
            dataset.append([*row, m.status, m.source, m.published_on or "", m.note])
        return dataset


def _refuse_future(year: int, period: str) -> None:
    end = ends_on(year, period)
    if end > timezone.localdate():
        raise ValueError(f"Deze periode eindigt pas op {date_long(end)}. Alleen wat voorbij is, heeft een realisatie.")
