"""A map of the municipalities of an eenheid as a frozen edition holds it (docs/edition-schema.md), and its table."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal

from nhveilig.figures.formats import date_long, listed
from nhveilig.figures.tables import Cell, Column, Row, Table
from nhveilig.maps import outline_map, tile_map
from nhveilig.regions.models import Municipality, OrganisationUnit, PoliceUnit

# A figure of a municipality to colour by, and how it is written; None when it is not known.
Values = Mapping[str, tuple[Decimal | None, str]]

BASE_TEAM, DISTRICT = OrganisationUnit.Kind.BASE_TEAM, OrganisationUnit.Kind.DISTRICT

# As few classes of values as can be told apart, each holding about as many places.
CLASSES = 4
UNKNOWN = 0


class UnitMap:
    """The map of one eenheid on one day. Four queries, whatever the number of municipalities.

    `values` colours it by a figure that `measure` names; without it the veiligheidsregio's are told apart.
    `municipalities` are those of that day where they were read already, as `read` does.
    """

    def __init__(
        self,
        police_unit: PoliceUnit,
        day: date,
        values: Values | None = None,
        measure: str = "",
        municipalities: Sequence[Municipality] | None = None,
    ) -> None:
        self.police_unit, self.day, self.values, self.measure = police_unit, day, values, measure
        self.municipalities = self.read() if municipalities is None else list(municipalities)
        self.regions = list(dict.fromkeys(one.safety_region for one in self.municipalities))

    def read(self) -> list[Municipality]:
        there = Municipality.objects.on(self.day).filter(safety_region__police_unit=self.police_unit)
        return list(there.select_related("safety_region", "outline").order_by("safety_region__code", "name"))

    def as_dict(self) -> dict:
        """The Map; `places` is empty when the eenheid has no municipalities on that day."""
        drawn = outline_map if self._has_outlines() else tile_map
        shape = drawn.shape(self.municipalities) if self.municipalities else tile_map.EMPTY
        shade_of, legend = shades(self.values) if self.values is not None else (None, self._region_legend())
        return {
            "id": f"kaart-{self.police_unit.slug}",
            "title": f"Kaart van de eenheid {self.police_unit} op {date_long(self.day)}",
            "description": self._description(drawn.EXPLANATION),
            "kind": drawn.KIND,
            "width": shape["width"],
            "height": shape["height"],
            "regions": [{"code": region.code, "label": region.name} for region in self.regions],
            "legend": legend,
            "places": [
                {
                    "code": one.code,
                    "name": one.name,
                    "region": self.regions.index(one.safety_region) + 1,
                    "shade": None if shade_of is None else shade_of.get(one.code, UNKNOWN),
                    "value": self.values[one.code][1] if self.values and one.code in self.values else "",
                    **shape["places"][one.code],
                }
                for one in self.municipalities
            ],
            "source": self.municipalities[0].outline.source if self._has_outlines() else "",
        }

    def table(self, own: Collection[str] = ()) -> Table:
        """The same as words: every municipality with its veiligheidsregio and, where known, who works there.

        `own`: the codes of those of the reader.
        """
        teams = self._teams()
        columns = [Column("veiligheidsregio", "Veiligheidsregio", kind="text")]
        if teams:
            columns += [Column("basisteam", "Basisteam", kind="text"), Column("district", "District", kind="text")]
        if self.values is not None:
            columns.append(Column("waarde", self.measure or "Waarde", kind="text"))
        return Table(
            id=f"gemeenten-{self.police_unit.slug}",
            caption=f"Gemeenten van de eenheid {self.police_unit} op {date_long(self.day)}",
            row_header="Gemeente",
            columns=columns,
            rows=[
                Row(f"{one.name} (uw gemeente)" if one.code in own else one.name, self._cells(one, teams))
                for one in self.municipalities
            ],
            notes=self._notes(teams),
        )

    def _notes(self, teams: dict[str, tuple[str, str]]) -> list[str]:
        unknown = teams and any(one.code not in teams for one in self.municipalities)
        return ["Waar geen basisteam staat, is niet bekend welk team er werkt."] if unknown else []

    def _cells(self, one: Municipality, teams: dict[str, tuple[str, str]]) -> list[Cell]:
        words = [one.safety_region.name]
        if teams:
            words += teams.get(one.code, ("", ""))
        if self.values is not None:
            words.append(self.values[one.code][1] if one.code in self.values else "onbekend")
        return [Cell.words(word) for word in words]

    def _teams(self) -> dict[str, tuple[str, str]]:
        """Basisteams and their districts by municipality code; several are named one after the other."""
        units = (
            OrganisationUnit.objects.on(self.day)
            .filter(police_unit=self.police_unit, kind=BASE_TEAM, municipalities__isnull=False)
            .select_related("parent")
            .prefetch_related("municipalities")
            .distinct()
        )
        found: dict[str, list[OrganisationUnit]] = {}
        for unit in units:
            for municipality in unit.municipalities.all():
                found.setdefault(municipality.code, []).append(unit)
        return {
            code: (_named(teams, "Basisteam "), _named(_districts(teams), "District ")) for code, teams in found.items()
        }

    def _has_outlines(self) -> bool:
        return bool(self.municipalities) and all(hasattr(one, "outline") for one in self.municipalities)

    def _description(self, explanation: str) -> str:
        counts = Counter(one.safety_region for one in self.municipalities)
        regions = listed(f"{counts[region]} in {region.name}" for region in self.regions)
        return f"{len(self.municipalities)} gemeenten: {regions}. {explanation} De tabel noemt ze alle."

    def _region_legend(self) -> list[dict]:
        counts = Counter(one.safety_region for one in self.municipalities)
        return [
            {"region": place, "shade": None, "label": f"{region.name} ({counts[region]})"}
            for place, region in enumerate(self.regions, start=1)
        ]


def _districts(teams: list[OrganisationUnit]) -> list[OrganisationUnit]:
    return [team.parent for team in teams if team.parent and team.parent.kind == DISTRICT]


def _named(units: list[OrganisationUnit], kind: str) -> str:
    """Their names without the word that the head of the column says already."""
    return ", ".join(dict.fromkeys(unit.name.removeprefix(kind) for unit in units))


def shades(values: Values) -> tuple[dict[str, int], list[dict]]:
    """The shade of each place, from 1 (lowest) or 0 where it is unknown, and the legend. Equal values get one shade."""
    known = sorted((value, text) for value, text in values.values() if value is not None)
    shade_of = {code: _shade(value, [one for one, _ in known]) for code, (value, _) in values.items()}
    legend = [_entry(shade, known, shade_of, values) for shade in sorted(set(shade_of.values()) - {UNKNOWN})]
    return shade_of, [*legend, {"region": None, "shade": UNKNOWN, "label": "onbekend"}]


def _shade(value: Decimal | None, known: list[Decimal]) -> int:
    if value is None:
        return UNKNOWN
    return known.index(value) * CLASSES // len(known) + 1


def _entry(shade: int, known: list, shade_of: Mapping[str, int], values: Mapping) -> dict:
    texts = [
        text for _, text in sorted((values[code][0], values[code][1]) for code, one in shade_of.items() if one == shade)
    ]
    label = texts[0] if texts[0] == texts[-1] else f"{texts[0]} tot en met {texts[-1]}"
    return {"region": None, "shade": shade, "label": label}
