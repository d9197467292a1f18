"""Parts added, moved and deleted, by buttons that work without script."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.views.generic import TemplateView, View

from nhveilig.accounts.names import name_of
from nhveilig.editing.responses import not_done, status_of
from nhveilig.exceptions import PortalError
from nhveilig.http.responses import wants_json
from themes.editing.services.parts import CannotBeDeleted, add_part, delete_part, move_part, taken_along
from themes.editing.services.saving import find_part
from themes.editing.views.editor import part_url
from themes.models import PlanText
from themes.models.plans import Part
from themes.parts.exceptions import PartIsGone, PlanIsClosed
from themes.parts.registry import PART_KINDS, key_of, kind_of
from themes.parts.sections import section_of
from themes.parts.views import WritablePlan, plan_url


class Arranging(WritablePlan):
    """A refusal is told where one comes from: in JSON to the script, as a message above the plan to anybody else."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except PortalError as error:
            return self.refused(error)

    def refused(self, error: PortalError) -> HttpResponse:
        if wants_json(self.request):
            return not_done(error)
        context = self.page("Niet gelukt", message=str(error), texts=[])
        return render(self.request, "themes/editing/kept.html", context, status=status_of(error))


class PartAddView(Arranging, View):
    """A new part at the end of its kind, under another where the form says so."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        kind = PART_KINDS.get(request.POST.get("soort", ""))
        texts = {name: request.POST[name] for name in kind.fields if name in request.POST} if kind else {}
        part = add_part(plan=self.plan, kind=request.POST.get("soort", ""), editor=request.user, texts=texts)
        return redirect(part_url(self.plan, key_of(part)))


class PartMoveView(Arranging, View):
    """The part to just before another, or to the end."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        part, before = request.POST.get("onderdeel", ""), request.POST.get("voor", "")
        move_part(plan=self.plan, part=part, before=before or None, editor=request.user)
        if wants_json(request):
            return JsonResponse({"part": part})
        return redirect(part_url(self.plan, part))


class PartDeleteView(Arranging, TemplateView):
    """Says what would go along, and asks."""

    template_name = "themes/editing/part_delete.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        part = self._part()
        return super().get_context_data(
            going=part,
            kind=kind_of(part).label,
            back=part_url(self.plan, key_of(part)),
            goes=[(capfirst(kind_of(one).label), str(one)) for one in taken_along(part)],
            **self.page("Verwijderen"),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        key = self.kwargs["part"]
        gone = delete_part(plan=self.plan, part=key, editor=request.user)
        if not gone:
            messages.info(request, "Dit onderdeel stond al in de prullenbak.")
        code = section_of(key).code
        return redirect(f"{plan_url(self.plan, 'plan-edit')}?deel={code}&verwijderd={key}")

    def _part(self) -> Part:
        """Raises UnknownPart, PartIsGone, CannotBeDeleted and PlanIsClosed."""
        if not self.plan.is_open:
            raise PlanIsClosed(self.plan.get_status_display())
        part = find_part(self.plan, self.kwargs["part"])
        if isinstance(part, PlanText):
            raise CannotBeDeleted("Dit tekstdeel hoort bij elk plan. Maak het leeg als u het niet gebruikt.")
        if part.deleted_at:
            raise PartIsGone(str(part), name_of(part.deleted_by))
        return part
