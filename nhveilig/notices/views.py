from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.views.generic import FormView, ListView, View

from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import counted
from nhveilig.http.views import RefusedForm, breadcrumbs, is_own_page
from nhveilig.notices import services
from nhveilig.notices.forms import ChoicesForm
from nhveilig.notices.kinds import kinds_for
from nhveilig.notices.models import DigestReader, Notice, NoticeChoice, NoticeQuerySet
from nhveilig.notices.queries import unseen_count

TITLE = "Meldingen"


class NoticeListView(ListView):
    """What one was told, newest first."""

    permission = Permission.VIEW_PORTAL
    template_name = "notices/notice_list.html"
    paginate_by = 25

    def get_queryset(self) -> NoticeQuerySet:
        return Notice.objects.of_user(self.request.user)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(
            unseen=unseen_count(self.request.user),
            breadcrumbs=breadcrumbs([("Start", reverse("home"))], here=TITLE),
            **kwargs,
        )


class NoticeOpenView(View):
    """On to the page a notice is about; from then on it was seen."""

    permission = Permission.VIEW_PORTAL

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        notice = get_object_or_404(Notice, pk=pk, user=request.user)
        services.see(notice=notice)
        return redirect(notice.url if is_own_page(notice.url) else reverse("notices:list"))


class NoticesSeenView(View):
    permission = Permission.VIEW_PORTAL
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        number = services.see_all(user=request.user)
        if number:
            messages.success(request, f"{counted(number, 'melding is', 'meldingen zijn')} nu gezien.")
        return redirect("notices:list")


class NoticeChoicesView(RefusedForm, FormView):
    """Of each kind of notice: by mail at once, in the digest, or not."""

    permission = Permission.VIEW_PORTAL
    form_class = ChoicesForm
    template_name = "notices/choices.html"
    success_url = reverse_lazy("notices:choices")

    def get_form_kwargs(self) -> dict[str, object]:
        chosen = NoticeChoice.objects.filter(user=self.request.user).values_list("kind", "how")
        reader = DigestReader.objects.filter(user=self.request.user).first() or DigestReader()
        own = {"kinds": kinds_for(self.request.access), "chosen": dict(chosen), "days": reader.days}
        return super().get_form_kwargs() | own

    def form_valid(self, form: ChoicesForm) -> HttpResponse:
        services.choose(user=self.request.user, choices=form.chosen, days=form.cleaned_data["dagen"])
        messages.success(self.request, "Uw keuze is opgeslagen.")
        return super().form_valid(form)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        above = [("Start", reverse("home")), ("Mijn account", reverse("accounts:account"))]
        return super().get_context_data(breadcrumbs=breadcrumbs(above, here="Berichten per mail"), **kwargs)
