"""What is kept until it is sent, by whoever sends it or prepares it: it counts nowhere, and goes when it is sent or
thrown away."""

from typing import Self

from django.conf import settings
from django.db import models

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.fields import FigureModel
from nhveilig.regions.models import Municipality
from nhveilig.texts import models as texts
from themes.models.plans import ImplementationPlan
from themes.models.progress import Outlook
from themes.models.rows import ResultTarget
from themes.models.workflow import PROSECUTION, Reaction


class PreparedReactionQuerySet(models.QuerySet["PreparedReaction"]):
    def waiting_for(self, access: Access) -> Self:
        """What the reader may send, of plans on which one can still react."""
        plans = ImplementationPlan.objects.filter(status=ImplementationPlan.Status.CONSULTATION)
        own = models.Q(municipality__in=access.municipalities_with(Permission.REACT_TO_PLANS))
        units = access.units_without_municipality(Permission.REACT_TO_PLANS)
        own |= models.Q(municipality=None, plan__theme__plan__police_unit__in=units)
        found = self.filter(own, plan__in=plans).order_by("prepared_at")
        return found.select_related("plan__theme__plan__police_unit", "municipality", "prepared_by")


class PreparedReaction(models.Model):
    """One for each thing a municipality can react to; whoever changes it writes over it."""

    plan = models.ForeignKey(ImplementationPlan, models.CASCADE, related_name="prepared_reactions", verbose_name="plan")
    # Empty: the Openbaar Ministerie.
    municipality = models.ForeignKey(
        Municipality, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="gemeente"
    )
    part = texts.CharField("onderdeel", max_length=40, blank=True)
    stance = models.CharField("reactie", max_length=10, choices=Reaction.Stance)
    text = texts.TextField("toelichting", blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="klaargezet door"
    )
    prepared_at = models.DateTimeField("klaargezet op", auto_now=True)

    objects = PreparedReactionQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "municipality", "pk"]
        verbose_name = "klaargezette reactie"
        verbose_name_plural = "klaargezette reacties"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "municipality", "part"], name="themes_one_prepared_reaction_per_part"
            ),
            models.UniqueConstraint(
                fields=["plan", "part"],
                condition=models.Q(municipality__isnull=True),
                name="themes_one_prepared_reaction_of_the_prosecution",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality or PROSECUTION}: {self.get_stance_display()} (klaargezet)"


class PreparedReportQuerySet(models.QuerySet["PreparedReport"]):
    def waiting_for(self, access: Access) -> Self:
        """What the reader may send, of plans that are adopted."""
        towns = access.municipalities_with(Permission.REPORT_PROGRESS)
        return self.filter(municipality__in=towns, target__plan__status=ImplementationPlan.Status.ADOPTED)


class PreparedReport(FigureModel):
    """What was reached of one target in one municipality, as somebody would have the mayor report it."""

    target = models.ForeignKey(
        ResultTarget, models.CASCADE, related_name="prepared_reports", verbose_name="streefwaarde"
    )
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+", verbose_name="gemeente")
    course = models.CharField("stand", max_length=10, choices=Outlook, blank=True)
    on = models.DateField("peildatum")
    words = texts.TextField("toelichting", blank=True)
    evidence = models.URLField("bewijs", max_length=500, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="klaargezet door"
    )
    prepared_at = models.DateTimeField("klaargezet op", auto_now=True)

    objects = PreparedReportQuerySet.as_manager()

    class Meta:
        ordering = ["target", "municipality"]
        verbose_name = "klaargezette melding"
        verbose_name_plural = "klaargezette meldingen"
        constraints = [
            *FigureModel.Meta.constraints,
            models.UniqueConstraint(fields=["target", "municipality"], name="themes_one_prepared_report_per_place"),
        ]

    def __str__(self) -> str:
        return f"{self.target} in {self.municipality} (klaargezet)"
