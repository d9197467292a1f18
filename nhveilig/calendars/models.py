from typing import Self

from django.db import models
from django.utils import timezone

from nhveilig.accounts.models import User


class FeedQuerySet(models.QuerySet["Feed"]):
    def readable(self) -> Self:
        """Of people who can log in. One query, with the user."""
        return self.filter(user__is_active=True).select_related("user")


class Feed(models.Model):
    """The address of somebody's calendar. Of its secret only the hash is kept, so whoever reads this table reads no
    calendar."""

    user = models.OneToOneField(User, models.CASCADE, related_name="calendar_feed", verbose_name="gebruiker")
    secret_hash = models.CharField("vingerafdruk", max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("gemaakt op", default=timezone.now)
    read_on = models.DateField("laatst opgehaald op", null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = "kalenderadres"
        verbose_name_plural = "kalenderadressen"

    def __str__(self) -> str:
        return str(self.user)
