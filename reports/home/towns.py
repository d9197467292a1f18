"""What a mayor sees of the own municipality: what it promised this year, and how many it kept."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from statistics import median_low

from django.db.models import Count, Q
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import number as in_figures
from nhveilig.figures.formats import without_trailing_zeros
from nhveilig.figures.units import with_unit
from nhveilig.regions.models import Municipality
from nhveilig.statuses.status import Status
from themes.models import ImplementationPlan, ResultTarget, Standing
from themes.parts.views import plan_url
from themes.progress.promises import status_of

# Between two pips, and the radius of one.
STEP, RADIUS = 16, 5.2
NEARBY = 3


@dataclass(frozen=True)
class Pips:
    """So many of so many, as dots. A municipality promises a handful of things."""

    got: int
    of: int

    @property
    def width(self) -> int:
        return STEP * self.of

    @property
    def dots(self) -> list[tuple[int, bool]]:
        """Where each is, and whether it is filled."""
        return [(STEP * place + STEP // 2, place < self.got) for place in range(self.of)]

    @property
    def text(self) -> str:
        return f"{self.got} van {self.of}"


@dataclass(frozen=True)
class Compared:
    """A municipality of the eenheid: how many promises it kept, and its tile on the map; None without one."""

    pk: int
    name: str
    kept: int
    tile: tuple[int, int] | None

    def apart(self, other: "Compared") -> int:
        """How far, in tiles, squared. Of two that have one."""
        return sum((here - there) ** 2 for here, there in zip(self.tile, other.tile, strict=True))


@dataclass(frozen=True)
class Promise:
    target: ResultTarget
    standing: Standing | None
    today: date

    @property
    def status(self) -> Status | None:
        return status_of(self.target, self.standing, self.today)

    @property
    def is_kept(self) -> bool:
        return bool(self.standing and self.standing.reached)

    @property
    def figure(self) -> str:
        """`1 van 2`, or that there is no figure yet."""
        if self.standing is None or not self.standing.figure.is_known:
            return "nog niet"
        if self.target.value is None:
            return with_unit(self.standing.figure, self.target.unit)
        return f"{self.standing.figure.text()} van {in_figures(without_trailing_zeros(self.target.value))}"

    @property
    def url(self) -> str:
        return plan_url(self.target.plan, "progress")


@dataclass(frozen=True)
class Town:
    """One municipality in one year. `others` are all municipalities of the eenheid."""

    municipality: Municipality
    year: int
    promises: list[Promise]
    others: list[Compared]

    @property
    def url(self) -> str:
        return reverse("reports:municipality-dashboard", args=[self.municipality.code, self.year])

    @cached_property
    def own(self) -> Pips:
        return Pips(sum(one.is_kept for one in self.promises), len(self.promises))

    @cached_property
    def middle(self) -> Pips:
        kept = [one.kept for one in self.others]
        return Pips(median_low(kept) if kept else 0, len(self.promises))

    @cached_property
    def nearby(self) -> list[tuple[str, Pips]]:
        """The three that lie nearest on the map of tiles; none when it has no place for this one."""
        placed = [one for one in self.others if one.tile]
        own = next((one for one in placed if one.pk == self.municipality.pk), None)
        others = [one for one in placed if one != own] if own else []
        nearest = sorted(others, key=lambda one: (one.apart(own), one.name))[:NEARBY]
        return [(one.name, Pips(one.kept, len(self.promises))) for one in nearest]

    @property
    def open(self) -> list[Promise]:
        return [one for one in self.promises if not one.is_kept]

    @property
    def headline(self) -> str:
        agreed = "afspraak" if self.own.of == 1 else "afspraken"
        return (
            f"{self.municipality} kwam {self.own.got} van de {self.own.of} {agreed} na. "
            f"De middelste gemeente in de eenheid: {self.middle.text}."
        )


def own_towns(access: Access, today: date) -> list[Town]:
    """Those of the reader, by name, in this year. Three queries, and none for who is mayor of nothing."""
    roles = {role.municipality_id: role for role in access.roles if role.municipality_id}
    if not access.municipalities_with(Permission.REACT_TO_PLANS):
        return []
    units = {role.police_unit_id for role in roles.values()}
    targets = list(_promised(units, today))
    standings = Standing.objects.filter(target__in=[one.pk for one in targets], municipality__in=roles)
    said = {(one.target_id, one.municipality_id): one for one in standings}
    kept = _kept(units, targets, today)
    towns = [_town(role.municipality, role.police_unit_id, targets, said, kept, today) for role in roles.values()]
    return sorted(towns, key=lambda town: town.municipality.name)


def _town(municipality, unit, targets, said, kept, today) -> Town:
    own = [one for one in targets if one.plan.theme.plan.police_unit_id == unit]
    promises = [Promise(one, said.get((one.pk, municipality.pk)), today) for one in own]
    return Town(municipality, today.year, promises, kept.get(unit, []))


def _promised(units: set[int], today: date):
    """What every municipality of these eenheden does by itself, by the plans of this year."""
    plans = ImplementationPlan.objects.filter(
        status=ImplementationPlan.Status.ADOPTED, year=today.year, theme__plan__police_unit__in=units
    )
    found = ResultTarget.objects.present().filter(
        plan__in=plans, counts_as=None, scope=ResultTarget.Scope.EVERY_MUNICIPALITY
    )
    return found.select_related("plan__theme__plan__police_unit").order_by("plan__theme__number", "order", "pk")


def _kept(units: set[int], targets: list[ResultTarget], today: date) -> dict[int, list[Compared]]:
    """Every municipality, by eenheid."""
    reached = Count("standing_set", Q(standing_set__target__in=[one.pk for one in targets], standing_set__reached=True))
    towns = Municipality.objects.on(today).filter(safety_region__police_unit__in=units).annotate(kept=reached)
    columns = ("safety_region__police_unit", "pk", "name", "kept", "tile_column", "tile_row")
    found: dict[int, list[Compared]] = {}
    for unit, pk, name, kept, *tile in towns.order_by().values_list(*columns):
        found.setdefault(unit, []).append(Compared(pk, name, kept, None if None in tile else tuple(tile)))
    return found
