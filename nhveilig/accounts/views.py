"""Logging in and out, choosing a password, and one's own account."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.views.generic import TemplateView

from nhveilig.accounts import logins
from nhveilig.accounts.demo import accounts_there
from nhveilig.accounts.forms import ChangePasswordForm, ChoosePasswordForm, ForgottenForm, LoginForm
from nhveilig.accounts.links import days_valid, every_token, mailed_tokens
from nhveilig.accounts.permissions import Permission
from nhveilig.accounts.presenters import WORDS, in_short
from nhveilig.http.views import RefusedForm, breadcrumbs

# In a session: the user name of who chose a password in it.
CHOSEN_BY = "password_chosen_by"


class LoginView(auth_views.LoginView):
    form_class = LoginForm
    template_name = "accounts/login.html"
    redirect_authenticated_user = True
    public = True

    def get_initial(self) -> dict[str, object]:
        """Who has just chosen a password need not look up the name that goes with it."""
        return super().get_initial() | {"username": self.request.session.pop(CHOSEN_BY, "")}

    def get_context_data(self, **kwargs):
        """The demo accounts are named only where their printed password is the one in use."""
        printed = settings.DEMO_PASSWORD_DEFAULT
        shown = accounts_there() if printed and (settings.DEMO_PASSWORD or printed) == printed else []
        accounts = [(account.username, account.label) for account in shown]
        return super().get_context_data(demo_accounts=accounts, **kwargs)

    def form_invalid(self, form: LoginForm) -> HttpResponse:
        status = HTTPStatus.TOO_MANY_REQUESTS if form.is_throttled else HTTPStatus.OK
        return self.render_to_response(self.get_context_data(form=form), status=status)


class LogoutView(auth_views.LogoutView):
    public = True

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            logins.note(logins.Kind.LOGGED_OUT, request, request.user)
        return super().post(request, *args, **kwargs)


class PasswordForgottenView(RefusedForm, auth_views.PasswordResetView):
    """Mails a link. Who asks hears the same, whether or not there is an account with that address."""

    public = True
    form_class = ForgottenForm
    template_name = "accounts/password_forgotten.html"
    success_url = reverse_lazy("accounts:password-mailed")


class PasswordMailedView(TemplateView):
    public = True
    template_name = "accounts/password_mailed.html"
    extra_context = {"days": days_valid}


class PasswordChooseView(RefusedForm, auth_views.PasswordResetConfirmView):
    """Behind the link of a mail. The secret leaves the address at once, so that it stays in no history."""

    public = True
    form_class = ChoosePasswordForm
    template_name = "accounts/password_choose.html"
    success_url = reverse_lazy("accounts:login")
    token_generator = every_token

    def form_valid(self, form) -> HttpResponse:
        # Stored with the password, which makes the link void.
        token = self.request.session[auth_views.INTERNAL_RESET_SESSION_TOKEN]
        self.user.address_proven = mailed_tokens.check_token(self.user, token)
        logins.note(logins.Kind.PASSWORD, self.request, self.user)
        self.request.session[CHOSEN_BY] = self.user.username
        messages.success(self.request, "Uw wachtwoord is opgeslagen. U kunt er nu mee inloggen.")
        return super().form_valid(form)


class AccountView(TemplateView):
    """Who one is here, with which roles, and what these allow."""

    permission = Permission.VIEW_PORTAL
    template_name = "accounts/account.html"

    def get_context_data(self, **kwargs):
        access = self.request.access
        return super().get_context_data(
            roles=[(role, in_short(role)) for role in access.own_roles],
            principals=access.principals,
            may=[words for permission, words in WORDS.items() if access.may(permission)],
            breadcrumbs=breadcrumbs([("Start", reverse_lazy("home"))], here="Mijn account"),
            **kwargs,
        )


class PasswordChangeView(RefusedForm, auth_views.PasswordChangeView):
    permission = Permission.VIEW_PORTAL
    form_class = ChangePasswordForm
    template_name = "accounts/password_change.html"
    success_url = reverse_lazy("accounts:account")
    extra_context = {
        "breadcrumbs": breadcrumbs([("Mijn account", reverse_lazy("accounts:account"))], here="Wachtwoord wijzigen"),
    }

    def form_valid(self, form) -> HttpResponse:
        logins.note(logins.Kind.PASSWORD, self.request, self.request.user)
        messages.success(self.request, "Uw nieuwe wachtwoord is opgeslagen. Op andere apparaten bent u uitgelogd.")
        return super().form_valid(form)
