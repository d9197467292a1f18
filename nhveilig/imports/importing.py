"""The municipalities of an eenheid with their inhabitants: the one table that belongs to no other app."""

import re
from contextlib import suppress
from datetime import date

from tablib import Dataset

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures import parsing as figures
from nhveilig.figures.formats import date_short
from nhveilig.imports.formats import written_figure
from nhveilig.imports.kinds import Batch, Order, TableKind, noting, register
from nhveilig.imports.plans import ImportPlan, RowAction, RowChange
from nhveilig.imports.resources import FigureResource, elsewhere
from nhveilig.regions.models import Inhabitants, Municipality, PoliceUnit, SafetyRegion
from nhveilig.seeding.rows import complete
from nhveilig.sheets import parsing
from nhveilig.sheets.cells import Workbook, plain
from nhveilig.sheets.layouts import Column, Reading, Record, doubles, read_long
from nhveilig.sheets.names import nearest

CODE, NAME, REGION, FROM, UNTIL = "gm-code", "gemeente", "veiligheidsregio", "geldig vanaf", "geldig tot"
SUCCESSOR = "opgegaan in"
DAY, COUNT, SOURCE = "peildatum", "inwoners", "bron"
OF_THE_COUNTRY = (
    "Welke gemeenten er zijn, geldt voor heel Nederland. Laat dit zoals het in het portaal staat, of vraag een "
    "landelijke beheerder om het te wijzigen."
)
# In a list from a page: rows that stand above or below municipalities.
KIND, NO_MUNICIPALITY = "soort", frozenset({"kop", "subtotaal", "totaal"})


class InhabitantsResource(FigureResource):
    figure_column, bounds = COUNT, figures.COUNT
    keys, details = ("municipality_id", "reference_date"), ("source",)

    class Meta(FigureResource.Meta):
        model = Inhabitants

    def __init__(self, municipalities: dict[int, Municipality]) -> None:
        super().__init__()
        self._municipalities = municipalities

    def get_queryset(self):
        return Inhabitants.objects.filter(municipality__in=self._municipalities)

    def name_of(self, instance: Inhabitants) -> str:
        return f"{self._municipalities[instance.municipality_id]}, {date_short(instance.reference_date)}"


class MunicipalityKind(TableKind):
    code = "gemeenten"
    order = 6
    label = "Gemeenten en inwoners"
    description = "De gemeenten van de eenheid, met hun inwonertallen per peildatum."
    permission = Permission.EDIT_REGIONS
    view_permission = Permission.VIEW_PORTAL
    per_unit = True
    columns = (
        Column(
            CODE, "De code van het CBS, zoals GM0361; nodig bij een nieuwe gemeente.", ("code", "gemeentecode"), False
        ),
        Column(NAME, "De naam van de gemeente.", ("naam", "name")),
        Column(REGION, "De code of naam van de veiligheidsregio; nodig bij een nieuwe gemeente.", (), required=False),
        Column(FROM, "De eerste dag waarop de gemeente bestaat; leeg als die lang geleden is.", (), required=False),
        Column(UNTIL, "De dag waarop de gemeente ophield te bestaan; leeg als zij nog bestaat.", (), required=False),
        Column(SUCCESSOR, "De code van de gemeente waarin zij opging, zoals GM1979.", required=False),
        Column(DAY, "De dag waarop het inwonertal geldt.", ("datum",), required=False),
        Column(
            COUNT, "Het aantal inwoners, of circa 85000; leeg als er geen is.", ("aantal inwoners",), required=False
        ),
        Column(SOURCE, "Waar het inwonertal vandaan komt.", (), required=False),
    )

    def read(self, book: Workbook, order: Order) -> Reading:
        """A list from a page of the portal says what each row is as well."""
        return read_long(book, [*self.columns, Column(KIND, required=False)])

    def batch(self, reading: Reading, order: Order, plan: ImportPlan) -> Batch:
        table = _Municipalities(order, plan)
        reading.records = [record for record in reading.records if plain(record.text(KIND)) not in NO_MUNICIPALITY]
        table.take(reading.records)
        found = [(table.of(record), record) for record in reading.records if record.has(COUNT)]
        counted = [(municipality, record) for municipality, record in found if municipality]
        placed = [(m, day, source, r) for m, r in counted if (day := _day(r, plan)) and (source := _source(r, plan))]
        plan.problems += doubles((((m.pk, day), record) for m, day, _, record in placed), CODE)
        resource = InhabitantsResource({m.pk: m for m, *_ in placed})
        places = (((m.pk, day), {"source": source}, record) for m, day, source, record in placed)
        return Batch(resource, resource.dataset(places), plan)

    def export(self, police_unit: PoliceUnit, layout: str = "lang", **chosen: object) -> Dataset:
        dataset = Dataset(headers=[column.name for column in self.columns], title="Gemeenten")
        found = Municipality.objects.filter(safety_region__police_unit=police_unit)
        for m in found.select_related("safety_region", "successor").prefetch_related("inhabitants").order_by("code"):
            about = [m.code, m.name, m.safety_region.code, m.valid_from or "", m.valid_until or ""]
            about.append(m.successor.code if m.successor else "")
            counts = [[c.reference_date, written_figure(c.figure), c.source] for c in m.inhabitants.all()]
            for count in counts or [["", "", ""]]:
                dataset.append([*about, *count])
        return dataset


