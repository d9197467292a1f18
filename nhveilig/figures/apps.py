from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "nhveilig.figures"
    verbose_name = "Cijfers"
