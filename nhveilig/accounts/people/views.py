"""The people of an eenheid: lists of them, and one person with roles, account and the link for a password."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.generic import FormView, ListView, TemplateView, View

from nhveilig.accounts import services
from nhveilig.accounts.exceptions import AlreadyHere, KnownElsewhere, PeopleRefused, RoleGone
from nhveilig.accounts.links import send_password_link
from nhveilig.accounts.models import AccessEvent, Role, RoleChange, User
from nhveilig.accounts.people.forms import NewcomerForm, OfferForm, PeopleFilter, PersonForm, RoleForm
from nhveilig.accounts.people.queries import OfPeople, OfPerson, Person, persons, sorted_by_surname
from nhveilig.accounts.permissions import Permission
from nhveilig.accounts.presenters import explained_roles, words_for
from nhveilig.http.responses import csv_download
from nhveilig.http.views import RefusedForm, breadcrumbs
from nhveilig.texts.spreadsheets import csv_for_people

PER_PAGE = 50
ANOTHER_LINK = (
    "Een andere eenheid kon over het account beslissen. Daarom geldt het oude wachtwoord niet meer: "
    "deze persoon krijgt een mail met een link om een nieuw wachtwoord te kiezen."
)
CSV_HEADER = ["naam", "gebruikersnaam", "e-mailadres", "rollen", "werkt aan", "laatst ingelogd", "account"]


class OwnPeopleView(View):
    """Leads to the eenheid whose people one manages; of several, to the first."""

    permission = Permission.MANAGE_PEOPLE

    def get(self, request: HttpRequest) -> HttpResponse:
        managed = request.access.units_with(self.permission)
        units = [role.police_unit for role in request.access.roles if role.police_unit_id in managed]
        first = min(units, key=lambda unit: unit.order)
        return HttpResponseRedirect(reverse("people:list", args=[first.slug]))


class PeopleListView(OfPeople, TemplateView):
    template_name = "accounts/people/list.html"

    def get_context_data(self, **kwargs):
        chosen = PeopleFilter(self.request.GET)
        paginator = Paginator(sorted_by_surname(chosen.of(self.people, self.police_unit)), PER_PAGE)
        page = paginator.get_page(self.request.GET.get("page"))
        return super().get_context_data(
            filter=chosen,
            page_obj=page,
            found_count=paginator.count,
            people=persons(self.police_unit, page),
            other_units=self._other_units(),
            **kwargs,
        )

    def _other_units(self) -> list[dict[str, str]]:
        managed = self.request.access.units_with(self.permission) - {self.police_unit.pk}
        units = {role.police_unit for role in self.request.access.roles if role.police_unit_id in managed}
        return [
            {"name": unit.name, "url": reverse("people:list", args=[unit.slug])}
            for unit in sorted(units, key=lambda unit: unit.order)
        ]


class CsvView(OfPeople, View):
    """The list as it was filtered, all pages of it."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        found = sorted_by_surname(PeopleFilter(request.GET).of(self.people, self.police_unit))
        rows = [CSV_HEADER, *map(_csv_cells, persons(self.police_unit, found))]
        return csv_download(csv_for_people(rows), f"mensen-{slug}-{timezone.localdate():%Y-%m-%d}.csv")


def _csv_cells(person: Person) -> list[str]:
    user = person.user
    last = f"{timezone.localtime(user.last_login):%Y-%m-%d %H:%M}" if user.last_login else ""
    account = "actief" if user.is_active else "stilgezet"
    roles, works_on = "; ".join(person.role_names), "; ".join(person.works_on)
    return [user.shown_name, user.username, user.email, roles, works_on, last, account]


class RoleMatrixView(OfPeople, TemplateView):
    """Roles by people: who holds what, at a glance and on paper."""

    template_name = "accounts/people/matrix.html"
    title = "Wie heeft welke rol"

    def get_context_data(self, **kwargs):
        people = sorted_by_surname(user for user in self.people if user.held)
        return super().get_context_data(
            kinds=list(Role.Kind),
            rows=[{"user": user, "cells": _cells(user)} for user in people],
            totals=[sum(any(role.kind == kind for role in user.held) for user in people) for kind in Role.Kind],
            **kwargs,
        )


