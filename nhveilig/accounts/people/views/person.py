"""One person of an eenheid: roles, account, the link for a password, and who stands in."""

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from nhveilig.accounts import services
from nhveilig.accounts.exceptions import AlreadyHere, KnownElsewhere, PeopleRefused, RoleGone
from nhveilig.accounts.links import send_password_link
from nhveilig.accounts.models import Role, RoleChange, StandIn, User
from nhveilig.accounts.once import SentOnce
from nhveilig.accounts.people.forms import EndForm, NewcomerForm, OfferForm, PersonForm, RoleForm
from nhveilig.accounts.people.queries import OfPeople, OfPerson, persons
from nhveilig.accounts.presenters import words_for
from nhveilig.accounts.standins.forms import StandInForm
from nhveilig.accounts.standins.queries import of_principal
from nhveilig.accounts.standins.services import appoint_stand_in, end_stand_in
from nhveilig.http.views import RefusedForm, breadcrumbs

ANOTHER_LINK = (
    "Een andere eenheid kon over het account beslissen. Daarom geldt het oude wachtwoord niet meer: "
    "deze persoon krijgt een mail met een link om een nieuw wachtwoord te kiezen."
)


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
            roles=[self._held(role) for role in user.held],
            over=Role.objects.over().filter(user=user, police_unit=unit).select_related("municipality"),
            stand_ins=of_principal(user, [unit]),
            changes=RoleChange.objects.of_person(user, unit),
            managed=services.is_managed_by(user, self.request.user),
            is_self=user == self.request.user,
            **kwargs,
        )

    def _held(self, role: Role) -> dict[str, str]:
        user, names = self.person, ("take", "role-end")
        take, end = (self.address(name, user.pk, role.pk) for name in names)
        return {"name": role.role_name, "shown": role.role_with_end, "take": take, "end": end}

    def done(self, form: RoleForm) -> HttpResponse:
        had_password = self.person.has_usable_password()
        if services.give_role(user=self.person, **form.role, **self.by_me):
            messages.success(self.request, f"{self.person.shown_name} heeft de rol gekregen.")
            if had_password and not self.person.has_usable_password():
                messages.info(self.request, ANOTHER_LINK)
        else:
            messages.info(self.request, f"{self.person.shown_name} had deze rol al. Er is niets veranderd.")
        return HttpResponseRedirect(self.own_address)


class RoleEndView(OfPerson, PeopleFormView):
    """Until when a role holds."""

    template_name = "accounts/people/role_end.html"
    form_class = EndForm
    title = "Einddatum van een rol"

    @cached_property
    def role(self) -> Role:
        held = (role for role in self.person.held if role.pk == self.kwargs["role"])
        if found := next(held, None):
            return found
        raise Http404(str(RoleGone()))

    def get_initial(self) -> dict[str, object]:
        return {"tot": self.role.until}

    def get_context_data(self, **kwargs):
        return super().get_context_data(role_name=self.role.role_name, **kwargs)

    def done(self, form: EndForm) -> HttpResponse:
        chosen = {"role_id": self.role.pk, "until": form.cleaned_data["tot"]}
        role = services.set_end_of_role(user=self.person, **chosen, **self.by_me)
        messages.success(self.request, f"Opgeslagen: {role.role_with_end}.")
        return HttpResponseRedirect(self.own_address)


class StandInAddView(SentOnce, OfPerson, PeopleFormView):
    """Somebody who works for this person, arranged by who manages people."""

    template_name = "accounts/people/stand_in.html"
    form_class = StandInForm
    title = "Vervanging regelen"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"principal": self.person, "police_units": [self.police_unit]}

    def done(self, form: StandInForm) -> HttpResponse:
        made = appoint_stand_in(principal=self.person, by=self.request.user, **form.stand_in)
        messages.success(self.request, f"Geregeld: {made}.")
        return HttpResponseRedirect(self.own_address)


class StandInEndView(OfPerson, TemplateView):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        own = StandIn.objects.filter(principal=self.person, police_unit=self.police_unit)
        stand_in = get_object_or_404(own, pk=self.kwargs["stand_in"])
        try:
            ended = end_stand_in(stand_in=stand_in, by=request.user)
        except PeopleRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Beëindigd: {ended}.")
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
        managing = Role.objects.in_force().filter(user=self.request.user, police_unit=self.police_unit)
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
