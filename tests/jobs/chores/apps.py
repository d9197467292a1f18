from django.apps import AppConfig


class ChoresConfig(AppConfig):
    name = "tests.jobs.chores"
    verbose_name = "taken"
