"""How many people live in the area of a part of an eenheid, or why the portal cannot say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from nhveilig.figures.formats import listed
from nhveilig.figures.values import Figure, Qualifier, total
from nhveilig.regions.models import Inhabitants, Municipality, OrganisationUnit, PoliceUnit


@dataclass(frozen=True)
class Population:
    """`figure` is unknown when `reason` says why; otherwise `source` and `reference_date` belong to it."""

    figure: Figure
    municipalities: tuple[Municipality, ...] = ()
    source: str = ""
    reference_date: date | None = None
    reason: str = ""


class Populations:
    """The inhabitants of every part of one eenheid, read in five queries."""

    def __init__(self, police_unit: PoliceUnit) -> None:
        counts = Prefetch("inhabitants", queryset=Inhabitants.objects.order_by("-reference_date"))
        present = Municipality.objects.filter(valid_until__isnull=True).prefetch_related(counts).order_by("name")
        units = OrganisationUnit.objects.filter(police_unit=police_unit).order_by("order")
        self.units = list(units.prefetch_related(Prefetch("municipalities", queryset=present), counts))
        self.whole = list(present.filter(safety_region__police_unit=police_unit))
        self._by_id = {unit.pk: unit for unit in self.units}

    def of(self, unit_id: int) -> Population:
        unit = self._by_id[unit_id]
        own = unit.inhabitants.all()
        if own:
            return Population(own[0].figure, tuple(unit.municipalities.all()), own[0].source, own[0].reference_date)
        if unit.kind == OrganisationUnit.Kind.UNIT:
            return _counted(self.whole)
        municipalities = list(unit.municipalities.all())
        shared = self._shared(unit, municipalities)
        if shared:
            return _unknown(municipalities, f"De gemeente {listed(shared)} wordt gedeeld met andere basisteams.")
        if not municipalities:
            return _unknown([], "Welke gemeenten bij dit onderdeel horen, is niet vastgelegd.")
        return _counted(municipalities)

    def _shared(self, unit: OrganisationUnit, municipalities: Sequence[Municipality]) -> list[str]:
        others = [other for other in self.units if other.kind == unit.kind and other.pk != unit.pk]
        taken = {municipality.pk for other in others for municipality in other.municipalities.all()}
        return [municipality.name for municipality in municipalities if municipality.pk in taken]


def _counted(municipalities: Sequence[Municipality]) -> Population:
    newest = [next(iter(municipality.inhabitants.all()), None) for municipality in municipalities]
    missing = [place.name for place, count in zip(municipalities, newest, strict=True) if count is None]
    if missing or not newest:
        where = f" van {listed(missing)}" if missing else ""
        return _unknown(municipalities, f"Het aantal inwoners{where} is niet bekend.")
    figures = [count.figure for count in newest]
    added = total(figures)
    if not added.is_complete or added.value is None:
        return _unknown(municipalities, "Het aantal inwoners is niet van elke gemeente bekend.")
    return Population(
        figure=Figure(added.value, Qualifier.EXACT if added.exact else Qualifier.CIRCA),
        municipalities=tuple(municipalities),
        source=newest[0].source,
        reference_date=min(count.reference_date for count in newest),
    )


def _unknown(municipalities: Sequence[Municipality], reason: str) -> Population:
    return Population(Figure.unknown(), tuple(municipalities), reason=reason)
