"""What the three tables of the agenda share."""

from collections.abc import Iterator
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.urls import reverse
from tablib import Dataset

from agenda.exceptions import refuse_impossible
from agenda.importing.lookups import INDICATOR, Lookups
from agenda.importing.years_across import read_years
from agenda.models import Indicator, SafetyAgenda
from agenda.validators import reconcile
from nhveilig.accounts.permissions import Permission
from nhveilig.exceptions import PortalError
from nhveilig.figures.reconciliation import Reconciliation
from nhveilig.imports.kinds import Batch, Order, TableKind, noting
from nhveilig.imports.plans import ImportPlan
from nhveilig.imports.resources import RECORD, REMOVE, FigureResource
from nhveilig.sheets.cells import Workbook
from nhveilig.sheets.layouts import Reading, Record, doubles


class AgendaResource(FigureResource):
    """Figures of indicators. A figure an indicator can never have is refused in the words of the services."""

    def __init__(self, indicators: dict[int, Indicator]) -> None:
        super().__init__()
        self.indicators = indicators
        self.touched: set[int] = set()

    def before_save_instance(self, instance, row, **kwargs) -> None:
        super().before_save_instance(instance, row, **kwargs)
        self.touched.add(instance.indicator_id)

    def get_queryset(self):
        return self._meta.model.objects.filter(indicator__in=self.indicators)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True) -> None:
        super().validate_instance(instance, import_validation_errors, validate_unique)
        try:
            refuse_impossible(self.indicators[instance.indicator_id], self.figure)
        except PortalError as error:
            raise ValidationError(str(error)) from None


class AgendaKind(TableKind):
    """`figure` is the column of the figure, `keys` the attributes that together occur once."""

    permission = Permission.EDIT_AGENDA
    view_permission = Permission.VIEW_AGENDA
    figure: ClassVar[str]
    keys: ClassVar[tuple[str, ...]]
    resource: ClassVar[type[AgendaResource]]
    # Where the figures are to be seen: what it is called, and the name of the address.
    page: ClassVar[tuple[str, str]] = ("Bekijk de stand van zaken", "agenda-overview")
    asks = ("accept_totals",)

    def read(self, book: Workbook, order: Order) -> Reading:
        return read_years(book, self.columns, self.figure)

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

    def place(
        self, record: Record, indicator: Indicator, lookups: Lookups, plan: ImportPlan
    ) -> dict[str, object] | None:
        """Keys and details of one row, by attribute; None when one of them is wrong, which is then noted."""
        raise NotImplementedError

    def batch(self, reading: Reading, order: Order, plan: ImportPlan) -> Batch:
        found = list(self._placed(reading, order, plan))
        plan.problems += doubles(((tuple(place[key] for key in self.keys), r) for place, _, r in found), INDICATOR)
        names = list(dict.fromkeys(name for place, _, _ in found for name in place))
        dataset = Dataset(headers=[*names, self.figure, RECORD, REMOVE])
        for place, _, record in found:
            dataset.append([*(place[name] for name in names), record.cell(self.figure), record, False])
        indicators = {indicator.pk: indicator for _, indicator, _ in found}
        return Batch(self.make_resource(indicators, order), dataset, plan)

    def make_resource(self, indicators: dict[int, Indicator], order: Order) -> AgendaResource:
        return self.resource(indicators)

    def _placed(
        self, reading: Reading, order: Order, plan: ImportPlan
    ) -> Iterator[tuple[dict[str, object], Indicator, Record]]:
        lookups = Lookups(order)
        for record in reading.records:
            indicator = None
            with noting(plan, record, INDICATOR):
                indicator = lookups.indicator(record)
            # Of the demo data an indicator may be gone since, and its figures with it.
            if indicator is None or indicator.pk is None:
                continue
            if (place := self.place(record, indicator, lookups, plan)) is not None:
                yield {"indicator": indicator.pk, **place}, indicator, record


def about(indicator: Indicator) -> list[str]:
    """The first columns of every export."""
    return [indicator.objective.agenda.slug, indicator.objective.code, indicator.code]
