from import_export import fields
from tablib import Dataset

from agenda.importing.kinds import about
from agenda.importing.lookups import INDICATOR_COLUMNS, UNIT, YEAR, YEAR_COLUMN, Lookups, year
from agenda.importing.revisions import RevisedKind, TargetResource
from agenda.importing.years_across import years_across
from agenda.models import Indicator, RegionalTarget
from nhveilig.figures.values import Figure
from nhveilig.imports.formats import written_figure
from nhveilig.imports.kinds import Order, noting
from nhveilig.imports.plans import ImportPlan
from nhveilig.imports.resources import FigureResource, figure_field
from nhveilig.regions.models import PoliceUnit
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import CellKind
from nhveilig.sheets.layouts import Column, Record

FIGURE, UPPER, NOTE, SOURCE = "aandeel", "bovengrens", "opmerking", "eigen bron"


class RegionalTargetResource(TargetResource):
    figure_column = FIGURE
    points_at = "regional_target"
    details = ("upper", "note", "source")

    indicator = fields.Field(attribute="indicator_id", column_name="indicator")
    unit = fields.Field(attribute="police_unit_id", column_name="police_unit")
    year = fields.Field(attribute="year", column_name="year")
    upper = fields.Field(attribute="upper", column_name="upper")
    note = fields.Field(attribute="note", column_name="note")
    source = fields.Field(attribute="source", column_name="source")
    figure = figure_field(FIGURE)

    class Meta(FigureResource.Meta):
        model = RegionalTarget
        fields = ("indicator", "unit", "year", "upper", "note", "source", "figure")
        import_id_fields = ("indicator", "unit", "year")

    units: dict[int, PoliceUnit]

    def name_of(self, instance: RegionalTarget) -> str:
        unit = self.units[instance.police_unit_id]
        return f"{self.indicators[instance.indicator_id].name}, {unit}, {instance.year}"

    def upper_before(self, instance: RegionalTarget):
        return self._previous_details[0]


class DistributionKind(RevisedKind):
    code = "verdeling"
    order = 4
    label = "Regionale verdeling"
    description = "Welk deel van een landelijk streefcijfer elke eenheid op zich neemt, per jaar."
    columns = (
        *INDICATOR_COLUMNS,
        Column(UNIT, "De code of naam van de eenheid, zoals RE04 of Noord-Holland.", ("police_unit",)),
        YEAR_COLUMN,
        Column(FIGURE, "Een getal, of ten minste 2, n.t.b., n.v.t., leeg.", ("waarde", "value", "streefcijfer")),
        Column(UPPER, "Alleen bij “ten minste”: tot hoeveel.", (), required=False),
        Column(NOTE, "Wat er bij het cijfer hoort te staan.", ("note",), required=False),
        Column(SOURCE, "Alleen als de eenheid dit zelf afsprak: waar dat staat.", (), required=False),
    )
    figure = FIGURE
    keys = ("indicator", "police_unit", "year")
    resource = RegionalTargetResource
    page = ("Bekijk de verdeling", "agenda-distribution")
    layouts = ("lang", "breed")

    def make_resource(self, indicators: dict[int, Indicator], order: Order) -> RegionalTargetResource:
        resource = RegionalTargetResource(indicators)
        resource.units = {unit.pk: unit for unit in PoliceUnit.objects.all()}
        return resource

    def place(
        self, record: Record, indicator: Indicator, lookups: Lookups, plan: ImportPlan
    ) -> dict[str, object] | None:
        place: dict[str, object] = {}
        before = len(plan.problems)
        with noting(plan, record, UNIT):
            place["police_unit"] = lookups.unit(record).pk
        with noting(plan, record, YEAR):
            place["year"] = year(record, indicator)
        for column, name, longest in ((NOTE, "note", 200), (SOURCE, "source", 300)):
            if column in record.cells:
                with noting(plan, record, column):
                    place[name] = parsing.words(record.cell(column), longest, required=False)
        if UPPER in record.cells:
            with noting(plan, record, UPPER):
                place["upper"] = _upper(record)
        return place if len(plan.problems) == before else None

    def export(self, police_unit: None, layout: str = "lang", **chosen: object) -> Dataset:
        shares = RegionalTarget.objects.select_related("indicator__objective__agenda", "police_unit")
        shares = shares.order_by("indicator__objective", "indicator", "police_unit__order", "year")
        if layout == "breed":
            return years_across(
                [*(column.name for column in INDICATOR_COLUMNS), UNIT],
                (([*about(share.indicator), share.police_unit.code], share.year, share.figure) for share in shares),
                title=self.label,
            )
        dataset = Dataset(headers=[column.name for column in self.columns], title=self.label)
        for share in shares:
            upper = "" if share.upper is None else Figure(share.upper).value.normalize()
            row = [*about(share.indicator), share.police_unit.code, share.year, written_figure(share.figure), upper]
            dataset.append([*row, share.note, share.source])
        return dataset


def _upper(record: Record):
    """None without one; a range is “ten minste 2” with 4 in this column."""
    cell = record.cell(UPPER)
    if cell.is_empty:
        return None
    figure, lowest = parsing.figure(cell), parsing.figure(record.cell(FIGURE))
    if figure.value is None or cell.kind == CellKind.DATE:
        raise ValueError("Vul een getal in, of laat de cel leeg.")
    if lowest.qualifier != "minimum" or lowest.value >= figure.value:
        raise ValueError("Een bovengrens hoort bij “ten minste …” en is hoger dan dat getal.")
    return figure.value
