"""What the script of the page asks while somebody types: save this field, and who else is here."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import CharField, DateTimeField, Form, IntegerField, UUIDField
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.generic import View

from nhveilig.accounts.names import name_of
from nhveilig.exceptions import PortalError
from themes.editing.answers import clock, of_refusal, of_saved
from themes.editing.services.presence import Present, edits_of_others, leave, note_presence
from themes.editing.services.saving import save_field
from themes.models import ImplementationPlan, PlanEdit
from themes.models.plans import Part
from themes.parts.completeness import SectionState, completeness
from themes.parts.exceptions import PartIsGone, PlanIsClosed, SaveRefused
from themes.parts.fields import LONGEST_PROSE
from themes.parts.registry import PART_KINDS, PartKind, UnknownPart, key_of, kind_of, stored, version_of
from themes.parts.sections import section_of
from themes.parts.views import CONFLICT, UNPROCESSABLE, WritablePlan

GONE = 410


class FieldForm(Form):
    """One field, as the script sends it. `base` is the text its editor began with."""

    part = CharField(max_length=40)
    field = CharField(max_length=30)
    text = CharField(required=False, strip=False, max_length=LONGEST_PROSE)
    base = CharField(required=False, strip=False, max_length=LONGEST_PROSE)
    version = IntegerField(min_value=0, max_value=2_000_000_000)
    session = UUIDField(required=False)


class PresenceForm(Form):
    """`seen` is the version of the plan the page shows, `since` when it was last told of changes."""

    session = UUIDField()
    part = CharField(required=False, max_length=40)
    seen = IntegerField(required=False)
    since = DateTimeField(required=False)
    leaving = CharField(required=False)

    def clean_since(self) -> datetime | None:
        since = self.cleaned_data["since"]
        if since and since > timezone.now():
            raise ValidationError("in the future")
        return since


class JsonOfPlan(WritablePlan, View):
    """Answers the script, refusals too: 409 when others changed something, 422 for what cannot be, 410 for what is
    in the bin."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except (PartIsGone, UnknownPart) as error:
            return JsonResponse({"message": str(error)}, status=GONE)
        except PlanIsClosed as error:
            return JsonResponse({"message": str(error), "closed": True}, status=CONFLICT)
        except PortalError as error:
            return JsonResponse({"message": str(error)}, status=UNPROCESSABLE)


class FieldSaveView(JsonOfPlan):
    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        plan, form = self.plan, FieldForm(request.POST)
        if not form.is_valid():
            return JsonResponse({"message": _why_not(form)}, status=UNPROCESSABLE)
        return self._saved(plan, form.cleaned_data)

    def _saved(self, plan: ImplementationPlan, asked: dict) -> HttpResponse:
        try:
            saved = save_field(
                plan=plan,
                part=asked["part"],
                field=asked["field"],
                text=asked["text"],
                expected_version=asked["version"],
                editor=self.request.user,
                session=asked["session"],
            )
        except SaveRefused as refusal:
            status = CONFLICT if refusal.conflicts else UNPROCESSABLE
            return JsonResponse(of_refusal(refusal, asked["base"]), status=status)
        return JsonResponse(of_saved(saved))


def _why_not(form: FieldForm) -> str:
    if "text" in form.errors or "base" in form.errors:
        return "Deze tekst is te lang om op te slaan. Verdeel hem over andere onderdelen."
    return "De tekst is niet compleet aangekomen en dus niet opgeslagen. Laad de pagina opnieuw."


class PresenceView(JsonOfPlan):
    """Who else is in the plan and where; and, when the plan changed, what others wrote and what is still missing."""

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        plan, form, now = self.plan, PresenceForm(request.POST), timezone.now()
        if not form.is_valid():
            return JsonResponse({"message": "Deze melding is niet compleet."}, status=UNPROCESSABLE)
        asked = form.cleaned_data
        if asked["leaving"]:
            leave(plan=plan, user=request.user, session=asked["session"])
            return JsonResponse({})
        others = note_presence(plan=plan, user=request.user, session=asked["session"], part=asked["part"], now=now)
        answer = {"people": [_person(one) for one in others], "version": plan.version, "now": now.isoformat()}
        if asked["seen"] != plan.version:
            answer |= self._news(asked["session"], asked["since"] or now)
        return JsonResponse(answer)

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
    parts = {key_of(part): part for kind in PART_KINDS.values() for part in _parts(plan, kind)}
    for (key, name), edit in {(edit.part, edit.field): edit for edit in edits}.items():
        part = parts.get(key)
        if part and name in kind_of(part).fields:
            yield {
                "part": key,
                "field": name,
                "text": stored(part, kind_of(part).fields[name]),
                "version": version_of(part, name),
                "by": name_of(edit.editor),
                "at": clock(edit.ended_at),
            }


def _parts(plan: ImplementationPlan, kind: PartKind) -> Iterable[Part]:
    return getattr(plan, kind.model._meta.get_field("plan").remote_field.get_accessor_name()).all()
