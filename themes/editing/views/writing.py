"""The page to write a plan, section by section; without its script every part is a form with a button. And what that
script asks while somebody types: save this field, and who else is here."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.views.generic import TemplateView, View

from nhveilig.accounts.names import name_of
from nhveilig.accounts.once import SentOnce
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.comments.models import Present, note_presence
from nhveilig.editing.controls import Control, FieldForm, PresenceForm, left_out, seen_in, touched_in, typed_in
from nhveilig.editing.exceptions import RowIsGone, SaveRefused
from nhveilig.editing.fields import text_of
from nhveilig.editing.forms import PartForm
from nhveilig.editing.history import History
from nhveilig.editing.presenters import clock
from nhveilig.editing.rows import standing
from nhveilig.editing.views import ScriptView, refused, saved, status_of
from nhveilig.exceptions import PortalError
from nhveilig.figures.units import known_units
from nhveilig.http.responses import CONFLICT, GONE, UNPROCESSABLE, told, wants_json
from themes.editing.forms import PART, submitted
from themes.editing.presenters import PlanPage, properties_of, told_to_writers
from themes.editing.queries import known_owners, known_partners
from themes.editing.services import parts as services
from themes.editing.services.copying import duplicate_part
from themes.editing.views.base import WritingPlan
from themes.members.queries import themes_with_own_goals
from themes.models import Comment, ImplementationPlan, PlanEdit, PlanText, Presence
from themes.models.plans import ImplementationPlanQuerySet, Part
from themes.parts.completeness import SectionState, completeness, meter
from themes.parts.constants import ACTIVITIES, AMBITION, SECTIONS, Section, section_of
from themes.parts.exceptions import PlanIsClosed
from themes.parts.queries import find_present, parts_of
from themes.parts.registry import PART_KINDS, PropertiesForm, UnknownPart, field_in_conflict, key_of, kind_of
from themes.parts.validators import old_years
from themes.parts.views import part_url, plan_tabs, plan_url


class WhileOpen(WritingPlan, TemplateView):
    """A page to write the plan on; when it cannot be written in now, it says so."""

    def plans(self) -> ImplementationPlanQuerySet:
        return super().plans().with_parts()

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.plan.is_open:
            return self.closed()
        return super().get(request, *args, **kwargs)

    def closed(self) -> HttpResponse:
        return render(self.request, "themes/editing/closed.html", self.page("Bewerken"), status=CONFLICT)

    def get_context_data(self, **kwargs) -> dict[str, object]:
        """`deleted`: the keys of what just went to the bin."""
        deleted = [key for key in self.request.GET.get("verwijderd", "").split(",") if key]
        return super().get_context_data(deleted=deleted, **kwargs)


class PlanEditView(WhileOpen):
    template_name = "themes/editing/plan_edit.html"

    @property
    def section(self) -> Section:
        return SECTIONS.get(self.request.GET.get("deel", ""), SECTIONS[AMBITION])

    def get_context_data(self, refused: PartForm | None = None, **kwargs) -> dict[str, object]:
        states = completeness(self.plan)
        comments = Comment.objects.counts_of(self.plan)
        properties = self.properties(refused)
        page = PlanPage(self.plan, states, comments, self.request.GET.get("open", ""), refused)
        section = section_of(refused.part) if refused is not None and refused.part else self.section
        partners = known_partners() if section.code == ACTIVITIES else []
        return super().get_context_data(
            section=section,
            lists=page.lists(section.code),
            owners=known_owners(self.plan, partners) if section.code == ACTIVITIES else [],
            partners=partners,
            properties=properties if section.code == AMBITION else [],
            properties_seen=seen_in(properties),
            objectives=page.objectives() if not section.kinds else [],
            decides=self.request.access.may(Permission.DECIDE_PLANS, self.plan.theme.plan.police_unit_id),
            may_edit_goals=not section.kinds and self.may_edit_goals(),
            sections=[(SECTIONS[state.code], state) for state in states],
            state=next(state for state in states if state.code == section.code),
            meter=meter(states),
            following=dict(pairwise(SECTIONS.values())).get(section),
            units=known_units().pairs if "target" in section.kinds else [],
            now=timezone.now().isoformat(),
            old_years=old_years(self.plan),
            tabs=plan_tabs(self.plan, "plan-edit", sum(comments.values())),
            told=told_to_writers(self.plan, section.code),
            **self.page("Bewerken"),
            **{"general": ""} | kwargs,
        )

    def may_edit_goals(self) -> bool:
        own = themes_with_own_goals(self.plan.theme.plan, self.request.access)
        return own is None or self.plan.theme_id in own

    def properties(self, refused: PartForm | None) -> list[Control]:
        return properties_of(self.plan, None)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            form = submitted(self.plan, request.POST)
        except PortalError as error:
            return self.again(None, UNPROCESSABLE, general=str(error))
        changes = touched_in(form)
        try:
            services.save_fields(plan=self.plan, changes=changes, **self.by)
        except SaveRefused as refusal:
            return self.refused(form, refusal)
        except (PlanIsClosed, RowIsGone) as error:
            return self.kept(form, error)
        messages.success(request, f"Opgeslagen om {clock(timezone.now())}.")
        if missing := left_out(form, changes):
            messages.info(request, f"Niet meegekomen uit wat u plakte: {', '.join(missing)}.")
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


class PlanPropertiesView(PlanEditView):
    """Answers on the page to write the plan: 422 with what cannot be, 409 with what others made of it meanwhile."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return redirect(self.place)

    def properties(self, refused: PartForm | None) -> list[Control]:
        return properties_of(self.plan, refused)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = PropertiesForm(request.POST, row=self.plan, part=services.WHOLE_PLAN)
        try:
            changed = services.set_properties(plan=self.plan, changes=touched_in(form), **self.by)
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


