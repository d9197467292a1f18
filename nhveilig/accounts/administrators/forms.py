from django import forms

from nhveilig.accounts.people.forms import PersonForm
from nhveilig.accounts.services import Newcomer
from nhveilig.regions.models import PoliceUnit

COUNTRY = "Heel Nederland"


class AdministratorForm(PersonForm):
    """Who it is, and of which eenheid; none is the country. The user name is the e-mail address."""

    eenheid = forms.ModelChoiceField(
        label="Eenheid",
        queryset=PoliceUnit.objects.filter(kind=PoliceUnit.Kind.REGIONAL),
        required=False,
        to_field_name="slug",
        empty_label=COUNTRY,
        help_text="Wie voor heel Nederland beheert, houdt bij wat voor alle eenheden geldt en benoemt anderen.",
        error_messages={"invalid_choice": "Deze eenheid bestaat niet. Kies er een in de lijst."},
    )
    field_order = ["eenheid", "voornaam", "achternaam", "email"]

    @property
    def newcomer(self) -> Newcomer:
        return Newcomer(username=self.person["email"], **self.person)