def _cells(user: User) -> list[str]:
    """Per role: empty, “ja”, or the municipalities of a mayor."""
    held: dict[str, list[str]] = {}
    for role in user.held:
        held.setdefault(role.kind, []).append(role.municipality.name if role.municipality else "ja")
    return [", ".join(held.get(kind, [])) for kind in Role.Kind]


class RolesView(OfPeople, TemplateView):
    template_name = "accounts/people/roles.html"
    title = "Wat mag een rol"

    def get_context_data(self, **kwargs):
        return super().get_context_data(roles=explained_roles(), **kwargs)


class AccessLogView(OfPeople, ListView):
    """Who of the eenheid came in and who did not, and what was refused to them."""

    template_name = "accounts/people/access_log.html"
    title = "Wie logde in"
    paginate_by = PER_PAGE
    context_object_name = "events"

    def get_queryset(self):
        return AccessEvent.objects.of_people(self.people)

    def get_context_data(self, **kwargs):
        return super().get_context_data(days=settings.ACCESS_LOG_DAYS, **kwargs)


class LinkPage(OfPeople):
    """The page that shows a link once: it is in this answer and in the mail, and nowhere else."""

    def link_page(self, user: User, title: str) -> HttpResponse:
        # Whoever holds the link holds the account; of an account that others count on it goes by mail alone.
        shown = services.is_managed_by(user, self.request.user)
        link = send_password_link(user, is_shown=shown)
        services.note_link(user=user, **self.by_me)
        above = [*OfPeople.above(self), (user.shown_name, self.address("person", user.pk))]
        context = self.about_unit() | {"breadcrumbs": breadcrumbs(above, here=title)}
        context |= {"title": title, "user_shown": user, "link": link, "shown": shown}
        response = self.response_class(self.request, "accounts/people/link.html", context)
        add_never_cache_headers(response)
        return response


class PeopleFormView(RefusedForm, OfPeople, FormView):
    """Has a service do what was typed, and shows what that refuses in the same form."""

    refusal: PeopleRefused | None = None

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            return self.done(form)
        except PeopleRefused as refusal:
            self.refusal = refusal
            form.refuse(refusal)
            return self.form_invalid(form)

    def done(self, form: Form) -> HttpResponse:
        raise NotImplementedError


class RoleFormView(PeopleFormView):
    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"police_unit": self.police_unit}


class AddView(LinkPage, RoleFormView):
    """A new person with a first role. Of an address that belongs to somebody elsewhere only a role is offered."""

    template_name = "accounts/people/add.html"
    form_class = NewcomerForm
    title = "Iemand toevoegen"

    def get_context_data(self, **kwargs):
        known = self.refusal.user if isinstance(self.refusal, AlreadyHere) else None
        return super().get_context_data(known=known, offered=isinstance(self.refusal, KnownElsewhere), **kwargs)

    def done(self, form: NewcomerForm) -> HttpResponse:
        user = services.add_person(newcomer=form.newcomer, **form.role, **self.by_me)
        return self.link_page(user, f"{user.shown_name} is toegevoegd")


class OfferView(RoleFormView):
    """The role for somebody of another eenheid, after `AddView` found the address."""

    http_method_names = ["post"]
    template_name = "accounts/people/offer.html"
    form_class = OfferForm
    title = "Rol geven"

    def done(self, form: OfferForm) -> HttpResponse:
        user = services.give_role_by_address(email=form.cleaned_data["email"], **form.role, **self.by_me)
        messages.success(self.request, f"{user.shown_name} heeft nu een rol in {self.police_unit}.")
        if not user.has_usable_password():
            messages.info(self.request, ANOTHER_LINK)
        return HttpResponseRedirect(self.address("person", user.pk))


