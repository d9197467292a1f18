from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, PasswordResetForm, SetPasswordForm
from django.http import HttpRequest

from nhveilig.accounts.models import User
from nhveilig.accounts.services import send_password_link

RULES = (
    "Ten minste 12 tekens. Een zin van een paar woorden is makkelijk te onthouden; "
    "neem geen wachtwoord dat veel mensen gebruiken, en niet uw naam."
)


class LoginForm(AuthenticationForm):
    """Logging in, with messages that name the field that was left empty."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Gebruikersnaam of e-mailadres"
        self.fields["username"].error_messages["required"] = "Vul uw gebruikersnaam of uw e-mailadres in."
        self.fields["password"].error_messages["required"] = "Vul uw wachtwoord in."

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
        """Also to who never chose a password: the link of the administrator may have been lost."""
        for user in User.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True):
            send_password_link(user, request, asked_by_themselves=True)


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
