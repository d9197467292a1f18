from django.conf import settings
from django.db import models
from django.db.models import Q

from nhveilig.texts import models as texts


class Publication(models.Model):
    """That everybody may read an adopted edition: from one moment on, and until it is withdrawn with a reason.

    Publishing again is a next row, so that it can always be told when an edition was public, and by whom.
    """

    edition = models.ForeignKey("Edition", models.PROTECT, related_name="publications", verbose_name="versie")
    published_at = models.DateTimeField("openbaar gemaakt op")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="openbaar gemaakt door",
    )
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ingetrokken door",
    )
    reason = texts.CharField("reden van intrekken", max_length=300, blank=True)

    class Meta:
        ordering = ["edition", "published_at", "pk"]
        verbose_name = "openbaarmaking"
        verbose_name_plural = "openbaarmakingen"
        constraints = [
            models.UniqueConstraint(
                fields=["edition"], condition=Q(withdrawn_at=None), name="reports_an_edition_is_public_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(reason=""), name="reports_a_withdrawal_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} openbaar"
