"""Where the pictures of an eenheid stand in documents, for whoever wants to change or remove one."""

from collections.abc import Iterator

from django.urls import reverse

from nhveilig.pictures.uses import Use, add_uses
from reports.documents.models import Block


@add_uses
def uses_in_documents(pictures: list[int]) -> Iterator[Use]:
    """In outlines as they are written now; an edition holds its pictures itself."""
    blocks = Block.objects.present().filter(options__picture__in=pictures).select_related("document")
    for block in blocks.order_by("document__title", "order"):
        url = reverse("reports:document-desk", args=[block.document.slug])
        yield Use(block.options["picture"], block.document.title, f"{url}?hoofdstuk={block.anchor}")
