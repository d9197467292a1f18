"""Of which tables changes are noted."""

from collections.abc import Iterable
from functools import cache

from django.apps import apps
from django.conf import settings
from django.db.models import Model

from nhveilig.caching.models import Change


@cache
def watched_models() -> tuple[type[Model], ...]:
    """As `KEPT_PAGES_SHOW` has them; of an app every model, also those that only link two others."""
    return tuple(model for label in settings.KEPT_PAGES_SHOW for model in _named(label))


def _named(label: str) -> Iterable[type[Model]]:
    return [apps.get_model(label)] if "." in label else apps.get_app_config(label).get_models(include_auto_created=True)


@cache
def all_tables() -> frozenset[str]:
    """The tables of the portal, save the one that keeps the stamps."""
    return frozenset(model._meta.db_table for model in apps.get_models(include_auto_created=True)) - {
        Change._meta.db_table
    }


@cache
def unwatched_tables() -> frozenset[str]:
    return all_tables() - {model._meta.db_table for model in watched_models()}
