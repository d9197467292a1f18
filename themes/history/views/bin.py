"""The bin of a plan, and taking something out of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView, View

from nhveilig.editing.models import KEPT_IN_BIN
from nhveilig.exceptions import PortalError
from nhveilig.http.responses import CONFLICT, wants_json
from themes.editing.services.parts import restore_part
from themes.history.bin import bin_of, binned_comments
from themes.models import ImplementationPlan
from themes.models.plans import Part
from themes.parts.registry import key_of
from themes.parts.views import WritablePlan, plan_url, writers_tabs

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
            tabs=writers_tabs(self.plan, "plan-bin"),
            **self.page("Prullenbak"),
            **kwargs,
        )


class PartRestoreView(WritablePlan, View):
    """Take `part` out of the bin. Answers a script with the keys of what came back, or 409 with the reason."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            back = restore_part(plan=self.plan, part=request.POST.get("part", ""), editor=request.user)
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
