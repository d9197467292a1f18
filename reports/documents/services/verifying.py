"""Whether what was frozen and kept is still that, also after somebody was in the database or a backup was put back."""

import logging
from collections.abc import Iterator
from itertools import chain

from nhveilig.exceptions import PortalError
from reports.documents.contradictions import Contradiction, contradictions
from reports.documents.models import Edition, EditionDamaged, OfficialFile

logger = logging.getLogger(__name__)


def damaged_editions() -> tuple[int, list[str]]:
    """How many editions and official files were looked at, and of each that is damaged a sentence."""
    looked_at, damaged = 0, []
    kept = OfficialFile.objects.select_related("edition__document").defer("edition__content")
    editions = Edition.objects.select_related("document").order_by("pk")
    for one in chain(editions.iterator(chunk_size=10), kept.order_by("pk").iterator(chunk_size=10)):
        looked_at += 1
        try:
            one.intact()
        except PortalError as error:
            logger.error("%s", error)  # noqa: TRY400 - where it was found says nothing
            damaged.append(str(error))
    return looked_at, damaged


def contradictions_in_editions() -> Iterator[tuple[Edition, Contradiction, str]]:
    """Every figure that stands in an adopted edition with two values, and why; empty when nothing says so.

    Such an edition cannot be mended: a later one that sets it right is the explanation.
    """
    adopted = Edition.objects.filter(status=Edition.Status.ADOPTED).select_related("document").order_by("pk")
    for edition in adopted.iterator(chunk_size=10):
        try:
            content = edition.intact()
        except EditionDamaged:
            # Told by `damaged_editions`.
            continue
        for found in contradictions(content):
            yield edition, found, _explanation(edition, found)


def _explanation(edition: Edition, found: Contradiction) -> str:
    if found.is_explained:
        return "Toegelicht bij het cijfer zelf."
    later = edition.document.editions.filter(number__gt=edition.number).exclude(rectifies="").order_by("number").first()
    return f"Rechtgezet in editie {later.number}: {later.rectifies}" if later else ""
