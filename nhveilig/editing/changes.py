"""What is asked of a save, and what became of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from nhveilig.accounts.models import User


@dataclass(frozen=True)
class Writer:
    """Who writes, in which sitting (a tab of their browser), when, and in whose name when it is not their own."""

    user: User | None
    session: UUID | None = None
    now: datetime = field(default_factory=timezone.now)
    on_behalf_of: User | None = None


@dataclass(frozen=True)
class LastChange:
    """Of a field; nobody and never for one that stands there as it was made."""

    user: User | None = None
    at: datetime | None = None
    on_behalf_of: User | None = None


@dataclass(frozen=True)
class FieldChange:
    """A text for one field of one part (`activity-12`; empty for the whole). `expected_version` is the one its editor
    saw."""

    part: str
    field: str
    text: str
    expected_version: int


@dataclass(frozen=True)
class ReadyField:
    """A field that changes: what will be stored, the texts before and after, and the version it gets."""

    field: str
    value: Any
    old: str
    new: str
    version: int


@dataclass(frozen=True)
class SavedField:
    """What stands in a field now, and what stood there. `changed` is False when it already stood there; `edit` is what
    the history holds of it."""

    part: str
    field: str
    text: str
    version: int
    changed: bool
    where: str = ""
    old: str = ""
    edit: Any = None

    @property
    def new(self) -> str:
        return self.text
