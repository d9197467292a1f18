"""The dashboards somebody keeps under a name of their own. Whoever gets the link of one sees the same page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView, View

from nhveilig.accounts.permissions import Permission
from nhveilig.http.responses import UNPROCESSABLE
from nhveilig.http.views import breadcrumbs
from reports.dashboards.models import SavedView
from reports.dashboards.services import ViewRefused, remove_view, save_view


class SavedViewsView(TemplateView):
    """What the reader keeps; sent with a name and an address it keeps that too."""

    permission = Permission.VIEW_PORTAL
    template_name = "reports/dashboards/saved_views.html"

    def get_context_data(self, **kwargs):
        kept = {"views": SavedView.objects.of(self.request.access), "refused": "", "name": "", "path": ""}
        return super().get_context_data(breadcrumbs=breadcrumbs([], here="Bewaarde weergaven"), **kept | kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        name, path = request.POST.get("name", ""), request.POST.get("path", "")
        try:
            view = save_view(user=request.user, name=name, path=path)
        except ViewRefused as refused:
            page = self.get_context_data(refused=str(refused), name=name, path=path)
            return self.render_to_response(page, status=UNPROCESSABLE)
        messages.success(request, f"Bewaard als “{view.name}”. U vindt de weergave terug op de startpagina.")
        return HttpResponseRedirect(view.path)


class RemoveViewView(View):
    permission = Permission.VIEW_PORTAL

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        view = get_object_or_404(SavedView.objects.of(request.access), pk=pk)
        remove_view(view=view)
        messages.success(request, f"“{view.name}” is niet meer bewaard. De pagina zelf is er nog.")
        return redirect("reports:saved-views")
