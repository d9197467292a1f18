"""Which indicator, eenheid and year a row speaks of."""

from collections.abc import Iterable
from difflib import get_close_matches

from agenda.exceptions import refuse_other_years
from agenda.models import Indicator, SafetyAgenda
from nhveilig.exceptions import PortalError
from nhveilig.imports.kinds import Order
from nhveilig.regions.models import PoliceUnit
from nhveilig.sheets import parsing
from nhveilig.sheets.layouts import Record, plain

AGENDA, OBJECTIVE, INDICATOR, UNIT, YEAR = "agenda", "doel", "indicator", "eenheid", "jaar"
LIKENESS = 0.75


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
        agenda = self._agenda(record)
        name = plain(record.text(INDICATOR))
        found = self._indicators.get((agenda.slug, name), [])
        if record.has(OBJECTIVE):
            found = [
                indicator for indicator in found if plain(indicator.objective.code) == plain(record.text(OBJECTIVE))
            ]
        if len(found) > 1:
            objectives = ", ".join(indicator.objective.code for indicator in found)
            raise ValueError(f"Meer indicatoren heten zo. Vul in de kolom “{OBJECTIVE}” in welke: {objectives}.")
        if not found:
            known = [n for slug, n in self._indicators if slug == agenda.slug]
            raise ValueError(f"Deze indicator bestaat niet in {agenda}. {_suggestion(name, known)}")
        return found[0]

    def _agenda(self, record: Record) -> SafetyAgenda:
        slug = plain(record.text(AGENDA))
        if not slug and len(self._agendas) == 1:
            return next(iter(self._agendas.values()))
        if slug not in self._agendas:
            known = ", ".join(self._agendas) or "geen"
            raise ValueError(f"Deze agenda bestaat niet; vul de kolom “{AGENDA}” in. Bekend: {known}.")
        return self._agendas[slug]

    def unit(self, record: Record) -> PoliceUnit:
        name = plain(record.text(UNIT)).removeprefix("eenheid ")
        if name not in self._units:
            raise ValueError(f"Deze eenheid bestaat niet. {_suggestion(name, self._units)}")
        return self._units[name]


def year(record: Record, indicator: Indicator) -> int:
    found = parsing.whole_number(record.cell(YEAR), 1990, 2100)
    try:
        refuse_other_years(indicator.objective.agenda, found)
    except PortalError as error:
        raise ValueError(str(error)) from None
    return found


def _suggestion(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1, cutoff=LIKENESS)
    return f"Bedoelt u “{near[0]}”?" if near else "Controleer de spelling."
