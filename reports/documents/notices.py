"""Who hears of a document that is adopted or public, and of a file that is ready."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from nhveilig.accounts.models import User, UserQuerySet
from nhveilig.accounts.permissions import PERMISSIONS_OF, Permission
from nhveilig.notices.kinds import How, Kind, add_kind
from nhveilig.notices.services import Words, notify
from reports.documents.models import Edition, Export

# What was decided longer ago and is put in the portal today is no news.
IS_NEWS = timedelta(days=60)

EDITION = add_kind(
    Kind("edition", "een document dat is vastgesteld of openbaar is", Permission.VIEW_DOCUMENTS, How.DIGEST, "adopted")
)
FILE = add_kind(
    Kind("file", "een download die klaar is, of niet gelukt", Permission.VIEW_DOCUMENTS, How.DIGEST, "export")
)


def tell_of_adoption(edition: Edition) -> None:
    """Of an uitvoeringsplan people hear by its step."""
    day = edition.adopted_on
    if day is None or timezone.localdate() - day > IS_NEWS or edition.document.implementation_plan_id:
        return
    _tell(edition, "vastgesteld", f"{edition.document} is vastgesteld.", edition.frozen_by)


def tell_of_publication(edition: Edition, by: User | None) -> None:
    """What is put there without anybody is no news either: the demo data."""
    if by is not None:
        _tell(edition, "openbaar", f"{edition} is openbaar: iedereen kan het nu lezen.", by)


def _tell(edition: Edition, subject: str, text: str, by: User | None) -> None:
    path = reverse("reports:edition-detail", args=[edition.document.slug, edition.number])
    notify(
        kind=EDITION,
        to=_readers_of(edition),
        words=Words(subject, text, path, str(edition.document)),
        about=f"edition-{edition.pk}-{subject}",
        by=by,
    )


def _readers_of(edition: Edition) -> UserQuerySet:
    kinds = [kind for kind, carried in PERMISSIONS_OF.items() if Permission.VIEW_DOCUMENTS in carried]
    return User.people.holding(kinds, edition.document.police_unit)


def tell_of_file(export: Export) -> None:
    if export.requested_by is None:
        return
    failed = export.state == Export.State.FAILED
    text = f"{export} kon niet worden gemaakt. {export.error}" if failed else f"{export} staat klaar."
    words = Words(
        subject="download niet gelukt" if failed else "download klaar",
        text=text,
        url=reverse("reports:export-detail", args=[export.pk]),
        topic=str(export.edition.document),
    )
    notify(kind=FILE, to=[export.requested_by], words=words, about=f"export-{export.pk}")
