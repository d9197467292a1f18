from typing import Self

from django.db import models

from nhveilig.editing.models import Binned, BinnedQuerySet, Continued
from nhveilig.texts import models as texts
from reports.documents.models.documents import Document


class Children(dict[int | None, list["Block"]]):
    """Blocks in reading order by the number of their parent, None for chapters."""

    def __missing__(self, parent: int | None) -> list["Block"]:
        return []


class BlockQuerySet(BinnedQuerySet):
    def in_order(self) -> Self:
        """As they are read. Two that somebody and the demo data put in one place stand one after the other."""
        return self.order_by("order", "pk")

    def outline(self) -> list["Block"]:
        """Of one document, without texts: each with its depth as `level` (1 for a chapter). One query."""
        blocks = list(self.present().defer("html", "options", "versions").in_order())
        levels: dict[int, int] = {}
        for block in blocks:
            block.level = levels[block.pk] = levels.get(block.parent_id, 0) + 1
        return blocks

    def by_parent(self) -> "Children":
        """One query."""
        found = Children()
        for block in self.in_order():
            found.setdefault(block.parent_id, []).append(block)
        return found


class Block(Continued, Binned):
    """One piece of a document's outline. `reports.documents.blocks` has a function that freezes each `kind`.

    What is taken out goes to the bin, with what stands under it.
    """

    ENTRIES = "options"

    class Numbering(models.TextChoices):
        AUTO = "auto", "vanzelf, naar de plaats"
        NONE = "none", "geen nummer"
        OWN = "own", "een eigen nummer"

    document = models.ForeignKey(Document, models.CASCADE, related_name="blocks", verbose_name="document")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="onderdeel van"
    )
    order = models.PositiveSmallIntegerField("volgorde")
    kind = texts.CharField("soort", max_length=30)
    anchor = models.SlugField("anker", max_length=60)
    numbering = models.CharField("nummering", max_length=4, choices=Numbering, default=Numbering.NONE)
    # As it is printed. Unless it is the block's own, it follows from the outline (reports.documents.numbering).
    number = texts.CharField("nummer", max_length=10, blank=True)
    title = texts.CharField("titel", max_length=200, blank=True)
    html = texts.TextField("tekst", blank=True)
    options = models.JSONField("instellingen", default=dict, blank=True)

    objects = BlockQuerySet.as_manager()

    class Meta:
        ordering = ["document", "order"]
        verbose_name = "blok"
        verbose_name_plural = "blokken"
        constraints = [
            models.UniqueConstraint(fields=["document", "anchor"], name="reports_one_block_per_anchor"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title or self.kind}".strip()
