"""The page to write a plan, section by section. Without its script every part is a form with a button."""

from collections.abc import Mapping
from itertools import pairwise

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.generic import TemplateView

from nhveilig.exceptions import PortalError
from nhveilig.http.responses import CONFLICT, GONE, UNPROCESSABLE
from themes.editing.answers import clock
from themes.editing.controls import Refused
from themes.editing.presenters import PlanPage
from themes.editing.properties import properties_of
from themes.editing.services.saving import save_fields
from themes.editing.submitted import SubmittedPart
from themes.models import Comment
from themes.models.plans import ImplementationPlanQuerySet
from themes.parts.completeness import completeness, meter
from themes.parts.exceptions import PartIsGone, PlanIsClosed, SaveRefused
from themes.parts.fields import Field
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

    def get_context_data(self, refused: Refused | None = None, **kwargs) -> dict[str, object]:
        states = completeness(self.plan)
        comments = Comment.objects.counts_of(self.plan)
        page = PlanPage(self.plan, states, comments, self.request.GET.get("open", ""), refused)
        section = section_of(refused.part) if refused else self.section
        return super().get_context_data(
            section=section,
            lists=page.lists(section.code),
            properties=properties_of(self.plan, refused) if section.code == AMBITION else [],
            objectives=page.objectives() if not section.kinds else [],
            sections=[(SECTIONS[state.code], state) for state in states],
            state=next(state for state in states if state.code == section.code),
            meter=meter(states),
            following=_following(section),
            refused=refused,
            deleted=self.request.GET.get("verwijderd", ""),
            now=timezone.now().isoformat(),
            tabs=writers_tabs(self.plan, "plan-edit"),
            **self.page("Bewerken"),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            submitted = SubmittedPart.of(request.POST)
            save_fields(plan=self.plan, changes=submitted.changes, editor=request.user)
        except SaveRefused as refusal:
            return self.again(_refused(submitted, refusal), CONFLICT if refusal.conflicts else UNPROCESSABLE)
        except PlanIsClosed as error:
            return self.kept(submitted.kind.fields, submitted.typed, error, CONFLICT)
        except PartIsGone as error:
            return self.kept(submitted.kind.fields, submitted.typed, error, GONE)
        except PortalError as error:
            return self.again(Refused("", {}, general=str(error)), UNPROCESSABLE)
        messages.success(request, f"Opgeslagen om {clock(timezone.now())}.")
        return redirect(part_url(self.plan, submitted.key))

    def again(self, refused: Refused, status: int) -> HttpResponse:
        if not self.plan.is_open:
            return self.closed()
        return self.render_to_response(self.get_context_data(refused), status=status)

    def kept(
        self, fields: Mapping[str, Field], typed: Mapping[str, str], error: PortalError, status: int
    ) -> HttpResponse:
        """There is no form any more to show the texts in: they are given back to copy."""
        texts = [(fields[name].label, text) for name, text in typed.items() if text]
        context = self.page("Niet opgeslagen", message=str(error), texts=texts)
        return render(self.request, "themes/editing/kept.html", context, status=status)


def _refused(submitted: SubmittedPart, refusal: SaveRefused) -> Refused:
    return Refused(
        submitted.key,
        submitted.typed,
        {problem.field: problem.message for problem in refusal.problems},
        {conflict.field: conflict for conflict in refusal.conflicts},
    )


def _following(section: Section) -> Section | None:
    order = list(SECTIONS.values())
    return dict(pairwise(order)).get(section)


def part_url(plan, part: str) -> str:
    """Where `part` is written, opened."""
    return f"{plan_url(plan, 'plan-edit')}?deel={section_of(part).code}&open={part}#{part}"
