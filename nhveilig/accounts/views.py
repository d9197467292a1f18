from django.conf import settings
from django.contrib.auth import views as auth_views

from nhveilig.accounts.demo import DEMO_ACCOUNTS
from nhveilig.accounts.forms import LoginForm


class LoginView(auth_views.LoginView):
    form_class = LoginForm
    template_name = "accounts/login.html"
    redirect_authenticated_user = True
    public = True

    def get_context_data(self, **kwargs):
        """The demo accounts are named only where their printed password is the one in use."""
        printed = settings.DEMO_PASSWORD_DEFAULT
        shown = DEMO_ACCOUNTS if printed and (settings.DEMO_PASSWORD or printed) == printed else []
        accounts = [(account.username, account.label) for account in shown]
        return super().get_context_data(demo_accounts=accounts, **kwargs)


class LogoutView(auth_views.LogoutView):
    public = True
