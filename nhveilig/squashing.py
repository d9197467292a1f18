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
    """Goes to a replaced migration along the replaced ones alone.

    Django then leaves the squashed ones in its graph. It would undo them as well, with all tables they made, and apply
    them twice to its state.
    """

    def migration_plan(self, targets: list[tuple[str, str | None]], clean_start: bool = False) -> list:
        if not self.loader.replace_migrations:
            for key, squashed in self.loader.replacements.items():
                if key in self.loader.graph.nodes:
                    self.loader.graph.remove_replacement_node(key, squashed.replaces)
        return super().migration_plan(targets, clean_start)
