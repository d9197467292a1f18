"""“Nieuw beleidsplan”: with what to begin, what the plan is called and which themes it has; then it is there."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from nhveilig.accounts.models import User
from nhveilig.accounts.once import SentOnce
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.views import ByVisitor
from nhveilig.http.views import RefusingFormView, breadcrumbs
from nhveilig.regions.models import Municipality, PoliceUnit
from reports.documents.presenters import DOCUMENTS
from reports.documents.starting.forms import ALONG, LAYOUT, USUAL, WORD, BeginForm, PolicyPlanForm, proposal
from reports.documents.starting.queries import earlier_plans
from reports.documents.starting.services.layouts import BARE, LAYOUTS
from reports.documents.starting.services.plans import Start, start_policy_plan
from themes.models import PolicyPlan
from themes.policy.exceptions import PlanRefused
from themes.policy.terms import terms_of

NEW_PLAN = "Nieuw beleidsplan"
STEPS = ("Waarmee begint u", "Periode en thema’s", "Schrijven")


class Starting(ByVisitor):
    """For whoever decides on the plans of an eenheid; of more than one, that in the address."""

    permission = Permission.DECIDE_PLANS

    @cached_property
    def units(self) -> QuerySet[PoliceUnit]:
        held = PoliceUnit.objects.filter(pk__in=self.request.access.units_with(self.permission))
        return held.order_by("order", "code")

    @cached_property
    def police_unit(self) -> PoliceUnit:
        asked = self.request.GET.get("eenheid")
        found = self.units.filter(slug=asked) if asked else self.units
        if (unit := found.first()) is None:
            raise Http404("Deze eenheid is er niet.")
        return unit

    @property
    def principal(self) -> User | None:
        return self.request.access.for_whom(self.permission, self.police_unit.pk)

    @cached_property
    def begin(self) -> BeginForm:
        earlier = earlier_plans(self.police_unit)
        usual = {
            "eenheid": self.police_unit.slug,
            "begin": earlier[0].plan.slug if earlier else BARE.code,
            "mee": USUAL,
        }
        chosen = self.request.GET if "begin" in self.request.GET else None
        return BeginForm(chosen, units=self.units, earlier=earlier, initial=usual)

    def page(self, step: int) -> dict[str, object]:
        above = [(DOCUMENTS, reverse("reports:document-list"))]
        return {
            "police_unit": self.police_unit,
            "today": timezone.localdate(),
            "unit_name": f"Eenheid {self.police_unit}",
            "steps": [(number, title, number == step, number < step) for number, title in enumerate(STEPS, start=1)],
            "breadcrumbs": breadcrumbs(above, here=NEW_PLAN),
        }

    def terms(self, start_year: int) -> list:
        now = Municipality.objects.on(timezone.localdate())
        return terms_of(start_year, now.filter(safety_region__police_unit=self.police_unit).count())


class BeginView(Starting, TemplateView):
    """The first step."""

    template_name = "reports/starting/begin.html"

    def get_context_data(self, **kwargs: object) -> dict:
        newest = next(iter(self.begin.earlier.values()), None)
        basis = newest.plan if newest else None
        start_year = proposal(Start(basis), timezone.localdate().year)["start_year"]
        chosen = self.begin["mee"].value() or []
        return super().get_context_data(
            form=self.begin,
            earlier=[(one, place == 0) for place, one in enumerate(self.begin.earlier.values())],
            layouts=[(LAYOUT + code, layout) for code, layout in LAYOUTS.items()],
            word=WORD,
            bare=BARE,
            many_units=self.units.count() > 1,
            along=[(name, label, text, name in chosen) for name, (label, text) in ALONG.items()],
            terms=self.terms(start_year),
            start_year=start_year,
            **self.page(1),
            **kwargs,
        )


class PlanView(SentOnce, Starting, RefusingFormView):
    """The second step, which makes the plan. What was chosen in the first stands in the address."""

    template_name = "reports/starting/plan.html"
    form_class = PolicyPlanForm
    # The plan that is in the way of the one that was asked for.
    standing: PolicyPlan | None = None

    @cached_property
    def start(self) -> Start:
        return self.begin.start

    def dispatch(self, request, *args: object, **kwargs: object) -> HttpResponse:
        if not self.begin.is_bound or not self.begin.is_valid():
            messages.info(request, "Kies eerst waarmee u begint.")
            return redirect("reports:policy-plan-begin")
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, object]:
        return proposal(self.start, timezone.localdate().year)

    def get_context_data(self, **kwargs: object) -> dict:
        back = f"{reverse('reports:policy-plan-begin')}?{self.request.GET.urlencode()}"
        first = self.get_initial()["start_year"]
        begun = {"basis": self.start.basis, "layout": self.start.layout, "with_word": self.begin.goes_on_with_word}
        about = {"standing": self.standing, "back": back} | begun
        return super().get_context_data(terms=self.terms(first), start_year=first, **about, **self.page(2), **kwargs)

    def form_valid(self, form: PolicyPlanForm) -> HttpResponse:
        plan = form.plan(self.police_unit)
        try:
            document = start_policy_plan(plan=plan, chapters=form.chapters, start=self.start, by=self.writer)
        except PlanRefused as refusal:
            self.standing = refusal.standing
            return self.refused(form, refusal.field or None, refusal)
        if self.begin.goes_on_with_word:
            messages.success(self.request, f"“{document}” staat klaar. Kies nu het Word-bestand met de teksten.")
            return redirect("reports:word-upload", document.slug)
        messages.success(self.request, f"“{document}” staat klaar. Kijk de thema’s en de doelen na, en schrijf verder.")
        return redirect("themes:policy-plan", unit=self.police_unit.slug, plan=plan.slug)