class Arranging(WritingPlan, ScriptView):
    """A refusal is told where one comes from: in JSON to the script, as a message above the plan to anybody else."""

    def not_done(self, error: PortalError) -> HttpResponse:
        if wants_json(self.request):
            return super().not_done(error)
        context = self.page("Niet gelukt", message=str(error), texts=[])
        return render(self.request, "themes/editing/kept.html", context, status=status_of(error))


class PartAddView(SentOnce, Arranging, View):
    """A new part at the end of its kind, under another where the form says so."""

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        kind = PART_KINDS.get(request.POST.get("soort", ""))
        texts = {name: request.POST[name] for name in kind.fields if name in request.POST} if kind else {}
        part = services.add_part(plan=self.plan, kind=request.POST.get("soort", ""), texts=texts, **self.by)
        return redirect(part_url(self.plan, key_of(part)))


class PartMoveView(Arranging, View):
    """The part to just before another, or to the end."""

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        part, before = request.POST.get("onderdeel", ""), request.POST.get("voor", "")
        services.move_part(plan=self.plan, part=part, before=before or None, **self.by)
        if wants_json(request):
            return JsonResponse({"part": part})
        return redirect(part_url(self.plan, part))


class PartDuplicateView(SentOnce, Arranging, View):
    """Of the form of a part: the copy stands below it, opened."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        copy = duplicate_part(plan=self.plan, part=request.POST.get(PART, ""), **self.by)
        messages.success(request, f"Er staat nu een kopie: “{copy}”.")
        return redirect(part_url(self.plan, key_of(copy)))


class PartDeleteView(Arranging, TemplateView):
    """Says what would go along, and asks."""

    http_method_names = View.http_method_names
    template_name = "themes/editing/part_delete.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        part = self._part()
        return super().get_context_data(
            going=part,
            kind=kind_of(part).label,
            back=part_url(self.plan, key_of(part)),
            goes=[(capfirst(kind_of(one).label), str(one)) for one in services.taken_along(part)],
            **self.page("Verwijderen"),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        key = self.kwargs["part"]
        gone = services.delete_part(plan=self.plan, part=key, **self.by)
        if not gone:
            messages.info(request, "Dit onderdeel stond al in de prullenbak.")
        code = section_of(key).code
        return redirect(f"{plan_url(self.plan, 'plan-edit')}?deel={code}&verwijderd={key}")

    def _part(self) -> Part:
        """Raises UnknownPart, RowIsGone, CannotBeDeleted and PlanIsClosed."""
        if not self.plan.is_open:
            raise PlanIsClosed(self.plan.get_status_display())
        part = find_present(self.plan, self.kwargs["part"])
        if isinstance(part, PlanText):
            raise services.CannotBeDeleted
        return part


class JsonOfPlan(WritingPlan, ScriptView, View):
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
            field = services.save_field(
                plan=plan,
                part=asked["part"],
                field=asked["field"],
                text=asked["text"],
                expected_version=asked["version"],
                **self.by,
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
            services.leave(plan=plan, user=request.user, session=asked["session"])
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
        edits = services.edits_of_others(plan, session, since)
        written = [edit for edit in edits if edit.kind == PlanEdit.Kind.CHANGED]
        return {
            "sections": [_state(one) for one in completeness(plan)],
            "is_open": plan.is_open,
            "changes": list(_changes(plan, written)),
            "rearranged": sorted({name_of(edit.editor, edit) for edit in edits if edit not in written}),
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
                "by": name_of(edit.editor, edit),
                "at": clock(edit.ended_at),
            }
