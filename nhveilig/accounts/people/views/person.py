"""One person: adding, roles, the account and the link for a password."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.generic import TemplateView, View

from nhveilig.accounts.exceptions import AlreadyHere, KnownElsewhere, PeopleRefused, RoleGone
from nhveilig.accounts.models import Role, RoleChange, User
from nhveilig.accounts.passwords import send_password_link
from nhveilig.accounts.people.forms import NewcomerForm, OfferForm, PersonForm, RoleForm
from nhveilig.accounts.people.queries import OfPeople, OfPerson, persons, role_name
from nhveilig.accounts.presenters import words_for
from nhveilig.accounts.services import (
    add_person,
    deactivate,
    give_role,
    give_role_by_address,
    is_managed_by,
    is_of,
    note_link,
    reactivate,
    rename,
    take_role,
)
from nhveilig.http.responses import UNPROCESSABLE
from nhveilig.http.views import breadcrumbs


class LinkPage(OfPeople):
    """The page that shows a link once: it is in this answer and in the mail, and nowhere else."""

    def link_page(self, user: User, title: str) -> HttpResponse:
        link = send_password_link(user, self.request)
        note_link(user=user, police_unit=self.police_unit, by=self.request.user)
        # Whoever holds the link holds the account; of an account that others count on it goes by mail alone.
        shown = is_managed_by(user, self.request.user)
        above = [*OfPeople.above(self), (user.shown_name, self.address("person", user.pk))]
        context = self.about_unit() | {"breadcrumbs": breadcrumbs(above, here=title)}
        context |= {"title": title, "user_shown": user, "link": link, "shown": shown}
        response = self.response_class(self.request, "accounts/people/link.html", context)
        add_never_cache_headers(response)
        return response


class AddView(LinkPage, TemplateView):
    """A new person with a first role. Of an address that belongs to somebody elsewhere only a role is offered."""

    template_name = "accounts/people/add.html"

    def get_context_data(self, **kwargs):
        context = {"form": NewcomerForm(self.police_unit), "known": None, "offered": False} | kwargs
        return super().get_context_data(**self.page("Iemand toevoegen"), **context)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        form = NewcomerForm(self.police_unit, request.POST)
        if not form.is_valid():
            return self._again(form=form)
        try:
            user = add_person(newcomer=form.newcomer, police_unit=self.police_unit, by=request.user, **form.role)
        except KnownElsewhere:
            return self._again(form=form, offered=True)
        except AlreadyHere as refusal:
            form.refuse(refusal)
            return self._again(form=form, known=refusal.user)
        except PeopleRefused as refusal:
            form.refuse(refusal)
            return self._again(form=form)
        return self.link_page(user, f"{user.shown_name} is toegevoegd")

    def _again(self, **context: object) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=UNPROCESSABLE)


class OfferView(OfPeople, TemplateView):
    """The role for somebody of another eenheid, after `AddView` found the address."""

    http_method_names = ["post"]
    template_name = "accounts/people/offer.html"

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        form = OfferForm(self.police_unit, request.POST)
        user = self._given(form) if form.is_valid() else None
        if user is None:
            context = self.get_context_data(form=form, **self.page("Rol geven"))
            return self.render_to_response(context, status=UNPROCESSABLE)
        messages.success(request, f"{user.shown_name} heeft nu een rol in {self.police_unit}.")
        return HttpResponseRedirect(self.address("person", user.pk))

    def _given(self, form: OfferForm) -> User | None:
        given = {"police_unit": self.police_unit, "by": self.request.user, "email": form.cleaned_data["email"]}
        try:
            return give_role_by_address(**given, **form.role)
        except PeopleRefused as refusal:
            form.refuse(refusal)
            return None


class PersonView(OfPerson, TemplateView):
    """Somebody's roles and account, and what was changed in them; giving a role is sent here."""

    template_name = "accounts/people/person.html"

    def get_context_data(self, **kwargs):
        user, unit = self.person, self.police_unit
        context = {"form": RoleForm(unit)} | kwargs
        return super().get_context_data(
            person=persons(unit, [user])[0],
            roles=[(role, role_name(role), self.address("take", user.pk, role.pk)) for role in user.held],
            changes=RoleChange.objects.of_person(user, unit),
            managed=is_managed_by(user, self.request.user),
            is_self=user == self.request.user,
            **self.page(self.person.shown_name),
            **context,
        )

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        form = RoleForm(self.police_unit, request.POST)
        if form.is_valid() and self._given(form):
            return HttpResponseRedirect(self.own_address)
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def _given(self, form: RoleForm) -> bool:
        try:
            new = give_role(user=self.person, police_unit=self.police_unit, by=self.request.user, **form.role)
        except PeopleRefused as refusal:
            form.refuse(refusal)
            return False
        if new:
            messages.success(self.request, f"{self.person.shown_name} heeft de rol gekregen.")
        else:
            messages.info(self.request, f"{self.person.shown_name} had deze rol al. Er is niets veranderd.")
        return True