class PersonView(OfPerson, RoleFormView):
    """Somebody's roles and account, and what was changed in them; giving a role is sent here."""

    template_name = "accounts/people/person.html"
    form_class = RoleForm

    @property
    def title(self) -> str:
        return self.person.shown_name

    def get_context_data(self, **kwargs):
        user, unit = self.person, self.police_unit
        return super().get_context_data(
            person=persons(unit, [user])[0],
            roles=[(role, role.role_name, self.address("take", user.pk, role.pk)) for role in user.held],
            changes=RoleChange.objects.of_person(user, unit),
            managed=services.is_managed_by(user, self.request.user),
            is_self=user == self.request.user,
            **kwargs,
        )

    def done(self, form: RoleForm) -> HttpResponse:
        had_password = self.person.has_usable_password()
        if services.give_role(user=self.person, **form.role, **self.by_me):
            messages.success(self.request, f"{self.person.shown_name} heeft de rol gekregen.")
            if had_password and not self.person.has_usable_password():
                messages.info(self.request, ANOTHER_LINK)
        else:
            messages.info(self.request, f"{self.person.shown_name} had deze rol al. Er is niets veranderd.")
        return HttpResponseRedirect(self.own_address)


class RenameView(OfPerson, PeopleFormView):
    template_name = "accounts/people/rename.html"
    form_class = PersonForm
    title = "Gegevens wijzigen"

    def get_initial(self) -> dict[str, str]:
        user = self.person
        return {"voornaam": user.first_name, "achternaam": user.last_name, "email": user.email}

    def done(self, form: PersonForm) -> HttpResponse:
        services.rename(user=self.person, **form.person, **self.by_me)
        messages.success(self.request, "De gegevens zijn opgeslagen.")
        return HttpResponseRedirect(self.own_address)


class ActView(OfPerson, TemplateView):
    """Has a service do something with the person, and leads back to their page."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            said = self.act({"user": self.person, **self.by_me})
        except PeopleRefused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(self.own_address)
        messages.success(request, f"{self.person.shown_name} {said}.")
        return HttpResponseRedirect(self.afterwards())

    def act(self, whom: dict[str, object]) -> str:
        """What the person can or has now. Raises PeopleRefused."""
        raise NotImplementedError

    def afterwards(self) -> str:
        return self.own_address


class TakeView(ActView):
    """Asks before a role is taken, and says what the person can no longer do then."""

    template_name = "accounts/people/take.html"
    title = "Rol intrekken"

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        role = next((role for role in self.person.held if role.pk == self.kwargs["role"]), None)
        if role is None:
            messages.error(request, str(RoleGone()))
            return HttpResponseRedirect(self.own_address)
        loses = _only_with(role, self.person.held)
        return self.render_to_response(self.get_context_data(role_name=role.role_name, loses=loses))

    def act(self, whom: dict[str, object]) -> str:
        return f"heeft de rol {services.take_role(role_id=self.kwargs['role'], **whom).role_name} niet meer"

    def afterwards(self) -> str:
        """Whoever took a last role may have lost the page of the person, or the pages about people altogether."""
        managing = Role.objects.filter(user=self.request.user, police_unit=self.police_unit)
        if self.person == self.request.user and not managing.filter(kind=Role.Kind.ADMINISTRATOR).exists():
            return reverse("home")
        return self.own_address if services.is_of(self.person, self.police_unit) else self.address("list")


def _only_with(role: Role, held: list[Role]) -> list[str]:
    others = {words for other in held if other.pk != role.pk for words in words_for(other.kind)}
    return [words for words in words_for(role.kind) if words not in others]


class DeactivateView(ActView):
    """Asks before an account is shut."""

    template_name = "accounts/people/deactivate.html"
    title = "Account stilzetten"

    def act(self, whom: dict[str, object]) -> str:
        services.deactivate(**whom)
        return "kan niet meer inloggen"


class ReactivateView(ActView):
    http_method_names = ["post"]

    def act(self, whom: dict[str, object]) -> str:
        services.reactivate(**whom)
        return "kan weer inloggen"


class LinkView(OfPerson, LinkPage, TemplateView):
    """A new link for who has none, lost it, or forgot the password."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        if not self.person.is_active:
            messages.error(request, "Dit account is stilgezet. Zet het eerst weer open.")
            return HttpResponseRedirect(self.own_address)
        return self.link_page(self.person, f"Wachtwoordlink voor {self.person.shown_name}")
