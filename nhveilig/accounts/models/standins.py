from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from nhveilig.figures.formats import date_long
from nhveilig.regions.models import PoliceUnit


class ActedFor(models.Model):
    """What somebody did, perhaps in the name of whom they stood in for; `nhveilig.accounts.names` says it."""

    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="namens"
    )

    class Meta:
        abstract = True


class Prepared(models.Model):
    """What somebody did that another had prepared."""

    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="voorbereid door",
    )

    class Meta:
        abstract = True


def in_force(path: str = "", day: date | None = None) -> Q:
    """Of who stands in on `day`, today without one, at the end of `path` in a query."""
    day = day or timezone.localdate()
    begun = Q(**{f"{path}starts_on__lte": day, f"{path}ended_at": None})
    return begun & (Q(**{f"{path}until": None}) | Q(**{f"{path}until__gte": day}))


class StandInQuerySet(models.QuerySet["StandIn"]):
    def in_force(self, day: date | None = None) -> Self:
        """Those that hold on `day`, today without one: the first and the last day count in full."""
        return self.filter(in_force(day=day))

    def to_come(self) -> Self:
        return self.filter(starts_on__gt=timezone.localdate(), ended_at=None)

    def for_list(self) -> Self:
        """The newest first, with the names of all who had to do with it."""
        found = self.select_related("user", "principal", "police_unit", "made_by", "ended_by")
        return found.order_by("-starts_on", "-pk")


class StandIn(models.Model):
    """`user` works for `principal` in one eenheid, from one day to another. Never removed: who acted for whom, and by
    whose word, must be there to read.

    It lends what the principal holds by a role of their own; what is lent is not lent on.
    """

    class Kind(models.TextChoices):
        ASSISTANT = "assistant", "medewerker die voorbereidt"
        DEPUTY = "deputy", "vervanger"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="stands_in", verbose_name="wie werkt"
    )
    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="stand_ins", verbose_name="voor wie"
    )
    police_unit = models.ForeignKey(PoliceUnit, models.PROTECT, related_name="+", verbose_name="eenheid")
    kind = models.CharField("als", max_length=10, choices=Kind)
    starts_on = models.DateField("vanaf")
    # Empty: until somebody ends it.
    until = models.DateField("tot en met", null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="geregeld door"
    )
    made_at = models.DateTimeField("geregeld op", auto_now_add=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="beëindigd door"
    )
    ended_at = models.DateTimeField("beëindigd op", null=True, blank=True)

    objects = StandInQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        verbose_name = "vervanging"
        verbose_name_plural = "vervangingen"
        constraints = [
            models.CheckConstraint(condition=~Q(user=F("principal")), name="accounts_nobody_stands_in_for_oneself"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("starts_on")),
                name="accounts_standing_in_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="accounts_who_ended_standing_in_is_known",
            ),
        ]
        indexes = [models.Index(fields=["user", "police_unit"], name="accounts_stand_ins_of_a_user")]

    def __str__(self) -> str:
        return f"{self.user.shown_name}, {self.get_kind_display()} van {self.principal.shown_name}"

    @property
    def is_open(self) -> bool:
        """Whether it holds today or will: such a one can be ended."""
        return self.ended_at is None and (self.until is None or self.until >= timezone.localdate())

    @property
    def period(self) -> str:
        if self.ended_at:
            last = f"beëindigd op {date_long(self.ended_at)}"
        else:
            last = f"tot en met {date_long(self.until)}" if self.until else "zonder einddatum"
        return f"vanaf {date_long(self.starts_on)}, {last}"
