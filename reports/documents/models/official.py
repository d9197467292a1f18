import hashlib
from typing import Self

from django.db import models

from nhveilig.exceptions import PortalError
from reports.documents.models.documents import Edition
from reports.documents.models.frozen import FrozenModel, FrozenQuerySet


class OfficialFileDamaged(PortalError):
    """The bytes are not those that were kept."""


class OfficialFileQuerySet(FrozenQuerySet):
    def described(self) -> Self:
        """Without the bytes, which are large."""
        return self.defer("data")


class OfficialFile(FrozenModel):
    """The PDF of an adopted edition, made once by the code of its day. See docs/adr/0024-what-is-official-stays.md."""

    FROZEN = "An official file is kept"

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="official_file", verbose_name="editie")
    # In the database, so that one backup holds the edition together with its file.
    data = models.BinaryField("bestand")
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("grootte")
    pages = models.PositiveIntegerField("pagina's", null=True)
    made_at = models.DateTimeField("gemaakt op")
    # The `renderer_version` of the code that made it; empty of a file from before official files were kept.
    renderer = models.CharField("versie van de opmaak", max_length=64, blank=True)

    objects = OfficialFileQuerySet.as_manager()

    class Meta:
        ordering = ["edition"]
        verbose_name = "officieel bestand"
        verbose_name_plural = "officiële bestanden"

    def __str__(self) -> str:
        return f"Officieel bestand van {self.edition}"

    @property
    def name(self) -> str:
        return f"{self.edition.document.slug}-editie-{self.edition.number}.pdf"

    def intact(self) -> bytes:
        """The bytes as they were kept. Raises OfficialFileDamaged; nobody makes them again in silence."""
        data = bytes(self.data)
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise OfficialFileDamaged(
                f"Het officiële bestand van “{self.edition}” is beschadigd: de inhoud is niet meer die van "
                f"{self.made_at:%d-%m-%Y} (SHA-256 {self.sha256[:12]}…). Er wordt geen nieuw bestand van gemaakt. "
                "Vraag de beheerder het terug te zetten uit een reservekopie."
            )
        return data
