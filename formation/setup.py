from django.urls import reverse

from formation.models import StrengthTable
from nhveilig.accounts.permissions import Permission
from nhveilig.web.setup import Step, add_step

STRENGTH = add_step(
    Step(
        "sterkte",
        40,
        "Politiesterkte",
        "Lees de eerste tabel in uit Excel: de onderdelen van de eenheid met hun formatie op een peildatum.",
        Permission.EDIT_STRENGTH,
        lambda unit: reverse("imports:upload", args=["formatie", unit.slug]),
        lambda unit: StrengthTable.objects.filter(police_unit=unit),
        ("sterktetabel", "sterktetabellen"),
    )
)
