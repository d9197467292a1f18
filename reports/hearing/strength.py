"""What the newest adopted formatie says of the basisteams of one municipality, and what the one before said."""

from dataclasses import dataclass
from datetime import date

from formation.models import StaffCategory, StrengthCell, StrengthTable
from nhveilig.figures.values import Figure
from nhveilig.regions.models import Municipality, OrganisationUnit

NEWEST = 2


@dataclass(frozen=True)
class TeamStrength:
    """`dates`: pairs of a day and what the team had then, the newest first. `shares_with`: its other municipalities."""

    name: str
    shares_with: list[str]
    dates: list[tuple[date, Figure]]


def strength_of(municipality: Municipality, day: date) -> list[TeamStrength]:
    teams = OrganisationUnit.objects.filter(kind=OrganisationUnit.Kind.BASE_TEAM, municipalities=municipality).on(day)
    found = list(teams.prefetch_related("municipalities").order_by("order", "pk"))
    cells = _totals(found)
    return [
        TeamStrength(
            team.name,
            sorted(
                place.name
                for place in team.municipalities.all()
                if place.pk != municipality.pk and place.exists_on(day)
            ),
            cells.get(team.pk, [])[:NEWEST],
        )
        for team in found
    ]


def _totals(teams: list[OrganisationUnit]) -> dict[int, list[tuple[date, Figure]]]:
    tables = StrengthTable.objects.adopted().filter(kind=StrengthTable.Kind.ESTABLISHMENT)
    totals = StrengthCell.objects.filter(
        row__unit__in=teams, row__table__in=tables, category__role=StaffCategory.Role.TOTAL
    )
    found: dict[int, dict[date, Figure]] = {}
    for cell in totals.select_related("row__table", "category").order_by("-row__table__reference_date", "pk"):
        found.setdefault(cell.row.unit_id, {}).setdefault(cell.row.table.reference_date, cell.figure)
    return {team: list(dates.items()) for team, dates in found.items()}
