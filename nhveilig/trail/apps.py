from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "nhveilig.trail"
    verbose_name = "spoor"

    def ready(self) -> None:
        from nhveilig.trail.models import Entry, EntryPerson
        from nhveilig.triggers import keep_rows

        keep_rows(self, Entry)
        # Whose account goes is forgotten.
        keep_rows(self, EntryPerson, may_go=True)
