"""What squashed migrations make is what those make that they replace, from wherever an installation comes."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from nhveilig.squashing import Executor, copied
from tests.migrating import migrate
from tests.upgrades.schema import schema

# Made again after every migration, by nhveilig/caching/triggers.py and nhveilig/triggers.py.
FUNCTIONS = {"caching_note_change", "fixed_refuse"}


def replaced_ones() -> Executor:
    """Knows no squashed migration."""
    executor = Executor(connection)
    executor.loader.replace_migrations = False
    executor.loader.build_graph()
    executor.migration_plan([])
    return executor


def in_order(executor: Executor) -> list[tuple[str, str]]:
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    return [(migration.app_label, migration.name) for migration, _ in plan]


def differences(one: ProjectState, other: ProjectState) -> dict:
    loader = MigrationLoader(None)
    return MigrationAutodetector(one, other).changes(graph=loader.graph)


def test_the_models_are_the_same(db):
    squashed, replaced = MigrationLoader(None).project_state(), replaced_ones().loader.project_state()
    assert squashed.models.keys() == replaced.models.keys()
    assert differences(squashed, replaced) == differences(replaced, squashed) == {}


def test_a_copied_field_is_the_one_that_django_would_make():
    fields = [
        field for model in MigrationLoader(None).project_state().models.values() for field in model.fields.values()
    ]
    assert len(fields) > 500
    assert all(field.related_model for field in fields if field.is_relation)  # which it keeps
    made = [copied(field) for field in fields]
    assert not [one for one in made if "related_model" in vars(one)]
    assert [one.deconstruct()[1:] for one in made] == [one.clone().deconstruct()[1:] for one in fields]
    assert sorted(made) == made


@pytest.mark.long
def test_after_keys_were_added_the_models_of_the_executor_know_each_other(db):
    """As code of a migration gets them, which takes a row of one for what another points to."""
    executor = Executor(connection)
    state = executor._create_project_state()
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True):
        assert "apps" in vars(state) or state.apps
        migration.mutate_state(state, preserve=False)
    state.clear_delayed_apps_cache()
    models = state.apps.get_models()
    assert len(models) > 80
    keys = [
        field for model in models for field in model._meta.get_fields() if field.is_relation and field.related_model
    ]
    assert [
        key
        for key in keys
        if key.related_model._meta.apps.get_model(key.related_model._meta.label) is not key.related_model
    ] == []


def test_from_any_release_each_migration_is_applied_once_and_after_what_it_needs(db, monkeypatch):
    everything = in_order(replaced_ones())
    for done in range(len(everything) + 1):
        applied = everything[:done]
        monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda _, now=applied: dict.fromkeys(now))
        executor = Executor(connection)
        executor.loader.check_consistent_history(connection)
        plan = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
        added = [key for one in plan for key in one.replaces or [(one.app_label, one.name)]]
        assert sorted(applied + added) == sorted(everything), applied[-1:]


@pytest.mark.parametrize(
    ("target", "first"),
    [
        (("regions", "0003_less_than_and_nearly"), "0020_in_whose_name_and_what_is_prepared"),
        (("notices", None), "0018_reminders_become_notices"),
    ],
)
def test_the_way_back_goes_along_the_replaced_ones(db, target, first):
    """A squashed one would take all its tables with it."""
    executor = Executor(connection)
    plan = executor.migration_plan([target])
    assert all(backwards for _, backwards in plan)
    of_themes = sorted(migration.name for migration, _ in plan if migration.app_label == "themes")
    assert of_themes[0] == first
    known = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    assert not [migration for migration, _ in plan + known if migration.replaces]


@pytest.mark.long
@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_the_tables_are_the_same():
    squashed = schema()
    # First of all, as triggers of other tables write in those of this app.
    call_command("migrate", "caching", "zero", verbosity=0)
    migrate([(app, None) for app in sorted({app for app, _ in in_order(replaced_ones())})])
    assert schema().keys() <= {"django_migrations", *FUNCTIONS}
    executor = replaced_ones()
    executor.migrate(executor.loader.graph.leaf_nodes())
    call_command("migrate", verbosity=0)
    assert schema() == squashed
