"""Who is involved in the themes of an eenheid: to see, and for whoever decides on plans, to change."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from nhveilig.accounts.permissions import Permission
from nhveilig.http.views import Above, RefusingFormView, breadcrumbs
from nhveilig.regions.views import OfUnit
from themes.members.forms import MemberForm
from themes.members.queries import candidates, teams_by_plan
from themes.members.services import MemberRefused, add_member, remove_member
from themes.models import Theme

INVOLVED = "Betrokkenen"


class OfMembers(OfUnit):
    """The themes of the eenheid in the address, for whoever decides on their plans."""

    permission = Permission.DECIDE_PLANS

    @property
    def overview(self) -> str:
        return reverse("themes:members", args=[self.police_unit.slug])

    def above(self) -> Above:
        return [("Uitvoeringsplannen", reverse("themes:plan-list"))]

    def page(self, here: str) -> dict[str, object]:
        return self.about_unit() | {"breadcrumbs": breadcrumbs(self.above(), here)}


class OfTheme(OfMembers):
    @cached_property
    def theme(self) -> Theme:
        place = {"plan__slug": self.kwargs["plan"], "slug": self.kwargs["theme"]}
        themes = Theme.objects.filter(plan__police_unit=self.police_unit).select_related("plan")
        return get_object_or_404(themes, **place)

    def above(self) -> Above:
        return [*super().above(), (INVOLVED, self.overview)]


class MembersView(OfMembers, TemplateView):
    template_name = "themes/members/members.html"

    def get_context_data(self, **kwargs):
        plans = teams_by_plan(self.police_unit)
        running = [(plan, teams) for plan, runs, teams in plans if runs]
        return super().get_context_data(
            running=running,
            earlier=[(plan, teams) for plan, runs, teams in plans if not runs],
            without_leader=[team.theme for _, teams in running for team in teams if not team.leaders],
            may_manage=self.request.access.may(Permission.MANAGE_PEOPLE, self.police_unit.pk),
            **self.page(INVOLVED),
            **kwargs,
        )


class MemberAddView(OfTheme, RefusingFormView):
    template_name = "themes/members/add.html"
    form_class = MemberForm

    def get_form_kwargs(self) -> dict[str, object]:
        return super().get_form_kwargs() | {"police_unit": self.police_unit}

    def get_context_data(self, **kwargs) -> dict[str, object]:
        about = {"theme": self.theme, "back": self.overview, "anybody": candidates(self.police_unit).exists()}
        return super().get_context_data(**self.page(self.theme.short_title), **about, **kwargs)

    def form_valid(self, form: MemberForm) -> HttpResponse:
        user = form.cleaned_data["persoon"]
        try:
            changed = add_member(theme=self.theme, user=user, kind=form.cleaned_data["als"], by=self.request.user)
        except MemberRefused as refusal:
            return self.refused(form, "als", refusal)
        where = f"{user.shown_name} {{}} bij {self.theme.short_title}."
        messages.success(self.request, where.format("staat nu" if changed else "stond al"))
        return redirect(self.overview)


class MemberRemoveView(OfTheme, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        if remove_member(theme=self.theme, user_id=self.kwargs["user"]):
            messages.success(request, f"Weggehaald bij {self.theme.short_title}. Wat geschreven is, blijft staan.")
        else:
            gone = "Deze persoon stond niet meer bij het thema: iemand was u voor. Er is niets veranderd."
            messages.error(request, gone)
        return redirect(self.overview)
