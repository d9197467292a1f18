"""Beginning the plan of a theme for another year: empty, or from the plan before it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View

from nhveilig.accounts.once import SentOnce
from nhveilig.accounts.permissions import Permission
from nhveilig.http.responses import CONFLICT, UNPROCESSABLE
from nhveilig.http.views import breadcrumbs
from themes.continuing.forms import ContinueForm
from themes.continuing.services import PlanExists, YearOutsidePolicy, continue_plan, start_plan
from themes.models import ImplementationPlan, Theme
from themes.models.plans import ImplementationPlanQuerySet
from themes.parts.views import PLANS, WritablePlan, plan_url


class ContinueView(SentOnce, WritablePlan, View):
    """Choose what goes along to the year after; the page says so when that year has a plan already."""

    template_name = "themes/reading/plan_continue.html"

    def plans(self) -> ImplementationPlanQuerySet:
        return super().plans().with_parts()

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return self._page(ContinueForm(None, self.plan))

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = ContinueForm(request.POST, self.plan)
        if not form.is_valid():
            return self._page(form, status=UNPROCESSABLE)
        try:
            new = self._continue(form)
        except (PlanExists, YearOutsidePolicy) as error:
            return self._page(form, refusal=str(error), status=CONFLICT)
        messages.success(request, f"Het plan voor {new.year} staat klaar. Kijk na wat er is overgenomen.")
        return HttpResponseRedirect(plan_url(new))

    def _continue(self, form: ContinueForm) -> ImplementationPlan:
        return continue_plan(
            plan=self.plan,
            year=self.year,
            editor=self.request.user,
            activities=form.chosen("activities"),
            results=form.chosen("results"),
            texts=form.chosen("texts"),
        )

    @property
    def year(self) -> int:
        return self.plan.year + 1

    def _page(self, form: ContinueForm, refusal: str = "", status: int = 200) -> HttpResponse:
        standing = ImplementationPlan.objects.for_list().filter(theme=self.plan.theme_id, year=self.year).first()
        context = {
            "form": form,
            "refusal": refusal,
            "next_year": self.year,
            "standing": standing,
            "standing_url": plan_url(standing) if standing else "",
            "finished": len(form.finished),
        }
        page = self.page(f"Vervolg in {self.year}", **context)
        return render(self.request, self.template_name, page, status=status)


class StartView(SentOnce, View):
    """The first page of a plan that is not there yet: go on from last year, or begin with nothing."""

    permission = Permission.EDIT_PLANS
    template_name = "themes/reading/plan_start.html"

    @cached_property
    def theme(self) -> Theme:
        themes = Theme.objects.writable_by(self.request.access).in_year(self.kwargs["year"]).for_list()
        place = {"plan__police_unit__slug": self.kwargs["unit"], "slug": self.kwargs["theme"]}
        found = themes.filter(**place).order_by("-plan__start_year").first()
        if found is None:
            raise Http404("Dit thema is er niet, of het loopt niet in dit jaar.")
        return found

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        standing = self._plan_of(self.kwargs["year"])
        return HttpResponseRedirect(plan_url(standing)) if standing else self._page()

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            plan = start_plan(theme=self.theme, year=self.kwargs["year"], editor=request.user)
        except PlanExists as error:
            return self._page(standing=error.plan, status=CONFLICT)
        messages.success(request, f"Het {plan} is begonnen.")
        return HttpResponseRedirect(plan_url(plan, "plan-edit"))

    def _plan_of(self, year: int) -> ImplementationPlan | None:
        return ImplementationPlan.objects.for_list().filter(theme=self.theme, year=year).first()

    def _page(self, standing: ImplementationPlan | None = None, status: int = 200) -> HttpResponse:
        year, before = self.kwargs["year"], self._plan_of(self.kwargs["year"] - 1)
        list_url = f"{reverse('themes:plan-list')}?jaar={year}"
        context = {
            "theme": self.theme,
            "year": year,
            "before": before,
            "continue_url": plan_url(before, "plan-continue") if before else "",
            "standing": standing,
            "standing_url": plan_url(standing) if standing else "",
            "unit_name": f"Eenheid {self.theme.plan.police_unit}",
            "breadcrumbs": breadcrumbs([(PLANS, list_url)], here=f"{self.theme.short_title} {year}"),
        }
        return render(self.request, self.template_name, context, status=status)
