"""What an installation knew of decisions when the trail began stands at its start, as a chain like any other."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from nhveilig.accounts.models import Role, RoleChange, User
from nhveilig.accounts.services import give_role
from nhveilig.trail.checking import check_trail
from nhveilig.trail.models import Entry
from reports.documents.models import Edition, Publication
from tests.trail.conftest import put_down
from themes.models import Budget, PlanStep

pytestmark = pytest.mark.sqlite

carry_in = import_module("reports.documents.migrations.0025_what_was_known_before_the_trail").carry_in


def emptied() -> None:
    """As on the day before there was a trail."""
    with connection.cursor() as cursor:
        on = ' ON "trail_entry"' if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "fixed_trail_entry_delete"{on}')
        for table in ("trail_entryperson", "trail_entry"):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of ours


def test_all_that_is_known_stands_at_its_start_in_order(demo):
    by, unit = User.objects.get(username="beheerder"), demo.police_unit
    give_role(user=User.objects.get(username="lezer"), kind=Role.Kind.STAFF, police_unit=unit, municipality=None, by=by)
    emptied()
    carry_in(apps, None)
    rows = list(Entry.objects.order_by("number"))
    found = check_trail()
    assert (found.intact_to, found.fault) == (len(rows), "")
    assert all(row.is_from_before for row in rows)
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    told = {kind: [row.subject_key for row in rows if row.subject_kind == kind] for kind in ("plan", "budget")}
    assert sorted(told["plan"]) == sorted(str(step.plan_id) for step in PlanStep.objects.all())
    assert len(told["budget"]) == Budget.objects.filter(status="adopted", deleted_at=None).count() > 0
    kinds = [row.kind for row in rows if row.subject_kind == "edition"]
    assert kinds.count("published") == Publication.objects.count() > 0
    assert kinds.count("adopted") + kinds.count("frozen") == Edition.objects.count() > 0
    [given] = [row for row in rows if row.kind == "role" and row.facts["role"] == "staff"]
    assert {one.part: one.user for one in given.persons.all()} == {"by": by, "about": RoleChange.objects.last().user}


def test_where_a_trail_is_nothing_comes_before_it(demo):
    put_down()
    before = Entry.objects.count()
    carry_in(apps, None)
    assert Entry.objects.count() == before
