from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from nhveilig.accounts import services
from nhveilig.accounts.administrators.forms import COUNTRY, AdministratorForm
from nhveilig.accounts.administrators.queries import administrators
from nhveilig.accounts.exceptions import PeopleRefused
from nhveilig.accounts.links import send_password_link
from nhveilig.accounts.models import Role, User
from nhveilig.accounts.permissions import Permission
from nhveilig.http.views import RefusedForm, breadcrumbs
from nhveilig.regions.models import PoliceUnit

ADMINISTRATORS = "Beheerders"


class OfAdministrators:
    permission = Permission.NAME_ADMINISTRATORS
    title = ADMINISTRATORS

    def get_context_data(self, **kwargs):
        above = [(ADMINISTRATORS, reverse("administrators:list"))]
        about = {"title": self.title, "breadcrumbs": breadcrumbs(above, here=self.title)}
        return super().get_context_data(**about | kwargs)


class AdministratorsView(OfAdministrators, TemplateView):
    template_name = "accounts/administrators/list.html"

    def get_context_data(self, **kwargs):
        national, of_units = administrators()
        return super().get_context_data(national=national, of_units=of_units, **kwargs)


class NameView(RefusedForm, OfAdministrators, FormView):
    """The link is shown only when the account was made just now: whoever holds it holds the account."""

    template_name = "accounts/administrators/name.html"
    form_class = AdministratorForm
    title = "Beheerder benoemen"

    def get_initial(self) -> dict[str, str]:
        return {"eenheid": self.request.GET.get("eenheid", "")}

    def form_valid(self, form: AdministratorForm) -> HttpResponse:
        unit = form.cleaned_data["eenheid"]
        was_there = User.objects.filter(email__iexact=form.person["email"]).exists()
        try:
            user = services.name_administrator(newcomer=form.newcomer, police_unit=unit, by=self.request.user)
        except PeopleRefused as refusal:
            form.refuse(refusal)
            return self.form_invalid(form)
        return self._known(user, unit) if was_there else self._made(user, unit)

    def _known(self, user: User, unit: PoliceUnit | None) -> HttpResponse:
        messages.success(
            self.request,
            f"{user.shown_name} had al een account, en is nu ook beheerder van {unit or COUNTRY}. "
            "Naam en gebruikersnaam blijven zoals ze zijn.",
        )
        return redirect("administrators:list")

    def _made(self, user: User, unit: PoliceUnit | None) -> HttpResponse:
        link = send_password_link(user, is_shown=True)
        services.note_link(user=user, police_unit=unit, by=self.request.user)
        title = f"{user.shown_name} is beheerder van {unit or COUNTRY}"
        context = {"title": title, "user_shown": user, "link": link, "shown": True}
        context |= {"breadcrumbs": breadcrumbs([(ADMINISTRATORS, reverse("administrators:list"))], here=title)}
        response = self.response_class(self.request, "accounts/administrators/link.html", context)
        add_never_cache_headers(response)
        return response


class TakeView(OfAdministrators, TemplateView):
    """Of who works for the country; an eenheid decides on its own."""

    template_name = "accounts/administrators/take.html"
    title = "Rol intrekken"

    @cached_property
    def role(self) -> Role:
        held = Role.objects.in_force().of_administrators(None).select_related("user")
        return get_object_or_404(held, pk=self.kwargs["role"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs | {"role": self.role})

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        user = self.role.user
        try:
            services.take_role(user=user, role_id=self.role.pk, police_unit=None, by=request.user)
        except PeopleRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("administrators:list")
        messages.success(request, f"{user.shown_name} is geen landelijke beheerder meer.")
        return redirect("home" if user == request.user else "administrators:list")
