from django.apps import AppConfig


class SeedingConfig(AppConfig):
    name = "nhveilig.seeding"
    verbose_name = "voorbeeldgegevens"
