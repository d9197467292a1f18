from django.conf import settings
from django.db import models
from django.utils import timezone

from nhveilig.editing.models import Versioned
from nhveilig.regions.models import Municipality
from nhveilig.texts import models as texts
from themes.models.plans import ImplementationPlan

Status = ImplementationPlan.Status


class PlanStep(models.Model):
    """A step a plan took: from where to where, when, by whom and why. Never changed afterwards."""

    plan = models.ForeignKey(ImplementationPlan, models.CASCADE, related_name="steps", verbose_name="plan")
    from_status = models.CharField("van", max_length=12, choices=Status)
    to_status = models.CharField("naar", max_length=12, choices=Status)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="door"
    )
    taken_at = models.DateTimeField("op", default=timezone.now)
    reason = texts.TextField("toelichting", blank=True)
    ends_on = models.DateField("reageren tot en met", null=True, blank=True)

    class Meta:
        ordering = ["plan", "taken_at", "pk"]
        verbose_name = "stap"
        verbose_name_plural = "stappen"

    def __str__(self) -> str:
        return f"{self.get_from_status_display()} → {self.get_to_status_display()}"


class Reaction(Versioned):
    """What one municipality says about a plan, or about one part of it, during the consultation."""

    class Stance(models.TextChoices):
        AGREES = "agrees", "akkoord"
        REMARK = "remark", "opmerking"
        OBJECTS = "objects", "bezwaar"

    plan = models.ForeignKey(ImplementationPlan, models.CASCADE, related_name="reactions", verbose_name="plan")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name="gemeente")
    part = texts.CharField("onderdeel", max_length=40, blank=True)
    stance = models.CharField("reactie", max_length=10, choices=Stance)
    text = texts.TextField("toelichting", blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="gegeven door"
    )
    given_at = models.DateTimeField("gegeven op", auto_now_add=True)
    changed_at = models.DateTimeField("gewijzigd op", auto_now=True)
    # What is done with it, in the words of the theme: the answer a municipality gets.
    answer = texts.TextField("antwoord", blank=True)
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)

    class Meta:
        ordering = ["plan", "municipality", "pk"]
        verbose_name = "reactie"
        verbose_name_plural = "reacties"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "municipality", "part"], name="themes_one_reaction_per_municipality_and_part"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.get_stance_display()}"
