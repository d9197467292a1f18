from importlib import import_module

from django.apps import AppConfig


class ThemesConfig(AppConfig):
    name = "themes"
    verbose_name = "Thema's"

    def ready(self) -> None:
        from nhveilig.accounts.people.queries import register
        from nhveilig.calendars.events import add_source
        from nhveilig.notices.digests import add_below
        from themes.members.queries import involvement
        from themes.worklist.calendars import events
        from themes.worklist.links import links_below

        import_module("themes.budgets.registers")
        import_module("themes.goals.registers")
        import_module("themes.budgets.importing")
        import_module("themes.members.importing")
        import_module("themes.exchange.importing")
        # In the order in which people choose how they hear of them.
        for room in (
            "workflow.notices",
            "workflow.reminding",
            "comments.notices",
            "members.notices",
            "editing.notices",
        ):
            import_module(f"themes.{room}")
        register(involvement)
        add_source(events)
        add_below(links_below)
