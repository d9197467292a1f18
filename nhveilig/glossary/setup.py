from django.urls import reverse

from nhveilig.accounts.permissions import Permission
from nhveilig.glossary.models import UnitTerm
from nhveilig.web.setup import Step, add_step

GLOSSARY = add_step(
    Step(
        "begrippen",
        80,
        "Begrippen en afkortingen",
        "Woorden die alleen uw eenheid gebruikt. De landelijke staan er al.",
        Permission.EDIT_GLOSSARY,
        lambda unit: reverse("glossary:unit-term-list"),
        lambda unit: UnitTerm.objects.present().filter(police_unit=unit),
        ("begrip", "begrippen"),
    )
)
