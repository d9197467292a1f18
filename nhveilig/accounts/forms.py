from django.contrib.auth.forms import AuthenticationForm


class LoginForm(AuthenticationForm):
    """Logging in, with messages that name the field that was left empty."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages["required"] = "Vul uw gebruikersnaam in."
        self.fields["password"].error_messages["required"] = "Vul uw wachtwoord in."