class TakeView(OfPerson, TemplateView):
    """Asks before a role is taken, and says what the person can no longer do then."""

    template_name = "accounts/people/take.html"

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        role = next((role for role in self.person.held if role.pk == self.kwargs["role"]), None)
        if role is None:
            messages.error(request, str(RoleGone()))
            return HttpResponseRedirect(self.own_address)
        loses = _only_with(role, self.person.held)
        return self.render_to_response(self.get_context_data(role_name=role_name(role), loses=loses))

    def get_context_data(self, **kwargs):
        crumbs = self.page("Rol intrekken")
        return super().get_context_data(person=self.person, back=self.own_address, **crumbs, **kwargs)

    def post(self, request: HttpRequest, slug: str, pk: int, role: int) -> HttpResponse:
        user, unit = self.person, self.police_unit
        try:
            taken = take_role(user=user, role_id=role, police_unit=unit, by=request.user)
        except PeopleRefused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(self.own_address)
        messages.success(request, f"{user.shown_name} heeft de rol {role_name(taken)} niet meer.")
        return HttpResponseRedirect(self._still_there(user))

    def _still_there(self, user: User) -> str:
        """Whoever took a last role may have lost the page of the person, or the pages about people altogether."""
        managing = Role.objects.filter(user=self.request.user, police_unit=self.police_unit)
        if user == self.request.user and not managing.filter(kind=Role.Kind.ADMINISTRATOR).exists():
            return reverse("home")
        return self.own_address if is_of(user, self.police_unit) else self.address("list")


def _only_with(role: Role, held: list[Role]) -> list[str]:
    others = {words for other in held if other.pk != role.pk for words in words_for(other.kind)}
    return [words for words in words_for(role.kind) if words not in others]


class RenameView(OfPerson, TemplateView):
    template_name = "accounts/people/rename.html"

    def get_context_data(self, **kwargs):
        context = {"form": PersonForm(initial=self._initial()), "back": self.own_address} | kwargs
        return super().get_context_data(person=self.person, **self.page("Gegevens wijzigen"), **context)

    def _initial(self) -> dict[str, str]:
        user = self.person
        return {"voornaam": user.first_name, "achternaam": user.last_name, "email": user.email}

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        form = PersonForm(request.POST)
        if form.is_valid() and self._renamed(form):
            messages.success(request, "De gegevens zijn opgeslagen.")
            return HttpResponseRedirect(self.own_address)
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def _renamed(self, form: PersonForm) -> bool:
        try:
            rename(user=self.person, police_unit=self.police_unit, by=self.request.user, **form.person)
        except PeopleRefused as refusal:
            form.refuse(refusal)
            return False
        return True


class DeactivateView(OfPerson, TemplateView):
    """Asks before an account is shut."""

    template_name = "accounts/people/deactivate.html"

    def get_context_data(self, **kwargs):
        crumbs = self.page("Account stilzetten")
        return super().get_context_data(person=self.person, back=self.own_address, **crumbs, **kwargs)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        try:
            deactivate(user=self.person, police_unit=self.police_unit, by=request.user)
        except PeopleRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{self.person.shown_name} kan niet meer inloggen.")
        return HttpResponseRedirect(self.own_address)


class ReactivateView(OfPerson, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        try:
            reactivate(user=self.person, police_unit=self.police_unit, by=request.user)
        except PeopleRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{self.person.shown_name} kan weer inloggen.")
        return HttpResponseRedirect(self.own_address)


class LinkView(OfPerson, LinkPage, TemplateView):
    """A new link for who has none, lost it, or forgot the password."""

    http_method_names = ["post"]
    template_name = "accounts/people/link.html"

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        if not self.person.is_active:
            messages.error(request, "Dit account is stilgezet. Zet het eerst weer open.")
            return HttpResponseRedirect(self.own_address)
        return self.link_page(self.person, f"Wachtwoordlink voor {self.person.shown_name}")
