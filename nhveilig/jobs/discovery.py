from functools import cache

from django.utils.module_loading import autodiscover_modules


@cache
def import_tasks() -> None:
    """Every app declares its kinds of jobs and its hours in a module called `tasks`, or in what that imports."""
    autodiscover_modules("tasks")
