"""The tables of the agenda: each says of what its columns are, the rest they share."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from tablib import Dataset

from agenda.exceptions import refuse_impossible
from agenda.importing.lookups import AGENDA, INDICATOR, OBJECTIVE, Lookups
from agenda.importing.years_across import read_years, years_across
from agenda.models import Indicator, RegionalTarget, SafetyAgenda, Target, TargetRevision
from agenda.validators import reconcile
from nhveilig.accounts.permissions import Permission
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import date_long
from nhveilig.figures.reconciliation import Reconciliation
from nhveilig.figures.values import Figure
from nhveilig.imports.formats import written_figure
from nhveilig.imports.kinds import Batch, Order, TableKind, noting
from nhveilig.imports.plans import ImportPlan, RowAction
from nhveilig.imports.resources import FigureResource
from nhveilig.regions.models import PoliceUnit
from nhveilig.sheets.cells import Cell, Workbook
from nhveilig.sheets.exceptions import Problem
from nhveilig.sheets.layouts import Column, Reading, Record, doubles

INDICATOR_COLUMNS = (
    Column(AGENDA, "De webnaam van de agenda, zoals veiligheidsagenda-2019-2022.", required=False),
    Column(OBJECTIVE, "De code van het doel, zoals 2a; nodig als meer indicatoren zo heten.", required=False),
    Column(INDICATOR, "De code of de naam van de indicator.", ("code",)),
)


@dataclass
class Line:
    """A row of which the indicator is known; `place` holds what was read of it so far, by attribute."""

    record: Record
    indicator: Indicator
    lookups: Lookups
    place: dict[str, Any]


@dataclass(frozen=True)
class Part(Column):
    """A column with the attribute it fills. `read` raises ValueError; the figure itself is for the library."""

    attribute: str = "figure"
    read: Callable[[Line, Cell], Any] | None = None


class AgendaResource(FigureResource):
    """Figures of indicators. A figure an indicator can never have is refused in the words of the services."""

    def __init__(self, indicators: dict[int, Indicator], order: Order) -> None:
        super().__init__()
        self.indicators, self.order = indicators, order
        self.units = PoliceUnit.objects.in_bulk()
        self.touched: set[int] = set()
        # What gave way to another figure, as the table keeps that.
        self.replaced: list[Any] = []

    def get_queryset(self) -> QuerySet:
        return self._meta.model.objects.filter(indicator__in=self.indicators)

    def name_of(self, instance) -> str:
        whose = [str(self.units[instance.police_unit_id])] if getattr(instance, "police_unit_id", None) else []
        return ", ".join([self.indicators[instance.indicator_id].name, *whose, self.when(instance)])

    def when(self, instance) -> str:
        return str(instance.year)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True) -> None:
        super().validate_instance(instance, import_validation_errors, validate_unique)
        try:
            refuse_impossible(self.indicators[instance.indicator_id], self.figure)
        except PortalError as error:
            raise ValidationError(str(error)) from None

    def before_save_instance(self, instance, row, **kwargs) -> None:
        super().before_save_instance(instance, row, **kwargs)
        self.touched.add(instance.indicator_id)


class AgendaKind(TableKind):
    permission = Permission.EDIT_AGENDA
    view_permission = Permission.VIEW_AGENDA
    # In the order of the columns, after those of the indicator.
    parts: ClassVar[tuple[Part, ...]]
    resource: ClassVar[type[AgendaResource]]
    # What the figures are ordered by in an export.
    ordering: ClassVar[tuple[str, ...]]
    # Where the figures are to be seen: what it is called, and the name of the address.
    page: ClassVar[tuple[str, str]] = ("Bekijk de stand van zaken", "agenda-overview")
    asks = ("accept_totals",)

    @property
    def columns(self) -> list[Column]:
        return [*INDICATOR_COLUMNS, *self.parts]

    def read(self, book: Workbook, order: Order) -> Reading:
        return read_years(book, self.columns, self.resource.figure_column)

    def lock(self, order: Order) -> None:
        list(SafetyAgenda.objects.select_for_update(no_key=True).values_list("pk"))

    def totals(self, batch: Batch) -> list[Reconciliation]:
        return [total for agenda in SafetyAgenda.objects.all() for total in reconcile(agenda)]

    def pages(self, batch: Batch) -> list[tuple[str, str]]:
        touched = {batch.resource.indicators[pk].objective.agenda for pk in batch.resource.touched}
        return [
            (f"{self.page[0]} van de {agenda}", reverse(f"agenda:{self.page[1]}", args=[agenda.slug]))
            for agenda in sorted(touched, key=lambda agenda: agenda.slug)
        ]

    def batch(self, reading: Reading, order: Order, plan: ImportPlan) -> Batch:
        lines = list(self._lines(reading, order, plan))
        resource = self.resource({line.indicator.pk: line.indicator for line in lines}, order)
        found = [(tuple(line.place.pop(key) for key in resource.keys), line.place, line.record) for line in lines]
        plan.problems += doubles(((keys, record) for keys, _, record in found), INDICATOR)
        return Batch(resource, resource.dataset(found), plan)

    def _lines(self, reading: Reading, order: Order, plan: ImportPlan) -> Iterator[Line]:
        """Those without a problem, which is then noted."""
        lookups = Lookups(order)
        for record in reading.records:
            indicator, before = None, len(plan.problems)
            with noting(plan, record, INDICATOR):
                indicator = lookups.indicator(record)
            # Of the demo data an indicator may be gone since, and its figures with it.
            if indicator is None or indicator.pk is None:
                continue
            line = Line(record, indicator, lookups, {"indicator_id": indicator.pk})
            self._read_parts(line, plan)
            if len(plan.problems) == before:
                yield line

    def _read_parts(self, line: Line, plan: ImportPlan) -> None:
        """Keys and what is required are read of a file without that column as well."""
        # A period tells whether there must be a year, and which one can be.
        for part in sorted(self.parts, key=lambda part: part.attribute == "year"):
            is_needed = part.required or part.attribute in self.resource.keys
            if part.read and (is_needed or part.name in line.record.cells):
                with noting(plan, line.record, part.name):
                    line.place[part.attribute] = part.read(line, line.record.cell(part.name))

    def rows(self) -> QuerySet:
        related = ["indicator__objective__agenda", *(["police_unit"] if "police_unit_id" in self.resource.keys else [])]
        return self.resource._meta.model.objects.select_related(*related).order_by(*self.ordering)

    def export(self, police_unit: None, layout: str = "lang", **chosen: object) -> Dataset:
        if layout == "breed":
            return self._years_across()
        dataset = Dataset(headers=[column.name for column in self.columns], title=self.label)
        for row in self.rows():
            dataset.append([*_about(row.indicator), *_written(row, self.parts)])
        return dataset

    def _years_across(self) -> Dataset:
        before = [part for part in self.parts if part.attribute == "police_unit_id"]
        heads = [column.name for column in [*INDICATOR_COLUMNS, *before]]
        figures = (
            ([*_about(row.indicator), *_written(row, before)], row.year, row.figure) for row in self.rows() if row.year
        )
        return years_across(heads, figures, title=self.label)


def _about(indicator: Indicator) -> list[str]:
    return [indicator.objective.agenda.slug, indicator.objective.code, indicator.code]


def _written(row, parts: Iterable[Part]) -> Iterator[object]:
    for part in parts:
        value = getattr(row, part.attribute.removesuffix("_id"))
        if isinstance(value, Figure):
            yield written_figure(value)
        elif isinstance(value, Decimal):
            yield Figure(value).value.normalize()
        else:
            yield value.code if isinstance(value, PoliceUnit) else "" if value is None else value


class TargetResource(AgendaResource):
    """`replaced` has a revision for every target whose figure changes; reason and day come at the confirmation."""

    def before_save_instance(self, instance: Target | RegionalTarget, row, **kwargs) -> None:
        super().before_save_instance(instance, row, **kwargs)
        if self._previous is not None and self.figure != self._previous:
            before = dict(zip(self.details, self._previous_details, strict=True))
            changed = {"target" if isinstance(instance, Target) else "regional_target": instance}
            revision = TargetRevision(**changed, upper=before.get("upper"))
            revision.figure = self._previous
            self.replaced.append(revision)


class RevisedKind(AgendaKind):
    """A table of which a change mid-term needs a reason and a day."""

    layouts = ("lang", "breed")

    def check(self, batch: Batch, order: Order) -> None:
        if order.effective_on is None:
            return
        indicators = batch.resource.indicators
        for agenda in {indicators[one.changed.indicator_id].objective.agenda for one in batch.resource.replaced}:
            if agenda.adopted_on and order.effective_on < agenda.adopted_on:
                day = date_long(agenda.adopted_on)
                message = f"De wijziging kan niet ingaan voor {day}, toen {agenda} werd vastgesteld."
                batch.plan.problems.append(Problem(message))

    def finish(self, batch: Batch, order: Order) -> None:
        if order.effective_on is None or not order.reason.strip():
            return  # a preview: what it asks is answered at the confirmation
        for revision in batch.resource.replaced:
            revision.reason, revision.revised_on = order.reason.strip(), order.effective_on
            revision.revised_by = order.user
        TargetRevision.objects.bulk_create(batch.resource.replaced, batch_size=1000)

    def confirm_questions(self, plan: ImportPlan) -> list[str]:
        changed = any(change.action == RowAction.CHANGED for change in plan.changes)
        return ["reason", "effective_on"] if changed else []
