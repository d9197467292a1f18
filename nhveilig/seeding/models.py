import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Model

# In the place of a hash: what stands there is not ours to change.
SOMEBODYS = ""


class SeededRow(models.Model):
    """What the demo data put in the database, as it was put there: whether somebody changed it since can be told."""

    model = models.CharField("soort", max_length=60)
    # The values by which the sheets know the row, as JSON; those of a text may be long.
    key = models.TextField("sleutel")
    # Its id; none of a row that somebody had removed before there were these notes.
    row = models.BigIntegerField("rij", null=True)
    # A short hash of each field, by name, so that a field that is new since says nothing. Empty: never ours to change.
    values = models.JSONField("waarden", default=dict)

    class Meta:
        ordering = ["model", "key"]
        verbose_name = "rij van de voorbeeldgegevens"
        verbose_name_plural = "rijen van de voorbeeldgegevens"
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="seeding_one_note_per_key")]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"


def as_key(values: Iterable[Any]) -> str:
    """Equal for 12.5 of a sheet and 12.50 of the database."""
    plain = [value.normalize() if isinstance(value, Decimal) else value for value in values]
    return json.dumps(plain, cls=DjangoJSONEncoder, ensure_ascii=False)


def values_of(row: Model) -> dict[str, str]:
    """The fields of a stored row, each as a short hash."""
    return {field.attname: hashed(getattr(row, field.attname)) for field in seeded_fields(type(row))}


def seeded_fields(model: type[Model]) -> list[models.Field]:
    """What a sheet may say of a row; in `not_seeded` a model names what the portal itself puts there afterwards."""
    apart = getattr(model, "not_seeded", ())
    return [field for field in model._meta.concrete_fields if not field.primary_key and field.name not in apart]


def hashed(value: Any) -> str:
    text = json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Notes:
    """Of one table: read once, written by `keep`."""

    def __init__(self, model: type[Model]) -> None:
        self.model, self.label = model, model._meta.label_lower
        self.by_key = {note.key: note for note in SeededRow.objects.filter(model=self.label)}
        self.by_row = {note.row: note for note in self.by_key.values() if note.row}

    def is_ours(self, stored: Model) -> bool:
        """Whether the demo data put it there and nobody changed it since."""
        note = self.by_row.get(stored.pk)
        if note is None or not note.values:
            return False
        now = values_of(stored)
        return all(now[name] == value for name, value in note.values.items() if name in now)

    def keep(self, keys: dict[int, str]) -> None:
        """Note how the rows with these ids stand now."""
        stored = self.model._base_manager.in_bulk(keys)
        links = {pk: _links(self.by_row.get(pk)) for pk in keys}
        self._write(
            SeededRow(model=self.label, key=keys[pk], row=pk, values=values_of(row) | links[pk])
            for pk, row in stored.items()
        )

    def keep_off(self, rows: dict[str, int | None]) -> None:
        """Note that these keys are somebody's own: a row that stays as it is, or none at all."""
        self._write(SeededRow(model=self.label, key=key, row=pk) for key, pk in rows.items())

    def keep_links(self, note: SeededRow, name: str, value: str) -> None:
        if note.values.get(linked(name)) != value:
            note.values[linked(name)] = value
            note.save(update_fields=["values"])

    def forget(self, rows: Iterable[int]) -> None:
        SeededRow.objects.filter(model=self.label, row__in=list(rows)).delete()

    def _write(self, notes: Iterable[SeededRow]) -> None:
        found = list(notes)
        SeededRow.objects.bulk_create(
            found, update_conflicts=True, unique_fields=["model", "key"], update_fields=["row", "values"]
        )
        self.by_key |= {note.key: note for note in found}
        self.by_row |= {note.row: note for note in found if note.row}


def linked(name: str) -> str:
    """Under which name the links of a row are noted, apart from its fields."""
    return f"{name}[]"


def _links(note: SeededRow | None) -> dict[str, str]:
    return {name: value for name, value in note.values.items() if name.endswith("[]")} if note else {}
