from django.apps import AppConfig


class ThemesConfig(AppConfig):
    name = "themes"
    verbose_name = "Thema's"

    def ready(self) -> None:
        from nhveilig.accounts.involvement import register
        from themes.members.reading import involvement

        register(involvement)
