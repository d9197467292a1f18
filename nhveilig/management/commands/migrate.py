"""The command of Django, which may go back to any migration that is there."""

from django.core.management.commands import migrate

from nhveilig.squashing import Executor

migrate.MigrationExecutor = Executor
Command = migrate.Command
