"""Columns for what people write. What goes into them is tidied, whichever way it comes: form, import, seed or command.

They are the columns of Django under another name: no migration knows them.
"""

from typing import Any

from django.db import models

from nhveilig.texts import forms
from nhveilig.texts.characters import tidied


class TidyMixin:
    line_end = "\n"

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        value = super().pre_save(instance, add)
        # An expression is left to the database.
        if isinstance(value, str):
            value = self._tidy(value)
            setattr(instance, self.attname, value)
        return value

    def to_python(self, value: Any) -> Any:
        return self._tidy(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        return self._tidy(super().get_prep_value(value))

    def _tidy(self, value: Any) -> Any:
        return tidied(value, self.line_end) if isinstance(value, str) else value

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": forms.CharField} | kwargs)

    def deconstruct(self) -> tuple:
        name, _, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{type(self).__name__}", args, kwargs


class CharField(TidyMixin, models.CharField):
    """One line."""

    line_end = " "


class TextField(TidyMixin, models.TextField):
    """Lines, or clean HTML."""
