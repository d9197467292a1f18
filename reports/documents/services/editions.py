from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.exceptions import PortalError
from reports.documents.content import fingerprint
from reports.documents.freezing import SCHEMA_VERSION, freeze
from reports.documents.models import Document, Edition, Export
from reports.documents.printing import refuse_unprintable
from reports.documents.services.exports import request_export
from reports.documents.signals import edition_frozen


class NothingChanged(PortalError):
    """Freezing again would give an edition equal to the last one."""


@transaction.atomic
def freeze_edition(
    *,
    document: Document,
    status: Edition.Status,
    frozen_by: User | None,
    note: str = "",
    document_date: date | None = None,
) -> Edition:
    """Freeze the document as it stands now into its next edition. `document_date` is the day it bears itself.

    Raises FreezingError when the outline asks for what is not there, NothingChanged when the last edition
    has the same content and status. Two people freezing at once get two numbers, or one gets NothingChanged.
    Of what is adopted the official file is made right after, by a worker.
    """
    document = Document.objects.select_for_update(of=("self",)).for_freezing().get(pk=document.pk)
    content = freeze(document)
    refuse_unprintable(document, content)
    _refuse_a_copy(document, content, status)
    number = (document.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    now = timezone.now()
    content["edition"] = {
        "number": number,
        "status": str(status),
        "status_label": document.status_label(status),
        "frozen_on": timezone.localdate(now).isoformat(),
        "note": note,
        "document_date": document_date.isoformat() if document_date else None,
    }
    edition = Edition.objects.create(
        document=document,
        number=number,
        status=status,
        note=note,
        document_date=document_date,
        schema_version=SCHEMA_VERSION,
        content=content,
        sha256=fingerprint(content),
        frozen_at=now,
        frozen_by=frozen_by,
    )
    edition_frozen.send(sender=Edition, edition=edition)
    if edition.is_official:
        request_export(edition=edition, format=Export.Format.PDF, requested_by=frozen_by)
    return edition


@transaction.atomic
def freeze_if_changed(*, document: Document, **how: object) -> Edition:
    """`freeze_edition`, or the last edition when that would be equal. Raises FreezingError."""
    try:
        return freeze_edition(document=document, **how)
    except NothingChanged:
        return document.editions.order_by("-number").first()


def _refuse_a_copy(document: Document, content: dict, status: Edition.Status) -> None:
    last = document.editions.order_by("-number").first()
    if last is None or last.status != status:
        return
    if {key: value for key, value in last.content.items() if key != "edition"} == content:
        raise NothingChanged(
            f"Sinds editie {last.number} is er niets veranderd. Gebruik die editie of kies een andere status."
        )
