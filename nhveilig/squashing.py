"""Squashed migrations: quick to apply, and no obstacle on the way back to a migration they replace."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


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


class Executor(MigrationExecutor):
    """Undoes no squashed migration, but those it replaces, and of these no more than must go.

    Django would undo it as a whole, with all the tables it made, when it goes back in an app that another one needs one
    step of; and beside the replaced ones, when it is asked for one of these.
    """

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
