"""Every way to write is noted, in the transaction of what was written."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.caching import services, triggers
from nhveilig.caching.models import MODULUS, Change
from nhveilig.caching.recording import watched_models
from nhveilig.regions.models import OrganisationUnit, PoliceUnit
from tests.accounts.factories import RoleFactory, UserFactory
from tests.regions.factories import MunicipalityFactory, OrganisationUnitFactory, PoliceUnitFactory
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory
from themes.editing.services.parts import save_field
from themes.parts.registry import key_of

TABLE = PoliceUnit._meta.db_table
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]


def stamp(table: str = TABLE) -> int:
    return Change.objects.stamps().get(table, 0)


@pytest.fixture(autouse=True)
def _nothing_noted(db) -> None:
    Change.objects.all().delete()


@pytest.fixture
def unit() -> PoliceUnit:
    return PoliceUnitFactory()


def test_every_table_is_watched():
    with connection.cursor() as cursor:
        found = Counter(table for _, table in triggers.present(connection, cursor))
    each = 1 if connection.vendor == "postgresql" else 3
    assert found == dict.fromkeys((model._meta.db_table for model in watched_models()), each)


@pytest.mark.django_db(transaction=False)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="a trigger of SQLite is about a row")
@pytest.mark.parametrize("model", watched_models(), ids=lambda model: model._meta.db_table)
def test_a_change_of_any_table_is_noted(model):
    before = stamp(model._meta.db_table)
    model._base_manager.filter(pk=-1).update(**{model._meta.pk.attname: -1})
    assert stamp(model._meta.db_table) != before


def raw(unit: PoliceUnit) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update regions_policeunit set slug = %s where id = %s", ["anders", unit.pk])


WAYS = {
    "save": lambda unit: unit.save(),
    "update": lambda unit: PoliceUnit.objects.update(slug="anders"),
    "bulk_update": lambda unit: PoliceUnit.objects.bulk_update([unit], ["slug"]),
    "bulk_create": lambda unit: PoliceUnit.objects.bulk_create([PoliceUnitFactory.build()]),
    "ignore_conflicts": lambda unit: PoliceUnit.objects.bulk_create([PoliceUnitFactory.build()], ignore_conflicts=True),
    "delete": lambda unit: unit.delete(),
    "raw": raw,
}


@pytest.mark.parametrize("way", WAYS)
def test_a_change_is_noted_in_whatever_way_it_is_made(unit, way):
    before = stamp()
    WAYS[way](unit)
    assert stamp() != before


def test_what_links_two_tables_is_noted():
    team, town = OrganisationUnitFactory(), MunicipalityFactory()
    before = stamp(OrganisationUnit.municipalities.through._meta.db_table)
    team.municipalities.add(town)
    assert stamp(OrganisationUnit.municipalities.through._meta.db_table) != before


def test_reading_is_no_change(unit):
    before = Change.objects.stamps()
    list(PoliceUnit.objects.all())
    assert Change.objects.stamps() == before


def test_logging_in_is_no_change_and_another_name_is(unit):
    user = RoleFactory(police_unit=unit).user
    before = stamp(User._meta.db_table)
    user.last_login = timezone.now()
    user.save(update_fields=["last_login"])
    assert stamp(User._meta.db_table) == before
    user.first_name = "Wil"
    user.save(update_fields=["last_login", "first_name"])
    assert stamp(User._meta.db_table) != before


def test_a_transaction_notes_a_table_once(unit):
    with transaction.atomic():
        for _ in range(5):
            unit.save()
    # On PostgreSQL beside the one that made the eenheid, on SQLite in its place.
    assert Change.objects.filter(table=TABLE).count() == (2 if connection.vendor == "postgresql" else 1)


def test_saving_a_text_is_a_change_of_the_text_and_not_of_the_plan():
    activity = ActivityFactory(plan=ImplementationPlanFactory())
    change = {"part": key_of(activity), "field": "title", "text": "Toezicht", "expected_version": 0}
    before = Change.objects.stamps()
    save_field(plan=activity.plan, editor=UserFactory(), **change)
    after = Change.objects.stamps()
    assert after["themes_activity"] != before["themes_activity"]
    assert after["themes_implementationplan"] == before["themes_implementationplan"]
    activity.plan.save()
    assert stamp("themes_implementationplan") != after["themes_implementationplan"]


def save_and_undo(unit: PoliceUnit) -> None:
    with transaction.atomic():
        unit.save()
        transaction.set_rollback(True)


def test_what_is_undone_was_no_change(unit):
    before = stamp()
    save_and_undo(unit)
    assert stamp() == before


def test_after_a_part_of_a_transaction_is_undone_a_change_is_noted_still(unit):
    before = stamp()
    with transaction.atomic():
        save_and_undo(unit)
        assert stamp() == before
        unit.save()
    assert stamp() != before


def test_putting_notes_together_changes_no_stamp(unit):
    for _ in range(5):
        unit.save()
    MunicipalityFactory()
    before = Change.objects.stamps()
    services.compact()
    assert Change.objects.stamps() == before
    assert Change.objects.count() == len(before)


def test_sums_too_large_for_a_column_are_put_together_as_well():
    Change.objects.bulk_create(Change(table=TABLE, mark=MODULUS - 1) for _ in range(10))
    before = stamp()
    services.compact()
    assert stamp() == before == MODULUS - 10
    assert Change.objects.get().mark < MODULUS


def test_a_stamp_never_comes_back(unit):
    """However often notes are put together in between."""
    seen = [stamp()]
    for _ in range(20):
        unit.save()
        seen.append(stamp())
        services.compact()
        assert stamp() == seen[-1]
    assert len(set(seen)) == len(seen)


def test_before_there_is_a_table_for_notes_one_can_write():
    call_command("migrate", "caching", "zero", verbosity=0)
    try:
        PoliceUnitFactory()
    finally:
        call_command("migrate", "caching", verbosity=0)
    before = stamp()
    PoliceUnitFactory()
    assert stamp() != before


def test_a_trigger_that_is_gone_comes_back_with_the_next_migration(unit):
    with connection.cursor() as cursor:
        name, table = next(one for one in triggers.present(connection, cursor) if one[1] == TABLE)
        cursor.execute(triggers.dropping(connection, name, table))
        call_command("migrate", verbosity=0)
        assert (name, table) in triggers.present(connection, cursor)
