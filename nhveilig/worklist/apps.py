from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorklistConfig(AppConfig):
    name = "nhveilig.worklist"
    verbose_name = "taken"

    def ready(self) -> None:
        # Each app declares what it asks of whom in a module `worklist`: this one asks for nothing itself.
        autodiscover_modules("worklist")
        from nhveilig.calendars.events import add_source as add_to_calendars
        from nhveilig.notices.digests import add_source as add_to_digests
        from nhveilig.web.counters import add_counter
        from nhveilig.worklist.counts import kept_number
        from nhveilig.worklist.outlets import digest_lines, events

        add_counter("tasks", kept_number, page="worklist:list")
        add_to_digests(digest_lines)
        add_to_calendars(events)
