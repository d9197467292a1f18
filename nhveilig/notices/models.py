from collections.abc import Iterable
from datetime import datetime
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.notices.kinds import How, Kind, kind_of
from nhveilig.texts import models as texts

LONGEST_TEXT = 2_000


class MailState(models.TextChoices):
    NONE = "none", "gaat niet per mail"
    WAITING = "waiting", "wacht"
    SENDING = "sending", "wordt verstuurd"
    SENT = "sent", "verstuurd"
    GIVEN_UP = "given_up", "opgegeven"


class Mailed(models.Model):
    """A row that says whether its mail was sent. Whoever sends takes it first, so that of two workers one sends.

    `claim` names the mail it goes with; `try_after` moves on with every attempt that failed.
    """

    state = models.CharField("mail", max_length=10, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    try_after = models.DateTimeField("niet eerder dan", default=timezone.now)
    claim = models.UUIDField("greep", null=True, editable=False)
    claimed_at = models.DateTimeField("gegrepen op", null=True, editable=False)
    sent_at = models.DateTimeField("verstuurd op", null=True, blank=True)

    class Meta:
        abstract = True


class MailedQuerySet(models.QuerySet):
    def may_be_sent(self, now: datetime) -> Self:
        return self.filter(state=MailState.WAITING, try_after__lte=now)

    def claimed(self, claim: UUID) -> Self:
        return self.filter(state=MailState.SENDING, claim=claim)

    def claim_for(self, claim: UUID, now: datetime) -> int:
        """How many rows this mail now has, that no other has."""
        waiting = self.may_be_sent(now)
        return waiting.update(state=MailState.SENDING, claim=claim, claimed_at=now)

    def abandoned(self, claimed_before: datetime) -> Self:
        """Of whose mail nobody knows whether it went out: the worker died over it."""
        return self.filter(state=MailState.SENDING, claimed_at__lt=claimed_before)


class NoticeQuerySet(MailedQuerySet):
    def of_user(self, user: User) -> Self:
        """Newest first, with who did it."""
        return self.filter(user=user).select_related("by", "for_whom").order_by("-at", "-pk")

    def unseen(self) -> Self:
        return self.filter(seen_at=None)

    def since(self, user: User, moment: datetime) -> Self:
        """What came for somebody after `moment`, newest first. One query."""
        return self.of_user(user).filter(at__gt=moment)

    def waiting_at_once(self, now: datetime) -> Self:
        return self.may_be_sent(now).filter(how=How.AT_ONCE)

    def waiting_for_digest(self, now: datetime) -> Self:
        return self.may_be_sent(now).filter(how=How.DIGEST)

    def about_one_of(self, abouts: Iterable[str]) -> Self:
        return self.filter(about__in=list(abouts))


class Notice(Mailed):
    """What one person hears of one thing. `about` names the thing, so that nobody hears of it twice."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name="aan")
    kind = texts.CharField("soort", max_length=30)
    topic = texts.CharField("onderwerp", max_length=300, blank=True)
    subject = texts.CharField("kop", max_length=200)
    text = texts.TextField("tekst", max_length=LONGEST_TEXT, blank=True)
    # A path within the portal.
    url = texts.CharField("pagina", max_length=500)
    about = texts.CharField("waarover", max_length=120)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="door"
    )
    # Whom it is meant for, when `user` hears of it because they work for somebody.
    for_whom = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="voor"
    )
    at = models.DateTimeField("op", default=timezone.now)
    seen_at = models.DateTimeField("gezien op", null=True, blank=True)
    how = models.CharField("hoe per mail", max_length=10, choices=How)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "melding"
        verbose_name_plural = "meldingen"
        constraints = [models.UniqueConstraint(fields=["user", "about"], name="notices_each_thing_once")]
        indexes = [
            models.Index(fields=["user", "-at"], name="notices_of_a_user"),
            models.Index(fields=["user"], condition=Q(seen_at=None), name="notices_unseen"),
            models.Index(fields=["state", "try_after"], condition=Q(state="waiting"), name="notices_to_mail"),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.subject}" if self.topic else self.subject

    @property
    def kind_of_notice(self) -> Kind:
        return kind_of(self.kind)

    @property
    def by_name(self) -> str:
        """Empty for what nobody did: a day that came."""
        return name_of(self.by) if self.by_id else ""


class NoticeChoice(models.Model):
    """How somebody wants to hear of a kind by mail, where that is not how everybody does."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notice_choices", verbose_name="gebruiker")
    kind = texts.CharField("soort", max_length=30)
    how = models.CharField("hoe", max_length=10, choices=How)

    class Meta:
        verbose_name = "keuze voor meldingen"
        verbose_name_plural = "keuzes voor meldingen"
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notices_one_choice_per_kind")]

    def __str__(self) -> str:
        return f"{kind_of(self.kind).label}: {self.get_how_display()}"


class Digest(Mailed):
    """The digest of one person on one day: there is never a second, whatever clocks and workers do."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="aan")
    day = models.DateField("dag")

    objects = MailedQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "pk"]
        verbose_name = "dagelijks overzicht"
        verbose_name_plural = "dagelijkse overzichten"
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="notices_one_digest_a_day")]

    def __str__(self) -> str:
        return f"{self.day:%d-%m-%Y}"


class DigestReader(models.Model):
    """What somebody wants to read of their tasks in the digest, and of which of them they were told."""

    class Days(models.IntegerChoices):
        FORTNIGHT = 14, "vanaf veertien dagen van tevoren"
        WEEK = 7, "vanaf een week van tevoren"
        SHORT = 3, "vanaf drie dagen van tevoren"
        NONE = 0, "zet geen taken in het overzicht"

    user = models.OneToOneField(User, models.CASCADE, related_name="+", verbose_name="gebruiker")
    days = models.PositiveSmallIntegerField("taken in het overzicht", choices=Days, default=Days.FORTNIGHT)
    # The keys of the lines of the last digest and of what it did not have to name.
    told = models.JSONField("al genoemd", default=list, editable=False)

    class Meta:
        verbose_name = "lezer van het dagelijkse overzicht"
        verbose_name_plural = "lezers van het dagelijkse overzicht"

    def __str__(self) -> str:
        return self.get_days_display()
