"""What is kept about the writing of a plan: who changed what, who is there now, and what they say to each other."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from nhveilig.accounts.models import User
from nhveilig.editing.models import BaseEdit
from themes.models.plans import ImplementationPlan


class PlanEdit(BaseEdit):
    """The history of a plan. `part` is the key of a part (`activity-12`); empty for the plan itself."""

    plan = models.ForeignKey(ImplementationPlan, models.CASCADE, related_name="edits", verbose_name="plan")

    class Meta:
        ordering = ["plan", "ended_at", "pk"]
        verbose_name = "bewerking"
        verbose_name_plural = "bewerkingen"
        indexes = [models.Index(fields=["plan", "part", "field", "-ended_at"], name="themes_edits_of_a_field")]


class PresenceQuerySet(models.QuerySet["Presence"]):
    def now_in(self, plan: ImplementationPlan, since: datetime) -> Self:
        return self.filter(plan=plan, seen_at__gte=since).select_related("user")


class Presence(models.Model):
    """A tab somebody has open on a plan, and the part they are in. Forgotten soon after it falls silent."""

    plan = models.ForeignKey(ImplementationPlan, models.CASCADE, related_name="presences", verbose_name="plan")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="gebruiker")
    session = models.UUIDField("sessie")
    part = models.CharField("onderdeel", max_length=40, blank=True)
    seen_at = models.DateTimeField("gezien op")

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = "aanwezigheid"
        verbose_name_plural = "aanwezigheid"
        constraints = [
            models.UniqueConstraint(fields=["plan", "user", "session"], name="themes_one_presence_per_tab"),
        ]


class CommentQuerySet(models.QuerySet["Comment"]):
    def present(self) -> Self:
        return self.filter(deleted_at=None)

    def of_part(self, part: str) -> Self:
        return self.filter(part=part)

    def begun(self) -> Self:
        """First comments. One that was deleted stays as long as it has answers."""
        has_answers = Exists(Comment.objects.present().filter(answer_to=OuterRef("pk")))
        return self.filter(Q(deleted_at=None) | has_answers, answer_to=None)

    def threads(self) -> Self:
        """First comments with their authors, and with their answers as `present_answers`. Two queries."""
        answers = Comment.objects.present().select_related("author").order_by("written_at", "pk")
        return (
            self.begun()
            .select_related("author", "resolved_by")
            .prefetch_related(Prefetch("answers", answers, to_attr="present_answers"))
            .order_by("written_at", "pk")
        )

    def unresolved(self) -> Self:
        return self.filter(resolved_at=None)

    def counts_of(self, plan: ImplementationPlan) -> dict[str, int]:
        """How many threads are open per part (`activity-12`; "" for the plan as a whole). One query."""
        found = self.filter(plan=plan).begun().unresolved().order_by().values_list("part")
        return dict(found.annotate(number=Count("pk")))

    def binned_by(self, author: User) -> Self:
        return self.exclude(deleted_at=None).filter(author=author).order_by("-deleted_at", "-pk")


class Comment(models.Model):
    """Something said about a part of a plan; an answer belongs to the comment it answers."""

    plan = models.ForeignKey(ImplementationPlan, models.CASCADE, related_name="comments", verbose_name="plan")
    part = models.CharField("onderdeel", max_length=40, blank=True)
    answer_to = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="answers", verbose_name="antwoord op"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="schrijver"
    )
    text = models.TextField("opmerking")
    written_at = models.DateTimeField("geschreven op", auto_now_add=True)
    edited_at = models.DateTimeField("aangepast op", null=True, blank=True)
    resolved_at = models.DateTimeField("afgehandeld op", null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="afgehandeld door",
    )
    deleted_at = models.DateTimeField("verwijderd op", null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "written_at", "pk"]
        verbose_name = "opmerking"
        verbose_name_plural = "opmerkingen"

    def __str__(self) -> str:
        return self.text[:60]


class Reminder(models.Model):
    """A reminder that was sent, so that nobody gets the same one twice."""

    plan = models.ForeignKey(ImplementationPlan, models.CASCADE, related_name="reminders", verbose_name="plan")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="aan")
    about = models.CharField("waarover", max_length=60)
    sent_at = models.DateTimeField("verstuurd op", auto_now_add=True)

    class Meta:
        verbose_name = "herinnering"
        verbose_name_plural = "herinneringen"
        constraints = [
            models.UniqueConstraint(fields=["plan", "user", "about"], name="themes_a_reminder_once"),
        ]
