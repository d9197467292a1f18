"""Who is at work on the same thing, and what they say about it to each other. An app adds of what: a plan, a text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from nhveilig.accounts.models import ActedFor, User
from nhveilig.accounts.names import name_of
from nhveilig.texts import models as texts

# A tab tells of itself three times as often.
SILENT_AFTER = timedelta(seconds=60)
LONGEST_KEY = 40


class PresenceQuerySet(models.QuerySet):
    def seen_since(self, moment: datetime) -> Self:
        return self.filter(seen_at__gte=moment).select_related("user")


class BasePresence(models.Model):
    """A tab somebody has open, and the part they are in. Forgotten soon after it falls silent."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="gebruiker")
    session = models.UUIDField("sessie")
    part = models.CharField("onderdeel", max_length=LONGEST_KEY, blank=True)
    seen_at = models.DateTimeField("gezien op")

    objects = PresenceQuerySet.as_manager()

    class Meta:
        abstract = True
        verbose_name = "aanwezigheid"
        verbose_name_plural = "aanwezigheid"


@dataclass(frozen=True)
class Present:
    """Somebody else at work on it; `same_person` when it is another tab of the one who asks."""

    name: str
    part: str
    same_person: bool


def note_presence(
    *, model: type[BasePresence], place: Mapping[str, Any], user: User, session: UUID, part: str, now: datetime
) -> list[Present]:
    """Note where this tab is, and return where the others are. `place` are the columns that say of what. Who fell
    silent is forgotten."""
    model.objects.filter(seen_at__lt=now - SILENT_AFTER).delete()
    defaults = {"part": part[:LONGEST_KEY], "seen_at": now}
    model.objects.update_or_create(**place, user=user, session=session, defaults=defaults)
    there = model.objects.filter(**place).seen_since(now - SILENT_AFTER)
    others = there.exclude(session=session).order_by("pk")
    return [Present(name_of(one.user), one.part, one.user_id == user.pk) for one in others]


class CommentQuerySet(models.QuerySet):
    def present(self) -> Self:
        return self.filter(deleted_at=None)

    def of_part(self, part: str) -> Self:
        return self.filter(part=part)

    def begun(self) -> Self:
        """First comments. One that was deleted stays as long as it has answers."""
        has_answers = Exists(self.model.objects.present().filter(answer_to=OuterRef("pk")))
        return self.filter(Q(deleted_at=None) | has_answers, answer_to=None)

    def threads(self) -> Self:
        """First comments with their authors, and with their answers as `present_answers`. Two queries."""
        answers = self.model.objects.present().select_related("author", "on_behalf_of").order_by("written_at", "pk")
        return (
            self.begun()
            .select_related("author", "on_behalf_of", "resolved_by")
            .prefetch_related(Prefetch("answers", answers, to_attr="present_answers"))
            .order_by("written_at", "pk")
        )

    def unresolved(self) -> Self:
        return self.filter(resolved_at=None)

    def open_counts(self) -> dict[str, int]:
        """How many threads are open per part (`activity-12`; "" for the whole). One query."""
        found = self.begun().unresolved().order_by().values_list("part")
        return dict(found.annotate(number=Count("pk")))

    def binned_by(self, author: User) -> Self:
        return self.exclude(deleted_at=None).filter(author=author).order_by("-deleted_at", "-pk")


class BaseComment(ActedFor):
    """Something said about a part; an answer belongs to the comment it answers."""

    part = models.CharField("onderdeel", max_length=LONGEST_KEY, blank=True)
    answer_to = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="answers", verbose_name="antwoord op"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="schrijver"
    )
    text = texts.TextField("opmerking")
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
        abstract = True
        verbose_name = "opmerking"
        verbose_name_plural = "opmerkingen"

    def __str__(self) -> str:
        return self.text[:60]
