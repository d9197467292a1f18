"""Where a plan is, the steps it takes from here, and what municipalities say of it on the way."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from nhveilig.accounts.models import User
from nhveilig.accounts.once import SentOnce
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.views import RowFormView
from nhveilig.exceptions import PortalError
from nhveilig.http.responses import CONFLICT, UNPROCESSABLE, csv_download
from nhveilig.http.views import is_own_page
from nhveilig.texts.spreadsheets import csv_for_people
from themes.members.queries import principal_of
from themes.models import Reaction
from themes.parts.views import OnePlan, WritablePlan, is_put_to_municipalities, plan_tabs, plan_url
from themes.workflow.exceptions import DetailWrong, StepIncomplete, StepRefused
from themes.workflow.forms import AnswerForm, StepForm
from themes.workflow.presenters import StepChoice, happened, stages, whose_turn
from themes.workflow.queries import Consultation, consultation_of
from themes.workflow.reminding import remind
from themes.workflow.services import answer_reaction, take_step, why_not
from themes.workflow.transitions import TRANSITIONS, Status, Transition, possible_from
from themes.workflow.validators import good_to_know, in_the_way


class StepsPage(OnePlan):
    """`…/stappen/`, as it is and as it answers a step that was refused."""

    @cached_property
    def consultation(self) -> Consultation | None:
        return consultation_of(self.plan) if self.plan.status == Status.CONSULTATION else None

    @property
    def writes(self) -> bool:
        """Whether the visitor writes in this plan, or decides on it."""
        return self.plan.may_write

    def may_take(self, transition: Transition) -> bool:
        if transition.permission == Permission.EDIT_PLANS:
            return self.writes
        return self.request.access.may(transition.permission, self.plan.theme.plan.police_unit_id)

    def principal(self, transition: Transition) -> User | None:
        """In whose name the visitor takes the step."""
        if transition.permission == Permission.EDIT_PLANS:
            return principal_of(self.request.access, self.plan)
        return self.request.access.for_whom(transition.permission, self.plan.theme.plan.police_unit_id)

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
        history = list(self.plan.steps.select_related("taken_by", "on_behalf_of"))
        turn, names = whose_turn(self.plan)
        choices = self.choices(sent or {})
        return self.page(
            "Waar staat het plan",
            stages=stages(self.plan, history),
            history=happened(history, writes=self.writes),
            choices=choices,
            waits=self.plan.status != Status.ADOPTED and all(one.transition.is_way_back for one in choices),
            consultation=self.consultation,
            has_reactions=is_put_to_municipalities(self.plan),
            writes=self.writes,
            tabs=plan_tabs(self.plan, "plan-steps"),
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
        version = form.cleaned_data["version"]
        try:
            take_step(
                plan=self.plan,
                transition=transition,
                by=request.user,
                on_behalf_of=self.principal(transition),
                seen_version=version,
                details=form.details,
            )
        except DetailWrong as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return self.refused(transition, form)
        except StepIncomplete:
            return self.refused(transition, form, "Het plan kan nog niet verder. Vul eerst aan wat hieronder staat.")
        except StepRefused as error:
            return self.overtaken(transition, form, str(error))
        messages.success(request, transition.done)
        back = request.POST.get("terug", "")
        return redirect(back if is_own_page(back) else plan_url(self.plan, "plan-steps"))

    def refused(self, transition: Transition, form: StepForm, refusal: str = "") -> HttpResponse:
        return self._answer({transition: form}, refusal, UNPROCESSABLE)

    def overtaken(self, transition: Transition, form: StepForm, refusal: str) -> HttpResponse:
        """The plan as it is now. What was typed stands in the form again, if the step can still be taken."""
        del self.plan
        self.__dict__.pop("consultation", None)
        return self._answer({transition: self.form(transition, initial=form.typed)}, refusal, CONFLICT)

    def _answer(self, sent: dict[Transition, StepForm], refusal: str, status: int) -> HttpResponse:
        context = self.steps_page(sent, refusal)
        return render(self.request, "themes/workflow/plan_steps.html", context, status=status)


class AllReactions(WritablePlan):
    @cached_property
    def consultation(self) -> Consultation:
        return consultation_of(self.plan)


class ReactionsView(AllReactions, TemplateView):
    """Municipality by part, who said nothing yet, and every reaction with its answer."""

    template_name = "themes/workflow/reactions.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        about = {"consultation": self.consultation, "tabs": plan_tabs(self.plan, "reactions")}
        return super().get_context_data(**self.page("Reacties", **about), **kwargs)


class RemindView(SentOnce, WritablePlan, View):
    """Remind whom one waits for, and go back to the list that shows it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        asked = {"thing": request.POST.get("wat", ""), "place": request.POST.get("waar", "")}
        try:
            number = remind(plan=self.plan, by=request.user, **asked)
        except PortalError as error:
            messages.error(request, str(error))
        else:
            told = "De herinnering is verstuurd." if number else "Vandaag is hier al aan herinnerd."
            (messages.success if number else messages.info)(request, told)
        back = request.POST.get("terug", "")
        return redirect(back if is_own_page(back) else plan_url(self.plan))


class ReactionsCsvView(AllReactions, View):
    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        data = csv_for_people(self.consultation.csv_rows())
        return csv_download(data, f"reacties-{self.plan.theme.slug}-{self.plan.year}.csv")


class ReactionAnswerView(RowFormView, FormView, ReactionsView):
    """What is done with one reaction; refused, the page as it is now with what was typed in its own place."""

    form_class = AnswerForm

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return redirect(plan_url(self.plan, "reactions"))

    @cached_property
    def reaction(self) -> Reaction:
        return get_object_or_404(self.plan.reactions.select_related("municipality"), pk=self.kwargs["pk"])

    def get_row(self) -> Reaction:
        return self.reaction

    def get_history(self, row: Reaction) -> None:
        return None

    def store(self, form: AnswerForm) -> bool:
        answer_reaction(reaction=form.row, changes=form.changes(), fields=form.fields, by=self.request.user)
        return True

    @property
    def success_message(self) -> str:
        return f"Het antwoord aan {self.reaction.said_by} is opgeslagen."

    def get_success_url(self) -> str:
        return f"{plan_url(self.plan, 'reactions')}#reactie-{self.reaction.pk}"
