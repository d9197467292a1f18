"""The pages of municipalities and basisteams ask the database as often for one plan as for many."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from themes.models import Decision

from .municipal import (
    YEAR,
    Scope,
    make_plan,
    make_table,
    make_target,
    make_team,
    make_unit,
    put_to_municipalities,
    report,
    visitor,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
# Of every page: session, user, roles. Then what the comment names.
QUERIES = {
    # Municipalities; the one with what merged into it; plans, targets, standings, how these moved, what else they say;
    # teams, strength; questions; what its council wants.
    "municipality-dashboard": 13,
    # Years; municipalities, teams with their municipalities for the map; targets, standings, how these moved.
    "municipality-list": 8,
    # Team with its eenheid; years; teams, and what is read along with them; strength.
    "team-dashboard": 8,
}


@pytest.mark.parametrize("size", [1, 12])
@pytest.mark.parametrize("name", QUERIES)
def test_the_number_of_queries_does_not_depend_on_the_size(name, size, django_assert_num_queries):
    unit, towns = make_unit(size)
    tables = [make_table(unit, date(2024 - n, 1, 1)) for n in range(size)]
    teams = [make_team(town, *tables) for town in towns]
    for n in range(size):
        plan = make_plan(unit)
        make_plan(unit, YEAR - 1 - n)
        report(make_target(plan), 1, towns[0])
        report(make_target(plan, Scope.REGION), 1)
        Decision.objects.create(plan=plan, title="Besluit", body="raad")
        put_to_municipalities(unit, date(YEAR, 12, 13))
    places = {
        "municipality-dashboard": [towns[0].code, YEAR],
        "municipality-list": [],
        "team-dashboard": [unit.slug, YEAR, teams[0].pk],
    }
    client = visitor(unit, town=towns[0])
    # Django asks SQLite once, in three queries, whether it knows JSON.
    assert connection.features.supports_json_field
    with time_machine.travel(date(YEAR, 11, 22)), django_assert_num_queries(QUERIES[name]):
        answer = client.get(reverse(f"reports:{name}", args=places[name]))
    assert answer.status_code == 200
