from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from nhveilig.accounts.models import User
from nhveilig.regions.models import PoliceUnit
from themes.budgets.services.rows import has_values, update_row
from themes.models import Grant, GrantYear

SLUG_LENGTH = 70


@transaction.atomic
def add_grant(
    *, police_unit: PoliceUnit, values: dict[str, Any], years: Sequence[dict[str, Any]], editor: User
) -> Grant:
    grants = Grant.objects.filter(police_unit=police_unit)
    last = grants.aggregate(last=Max("order"))["last"] or 0
    base = slugify(values["title"])[:SLUG_LENGTH] or "bron"
    taken = set(grants.values_list("slug", flat=True))
    slug = next(one for one in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)
    grant = Grant.objects.create(
        police_unit=police_unit, slug=slug, order=last + 1, changed_by=editor, changed_at=timezone.now(), **values
    )
    _set_years(grant, years)
    return grant


@transaction.atomic
def change_grant(
    *, grant: Grant, values: dict[str, Any], years: Sequence[dict[str, Any]], expected_version: int, editor: User
) -> None:
    """Raises RowIsGone, and RowChanged with the source as it stands now."""

    def same(current: Grant) -> bool:
        now = [{name: getattr(one, name) for name in GRANT_YEAR} for one in current.years.all()]
        return has_values(current, values) and now == sorted(years, key=lambda one: one["year"])

    update_row(grant, values, expected_version, editor, same=same)
    _set_years(grant, years)


GRANT_YEAR = ("year", "amount", "indexation", "note")


def _set_years(grant: Grant, years: Sequence[dict[str, Any]]) -> None:
    grant.years.exclude(year__in=[one["year"] for one in years]).delete()
    GrantYear.objects.bulk_create(
        [GrantYear(grant=grant, **one) for one in years],
        update_conflicts=True,
        unique_fields=["grant", "year"],
        update_fields=["amount", "indexation", "note"],
    )


@transaction.atomic
def delete_grant(*, grant: Grant, editor: User) -> None:
    """Put a source in the bin; posts that name it keep doing so, and show it no more. Twice is once."""
    Grant.objects.filter(pk=grant.pk, deleted_at=None).update(deleted_at=timezone.now(), changed_by=editor)


@transaction.atomic
def restore_grant(*, grant: Grant, editor: User) -> None:
    Grant.objects.filter(pk=grant.pk).update(deleted_at=None, changed_by=editor)
