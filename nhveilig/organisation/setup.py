from django.urls import reverse

from nhveilig.accounts.permissions import Permission
from nhveilig.regions.models import OrganisationUnit
from nhveilig.web.sections import Page, add_page
from nhveilig.web.setup import Step, add_step

add_page(
    "setup",
    Page(
        "Organisatie",
        "organisation:home",
        Permission.EDIT_ORGANISATION,
        "De districten, teams en diensten van de eenheid, en voor welke gemeenten zij werken.",
        ("organisation:",),
        "people",
    ),
)
ORGANISATION = add_step(
    Step(
        "organisatie",
        30,
        "Organisatie",
        "De districten, teams en diensten, en voor welke gemeenten zij werken. U kunt een hele lijst tegelijk plakken.",
        Permission.EDIT_ORGANISATION,
        lambda unit: reverse("organisation:tree", args=[unit.slug]),
        lambda unit: OrganisationUnit.objects.filter(police_unit=unit).exclude(kind=OrganisationUnit.Kind.UNIT),
        ("onderdeel", "onderdelen"),
    )
)
