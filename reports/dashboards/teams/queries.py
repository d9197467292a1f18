"""What pages about basisteams read: the teams with whom they serve, and what tables of formatie say of them."""

from collections.abc import Sequence
from datetime import date

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Prefetch, Q, QuerySet, Subquery

from formation.models import StaffCategory, StrengthCell, StrengthRow, StrengthTable
from nhveilig.regions.models import Inhabitants, OrganisationUnit, ValidityQuerySet

BASE_TEAM = OrganisationUnit.Kind.BASE_TEAM


def sharing_with(pk: int) -> Q:
    """The team itself, and the basisteams with which it shares a municipality."""
    return Q(pk=pk) | Q(municipalities__organisation_units=pk)


def read_teams(units: QuerySet, day: date, municipalities: ValidityQuerySet) -> list[OrganisationUnit]:
    """The teams with those of the municipalities they serve on that day, and the inhabitants of each. Four queries."""
    counts = Prefetch("inhabitants", queryset=_nearest(Inhabitants.objects.all(), "reference_date", day))
    served = Prefetch("municipalities", queryset=municipalities.on(day).prefetch_related(counts).order_by("name"))
    teams = units.filter(kind=BASE_TEAM).on(day).select_related("police_unit").order_by("order", "pk").distinct()
    return list(teams.prefetch_related(served, counts))


def _nearest(rows: QuerySet, field: str, day: date) -> QuerySet:
    """What was known on the day first, newest before older; then what came later."""
    later = ExpressionWrapper(Q(**{f"{field}__gt": day}), output_field=BooleanField())
    return rows.annotate(is_later=later).order_by("is_later", f"-{field}")


# A district has a few tables of one date at most: these hold the last dates of each of its teams.
NEAREST = 5


def cells_of(
    teams: Sequence[OrganisationUnit], day: date, own: OrganisationUnit | None = None
) -> dict[int, list[StrengthCell]]:
    """Adopted formatie by team, the nearest to the day first: the totals and what counts as wijkagent, in the tables
    nearest to that day; of `own` in every table. Each cell says whether it `is_later`, and with an `own` of how many
    `parts` its table is. One query."""
    tables = StrengthTable.objects.adopted().filter(kind=StrengthTable.Kind.ESTABLISHMENT)
    with_them = StrengthRow.objects.filter(table=OuterRef("pk"), unit__in=teams)
    nearest = _nearest(tables.filter(Exists(with_them)), "reference_date", day).values("pk")[:NEAREST]
    wanted = Q(row__unit__in=teams, row__table__in=nearest)
    if own:
        wanted |= Q(row__unit=own, row__table__in=tables.values("pk"))
    counted = StrengthCell.objects.filter(
        Q(category__is_community_officer=True) | Q(category__role=StaffCategory.Role.TOTAL), wanted
    )
    if own:
        parts = StaffCategory.objects.filter(table=OuterRef("row__table")).order_by().values("table")
        counted = counted.annotate(parts=Subquery(parts.annotate(number=Count("pk")).values("number")))
    counted = counted.select_related("row__table", "category")
    found: dict[int, list[StrengthCell]] = {}
    known = {team.pk: team.police_unit for team in teams}
    for cell in _nearest(counted, "row__table__reference_date", day):
        cell.row.table.police_unit = known[cell.row.unit_id]
        found.setdefault(cell.row.unit_id, []).append(cell)
    return found


def is_total(cell: StrengthCell) -> bool:
    return cell.category.role == StaffCategory.Role.TOTAL


def table_of(cells: list[StrengthCell]) -> StrengthTable | None:
    """The nearest table that has both a total and wijkagenten; failing that, the nearest with wijkagenten, or any."""
    said: dict[StrengthTable, set[bool]] = {}
    for cell in cells:
        said.setdefault(cell.row.table, set()).add(cell.category.is_community_officer)
    wanted = ({True, False}, {True}, {False})
    return next((table for kinds in wanted for table, found in said.items() if kinds <= found), None)
