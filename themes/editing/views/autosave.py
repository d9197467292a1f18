"""What the script of the page asks while somebody types: save this field, and who else is here."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.generic import View

from nhveilig.accounts.names import name_of
from nhveilig.editing.discussing import Present, note_presence
from nhveilig.editing.fields import text_of
from nhveilig.editing.presenters import clock
from nhveilig.editing.responses import refused, saved
from nhveilig.editing.rows import standing
from nhveilig.editing.views import ScriptView
from nhveilig.exceptions import PortalError
from nhveilig.http.responses import GONE, UNPROCESSABLE, told
from themes.editing.forms import FieldForm, PresenceForm
from themes.editing.services import edits_of_others, leave, save_field
from themes.models import ImplementationPlan, PlanEdit, Presence
from themes.parts.completeness import SectionState, completeness
from themes.parts.exceptions import SaveRefused
from themes.parts.queries import parts_of
from themes.parts.registry import PART_KINDS, UnknownPart, field_in_conflict, key_of, kind_of
from themes.parts.sections import section_of
from themes.parts.views import WritablePlan


class JsonOfPlan(WritablePlan, ScriptView, View):
    """What the script asks about the plan in the address."""

    def not_done(self, error: PortalError) -> HttpResponse:
        return told(str(error), GONE) if isinstance(error, UnknownPart) else super().not_done(error)


class FieldSaveView(JsonOfPlan):
    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        plan, form = self.plan, FieldForm(request.POST)
        if not form.is_valid():
            return told(form.why_not, UNPROCESSABLE)
        return self._saved(plan, form.cleaned_data)

    def _saved(self, plan: ImplementationPlan, asked: dict) -> HttpResponse:
        try:
            field = save_field(
                plan=plan,
                part=asked["part"],
                field=asked["field"],
                text=asked["text"],
                expected_version=asked["version"],
                editor=self.request.user,
                session=asked["session"],
            )
        except SaveRefused as refusal:
            return refused(refusal, field_in_conflict, asked["base"])
        return saved(field)


class PresenceView(JsonOfPlan):
    """Who else is in the plan and where; and, when the plan changed, what others wrote and what is still missing."""

    # Its script asks on and on, also when nobody is there.
    is_by_hand = False

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        plan, form, now = self.plan, PresenceForm(request.POST), timezone.now()
        if not form.is_valid():
            return told("Deze melding is niet compleet.", UNPROCESSABLE)
        asked = form.cleaned_data
        if asked["leaving"]:
            leave(plan=plan, user=request.user, session=asked["session"])
            return JsonResponse({})
        others = self._others(asked["session"], asked["part"], now)
        answer = {"people": [_person(one) for one in others], "version": plan.version, "now": now.isoformat()}
        if asked["seen"] != plan.version:
            answer |= self._news(asked["session"], asked["since"] or now)
        return JsonResponse(answer)

    def _others(self, session: UUID, part: str, now: datetime) -> list[Present]:
        place = {"plan": self.plan}
        return note_presence(model=Presence, place=place, user=self.request.user, session=session, part=part, now=now)

    def _news(self, session: UUID, since: datetime) -> dict[str, object]:
        plan = ImplementationPlan.objects.with_parts().get(pk=self.plan.pk)
        edits = edits_of_others(plan, session, since)
        written = [edit for edit in edits if edit.kind == PlanEdit.Kind.CHANGED]
        return {
            "sections": [_state(one) for one in completeness(plan)],
            "is_open": plan.is_open,
            "changes": list(_changes(plan, written)),
            "rearranged": sorted({name_of(edit.editor) for edit in edits if edit not in written}),
        }


def _person(one: Present) -> dict[str, object]:
    return vars(one) | {"section": section_of(one.part).code if one.part else ""}


def _state(section: SectionState) -> dict[str, object]:
    missing = [{"part": one.part, "label": one.label, "url": one.url} for one in section.missing]
    return {"code": section.code, "done": section.done, "total": section.total, "missing": missing}


def _changes(plan: ImplementationPlan, edits: list[PlanEdit]) -> Iterator[dict[str, object]]:
    """What stands now in each field that others wrote in. Of several edits of a field the last tells who and when."""
    parts = {key_of(part): part for kind in PART_KINDS.values() for part in parts_of(plan, kind.model)}
    for (key, name), edit in {(edit.part, edit.field): edit for edit in edits}.items():
        part = parts.get(key)
        if part and name in kind_of(part).fields:
            yield {
                "part": key,
                "field": name,
                "text": text_of(kind_of(part).fields[name], standing(part, name)),
                "version": part.version_of(name),
                "by": name_of(edit.editor),
                "at": clock(edit.ended_at),
            }
