"""The history of a plan, and putting back an earlier text."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.generic import TemplateView, View

from nhveilig.editing.models import EditQuerySet
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import datetime_long
from nhveilig.http.responses import CONFLICT, UNPROCESSABLE
from themes.history.forms import VersionForm
from themes.history.long_texts import Budget, Shown
from themes.history.queries import Sitting, changes_in, shown_sittings, sittings
from themes.history.services import undo_edit
from themes.models import PlanEdit
from themes.parts.exceptions import FieldConflict, SaveRefused
from themes.parts.names import NamedPart, asked_for, named_parts
from themes.parts.presenters import field_of, names_in
from themes.parts.registry import PART_KINDS
from themes.parts.views import WritablePlan, plan_url, writers_tabs

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
            tabs=writers_tabs(self.plan, "plan-history"),
            **self.page(TITLE),
            **kwargs,
        )

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


class EditRestoreView(WritablePlan, View):
    """Put back what stood in a field before one edit. Changed since: 409, with what would become of it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        edit = get_object_or_404(PlanEdit.objects.select_related("plan"), plan=self.plan, pk=kwargs["pk"])
        form = VersionForm(request.POST)
        version = form.cleaned_data["version"] if form.is_valid() else None
        try:
            saved = undo_edit(edit=edit, editor=request.user, version=version)
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
        about = field_of(edit)
        refused = self._problem(edit, error) if error.problems else self._conflict(edit, error.conflicts[0], about)
        context = self.page("Eerdere tekst terugzetten", refused=refused, back=self._back(), query=self._query)
        status = UNPROCESSABLE if error.problems else CONFLICT
        return render(self.request, "themes/keeping/edit_refused.html", context, status=status)

    def _problem(self, edit: PlanEdit, error: SaveRefused) -> Refused:
        [problem] = error.problems
        return Refused(edit, problem.where, problem.message)

    def _conflict(self, edit: PlanEdit, conflict: FieldConflict, about: forms.Field) -> Refused:
        now = PlanEdit(plan=self.plan, part=edit.part, field=edit.field, old=conflict.theirs, new=edit.old)
        changes = changes_in(about, now, self.plan, names_in(self.plan, [now]), Budget())
        return Refused(edit, conflict.where, "", conflict, changes)
