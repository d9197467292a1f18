from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import FormView, TemplateView, View

from nhveilig.accounts.permissions import Permission
from nhveilig.accounts.services import dismiss_guide
from nhveilig.http.views import RefusedForm, breadcrumbs
from nhveilig.regions.models import Office, PoliceUnit
from nhveilig.regions.services import set_office, set_step_aside
from nhveilig.regions.views import OfUnit
from nhveilig.trail.models import Check
from nhveilig.web.forms import OfficeForm
from nhveilig.web.guides import presenters
from nhveilig.web.sections import SECTIONS
from nhveilig.web.setup import find_step, steps_of


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Every address that leads nowhere; where the view knows more (NothingThere), with why and a way on."""
    known = {name: getattr(exception, name, None) for name in ("title", "text", "links")}
    return render(request, "404.html", known, status=HTTPStatus.NOT_FOUND)


class AccessibilityView(TemplateView):
    template_name = "accessibility.html"
    public = True


class HelpView(TemplateView):
    """How the portal works, with a guide for each role, and whom to ask: the bureaus of the reader, of a visitor all
    that can be reached. `?q=` looks for a task in every guide."""

    template_name = "help.html"
    public = True

    def get_context_data(self, **kwargs):
        access = self.request.access
        units = [unit.pk for unit in access.units]
        found = Office.objects.of_units(units) if units else Office.objects.for_visitors()
        guides = presenters.guides_for(access)
        question = self.request.GET.get("q", "").strip()
        return super().get_context_data(
            guides=guides,
            question=question,
            found=presenters.found_in(guides, question) if question else [],
            offices=found,
            may_change=access.may(Permission.EDIT_REGIONS),
            is_reader=bool(units),
            **kwargs,
        )


class GuideView(TemplateView):
    """What somebody with a role does, step by step; with `?q=` only the tasks that hold these words."""

    template_name = "help_guide.html"
    public = True

    def get_context_data(self, **kwargs):
        guide = presenters.guide_called(self.kwargs["role"], self.request.access)
        if guide is None:
            raise Http404("Voor deze rol is er geen gids.")
        question = self.request.GET.get("q", "").strip()
        return super().get_context_data(
            breadcrumbs=breadcrumbs([("Hulp", reverse("help"))], here=guide.name),
            guide=guide,
            tasks=presenters.narrowed(guide.tasks, question),
            question=question,
            width=presenters.WIDTH,
            height=presenters.HEIGHT,
            **kwargs,
        )


class GuideKnownView(View):
    """Start leads to the guide no more."""

    permission = Permission.VIEW_PORTAL
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        dismiss_guide(user=request.user)
        messages.success(request, "De gids vindt u voortaan bij Hulp, onder aan elke pagina.")
        return redirect("home")


class PrivacyView(TemplateView):
    """How long things are kept is what the settings say."""

    template_name = "privacy.html"
    public = True

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            access_log_days=settings.ACCESS_LOG_DAYS,
            import_days=settings.IMPORT_RETENTION_DAYS,
            idle_minutes=settings.SESSION_IDLE_SECONDS // 60,
            session_hours=settings.SESSION_COOKIE_AGE // 3600,
            **kwargs,
        )


class SectionView(TemplateView):
    """The first page of a section that only shows the way. `section` is its code (nhveilig/web/sections.py)."""

    template_name = "section.html"
    section = ""

    def get_context_data(self, **kwargs):
        section = SECTIONS[self.section]
        return super().get_context_data(front=section, pages=section.pages_for(self.request.access), **kwargs)


class FiguresView(SectionView):
    permission = Permission.VIEW_PORTAL
    section = "figures"


class SetupView(SectionView):
    """How far an eenheid is set up, and all that can be. Of several eenheden the first, or the one that is asked."""

    permission = Permission.EDIT_REGIONS
    section = "setup"
    template_name = "setup.html"

    def get_context_data(self, **kwargs):
        access = self.request.access
        held = access.units_with(self.permission)
        units = [unit for unit in access.units if unit.pk in held]
        chosen = next((unit for unit in units if unit.slug == self.request.GET.get("eenheid")), units[0])
        steps = steps_of(chosen, access)
        return super().get_context_data(
            police_unit=chosen,
            steps=steps,
            left=sum(one.is_left for one in steps),
            other_units=[unit for unit in units if unit != chosen],
            **kwargs,
        )


class StepAsideView(OfUnit, View):
    """A step that the eenheid does without, or does want after all (`nodig=ja`)."""

    permission = Permission.EDIT_REGIONS
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, unit: str, step: str) -> HttpResponse:
        try:
            label = find_step(step).label
        except KeyError:
            raise Http404("Deze stap is er niet.") from None
        is_needed = request.POST.get("nodig") == "ja"
        set_step_aside(police_unit=self.police_unit, step=step, is_needed=is_needed)
        said = "staat weer bij wat nog moet" if is_needed else "is niet nodig"
        messages.success(request, f"“{label}” {said}.")
        return redirect(f"{reverse('setup')}?eenheid={self.police_unit.slug}")


class OwnOfficeView(View):
    """Leads to the eenheid whose bureau one may describe; of several, to the first."""

    permission = Permission.EDIT_REGIONS

    def get(self, request: HttpRequest) -> HttpResponse:
        held = PoliceUnit.objects.filter(pk__in=request.access.units_with(self.permission))
        return redirect("office-change", unit=held.first().slug)


class OfficeView(RefusedForm, OfUnit, FormView):
    permission = Permission.EDIT_REGIONS
    template_name = "office_form.html"
    form_class = OfficeForm

    def get_success_url(self) -> str:
        """Where one goes on with what else an eenheid takes."""
        return f"{reverse('setup')}?eenheid={self.police_unit.slug}"

    def get_form_kwargs(self) -> dict[str, object]:
        known = Office.objects.filter(police_unit=self.police_unit).first()
        return super().get_form_kwargs() | {"instance": known or Office(police_unit=self.police_unit)}

    def get_context_data(self, **kwargs):
        above = [("Inrichten", reverse("setup"))]
        return super().get_context_data(
            breadcrumbs=breadcrumbs(above, here="Stafbureau"), **self.about_unit(), **kwargs
        )

    def form_valid(self, form: OfficeForm) -> HttpResponse:
        set_office(police_unit=self.police_unit, **form.cleaned_data)
        messages.success(self.request, "Het stafbureau staat nu op de pagina Hulp.")
        return super().form_valid(form)


class HealthView(View):
    """The process answers. Says nothing about what it depends on: see `ReadyView`."""

    public = True

    def get(self, request) -> HttpResponse:
        return HttpResponse("ok", content_type="text/plain")


class ReadyView(View):
    """The database answers, so pages can be served; 503 when it does not. And how the trail was when last looked at."""

    public = True

    def get(self, request) -> JsonResponse:
        try:
            trail = Check.objects.first()
        except Exception:
            return JsonResponse({"database": "unreachable"}, status=HTTPStatus.SERVICE_UNAVAILABLE)
        return JsonResponse({"database": "ok", "trail": trail.word if trail else "unchecked"})
