"""Whether what was frozen and kept is still that, also after somebody was in the database or a backup was put back."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from nhveilig.figures.reconciliation import Reconciliation
from reports.documents.contradictions import Contradiction, contradictions
from reports.documents.models import Damaged, Edition, OfficialFile
from reports.documents.statements import false_statements
from reports.documents.validators import reconcile_statements


def damaged_editions() -> tuple[int, list[str]]:
    """How many editions and official files were looked at, and of each that is damaged a sentence."""
    looked_at, damaged = 0, []
    kept = OfficialFile.objects.select_related("edition__document").defer("edition__content")
    editions = Edition.objects.select_related("document").order_by("pk")
    for one in chain(editions.iterator(chunk_size=10), kept.order_by("pk").iterator(chunk_size=10)):
        looked_at += 1
        try:
            one.intact()
        except Damaged as error:
            damaged.append(str(error))
    return looked_at, damaged


@dataclass(frozen=True)
class Looked:
    """What was found in one edition, whose content is read and hashed once. One that is damaged says nothing else.

    `contradictions`: each with why, or with nothing when nothing says so. Such an edition cannot be mended: a later
    one that sets it right is the explanation.
    """

    edition: Edition
    damage: str = ""
    false: tuple[str, ...] = ()
    contradictions: tuple[tuple[Contradiction, str], ...] = ()
    totals: tuple[Reconciliation, ...] = ()


def look_in_editions() -> Iterator[Looked]:
    """Every edition, in order. Of a concept only what is false: its figures may still be made equal."""
    editions = Edition.objects.order_by("pk").select_related("document")
    for edition in editions.iterator(chunk_size=10):
        try:
            yield _look_in(edition, edition.intact())
        except Damaged as error:
            yield Looked(edition, damage=str(error))


def _look_in(edition: Edition, content: dict) -> Looked:
    found = Looked(edition, false=tuple(false_statements(content)))
    if not edition.is_official:
        return found
    said_twice = tuple((one, _explanation(edition, one)) for one in contradictions(content))
    return replace(found, contradictions=said_twice, totals=tuple(reconcile_statements(str(edition), content)))


def _explanation(edition: Edition, found: Contradiction) -> str:
    if found.is_explained:
        return "Toegelicht bij het cijfer zelf."
    later = edition.document.editions.filter(number__gt=edition.number).exclude(rectifies="").order_by("number").first()
    return f"Rechtgezet in versie {later.number}: {later.rectifies}" if later else ""
