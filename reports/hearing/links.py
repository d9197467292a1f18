"""The link with which a griffie answers without an account: signed, so that nobody makes one, and void when staff send
another. It opens one thing: what this raad says in this round."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from reports.hearing.models import Hearing

_signer = signing.Signer(salt="reports.hearing.links", sep=".")


def token_of(hearing: Hearing) -> str:
    return _signer.sign(f"{hearing.pk}-{hearing.link_number}")


def link_of(hearing: Hearing) -> str:
    return settings.SITE_URL + reverse("hearing:answer-by-link", args=[token_of(hearing)])


def hearing_of(token: str) -> Hearing | None:
    """None for a link that nobody gave, or that another one took the place of."""
    try:
        number, link = _signer.unsign(token).split("-")
    except (signing.BadSignature, ValueError):
        return None
    sent = Hearing.objects.filter(pk=number, link_number=link, round__sent_at__isnull=False)
    found = sent.select_related("municipality", "round__document__police_unit", "round__edition", "file")
    return found.defer("round__edition__content", "file__data").first()
