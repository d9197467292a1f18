"""What pages about basisteams read: the teams with whom they serve, and what tables of formatie say of them."""

from collections.abc import Sequence
from datetime import date

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q, QuerySet

from formation.models import StaffCategory, StrengthCell, StrengthTable
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


def cells_of(teams: Sequence[OrganisationUnit], day: date) -> dict[int, list[StrengthCell]]:
    """Adopted formatie of the teams, by team: only the totals and what counts as wijkagent. One query."""
    counted = StrengthCell.objects.filter(
        Q(category__is_community_officer=True) | Q(category__role=StaffCategory.Role.TOTAL),
        row__unit__in=teams,
        row__table__status=StrengthTable.Status.ADOPTED,
        row__table__kind=StrengthTable.Kind.ESTABLISHMENT,
    ).select_related("row__table__police_unit", "category")
    found: dict[int, list[StrengthCell]] = {}
    for cell in _nearest(counted, "row__table__reference_date", day):
        found.setdefault(cell.row.unit_id, []).append(cell)
    return found


def table_of(cells: list[StrengthCell]) -> StrengthTable | None:
    """The nearest table that has both a total and wijkagenten; failing that, the nearest with wijkagenten, or any."""
    said: dict[StrengthTable, set[bool]] = {}
    for cell in cells:
        said.setdefault(cell.row.table, set()).add(cell.category.is_community_officer)
    wanted = ({True, False}, {True}, {False})
    return next((table for kinds in wanted for table, found in said.items() if kinds <= found), None)