class _Municipalities:
    """The municipalities of one eenheid; makes new ones and brings known ones in line with the file."""

    def __init__(self, order: Order, plan: ImportPlan) -> None:
        self._order, self._plan = order, plan
        # Which municipalities there are holds for every eenheid; of staff only the inhabitants come in.
        self._is_fixed = order.user is not None and not Access(order.user).may(Permission.EDIT_NATIONAL)
        found = Municipality.objects.select_related("safety_region__police_unit", "successor")
        self._known = {} if order.is_seed else {municipality.code: municipality for municipality in found}
        own = [m for m in self._known.values() if not self._is_elsewhere(m.safety_region)]
        self._codes = {plain(municipality.name): municipality.code for municipality in own}
        regions = SafetyRegion.objects.select_related("police_unit")
        self._regions = {plain(name): region for region in regions for name in (region.code, region.name)}
        self._taken: dict[str, Municipality] = {}
        self._new: set[str] = set()
        self._changed: list[Municipality] = []

    def of(self, record: Record) -> Municipality | None:
        """The municipality of a row; None when something is wrong with it."""
        return self._taken.get(self._code(record))

    def _code(self, record: Record) -> str:
        """As the row says it, or else that of the municipality of this eenheid with its name."""
        return _code(record) or self._codes.get(plain(record.text(NAME)), "")

    def take(self, records: list[Record]) -> None:
        """Rows about one municipality, for other dates, say the same of it: the first is looked at."""
        first: dict[str, Record] = {}
        for record in records:
            self._refuse_contradiction(first.setdefault(self._code(record) or str(record.row), record), record)
        for code, record in first.items():
            self._take(code, record)
        new = [found for found in self._taken.values() if found.pk is None]
        self._order.put(new, keys=["code"], later=["successor", "tile_column", "tile_row"])
        # What a municipality went into may stand below it.
        self._known |= self._taken
        self._taken = {code: found for code, found in self._taken.items() if found.pk}
        for code, municipality in self._taken.items():
            if SUCCESSOR in first[code].cells:
                with noting(self._plan, first[code], SUCCESSOR):
                    self._put(municipality, {"successor": self._successor(first[code])}, first[code])
        if self._order.is_seed:
            complete(self._taken.values(), ["successor"])
        else:
            names = ["name", "safety_region", "valid_from", "valid_until", "successor"]
            Municipality.objects.bulk_update(self._changed, names)

    def _refuse_contradiction(self, first: Record, record: Record) -> None:
        """What one row says of a municipality, another cannot deny."""
        for column in (NAME, REGION, FROM, UNTIL, SUCCESSOR) if first is not record else ():
            if record.has(column) and self._said(first, column) != self._said(record, column):
                said = first.text(column) or "niets"
                message = f"In rij {first.row} staat hier “{said}” voor dezelfde gemeente. Maak beide rijen gelijk."
                self._plan.problems.append(record.problem(column, message))

    def _said(self, record: Record, column: str) -> object:
        if column in {FROM, UNTIL} and record.has(column):
            with suppress(ValueError):
                return parsing.day(record.cell(column))
        return self._regions.get(plain(record.text(column)), plain(record.text(column)))

    def _take(self, code: str, record: Record) -> None:
        found, before = self._known.get(code), len(self._plan.problems)
        wanted = self._wanted(code, record, found)
        if self._is_fixed:
            self._refuse_change(found, wanted, record)
        if len(self._plan.problems) > before:
            return
        if found is None:
            found = Municipality(code=code, **wanted)
            self._new.add(code)
            self._plan.additions.append(f"Nieuwe gemeente: {found.name} ({code})")
        self._put(found, wanted, record)
        self._taken[code] = found

    def _refuse_change(self, found: Municipality | None, wanted: dict[str, object], record: Record) -> None:
        if found is None:
            self._plan.problems.append(record.problem(CODE, OF_THE_COUNTRY))
            return
        columns = {"name": NAME, "safety_region": REGION, "valid_from": FROM, "valid_until": UNTIL}
        changed = [columns[name] for name, value in wanted.items() if getattr(found, name) != value]
        self._plan.problems += [record.problem(column, OF_THE_COUNTRY) for column in changed]

    def _successor(self, record: Record) -> Municipality | None:
        code = record.text(SUCCESSOR).upper()
        if code and code not in self._known:
            raise ValueError("Deze gemeente bestaat niet. Vul de code in van een gemeente die er is, zoals GM0361.")
        found = self._known.get(code)
        if self._is_fixed and found != self._taken[self._code(record)].successor:
            raise ValueError(OF_THE_COUNTRY)
        return found

    def _about_code(self, record: Record) -> str:
        if record.has(CODE):
            return "Een gemeentecode is GM met vier cijfers, zoals GM0361."
        near = nearest(plain(record.text(NAME)), self._codes)
        name = self._known[self._codes[near]].name if near else ""
        meant = f"Bedoelt u “{name}”? " if near else ""
        return f"Deze gemeente kennen we niet. {meant}Is zij nieuw, vul dan haar code in, zoals GM0361."

    def _wanted(self, code: str, record: Record, found: Municipality | None) -> dict[str, object]:
        wanted: dict[str, object] = {}
        is_known = bool(_GM_CODE.fullmatch(code))
        with noting(self._plan, record, CODE):
            if not is_known:
                raise ValueError(self._about_code(record))
        if found and not self._order.may_change(found.safety_region.police_unit_id):
            self._plan.problems.append(record.problem(CODE, elsewhere(found.safety_region.police_unit)))
        elif found and REGION not in record.cells and self._is_elsewhere(found.safety_region):
            self._plan.problems.append(record.problem(CODE, self._elsewhere(found.safety_region)))
        with noting(self._plan, record, NAME):
            name = parsing.words(record.cell(NAME), 60)
            # Capitals make no other name.
            wanted["name"] = found.name if found and plain(found.name) == plain(name) else name
        if is_known and (REGION in record.cells or found is None):
            with noting(self._plan, record, REGION):
                wanted["safety_region"] = self._region(record)
        for column, name in ((FROM, "valid_from"), (UNTIL, "valid_until")):
            if column in record.cells:
                with noting(self._plan, record, column):
                    wanted[name] = parsing.day(record.cell(column)) if record.has(column) else None
        self._refuse_backwards(record, wanted)
        return wanted

    def _refuse_backwards(self, record: Record, wanted: dict[str, object]) -> None:
        start, end = wanted.get("valid_from"), wanted.get("valid_until")
        if start and end and start >= end:
            self._plan.problems.append(record.problem(UNTIL, f"Deze dag moet na “{FROM}” liggen."))

    def _region(self, record: Record) -> SafetyRegion:
        region = self._regions.get(plain(record.text(REGION)))
        if region is None:
            raise ValueError("Deze veiligheidsregio bestaat niet. Vul de code of de naam in, zoals VR10.")
        if self._is_elsewhere(region):
            raise ValueError(self._elsewhere(region))
        return region

    def _is_elsewhere(self, region: SafetyRegion) -> bool:
        return self._order.police_unit not in (None, region.police_unit)

    def _elsewhere(self, region: SafetyRegion) -> str:
        return (
            f"{region} hoort bij eenheid {region.police_unit}. Hier leest u alleen gemeenten van uw eigen eenheid in."
        )

    def _put(self, found: Municipality, wanted: dict[str, object], record: Record) -> None:
        changed = {name: value for name, value in wanted.items() if getattr(found, name) != value}
        for name, value in changed.items():
            what = f"{found.code} {found.name}, {Municipality._meta.get_field(name).verbose_name}"
            old, new = _shown(getattr(found, name)), _shown(value)
            if found.code not in self._new:
                self._plan.changes.append(RowChange(RowAction.CHANGED, what, old, new, record.sheet.title, record.row))
            setattr(found, name, value)
        if changed and found not in self._changed:
            self._changed.append(found)


_GM_CODE = re.compile(r"GM\d{4}")


def _code(record: Record) -> str:
    return record.text(CODE).upper()


def _shown(value: object) -> str:
    if value is None:
        return "leeg"
    return date_short(value) if isinstance(value, date) else str(value)


def _day(record: Record, plan: ImportPlan) -> date | None:
    with noting(plan, record, DAY):
        if not record.has(DAY):
            raise ValueError("Bij een inwonertal hoort een peildatum. Vul een datum in.")
        return parsing.day(record.cell(DAY))
    return None


def _source(record: Record, plan: ImportPlan) -> str:
    with noting(plan, record, SOURCE):
        return parsing.words(record.cell(SOURCE), 300)
    return ""


register(MunicipalityKind())
