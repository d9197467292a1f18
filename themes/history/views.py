"""The history of a plan and its bin; putting back an earlier text, and a part."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.generic import TemplateView, View

from nhveilig.accounts.trail.presenters import Told, told
from nhveilig.editing.exceptions import FieldConflict, SaveRefused
from nhveilig.editing.models import KEPT_IN_BIN, EditQuerySet
from nhveilig.editing.views import version_seen
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import datetime_long
from nhveilig.http.responses import CONFLICT, UNPROCESSABLE, wants_json
from nhveilig.trail.models import Entry
from themes.editing.services.many import restore_parts
from themes.editing.services.parts import undo_edit
from themes.editing.views.base import WritingPlan
from themes.history.queries import Budget, Shown, Sitting, bin_of, binned_comments, changes_in, shown_sittings, sittings
from themes.models import ImplementationPlan, PlanEdit
from themes.models.plans import Part
from themes.parts.presenters import NamedPart, asked_for, field_of, named_parts, names_in
from themes.parts.registry import PART_KINDS, key_of
from themes.parts.views import WritablePlan, plan_tabs, plan_url

SITTINGS_PER_PAGE = 8
TITLE = "Geschiedenis"


class HistoryView(WritablePlan, TemplateView):
    """Of the whole plan, of one part (`?onderdeel=activity-12`) or one of its fields (`&veld=title`), or one edit
    (`?bewerking=12`)."""

    template_name = "themes/keeping/plan_history.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        page = Paginator(sittings(self._edits()), SITTINGS_PER_PAGE).get_page(self.request.GET.get("page"))
        chosen: list[Sitting] = list(page.object_list)
        return super().get_context_data(
            page_obj=page,
            sittings=shown_sittings(self.plan, chosen),
            part=self._part(),
            field_label=self._field_label(),
            one_edit="bewerking" in self.request.GET,
            may_restore=self.plan.is_open,
            query=self.request.GET.urlencode(),
            tabs=plan_tabs(self.plan, "plan-history"),
            trail=self._trail(page.number),
            **self.page(TITLE),
            **kwargs,
        )

    def _trail(self, page: int) -> list[Told]:
        """The steps and decisions, beside the first page of all that was written."""
        is_whole = page == 1 and not self.request.GET.keys() & {"onderdeel", "bewerking"}
        return told(Entry.objects.about("plan", self.plan.pk)) if is_whole else []

    def _edits(self) -> EditQuerySet:
        edits = PlanEdit.objects.filter(plan=self.plan)
        if key := asked_for(self.request, "onderdeel"):
            edits = edits.of_part(key)
        if name := asked_for(self.request, "veld"):
            edits = edits.filter(field=name)
        number = asked_for(self.request, "bewerking")
        if number.isdecimal() and len(number) <= 18:
            edits = edits.filter(pk=int(number))
        return edits

    def _part(self) -> NamedPart | None:
        key = asked_for(self.request, "onderdeel")
        return named_parts(self.plan, [key])[key] if key else None

    def _field_label(self) -> str:
        kind = PART_KINDS.get(asked_for(self.request, "onderdeel").partition("-")[0])
        about = kind and kind.fields.get(asked_for(self.request, "veld"))
        return about.label if about else ""


@dataclass(frozen=True)
class Refused:
    """What stands in the way of an old text; `conflict` when others changed the field since."""

    edit: PlanEdit
    where: str
    message: str
    conflict: FieldConflict | None = None
    changes: Shown | None = None

    @property
    def by(self) -> str:
        if self.conflict and self.conflict.same_person:
            return "U hebt"
        return f"{self.conflict.changed_by} heeft" if self.conflict else ""

    @property
    def changed_at(self) -> str:
        at = self.conflict and self.conflict.changed_at
        return datetime_long(timezone.localtime(at)) if at else ""


class EditRestoreView(WritingPlan, View):
    """Put back what stood in a field before one edit. Changed since: 409, with what would become of it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        edit = get_object_or_404(PlanEdit.objects.select_related("plan"), plan=self.plan, pk=kwargs["pk"])
        try:
            saved = undo_edit(edit=edit, version=version_seen(request), **self.by)
        except SaveRefused as error:
            return self._refused(edit, error)
        except PortalError as error:
            messages.error(request, str(error))
        else:
            self._tell(edit, changed=saved.changed)
        return redirect(self._back())

    def _tell(self, edit: PlanEdit, *, changed: bool) -> None:
        if changed:
            messages.success(self.request, f"Bij “{edit.label}” staat weer de eerdere tekst.")
        else:
            messages.info(self.request, f"Bij “{edit.label}” stond die tekst er al. Er is niets veranderd.")

    def _back(self) -> str:
        return plan_url(self.plan, "plan-history") + (f"?{self._query}" if self._query else "")

    @property
    def _query(self) -> str:
        return self.request.GET.urlencode()

    def _refused(self, edit: PlanEdit, error: SaveRefused) -> HttpResponse:
        problem = next(iter(error.problems), None)
        refused = Refused(edit, problem.where, problem.message) if problem else self._conflict(edit, error.conflicts[0])
        context = self.page("Eerdere tekst terugzetten", refused=refused, back=self._back(), query=self._query)
        status = UNPROCESSABLE if error.problems else CONFLICT
        return render(self.request, "themes/keeping/edit_refused.html", context, status=status)

    def _conflict(self, edit: PlanEdit, conflict: FieldConflict) -> Refused:
        now = PlanEdit(plan=self.plan, part=edit.part, field=edit.field, old=conflict.theirs, new=edit.old)
        changes = changes_in(field_of(edit), now, self.plan, names_in(self.plan, [now]), Budget())
        return Refused(edit, conflict.where, "", conflict, changes)


ALREADY = "Dit onderdeel staat al in het plan. Er is niets veranderd."


class BinView(WritablePlan, TemplateView):
    """What was deleted and may come back, with the comments that the visitor deleted."""

    template_name = "themes/keeping/plan_bin.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(
            parts=bin_of(self.plan),
            comments=binned_comments(self.plan, self.request.user),
            may_restore=self.plan.is_open,
            is_adopted=self.plan.status == ImplementationPlan.Status.ADOPTED,
            days=KEPT_IN_BIN.days,
            tabs=plan_tabs(self.plan, "plan-bin"),
            **self.page("Prullenbak"),
            **kwargs,
        )


class PartRestoreView(WritingPlan, View):
    """Take each `part` out of the bin. Answers a script with the keys of what came back, or 409 with the reason."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            back = restore_parts(plan=self.plan, parts=request.POST.getlist("part") or [""], **self.by)
        except PortalError as error:
            return self._refused(str(error))
        if wants_json(request):
            return JsonResponse({"restored": [key_of(part) for part in back], "message": _said(back)})
        messages.success(request, _said(back))
        return redirect(plan_url(self.plan, "plan-bin"))

    def _refused(self, message: str) -> HttpResponse:
        if wants_json(self.request):
            return JsonResponse({"message": message}, status=CONFLICT)
        messages.error(self.request, message)
        return redirect(plan_url(self.plan, "plan-bin"))


def _said(back: list[Part]) -> str:
    if not back:
        return ALREADY
    first, *along = back
    with_it = f", met {len(along)} onderdelen die erbij horen" if len(along) > 1 else ", met wat erbij hoort"
    return f"“{first}” staat weer in het plan{with_it if along else ''}."
