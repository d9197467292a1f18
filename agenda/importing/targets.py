from import_export import fields
from tablib import Dataset

from agenda.importing.kinds import about
from agenda.importing.lookups import INDICATOR_COLUMNS, YEAR, Lookups, year
from agenda.importing.revisions import RevisedKind, TargetResource
from agenda.importing.years_across import years_across
from agenda.models import Indicator, Target
from agenda.validators import AgendaTotal
from nhveilig.imports.formats import written_figure
from nhveilig.imports.kinds import Batch, noting
from nhveilig.imports.plans import ImportPlan
from nhveilig.imports.resources import RECORD, FigureResource, figure_field
from nhveilig.sheets import parsing
from nhveilig.sheets.layouts import Column, Record

FIGURE, PERIOD, NOTE = "streefcijfer", "periode", "opmerking"


class NationalTargetResource(TargetResource):
    figure_column = FIGURE
    details = ("note",)

    indicator = fields.Field(attribute="indicator_id", column_name="indicator")
    year = fields.Field(attribute="year", column_name="year")
    period = fields.Field(attribute="period", column_name="period")
    note = fields.Field(attribute="note", column_name="note")
    figure = figure_field(FIGURE)

    class Meta(FigureResource.Meta):
        model = Target
        fields = ("indicator", "year", "period", "note", "figure")
        import_id_fields = ("indicator", "year", "period")

    def name_of(self, instance: Target) -> str:
        return f"{self.indicators[instance.indicator_id].name}, {instance.year or instance.period}"


class TargetKind(RevisedKind):
    code = "streefcijfers"
    order = 3
    label = "Streefcijfers"
    description = "De landelijke streefcijfers van de Veiligheidsagenda, per indicator en jaar."
    columns = (
        *INDICATOR_COLUMNS,
        Column(YEAR, "Het jaar, zoals 2019; leeg bij een andere periode.", ("year",)),
        Column(FIGURE, "Een getal, of ten minste 2, n.t.b., n.v.t., leeg.", ("waarde", "value")),
        Column(PERIOD, "Alleen als het geen jaar is, zoals 2019-2022.", ("period",), required=False),
        Column(NOTE, "Wat er bij het cijfer hoort te staan.", ("note",), required=False),
    )
    figure = FIGURE
    keys = ("indicator", "year", "period")
    resource = NationalTargetResource
    page = ("Bekijk de doelen", "agenda-detail")
    layouts = ("lang", "breed")

    def place(
        self, record: Record, indicator: Indicator, lookups: Lookups, plan: ImportPlan
    ) -> dict[str, object] | None:
        period, found = "", None
        with noting(plan, record, PERIOD):
            period = parsing.words(record.cell(PERIOD), 40, required=False)
        with noting(plan, record, YEAR):
            found = None if period and not record.has(YEAR) else year(record, indicator)
            place = {"year": found, "period": period}
            if NOTE in record.cells:
                with noting(plan, record, NOTE):
                    return place | {"note": parsing.words(record.cell(NOTE), 200, required=False)}
                return None
            return place
        return None

    def record_of(self, batch: Batch, total: AgendaTotal) -> Record | None:
        """A total under a distribution (of some `level`) stands in no file of targets."""
        wanted = None if total.level else (total.indicator, total.year)
        indicators = batch.resource.indicators
        found = (row for row in batch.dataset.dict if (indicators[row["indicator"]].code, row["year"]) == wanted)
        return next((row[RECORD] for row in found), None)

    def export(self, police_unit: None, layout: str = "lang", **chosen: object) -> Dataset:
        targets = Target.objects.select_related("indicator__objective__agenda")
        targets = targets.order_by("indicator__objective", "indicator", "year", "pk")
        if layout == "breed":
            return years_across(
                [column.name for column in INDICATOR_COLUMNS],
                ((about(target.indicator), target.year, target.figure) for target in targets if target.year),
                title=self.label,
            )
        dataset = Dataset(headers=[column.name for column in self.columns], title=self.label)
        for target in targets:
            row = [
                *about(target.indicator),
                target.year or "",
                written_figure(target.figure),
                target.period,
                target.note,
            ]
            dataset.append(row)
        return dataset
