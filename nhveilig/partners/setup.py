from django.urls import reverse

from nhveilig.accounts.permissions import Permission
from nhveilig.partners.models import ContactPerson
from nhveilig.web.setup import Step, add_step

CONTACTS = add_step(
    Step(
        "contactpersonen",
        70,
        "Contactpersonen",
        "Wie u bij een gemeente belt over welk onderwerp. Zet er alleen in wat collega’s nodig hebben.",
        Permission.EDIT_PARTNERS,
        lambda unit: reverse("partners:contact-list"),
        lambda unit: ContactPerson.objects.present().filter(municipality__safety_region__police_unit=unit),
        ("contactpersoon", "contactpersonen"),
    )
)
