from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from nhveilig.accounts.models import User
from nhveilig.editing.changes import Writer
from nhveilig.figures.units import both_words, comparable, known_units
from nhveilig.registers.services import store_row
from nhveilig.units.models import Unit


def take_in_unit(*, text: str, editor: User) -> str:
    """The unit in one word: `zaken per jaar` of `zaak / zaken per jaar`. Who typed both words of one that is not there
    has added it; what cannot be one stays as it was typed, for its field to refuse."""
    told = both_words(text)
    if told is None:
        return text
    (one, many), per = told
    if not _is_known(one, many):
        unit = Unit(singular=one, plural=many)
        try:
            unit.full_clean()
        except ValidationError:
            return text
        # A colleague who added it at the same moment did the same.
        with suppress(IntegrityError), transaction.atomic():
            store_row(row=unit, by=Writer(editor))
    return f"{many}{per}"


def _is_known(one: str, many: str) -> bool:
    """By its words, or by a part of them: of `living lab / living labs` the last words are."""
    found = known_units().find(many)
    if found is None:
        return False
    return comparable(many) == comparable(found.pair[1]) or comparable(one) == comparable(found.word(one=True))
