"""What is kept about the writing of a plan: who changed what, who is there now, and what they say to each other."""

from django.db import models

from nhveilig.accounts.models import User
from nhveilig.editing.discussing import BaseComment, BasePresence, CommentQuerySet
from nhveilig.editing.models import BaseEdit
from nhveilig.texts import models as texts
from themes.models.plans import ImplementationPlan


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


class Reminder(models.Model):
    """A reminder that was sent, so that nobody gets the same one twice."""

    plan = models.ForeignKey(ImplementationPlan, models.CASCADE, related_name="reminders", verbose_name="plan")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="aan")
    about = texts.CharField("waarover", max_length=60)
    sent_at = models.DateTimeField("verstuurd op", auto_now_add=True)

    class Meta:
        verbose_name = "herinnering"
        verbose_name_plural = "herinneringen"
        constraints = [
            models.UniqueConstraint(fields=["plan", "user", "about"], name="themes_a_reminder_once"),
        ]
