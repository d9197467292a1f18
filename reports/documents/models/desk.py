"""What goes with writing a document together: who writes which chapter, who is there, and what they say about it."""

from django.conf import settings
from django.db import models

from nhveilig.editing.comments.models import BaseComment, BasePresence
from nhveilig.editing.models import Edited
from reports.documents.models.blocks import Block
from reports.documents.models.documents import Document


class ChapterTask(Edited):
    """Who writes a chapter and who reads it, by when, and how far it is."""

    class State(models.TextChoices):
        TO_WRITE = "to_write", "te schrijven"
        WRITING = "writing", "in bewerking"
        READING = "reading", "ter lezing"
        AGREED = "agreed", "akkoord"

    block = models.OneToOneField(Block, models.CASCADE, related_name="task", verbose_name="hoofdstuk")
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="wie schrijft"
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="wie leest"
    )
    due_on = models.DateField("klaar op", null=True, blank=True)
    state = models.CharField("hoe ver het is", max_length=8, choices=State, default=State.TO_WRITE)

    class Meta:
        ordering = ["block__document", "block__order"]
        verbose_name = "taak bij een hoofdstuk"
        verbose_name_plural = "taken bij hoofdstukken"

    def __str__(self) -> str:
        return str(self.block)


class DocumentPresence(BasePresence):
    """A tab somebody has open on a document, and the block they are in."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="presences", verbose_name="document")

    class Meta(BasePresence.Meta):
        constraints = [
            models.UniqueConstraint(fields=["document", "user", "session"], name="reports_one_presence_per_tab"),
        ]


class DocumentComment(BaseComment):
    """Something said about a block of a document."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="comments", verbose_name="document")

    class Meta(BaseComment.Meta):
        ordering = ["document", "written_at", "pk"]
