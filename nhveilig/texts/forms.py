"""Fields of forms for what people write."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nhveilig.texts.characters import Unprintable, refuse_unprintable, tidied


def printable(text: str) -> str:
    """The text as it is stored. Raises ValidationError for what could never be printed."""
    return checked(tidied(text))


def checked(text: str) -> str:
    """The same for a text, or HTML, that is tidy already."""
    try:
        refuse_unprintable(text)
    except Unprintable as error:
        raise ValidationError(str(error), code="unprintable") from None
    return text


class CharField(forms.CharField):
    """A text without unseen characters, that can be printed."""

    def to_python(self, value: Any) -> str:
        # Before Django strips it: an unseen character may stand beside a space.
        return printable(super().to_python(tidied(value) if isinstance(value, str) else value))
