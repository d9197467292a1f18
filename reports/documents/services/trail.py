"""What happens to editions, put down in the trail."""

from collections.abc import Mapping
from typing import Any

from nhveilig.accounts.models import User
from nhveilig.trail.kinds import Kind
from nhveilig.trail.models import Entry, EntryQuerySet
from nhveilig.trail.services import Subject, record
from reports.documents.models import Document, Edition

EDITION = "edition"


def record_edition(edition: Edition, kind: Kind, by: User | None, facts: Mapping[str, Any]) -> None:
    words = f"{edition} ({edition.status_word})"
    unit = edition.document.police_unit.code
    record(kind=kind, subject=Subject(EDITION, edition.pk, words), unit=unit, by=by, facts=facts)


def trail_of(document: Document) -> EntryQuerySet:
    """What happened to its editions, newest first."""
    return Entry.objects.about(EDITION, *document.editions.values_list("pk", flat=True))
