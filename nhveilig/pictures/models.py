from django.db import models

from nhveilig.regions.models import PoliceUnit
from nhveilig.registers.models import RegisterRow
from nhveilig.texts import models as texts


class Picture(RegisterRow):
    """A photo or drawing of an eenheid, with what has to be said of it. Its bytes stand apart: a list reads none."""

    class Licence(models.TextChoices):
        OWN = "own", "eigen werk"
        ALLOWED = "allowed", "met toestemming van de maker"
        BOUGHT = "bought", "gekocht bij een beeldbank"
        CC0 = "cc0", "CC0"
        CC_BY = "cc-by", "CC BY 4.0"
        CC_BY_SA = "cc-by-sa", "CC BY-SA 4.0"

    class Focus(models.TextChoices):
        """What stays when only a part fits: of three by three fields one."""

        TOP_LEFT = "0-0", "linksboven"
        TOP = "1-0", "boven"
        TOP_RIGHT = "2-0", "rechtsboven"
        LEFT = "0-1", "links"
        MIDDLE = "1-1", "midden"
        RIGHT = "2-1", "rechts"
        BOTTOM_LEFT = "0-2", "linksonder"
        BOTTOM = "1-2", "onder"
        BOTTOM_RIGHT = "2-2", "rechtsonder"

    police_unit = models.ForeignKey(PoliceUnit, models.PROTECT, related_name="pictures", verbose_name="eenheid")
    name = texts.CharField("naam", max_length=120, blank=True)
    alt = texts.CharField("wat erop staat", max_length=400, blank=True)
    is_decorative = models.BooleanField("alleen versiering", default=False)
    caption = texts.CharField("bijschrift", max_length=300, blank=True)
    credit = texts.CharField("maker", max_length=120, blank=True)
    licence = models.CharField("gebruiksrecht", max_length=10, choices=Licence, blank=True)
    focus = models.CharField("waar het om draait", max_length=3, choices=Focus, default=Focus.MIDDLE)
    # Of what was uploaded: the same file is not kept twice.
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    media_type = models.CharField("soort bestand", max_length=20, editable=False)
    width = models.PositiveIntegerField("breedte", default=0, editable=False)
    height = models.PositiveIntegerField("hoogte", default=0, editable=False)

    class Meta:
        ordering = ["police_unit", "name", "pk"]
        verbose_name = "afbeelding"
        verbose_name_plural = "afbeeldingen"

    def __str__(self) -> str:
        return self.name

    @property
    def is_described(self) -> bool:
        return self.is_decorative or bool(self.alt)

    @property
    def source_line(self) -> str:
        """Who made it and what one may do with it, as it stands below the picture."""
        licence = self.get_licence_display() if self.licence in OPEN_LICENCES else ""
        return ", ".join(filter(None, (self.credit, licence)))


# Those that have to stand with the picture.
OPEN_LICENCES = {Picture.Licence.CC0, Picture.Licence.CC_BY, Picture.Licence.CC_BY_SA}


class PictureFile(models.Model):
    """The bytes of a picture as the portal made them anew, and of a small one for lists. They never change."""

    picture = models.OneToOneField(Picture, models.CASCADE, primary_key=True, related_name="file")
    data = models.BinaryField("bestand")
    thumbnail = models.BinaryField("klein beeld")

    class Meta:
        verbose_name = "bestand van een afbeelding"
        verbose_name_plural = "bestanden van afbeeldingen"

    def __str__(self) -> str:
        return f"Bestand van {self.picture}"
