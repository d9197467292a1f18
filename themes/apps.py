from importlib import import_module

from django.apps import AppConfig


class ThemesConfig(AppConfig):
    name = "themes"
    verbose_name = "Thema's"

    def ready(self) -> None:
        from nhveilig.accounts.people.queries import register
        from themes.members.queries import involvement
        from themes.reminders.services import mail_reaction_after_commit, mail_step_after_commit
        from themes.signals import reaction_given, step_taken

        import_module("themes.budgets.registers")
        import_module("themes.budgets.importing")
        register(involvement)
        step_taken.connect(mail_step_after_commit, dispatch_uid="themes.mail_step")
        reaction_given.connect(mail_reaction_after_commit, dispatch_uid="themes.mail_reaction")
