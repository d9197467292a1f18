from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class GlossaryConfig(AppConfig):
    name = "nhveilig.glossary"
    verbose_name = "begrippen"

    def ready(self) -> None:
        from nhveilig.glossary.models import Term, UnitTerm
        from nhveilig.glossary.queries import forget

        for model in (Term, UnitTerm):
            for signal in (post_save, post_delete):
                signal.connect(forget, sender=model, dispatch_uid=f"forget {model.__name__}")
