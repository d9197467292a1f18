from datetime import timedelta

from django import forms
from django.utils import timezone

from nhveilig.editing.fields import LinesField
from nhveilig.editing.forms import RowForm
from nhveilig.figures.forms import DateField
from nhveilig.governance.forms import DecidingForm
from themes.models import ImplementationPlan
from themes.workflow.queries import Consultation
from themes.workflow.services import DAYS_TO_REACT, StepDetails
from themes.workflow.transitions import ADOPT, RETURN, SUBMIT, Transition

LONGEST_TEXT = 5000
REASONS = {
    SUBMIT.code: ("Toelichting voor het stafbureau", ""),
    RETURN.code: ("Waarom gaat het plan terug?", "De schrijvers lezen dit, en krijgen het per mail."),
}
EARLY = (
    "Waarom wordt het plan nu al vastgesteld?",
    "De reactietermijn loopt nog. Iedereen die het plan leest, ziet dit.",
)


def long_text(**about: object) -> LinesField:
    widget = forms.Textarea({"rows": 4, "maxlength": LONGEST_TEXT})
    return LinesField(longest=LONGEST_TEXT, required=False, widget=widget, **about)


class StepForm(DecidingForm):
    """What one step asks of whoever takes it; `version` is that of the plan they saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    ends_on = DateField(label="Reageren kan tot en met")
    adopted_on = DateField(label="Vastgesteld op")
    reason = long_text(error_messages={"required": "Schrijf op waarom."})
    confirmed = forms.BooleanField(
        label="Dit plan is vastgesteld en mag niet meer veranderen",
        error_messages={"required": "Bevestig dat het plan is vastgesteld."},
    )

    def __init__(
        self, transition: Transition, plan: ImplementationPlan, consultation: Consultation | None, data=None, **kwargs
    ) -> None:
        kwargs.setdefault("initial", {})
        kwargs["initial"] = _proposed(plan) | kwargs["initial"]
        super().__init__(data, auto_id=f"{transition.code}_%s", **kwargs)
        early = transition is ADOPT and consultation is not None and not consultation.may_end(timezone.localdate())
        self._keep(
            {"ends_on": transition.needs_end, "adopted_on": transition is ADOPT, "confirmed": transition is ADOPT}
        )
        if transition is ADOPT and not plan.nature:
            self.ask_decision(plan.theme.plan.police_unit, plan.deciding_body)
        self._ask_reason(EARLY if early else REASONS.get(transition.code), required=early or transition.needs_reason)

    def _keep(self, asked: dict[str, bool]) -> None:
        for name, wanted in asked.items():
            if not wanted:
                del self.fields[name]

    def _ask_reason(self, words: tuple[str, str] | None, *, required: bool) -> None:
        if words is None:
            del self.fields["reason"]
            return
        field = self.fields["reason"]
        field.label, field.help_text = words
        field.required = field.widget.is_required = required

    @property
    def details(self) -> StepDetails:
        return StepDetails(**self.typed, deciding=self.deciding())

    @property
    def typed(self) -> dict[str, object]:
        """What goes with the step, as far as it can be."""
        asked = ("reason", "ends_on", "adopted_on")
        return {name: self.cleaned_data[name] for name in asked if name in self.cleaned_data}


def _proposed(plan: ImplementationPlan) -> dict[str, object]:
    """Three weeks to react, or two more; adopted today."""
    today = timezone.localdate()
    ends_on = max(plan.consultation_ends_on or today, today) + timedelta(days=2 * DAYS_TO_REACT)
    return {
        "version": plan.version,
        "adopted_on": today,
        "ends_on": ends_on if plan.consultation_ends_on else ends_on + timedelta(days=DAYS_TO_REACT),
    }


class AnswerForm(RowForm):
    tells_seen = False
    answer = long_text(label="Antwoord")
