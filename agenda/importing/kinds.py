"""The tables of the agenda: each says of what its columns are, the rest they share."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from tablib import Dataset

from agenda.exceptions import refuse_impossible, refuse_other_years
from agenda.importing.years import YEAR, read_years, years_across
from agenda.models import Indicator, RegionalTarget, SafetyAgenda, Target, TargetRevision
from agenda.validators import reconcile
from nhveilig.accounts.access import Access
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
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import Cell, Workbook, plain
from nhveilig.sheets.exceptions import Problem
from nhveilig.sheets.layouts import Column, Reading, Record, doubles
from nhveilig.sheets.names import nearest, shown

# What a table from a page of the portal says beside what it shows.
ROW_KIND, INDICATOR_CODE = "soort", "indicatorcode"
AGENDA, OBJECTIVE, INDICATOR, UNIT = "agenda", "doel", "indicator", "eenheid"
INDICATOR_COLUMNS = (
    Column(AGENDA, "De webnaam van de agenda, zoals veiligheidsagenda-2019-2022.", required=False),
    Column(OBJECTIVE, "De code van het doel, zoals 2a; nodig als meer indicatoren zo heten.", required=False),
    Column(INDICATOR, "De code of de naam van de indicator.", ("code",)),
)


class Lookups:
    """Indicators and eenheden by every name they have. Raises ValueError with what is known."""

    def __init__(self, order: Order) -> None:
        self._agendas = {agenda.slug: agenda for agenda in SafetyAgenda.objects.all()}
        self._indicators: dict[tuple[str, str], list[Indicator]] = {}
        for indicator in order.rows_of(Indicator.objects.select_related("objective__agenda")):
            for name in {plain(indicator.code), plain(indicator.name)}:
                self._indicators.setdefault((indicator.objective.agenda.slug, name), []).append(indicator)
        self._units = {
            plain(name): unit for unit in PoliceUnit.objects.all() for name in (unit.code, unit.slug, unit.name)
        }

    def indicator(self, record: Record) -> Indicator:
        name = plain(record.text(INDICATOR_CODE) or record.text(INDICATOR))
        agenda = self._agenda(record, name)
        found = self._indicators.get((agenda.slug, name), [])
        if record.has(OBJECTIVE):
            found = [
                indicator for indicator in found if plain(indicator.objective.code) == plain(record.text(OBJECTIVE))
            ]
        objectives = {indicator.objective.code for indicator in found}
        if len(objectives) > 1:
            which = shown(indicator.objective.code for indicator in found)
            raise ValueError(f"Meer indicatoren heten zo. Vul in de kolom “{OBJECTIVE}” in welke: {which}.")
        if len(found) > 1:
            codes = shown(indicator.code for indicator in found)
            raise ValueError(f"Meer indicatoren heten zo. Vul hier de code in van de goede: {codes}.")
        if not found:
            raise ValueError(f"Deze indicator bestaat niet in {agenda}. {self._advice(agenda, record)}")
        return found[0]

    def _advice(self, agenda: SafetyAgenda, record: Record) -> str:
        """The indicator that was mistyped, or the codes there are: of the objective where the row names one."""
        known = {name: found for (slug, name), found in self._indicators.items() if slug == agenda.slug}
        if near := nearest(plain(record.text(INDICATOR)), known):
            return f"Bedoelt u “{known[near][0].code}” ({known[near][0].name})?"
        indicators = list(dict.fromkeys(one for found in known.values() for one in found))
        of_objective = [i for i in indicators if plain(i.objective.code) == plain(record.text(OBJECTIVE))]
        return f"Bekend zijn: {shown(one.code for one in of_objective or indicators)}."

    def _agenda(self, record: Record, indicator: str) -> SafetyAgenda:
        """The one the row names, or else the only one that can be meant: by its indicator, and then by its year."""
        slug = plain(record.text(AGENDA))
        if slug in self._agendas:
            return self._agendas[slug]
        having = [self._agendas[slug] for slug, name in self._indicators if name == indicator]
        possible = having or list(self._agendas.values())
        of_year = [agenda for agenda in possible if record.text(YEAR) in map(str, agenda.years)]
        possible = of_year or possible
        if slug or len(possible) != 1:
            known = ", ".join(self._agendas) or "geen"
            said = "Deze agenda bestaat niet" if slug or not possible else "Meer dan één agenda kan hier bedoeld zijn"
            raise ValueError(f"{said}; vul de kolom “{AGENDA}” in. Bekend: {known}.")
        return possible[0]

    def unit(self, record: Record) -> PoliceUnit:
        name = plain(record.text(UNIT)).removeprefix("eenheid ")
        if name not in self._units:
            near = nearest(name, self._units)
            codes = f"Bekend zijn: {shown(f'{one.code} ({one.name})' for one in self._units.values())}."
            raise ValueError(f"Deze eenheid bestaat niet. {f'Bedoelt u “{near}”?' if near else codes}")
        return self._units[name]


def year(record: Record, indicator: Indicator) -> int:
    found = parsing.whole_number(record.cell(YEAR), 1990, 2100)
    try:
        refuse_other_years(indicator.objective.agenda, found)
    except PortalError as error:
        raise ValueError(str(error)) from None
    return found


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
        self.touched: set[int] = set()
        # What gave way to another figure, as the table keeps that.
        self.replaced: list[Any] = []

    def get_queryset(self) -> QuerySet:
        return self._meta.model.objects.filter(indicator__in=self.indicators)

    def name_of(self, instance) -> str:
        whose = [str(self.police_units[instance.police_unit_id])] if getattr(instance, "police_unit_id", None) else []
        return ", ".join([self.indicators[instance.indicator_id].name, *whose, self.when(instance)])

    def when(self, instance) -> str:
        return str(instance.year)

    def decimals_of(self, instance) -> int | None:
        indicator = self.indicators[instance.indicator_id]
        return indicator.decimals if indicator.measure == Indicator.Measure.COUNT else None

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True) -> None:
        super().validate_instance(instance, import_validation_errors, validate_unique)
        if getattr(instance, "police_unit_id", None) is None and not self._keeps_national:
            raise ValidationError(
                "Dit geldt voor heel Nederland. Een cijfer van het hele land verandert alleen de beheerder. Haal deze "
                "rij uit het bestand, of laat haar zoals zij in het portaal staat."
            )
        try:
            refuse_impossible(self.indicators[instance.indicator_id], self.figure)
        except PortalError as error:
            raise ValidationError(str(error)) from None

    @cached_property
    def _keeps_national(self) -> bool:
        """Whoever has the command line does."""
        return self.order.user is None or Access(self.order.user).may(Permission.EDIT_NATIONAL)

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
        columns = [*self.columns, *(Column(name, required=False) for name in (ROW_KIND, INDICATOR_CODE))]
        reading = read_years(book, columns, self.resource.figure_column)
        about, left_out = [], {}
        for record in reading.records:
            if self._is_about_one(record):
                about.append(record)
            else:
                left_out[record.row] = record.text(UNIT) or record.text(INDICATOR)
        reading.notes += [
            f"Rij {row} (“{name}”) is een kop of een totaal en wordt niet gelezen." for row, name in left_out.items()
        ]
        reading.records = about
        return reading

    def _is_about_one(self, record: Record) -> bool:
        """A table from a page of the portal says under “soort” which rows are headings or totals of the eenheden."""
        kind = plain(record.text(ROW_KIND))
        return kind in {"", "detail"} or (kind != "kop" and "police_unit_id" not in self.resource.keys)

    def shown_in_words(self) -> dict[tuple[object, ...], str]:
        """Figures that a page shows in words, by their keys."""
        return {}

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
        if reading.layout == "breed" and (words := self.shown_in_words()):
            column = resource.figure_column
            found = [one for one in found if plain(words.get(one[0], "")) != plain(one[2].text(column))]
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
            revision.revised_by, revision.on_behalf_of = order.user, order.on_behalf_of
        TargetRevision.objects.bulk_create(batch.resource.replaced, batch_size=1000)

    def confirm_questions(self, plan: ImportPlan) -> list[str]:
        changed = any(change.action == RowAction.CHANGED for change in plan.changes)
        return ["reason", "effective_on"] if changed else []
