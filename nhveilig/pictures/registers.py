"""The pictures of an eenheid as a register. A new one comes with a file; what is used somewhere stays."""

from collections.abc import Iterable

from django.urls import reverse

from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import listed
from nhveilig.pictures.models import Picture
from nhveilig.pictures.uses import uses_of
from nhveilig.pictures.views import PictureCreatePage, PictureDetailPage
from nhveilig.registers.base import Register
from nhveilig.registers.columns import Column
from nhveilig.registers.registry import add_register


class PictureRegister(Register):
    code, name, namespace, model = "afbeeldingen", "picture", "pictures", Picture
    lead = "Foto’s en tekeningen voor plannen en verslagen: elk één keer, met wat erop staat en wie de maker is."
    view_permission, edit_permission = Permission.VIEW_CONCEPTS, Permission.EDIT_DOCUMENTS
    scope = "police_unit"
    columns = (
        Column("naam", "Hoe u haar terugvindt. Leeg: de naam van het bestand.", required=False, field="name"),
        Column(
            "wat erop staat",
            "Voor wie de afbeelding niet ziet: wat is er te zien, en waarom staat ze hier?",
            required=False,
            field="alt",
        ),
        Column("alleen versiering", "Ze vertelt niets wat niet in de tekst staat.", field="is_decorative"),
        Column("bijschrift", "Wat er onder de afbeelding komt te staan.", required=False, field="caption"),
        Column("maker", "Wie haar maakte, zoals dat eronder moet staan.", required=False, field="credit"),
        Column("gebruiksrecht", "Waarom u haar mag gebruiken.", required=False, field="licence"),
        Column("waar het om draait", "Wat in beeld blijft als alleen een deel past.", field="focus"),
    )
    listed = ("naam", "wat erop staat", "maker", "gebruiksrecht")
    searched = ("name", "alt", "caption", "credit")
    filters = ("gebruiksrecht", "alleen versiering")
    key = ("naam",)
    section, icon, below = "documents", "image", ("pictures:",)
    views = {"create": PictureCreatePage, "detail": PictureDetailPage}

    def thumbnail_of(self, row: Picture) -> str:
        return reverse("pictures:thumbnail", args=[row.pk])

    def why_kept(self, rows: Iterable[Picture]) -> dict[int, str]:
        places: dict[int, list[str]] = {}
        for use in uses_of(row.pk for row in rows):
            places.setdefault(use.picture, []).append(f"“{use.name}”")
        said = {pk: listed(dict.fromkeys(found)) for pk, found in places.items()}
        return {pk: f"Ze staat in {where}. Haal haar daar eerst weg." for pk, where in said.items()}


PICTURES = add_register(PictureRegister())
