"""Rows that count their own changes: what everything that is edited by hand builds on (nhveilig/editing)."""

from datetime import datetime

from django.db import models


class Versioned(models.Model):
    """A row whose fields are saved by themselves.

    `versions` holds per field how often it changed and when last, so that two people who work on different fields of
    one row never stand in each other's way. `version` counts every change to the row.
    """

    version = models.PositiveIntegerField("versie", default=1)
    versions = models.JSONField("versies per veld", default=dict, blank=True)

    # A JSON column whose entries are saved one by one: `options-year` is the field of the entry "year".
    ENTRIES = ""

    class Meta:
        abstract = True

    def version_of(self, field: str) -> int:
        """How often the field was changed; what a save of it has to name."""
        return self.versions.get(field, {}).get("version", 0)

    def version_seen(self, field: str, row_version: int) -> int:
        """The version of the field for somebody who saw the row at `row_version` (0: before it was there); one that is
        stale if the field changed since."""
        if self.pk is None:
            return 0
        changed_at = self.versions.get(field, {}).get("row", 1)
        return self.version_of(field) - (changed_at > row_version)

    def note_editor(self, editor: models.Model, now: datetime) -> list[str]:
        """Note on the row itself who changed it, where it has columns for that; their names."""
        return []
