from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.http import QueryDict

from nhveilig.accounts.forms import RefusableForm
from nhveilig.accounts.models import OF_UNITS, Role, UserQuerySet
from nhveilig.accounts.services import Newcomer, municipalities_of
from nhveilig.figures.forms import DateField
from nhveilig.regions.models import PoliceUnit
from nhveilig.texts import forms as texts

WITHOUT_ROLE = "geen"
ROLES = [(kind.value, kind.label) for kind in OF_UNITS]
username_validator = UnicodeUsernameValidator(
    message="Gebruik alleen letters, cijfers en de tekens @ . + - _, zonder spaties. Bijvoorbeeld s.jansen."
)


class PeopleFilter(forms.Form):
    """Which people of the eenheid to show; what cannot be chosen is left out of account."""

    q = forms.CharField(label="Zoek op naam of e-mailadres", required=False, max_length=100)
    rol = forms.ChoiceField(
        label="Rol", required=False, choices=[("", "Alle rollen"), *ROLES, (WITHOUT_ROLE, "zonder rol")]
    )
    account = forms.ChoiceField(
        label="Account", required=False, choices=[("", "Alle"), ("actief", "actief"), ("stil", "stilgezet")]
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.full_clean()

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)

    def of(self, people: UserQuerySet, police_unit: PoliceUnit) -> UserQuerySet:
        chosen = self.cleaned_data
        people = people.matching(chosen.get("q", ""))
        if chosen.get("account"):
            people = people.filter(is_active=chosen["account"] == "actief")
        if not chosen.get("rol"):
            return people
        if chosen["rol"] == WITHOUT_ROLE:
            return people.exclude(pk__in=Role.objects.in_force().filter(police_unit=police_unit).values("user"))
        held = Role.objects.in_force().filter(police_unit=police_unit, kind=chosen["rol"])
        return people.filter(pk__in=held.values("user"))


NO_END = "De laatste dag waarop de rol geldt. Laat leeg als er geen einddatum is."


class PersonForm(RefusableForm):
    """Who somebody is."""

    voornaam = texts.CharField(
        label="Voornaam", max_length=150, error_messages={"required": "Vul de voornaam of de voorletters in."}
    )
    achternaam = texts.CharField(
        label="Achternaam",
        max_length=150,
        help_text="Met tussenvoegsel, zoals: van der Meer.",
        error_messages={"required": "Vul de achternaam in."},
    )
    email = forms.EmailField(
        label="E-mailadres",
        max_length=254,
        help_text="Hierheen gaat de link om een wachtwoord te kiezen.",
        error_messages={
            "required": "Vul het e-mailadres in.",
            "invalid": "Dit is geen e-mailadres. Schrijf het zoals naam@gemeente.nl.",
        },
    )

    @property
    def person(self) -> dict[str, str]:
        """What the services call it; only of a valid form."""
        chosen = self.cleaned_data
        return {"first_name": chosen["voornaam"], "last_name": chosen["achternaam"], "email": chosen["email"]}


class RoleForm(RefusableForm):
    """A role, and for a mayor, griffier or raadslid the municipality."""

    rol = forms.ChoiceField(
        label="Rol",
        choices=[("", "Kies een rol"), *ROLES],
        error_messages={
            "required": "Kies een rol.",
            "invalid_choice": "Deze rol bestaat niet. Kies er een in de lijst.",
        },
    )
    gemeente = forms.ModelChoiceField(
        label="Gemeente",
        queryset=None,
        required=False,
        empty_label="Geen gemeente",
        help_text="Alleen bij de rollen burgemeester, griffier en raadslid.",
        error_messages={"invalid_choice": "Dit is nu geen gemeente van deze eenheid. Kies er een in de lijst."},
    )

    tot = DateField(label="Tot en met", required=False, help_text=NO_END)

    def __init__(self, *args, police_unit: PoliceUnit, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gemeente"].queryset = municipalities_of(police_unit)

    @property
    def role(self) -> dict:
        """What the services call it; only of a valid form."""
        chosen = self.cleaned_data
        return {"kind": chosen["rol"], "municipality": chosen["gemeente"], "until": chosen["tot"]}


class EndForm(RefusableForm):
    """Until when a role holds."""

    tot = DateField(label="Tot en met", required=False, help_text=NO_END)


class NewcomerForm(RoleForm, PersonForm):
    gebruikersnaam = forms.CharField(
        label="Gebruikersnaam",
        max_length=150,
        help_text="Hiermee logt deze persoon in, bijvoorbeeld s.jansen.",
        validators=[username_validator],
        error_messages={"required": "Vul een gebruikersnaam in."},
    )
    field_order = ["voornaam", "achternaam", "email", "gebruikersnaam", "rol", "gemeente", "tot"]

    @property
    def newcomer(self) -> Newcomer:
        return Newcomer(username=self.cleaned_data["gebruikersnaam"], **self.person)


class OfferForm(RoleForm):
    """A role for somebody who has an account already, but is not known in this eenheid."""

    email = forms.EmailField(label="E-mailadres", max_length=254)
    field_order = ["email", "rol", "gemeente", "tot"]
