"""What a row has that people edit: versions, a place in the bin, and a history."""

from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from nhveilig.accounts.models import ActedFor
from nhveilig.prefetching import ReadAtOnce
from nhveilig.texts import models as texts
from nhveilig.versions import Versioned

KEPT_IN_BIN = timedelta(days=30)


def kept_until(deleted_at: datetime) -> date:
    """The last whole day on which what was deleted then can come back."""
    return timezone.localdate(deleted_at + KEPT_IN_BIN)


class Edited(Versioned):
    """A row that says by itself who changed it last."""

    # Of a change by hand; rows that came with the demo data have none.
    changed_at = models.DateTimeField("gewijzigd op", null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="gewijzigd door",
    )

    class Meta:
        abstract = True

    def note_editor(self, editor: models.Model, now: datetime) -> list[str]:
        self.changed_by, self.changed_at = editor, now
        return ["changed_by", "changed_at"]


class Continued(Edited):
    """A row that may come from what was there before: of the plan before its plan, or of its document.

    Then nobody looked at it yet, until it is changed or ticked. A tick is about the text as it stood then.
    """

    origin = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="later", verbose_name="overgenomen uit"
    )
    reviewed_at = models.DateTimeField("herzien op", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="herzien door",
    )

    class Meta:
        abstract = True

    @property
    def is_unreviewed(self) -> bool:
        return bool(self.origin_id) and self.reviewed_at is None and self.changed_at is None

    @property
    def is_ticked(self) -> bool:
        return self.reviewed_at is not None and (self.changed_at is None or self.changed_at <= self.reviewed_at)


class BinnedQuerySet(ReadAtOnce):
    def present(self) -> Self:
        """Those that are not in the bin."""
        return self.filter(deleted_at=None)

    def in_bin(self) -> Self:
        """What was deleted so lately that it can still come back; the latest first."""
        return self.filter(deleted_at__gte=timezone.now() - KEPT_IN_BIN).order_by("-deleted_at")

    def forgotten(self, now: datetime) -> Self:
        """What has been in the bin for too long to come back."""
        return self.filter(deleted_at__lt=now - KEPT_IN_BIN)


def outside_bin(*above: str, rows: type[BinnedQuerySet] = BinnedQuerySet) -> models.Manager:
    """Only what is not in the bin, and does not hang on a row (`above`) that is: on pages, in figures and in files.

    A plain `BinnedQuerySet(model)` has all rows.
    """
    hidden = {"deleted_at": None} | {f"{path}__deleted_at": None for path in above}
    base = models.Manager.from_queryset(rows)

    class Outside(base):
        def get_queryset(self) -> BinnedQuerySet:
            return super().get_queryset().filter(**hidden)

    return Outside()


class Binned(models.Model):
    """What is deleted stays in the bin for thirty days, from where it can be put back."""

    deleted_at = models.DateTimeField("verwijderd op", null=True, blank=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="verwijderd door",
    )

    class Meta:
        abstract = True


class EditQuerySet(models.QuerySet):
    def of_part(self, part: str) -> Self:
        return self.filter(part=part)

    def of_whole(self, whole: models.Model) -> Self:
        """Everything somebody did to `whole` and its parts. Of edits in the general history only."""
        return self.filter(whole=key_of_whole(whole))

    def newest_first(self) -> Self:
        return self.select_related("editor", "on_behalf_of").order_by("-ended_at", "-pk")


class BaseEdit(ActedFor):
    """What one person did to one field in one sitting: what stood there before, and what stood there after.

    Saves that follow each other in the same sitting (`session`, a tab of somebody's browser) grow one edit. `part` is
    the key of a row within the whole it belongs to, `field` one of its fields; an empty part is the whole itself.
    """

    class Kind(models.TextChoices):
        CREATED = "created", "toegevoegd"
        CHANGED = "changed", "gewijzigd"
        MOVED = "moved", "verplaatst"
        DELETED = "deleted", "verwijderd"
        RESTORED = "restored", "teruggezet"

    kind = models.CharField("soort", max_length=10, choices=Kind, default=Kind.CHANGED)
    part = texts.CharField("onderdeel", max_length=40, blank=True)
    field = texts.CharField("veld", max_length=30, blank=True)
    # What the part was called then, so that the history of what is gone can still be read.
    label = texts.CharField("naam van het onderdeel", max_length=400, blank=True)
    old = texts.TextField("oud", blank=True)
    new = texts.TextField("nieuw", blank=True)
    # Of the field: after the first and after the last save of this edit.
    version = models.PositiveIntegerField("versie", default=1)
    session = models.UUIDField("sessie", null=True, blank=True)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="gewijzigd door"
    )
    started_at = models.DateTimeField("begonnen op", db_default=Now())
    ended_at = models.DateTimeField("laatst opgeslagen op", db_default=Now())

    objects = EditQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.label} ({self.get_kind_display()})"


class Edit(BaseEdit):
    """The history of whatever has no table of its own for it. `whole` is a row by label and number."""

    whole = texts.CharField("geheel", max_length=80)

    class Meta:
        ordering = ["whole", "ended_at", "pk"]
        verbose_name = "bewerking"
        verbose_name_plural = "bewerkingen"
        indexes = [models.Index(fields=["whole", "part", "field", "-ended_at"], name="editing_edits_of_a_field")]


def key_of_whole(whole: models.Model) -> str:
    """`themes.budget:12`."""
    return f"{whole._meta.label_lower}:{whole.pk}"
