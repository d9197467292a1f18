"""Storing what belongs to the plan itself, by a button that works without script."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from nhveilig.http.responses import CONFLICT, UNPROCESSABLE
from themes.editing.answers import clock
from themes.editing.controls import Refused
from themes.editing.properties import submitted
from themes.editing.services.properties import WHOLE_PLAN, set_properties
from themes.editing.views.editor import PlanEditView
from themes.parts.exceptions import PlanIsClosed, SaveRefused
from themes.parts.registry import PLAN_FIELDS
from themes.parts.sections import AMBITION
from themes.parts.views import plan_url


class PlanPropertiesView(PlanEditView):
    """Answers on the page to write the plan: 422 with what cannot be, 409 with what others made of it meanwhile."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return redirect(self.place)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        typed, seen = submitted(request.POST)
        try:
            changed = set_properties(plan=self.plan, seen=seen, editor=request.user, **typed)
        except SaveRefused as refusal:
            touched = {name: text for name, text in typed.items() if text != seen[name]}
            return self.again(_refused(touched, refusal), CONFLICT if refusal.conflicts else UNPROCESSABLE)
        except PlanIsClosed as error:
            return self.kept(PLAN_FIELDS, typed, error, CONFLICT)
        if changed:
            messages.success(request, f"Opgeslagen om {clock(timezone.now())}.")
        else:
            messages.info(request, "Er is niets gewijzigd.")
        return redirect(self.place)

    @property
    def place(self) -> str:
        return f"{plan_url(self.plan, 'plan-edit')}?deel={AMBITION}"


def _refused(typed: dict[str, str], refusal: SaveRefused) -> Refused:
    return Refused(
        WHOLE_PLAN,
        typed,
        {problem.field: problem.message for problem in refusal.problems},
        {conflict.field: conflict for conflict in refusal.conflicts},
    )
