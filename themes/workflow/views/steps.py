"""Where a plan is, what it still needs, and the steps it takes from here."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from nhveilig.accounts.permissions import Permission
from nhveilig.http.responses import CONFLICT, UNPROCESSABLE
from themes.models import ImplementationPlan
from themes.parts.views import OnePlan, WritablePlan, plan_url, writers_tabs
from themes.workflow.exceptions import DetailWrong, StepIncomplete, StepRefused
from themes.workflow.forms import StepForm
from themes.workflow.presenters import StepChoice, happened, stages, whose_turn
from themes.workflow.queries import Consultation, consultation_of
from themes.workflow.services.steps import take_step, why_not
from themes.workflow.transitions import TRANSITIONS, Status, Transition, possible_from
from themes.workflow.validators import good_to_know, in_the_way

DETAILS = ("reason", "ends_on", "adopted_on")


class StepsPage(OnePlan):
    """`…/stappen/`, as it is and as it answers a step that was refused."""

    @cached_property
    def consultation(self) -> Consultation | None:
        return consultation_of(self.plan) if self.plan.status == Status.CONSULTATION else None

    @cached_property
    def writes(self) -> bool:
        """Whether the visitor writes in this plan, or decides on it."""
        return ImplementationPlan.objects.editable_by(self.request.access).filter(pk=self.plan.pk).exists()

    def may_take(self, transition: Transition) -> bool:
        if transition.permission == Permission.EDIT_PLANS:
            return self.writes
        return self.request.access.may(transition.permission, self.plan.theme.plan.police_unit_id)

    def form(self, transition: Transition, **kwargs) -> StepForm:
        return StepForm(transition, self.plan, self.consultation, **kwargs)

    def choices(self, sent: dict[Transition, StepForm]) -> list[StepChoice]:
        possible = [one for one in possible_from(self.plan.status) if self.may_take(one)]
        return [self._choice(one, sent.get(one)) for one in possible]

    def _choice(self, transition: Transition, sent: StepForm | None) -> StepChoice:
        return StepChoice(
            transition=transition,
            url=plan_url(self.plan, "step-take", step=transition.code),
            form=sent or self.form(transition),
            is_tried=sent is not None,
            obstacles=in_the_way(transition, self.plan),
            remarks=good_to_know(transition, self.plan, self.request.user, self.consultation),
        )

    def steps_page(self, sent: dict[Transition, StepForm] | None = None, refusal: str = "") -> dict[str, object]:
        history = list(self.plan.steps.select_related("taken_by"))
        turn, names = whose_turn(self.plan)
        return self.page(
            "Stappen",
            stages=stages(self.plan, history),
            history=happened(history, writes=self.writes),
            choices=self.choices(sent or {}),
            consultation=self.consultation,
            has_reactions=any(step.to_status == Status.CONSULTATION for step in history),
            writes=self.writes,
            tabs=writers_tabs(self.plan, "plan-steps") if self.writes else [],
            turn=turn,
            names=names,
            refusal=refusal,
        )


class PlanStepsView(StepsPage, TemplateView):
    template_name = "themes/workflow/plan_steps.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(**self.steps_page(), **kwargs)


class StepTakeView(WritablePlan, StepsPage, View):
    """One step. Whoever comes here by a link, after logging in again, finds the page with all steps."""

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return redirect(plan_url(self.plan, "plan-steps"))

    def post(self, request: HttpRequest, step: str, **kwargs) -> HttpResponse:
        transition = TRANSITIONS.get(step)
        if transition is None:
            raise Http404("Deze stap bestaat niet.")
        if not self.may_take(transition):
            raise PermissionDenied
        form = self.form(transition, data=request.POST)
        valid = form.is_valid()
        if self.plan.status not in transition.sources:
            return self.overtaken(transition, form, str(why_not(self.plan)))
        if not valid:
            return self.refused(transition, form)
        try:
            self.take(transition, form)
        except DetailWrong as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return self.refused(transition, form)
        except StepIncomplete:
            return self.refused(transition, form, "Het plan kan nog niet verder. Vul eerst aan wat hieronder staat.")
        except StepRefused as error:
            return self.overtaken(transition, form, str(error))
        messages.success(request, transition.done)
        return redirect(plan_url(self.plan, "plan-steps"))

    def take(self, transition: Transition, form: StepForm) -> None:
        seen = form.cleaned_data["version"]
        take_step(plan=self.plan, transition=transition, by=self.request.user, seen_version=seen, details=form.details)

    def refused(self, transition: Transition, form: StepForm, refusal: str = "") -> HttpResponse:
        return self._answer({transition: form}, refusal, UNPROCESSABLE)

    def overtaken(self, transition: Transition, form: StepForm, refusal: str) -> HttpResponse:
        """The plan as it is now. What was typed stands in the form again, if the step can still be taken."""
        typed = {
            name: value for name, value in form.cleaned_data.items() if name in {"reason", "ends_on", "adopted_on"}
        }
        del self.plan
        self.__dict__.pop("consultation", None)
        return self._answer({transition: self.form(transition, initial=typed)}, refusal, CONFLICT)

    def _answer(self, sent: dict[Transition, StepForm], refusal: str, status: int) -> HttpResponse:
        context = self.steps_page(sent, refusal)
        return render(self.request, "themes/workflow/plan_steps.html", context, status=status)
