"""What is kept about a plan on its way: who wrote what and who is there, what they say to each other, the steps it took
and what municipalities say of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from nhveilig.accounts.models import ActedFor, Prepared
from nhveilig.editing.comments.models import BaseComment, BasePresence, CommentQuerySet
from nhveilig.editing.models import BaseEdit, Versioned
from nhveilig.regions.models import Municipality
from nhveilig.texts import models as texts
from themes.models.plans import ImplementationPlan

Status = ImplementationPlan.Status
PROSECUTION = "Openbaar Ministerie"


class PlanEdit(BaseEdit):
    """The history of a plan. `part` is the key of a part (`activity-12`); empty for the plan itself."""

    plan = models.ForeignKey(ImplementationPlan, models.CASCADE, related_name="edits", verbose_name="plan")

    class Meta:
        ordering = ["plan", "ended_at", "pk"]
        verbose_name = "bewerking"
        verbose_name_plural = "bewerkingen"
        indexes = [models.Index(fields=["plan", "part", "field", "-ended_at"], name="themes_edits_of_a_field")]


class Presence(BasePresence):
    """A tab somebody has open on a plan, and the part they are in."""

    plan = models.ForeignKey(ImplementationPlan, models.CASCADE, related_name="presences", verbose_name="plan")

    class Meta(BasePresence.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "user", "session"], name="themes_one_presence_per_tab"),
        ]


class PlanCommentQuerySet(CommentQuerySet):
    def counts_of(self, plan: ImplementationPlan) -> dict[str, int]:
        """How many threads are open per part of the plan ("" for the plan as a whole). One query."""
        return self.filter(plan=plan).open_counts()


class Comment(BaseComment):
    """Something said about a part of a plan."""

    plan = models.ForeignKey(ImplementationPlan, models.CASCADE, related_name="comments", verbose_name="plan")

    objects = PlanCommentQuerySet.as_manager()

    class Meta(BaseComment.Meta):
        ordering = ["plan", "written_at", "pk"]


class PlanStep(ActedFor):
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


class Reaction(ActedFor, Prepared, Versioned):
    """What one municipality, or the Openbaar Ministerie, says about a plan or about one part of it, when it is asked.

    `round` counts how often it was asked again since a plan was changed; what it said before stays as it was.
    """

    class Stance(models.TextChoices):
        AGREES = "agrees", "akkoord"
        REMARK = "remark", "opmerking"
        OBJECTS = "objects", "bezwaar"

    plan = models.ForeignKey(ImplementationPlan, models.CASCADE, related_name="reactions", verbose_name="plan")
    # Empty: the Openbaar Ministerie of the eenheid.
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="gemeente"
    )
    part = texts.CharField("onderdeel", max_length=40, blank=True)
    round = models.PositiveSmallIntegerField("ronde", default=1)
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
                fields=["plan", "municipality", "part", "round"], name="themes_one_reaction_per_part_and_round"
            ),
            # In SQL one NULL never equals another.
            models.UniqueConstraint(
                fields=["plan", "part", "round"],
                condition=models.Q(municipality__isnull=True),
                name="themes_one_reaction_of_the_prosecution",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.said_by}: {self.get_stance_display()}"

    @property
    def said_by(self) -> str:
        return str(self.municipality or PROSECUTION)
