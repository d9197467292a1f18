from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, PasswordResetForm, SetPasswordForm
from django.http import HttpRequest

from nhveilig.accounts import logins
from nhveilig.accounts.exceptions import PeopleRefused
from nhveilig.accounts.links import ask_for_link
from nhveilig.accounts.models import User
from nhveilig.http.clients import client_address

RULES = (
    "Ten minste 12 tekens. Een zin van een paar woorden is makkelijk te onthouden; "
    "neem geen wachtwoord dat veel mensen gebruiken, en niet uw naam."
)

TOO_OFTEN = (
    "Er is te vaak geprobeerd om in te loggen. Wacht een kwartier en probeer het opnieuw. "
    "Weet u uw wachtwoord niet meer? Vraag dan een link om een nieuw te kiezen."
)


class LoginForm(AuthenticationForm):
    """Logging in, with messages that name the field that was left empty."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Gebruikersnaam of e-mailadres"
        self.fields["username"].error_messages["required"] = "Vul uw gebruikersnaam of uw e-mailadres in."
        self.fields["password"].error_messages["required"] = "Vul uw wachtwoord in."
        self.is_throttled = False

    def clean(self) -> dict[str, str]:
        if not {"username", "password"} <= self.cleaned_data.keys():
            return self.cleaned_data
        attempt = logins.begin_attempt(self.request, self.cleaned_data["username"])
        if attempt is None:
            self.is_throttled = True
            raise forms.ValidationError(TOO_OFTEN)
        cleaned = super().clean()
        logins.succeed(attempt, self.get_user())
        return cleaned

    def clean_username(self) -> str:
        """The name of the account that is meant, or what was typed."""
        typed = self.cleaned_data["username"].strip()
        found = User.people.called(typed)
        return found.username if found else typed


class ForgottenForm(PasswordResetForm):
    """Asking for a link by e-mail. The answer is the same whether or not there is such an account."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = "E-mailadres"
        email.error_messages |= {
            "required": "Vul het e-mailadres van uw account in.",
            "invalid": "Dit is geen e-mailadres. Schrijf het zoals naam@gemeente.nl.",
        }

    def save(self, *, request: HttpRequest, **options: object) -> None:
        ask_for_link(email=self.cleaned_data["email"], address=client_address(request))


class _NewPassword:
    """What both forms with a new password say of it."""

    error_messages = {"password_mismatch": "De twee wachtwoorden zijn niet gelijk. Typ ze allebei opnieuw."}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        first, second = self.fields["new_password1"], self.fields["new_password2"]
        first.label, first.help_text = "Nieuw wachtwoord", RULES
        second.label, second.help_text = "Nog een keer het nieuwe wachtwoord", ""
        first.error_messages["required"] = "Kies een nieuw wachtwoord."
        second.error_messages["required"] = "Typ het nieuwe wachtwoord nog een keer."


class ChoosePasswordForm(_NewPassword, SetPasswordForm):
    """Behind the link of a mail."""


class ChangePasswordForm(_NewPassword, PasswordChangeForm):
    error_messages = _NewPassword.error_messages | {
        "password_incorrect": "Dit is niet uw huidige wachtwoord. Let op hoofdletters en probeer het opnieuw."
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Huidig wachtwoord"
        self.fields["old_password"].error_messages["required"] = "Vul uw huidige wachtwoord in."


class RefusableForm(forms.Form):
    # The names services give to what they refuse, and the fields that hold it.
    field_names = {
        "kind": "rol",
        "municipality": "gemeente",
        "username": "gebruikersnaam",
        "until": "tot",
        "user": "wie",
        "starts_on": "vanaf",
    }

    def refuse(self, refusal: PeopleRefused) -> None:
        """Put what a service refused with the field it is about, or above the form."""
        name = self.field_names.get(refusal.field, refusal.field)
        self.add_error(name if name in self.fields else None, str(refusal))
