"""Back and forth between migrations, along squashed ones where they stand for all that is between."""

from django.apps.registry import Apps
from django.db import connection

from nhveilig.squashing import Executor


def migrate(targets: list[tuple[str, str]] | None = None) -> Apps:
    """To these migrations, or to the latest; the models as they are then."""
    executor = Executor(connection)
    return executor.migrate(targets or executor.loader.graph.leaf_nodes()).apps
