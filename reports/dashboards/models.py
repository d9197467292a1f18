"""What the portal remembers of somebody who reads dashboards: when they were there, and what they keep."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import User
from nhveilig.figures.formats import date_short
from nhveilig.regions.models import Municipality, PoliceUnit
from nhveilig.texts import models as texts

# Whoever comes back within this time is still on the same visit, so that reloading wipes nothing.
ONE_VISIT = timedelta(hours=1)
# More than these beside each other are no comparison at a glance.
MOST_NEIGHBOURS = 3


class VisitQuerySet(models.QuerySet["Visit"]):
    def of(self, user: User, police_unit: PoliceUnit) -> Self:
        return self.filter(user=user, police_unit=police_unit)


class Visit(models.Model):
    """When somebody last looked at the dashboard of an eenheid. `before` is the visit before that one, if there was."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="gebruiker")
    police_unit = models.ForeignKey(PoliceUnit, models.CASCADE, related_name="+", verbose_name="eenheid")
    seen_at = models.DateTimeField("gezien op")
    before = models.DateTimeField("daarvoor gezien op", null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = "bezoek"
        verbose_name_plural = "bezoeken"
        constraints = [
            models.UniqueConstraint(fields=["user", "police_unit"], name="reports_one_visit_per_user_and_unit")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.police_unit} {date_short(self.seen_at)}"

    def is_over(self, now: datetime) -> bool:
        return now - self.seen_at >= ONE_VISIT

    def since(self, now: datetime) -> datetime | None:
        """What happened after this moment is new to the visitor; None on a first visit."""
        return self.seen_at if self.is_over(now) else self.before


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def of(self, access: Access) -> Self:
        """Those somebody keeps, by name."""
        return self.filter(user=access.user).order_by("name")


class SavedView(models.Model):
    """A dashboard somebody keeps under a name of their own. The address holds every choice that was made on it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="gebruiker")
    name = texts.CharField("naam", max_length=80)
    path = texts.CharField("adres", max_length=400)
    made_at = models.DateTimeField("bewaard op", auto_now_add=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["user", "name"]
        verbose_name = "bewaarde weergave"
        verbose_name_plural = "bewaarde weergaven"
        constraints = [models.UniqueConstraint(fields=["user", "path"], name="reports_one_saved_view_per_path")]

    def __str__(self) -> str:
        return self.name


class ChosenNeighbour(models.Model):
    """A municipality that somebody wants to see beside another; who chose none sees those that touch it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="gebruiker")
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+", verbose_name="gemeente")
    neighbour = models.ForeignKey(Municipality, models.CASCADE, related_name="+", verbose_name="gemeente ernaast")

    class Meta:
        verbose_name = "gekozen buurgemeente"
        verbose_name_plural = "gekozen buurgemeenten"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "municipality", "neighbour"], name="dashboards_a_neighbour_is_chosen_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.neighbour} naast {self.municipality}"
