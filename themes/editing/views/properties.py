"""Storing what belongs to the plan itself, by a button that works without script."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from nhveilig.editing.presenters import clock
from themes.editing.controls import Control
from themes.editing.forms import touched_in
from themes.editing.presenters import properties_of
from themes.editing.services.properties import WHOLE_PLAN, set_properties
from themes.editing.views.editor import PlanEditView
from themes.parts.exceptions import PlanIsClosed, SaveRefused
from themes.parts.forms import PartForm
from themes.parts.registry import PropertiesForm
from themes.parts.sections import AMBITION
from themes.parts.views import plan_url


class PlanPropertiesView(PlanEditView):
    """Answers on the page to write the plan: 422 with what cannot be, 409 with what others made of it meanwhile."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return redirect(self.place)

    def properties(self, refused: PartForm | None) -> list[Control]:
        return properties_of(self.plan, refused)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = PropertiesForm(request.POST, row=self.plan, part=WHOLE_PLAN)
        try:
            changed = set_properties(plan=self.plan, changes=touched_in(form), editor=request.user)
        except SaveRefused as refusal:
            return self.refused(form, refusal)
        except PlanIsClosed as error:
            return self.kept(form, error)
        if changed:
            messages.success(request, f"Opgeslagen om {clock(timezone.now())}.")
        else:
            messages.info(request, "Er is niets gewijzigd.")
        return redirect(self.place)

    @property
    def place(self) -> str:
        return f"{plan_url(self.plan, 'plan-edit')}?deel={AMBITION}"
