"""Whether what was frozen and kept is still that, also after somebody was in the database or a backup was put back."""

import logging
from itertools import chain

from nhveilig.exceptions import PortalError
from reports.documents.models import Edition, OfficialFile

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
