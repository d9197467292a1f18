"""The page to write a plan, section by section. Without its script every part is a form with a button."""

from itertools import pairwise

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.generic import TemplateView

from nhveilig.editing.history import History
from nhveilig.editing.presenters import clock
from nhveilig.editing.responses import status_of
from nhveilig.exceptions import PortalError
from nhveilig.http.responses import CONFLICT, UNPROCESSABLE
from themes.editing.controls import Control, seen_in
from themes.editing.forms import submitted, touched_in, typed_in
from themes.editing.presenters import PlanPage, properties_of
from themes.editing.services.saving import save_fields
from themes.models import Comment, PlanEdit
from themes.models.plans import ImplementationPlanQuerySet
from themes.parts.completeness import completeness, meter
from themes.parts.exceptions import PartIsGone, PlanIsClosed, SaveRefused
from themes.parts.forms import PartForm
from themes.parts.sections import AMBITION, SECTIONS, Section, section_of
from themes.parts.views import WritablePlan, plan_url, writers_tabs


class PlanEditView(WritablePlan, TemplateView):
    template_name = "themes/editing/plan_edit.html"

    def plans(self) -> ImplementationPlanQuerySet:
        return super().plans().with_parts()

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.plan.is_open:
            return self.closed()
        return super().get(request, *args, **kwargs)

    def closed(self) -> HttpResponse:
        return render(self.request, "themes/editing/closed.html", self.page("Bewerken"), status=CONFLICT)

    @property
    def section(self) -> Section:
        return SECTIONS.get(self.request.GET.get("deel", ""), SECTIONS[AMBITION])

    def get_context_data(self, refused: PartForm | None = None, **kwargs) -> dict[str, object]:
        states = completeness(self.plan)
        comments = Comment.objects.counts_of(self.plan)
        properties = self.properties(refused)
        page = PlanPage(self.plan, states, comments, self.request.GET.get("open", ""), refused)
        section = section_of(refused.part) if refused is not None and refused.part else self.section
        return super().get_context_data(
            section=section,
            lists=page.lists(section.code),
            properties=properties if section.code == AMBITION else [],
            properties_seen=seen_in(properties),
            objectives=page.objectives() if not section.kinds else [],
            sections=[(SECTIONS[state.code], state) for state in states],
            state=next(state for state in states if state.code == section.code),
            meter=meter(states),
            following=_following(section),
            deleted=self.request.GET.get("verwijderd", ""),
            now=timezone.now().isoformat(),
            tabs=writers_tabs(self.plan, "plan-edit"),
            **self.page("Bewerken"),
            **{"general": ""} | kwargs,
        )

    def properties(self, refused: PartForm | None) -> list[Control]:
        return properties_of(self.plan, None)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            form = submitted(self.plan, request.POST)
        except PortalError as error:
            return self.again(None, UNPROCESSABLE, general=str(error))
        try:
            save_fields(plan=self.plan, changes=touched_in(form), editor=request.user)
        except SaveRefused as refusal:
            return self.refused(form, refusal)
        except (PlanIsClosed, PartIsGone) as error:
            return self.kept(form, error)
        messages.success(request, f"Opgeslagen om {clock(timezone.now())}.")
        return redirect(part_url(self.plan, form.part))

    def refused(self, form: PartForm, refusal: SaveRefused) -> HttpResponse:
        form.show_refusal(refusal, History(PlanEdit, {"plan": self.plan}))
        return self.again(form, CONFLICT if refusal.conflicts else UNPROCESSABLE)

    def again(self, form: PartForm | None, status: int, general: str = "") -> HttpResponse:
        if not self.plan.is_open:
            return self.closed()
        return self.render_to_response(self.get_context_data(form, general=general), status=status)

    def kept(self, form: PartForm, error: PortalError) -> HttpResponse:
        """There is no form any more to show the texts in: they are given back to copy."""
        texts = [(form.fields[name].label, text) for name, text in typed_in(form).items() if text]
        context = self.page("Niet opgeslagen", message=str(error), texts=texts)
        return render(self.request, "themes/editing/kept.html", context, status=status_of(error))


def _following(section: Section) -> Section | None:
    order = list(SECTIONS.values())
    return dict(pairwise(order)).get(section)


def part_url(plan, part: str) -> str:
    """Where `part` is written, opened."""
    return f"{plan_url(plan, 'plan-edit')}?deel={section_of(part).code}&open={part}#{part}"
