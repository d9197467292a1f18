"""Migrations: quick to apply, and where they are squashed no obstacle on the way back to one they replace."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field
from django.utils.functional import cached_property


class CreateModels(Operation):
    """Several at once: of every model there is, Django renders the class once for all of them, not again for each."""

    def __init__(self, *models: CreateModel) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)


class State(ProjectState):
    """Makes the classes of models anew for a key as for any other column: those beside the table, and the others when
    code of a migration asks for them. Django makes all anew that a chain of keys leads to, which is every model."""

    def add_field(self, app_label: str, model_name: str, *args: Any) -> None:
        apps = self.__dict__.pop("apps", None)
        super().add_field(app_label, model_name, *args)
        if apps is not None:
            self.apps = apps
            self.reload_model(app_label, model_name, delay=True)


@cache
def _remembered(kind: type[Field]) -> list[str]:
    """What a field works out once, such as the model it leads to, which is not that of a copy."""
    return [name for name in dir(kind) if isinstance(getattr(kind, name, None), cached_property)]


def copied(field: Field) -> Field:
    """As Django puts it together again from its arguments, behind all fields there are, but for a third of the work."""
    made = copy.deepcopy(field)
    for name in _remembered(type(field)):
        vars(made).pop(name, None)
    made.creation_counter = Field.creation_counter
    Field.creation_counter += 1
    return made


@contextmanager
def copying_fields() -> Iterator[None]:
    own, Field.clone = Field.clone, copied
    try:
        yield
    finally:
        Field.clone = own


class Executor(MigrationExecutor):
    """Makes classes of models by copying their fields, which takes half the time on the way to an empty portal.

    Undoes no squashed migration, but those it replaces, and of these no more than must go.

    Django would undo it as a whole, with all the tables it made, when it goes back in an app that another one needs one
    step of; and beside the replaced ones, when it is asked for one of these.
    """

    def migrate(self, *args: Any, **options: Any) -> ProjectState:
        with copying_fields():
            return super().migrate(*args, **options)

    def _create_project_state(self, with_applied_migrations: bool = False) -> State:
        made = super()._create_project_state(with_applied_migrations)
        return State(made.models, made.real_apps)

    def migration_plan(self, targets: list[tuple[str, str | None]], clean_start: bool = False) -> list:
        if not self.loader.replace_migrations:
            self._forget_squashed()
        plan = super().migration_plan(targets, clean_start)
        if any(backwards and migration.replaces for migration, backwards in plan):
            self.loader.replace_migrations = False
            self.loader.build_graph()
            return self.migration_plan(targets, clean_start)
        return plan

    def _forget_squashed(self) -> None:
        for key, squashed in self.loader.replacements.items():
            if key in self.loader.graph.nodes:
                self.loader.graph.remove_replacement_node(key, squashed.replaces)
