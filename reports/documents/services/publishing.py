"""What is adopted becomes public when somebody says so, and stays so until somebody says why not."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.exceptions import PortalError
from nhveilig.trail.kinds import Kind as Trail
from reports.documents.models import Edition, Publication
from reports.documents.notices import tell_of_publication
from reports.documents.services.trail import record_edition


class PublicationRefused(PortalError):
    """The edition is already as was asked, or may not be public at all."""


@transaction.atomic
def publish_edition(*, edition: Edition, by: User | None) -> Publication:
    """From now on everybody may read it. Raises PublicationRefused for what is not adopted, or public already."""
    if edition.status != Edition.Status.ADOPTED:
        raise PublicationRefused("Alleen een vastgestelde versie kan openbaar worden. Deze is niet vastgesteld.")
    try:
        with transaction.atomic():
            published = Publication.objects.create(edition=edition, published_at=timezone.now(), published_by=by)
    except IntegrityError:
        raise PublicationRefused("Deze versie is al openbaar.") from None
    tell_of_publication(edition, by)
    record_edition(edition, Trail.PUBLISHED, by, {"sha256": edition.sha256})
    return published


@transaction.atomic
def withdraw_edition(*, edition: Edition, reason: str, by: User | None) -> Publication:
    """From now on only who has a role may read it. Raises PublicationRefused without a reason."""
    if not reason.strip():
        raise PublicationRefused("Schrijf waarom de versie niet openbaar mag blijven.")
    current = Publication.objects.select_for_update(of=("self",)).filter(edition=edition, withdrawn_at=None).first()
    if current is None:
        raise PublicationRefused("Deze versie is niet openbaar.")
    current.withdrawn_at, current.withdrawn_by, current.reason = timezone.now(), by, reason.strip()
    current.save(update_fields=["withdrawn_at", "withdrawn_by", "reason"])
    record_edition(edition, Trail.WITHDRAWN, by, {"sha256": edition.sha256})
    return current
