from django.contrib.auth.forms import AuthenticationForm


class LoginForm(AuthenticationForm):
    """Logging in, with messages that name the field and say what to do."""

    error_messages = {
        "invalid_login": "Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar. Let op hoofdletters.",
        "inactive": "Dit account is niet meer actief. Vraag de beheerder van uw eenheid.",
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages["required"] = "Vul uw gebruikersnaam in."
        self.fields["password"].error_messages["required"] = "Vul uw wachtwoord in."
