"""The document in the address, for whoever writes in it. To anybody else it is not there."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property

from nhveilig.accounts.models import User
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.changes import Writer
from nhveilig.editing.views import ScriptView, status_of
from nhveilig.exceptions import PortalError
from nhveilig.http.responses import CONFLICT, GONE, wants_json
from nhveilig.http.views import breadcrumbs
from reports.documents.desk.exceptions import BlockIsGone, OutlineChanged
from reports.documents.desk.permissions import Rights, documents_at_desk, rights_in
from reports.documents.desk.presenters import desk_url
from reports.documents.desk.rows import Outline
from reports.documents.models import Block, Document
from reports.documents.presenters import above

NOT_YOURS = "Dit hoofdstuk schrijft u niet zelf. Maak een opmerking, of vraag het stafbureau om het u te geven."


class OneDesk:
    """A page about writing one document."""

    permission = Permission.VIEW_CONCEPTS

    @cached_property
    def document(self) -> Document:
        found = documents_at_desk(self.request.access).select_related("police_unit", "plan__origin")
        return get_object_or_404(found, slug=self.kwargs["slug"])

    @cached_property
    def rights(self) -> Rights:
        return rights_in(self.request.access, self.document)

    @cached_property
    def outline(self) -> Outline:
        return Outline(self.document)

    @property
    def principal(self) -> User | None:
        """In whose name the visitor writes; None: in their own."""
        return self.rights.principal

    def by(self, session: UUID | None = None) -> Writer:
        return Writer(self.request.user, session, on_behalf_of=self.principal)

    def refuse_others(self, chapter: Block | None = None) -> None:
        """Raises PermissionDenied for who does not write that chapter; without one, for who does not arrange it all."""
        if not (self.rights.may_write(chapter) if chapter else self.rights.arranges):
            raise PermissionDenied(NOT_YOURS)

    def page(self, title: str = "", **more: object) -> dict[str, object]:
        """What every page of the desk gives its template; `title` names a page below that of writing."""
        document, desk = self.document, desk_url(self.document)
        trail = [*above(document), ("Schrijven", desk)] if title else above(document)
        return {
            "document": document,
            "title": title or document.title,
            "desk_url": desk,
            "unit_name": f"Eenheid {document.police_unit}",
            "breadcrumbs": breadcrumbs(trail, here=title or "Schrijven"),
            "rights": self.rights,
            **more,
        }


class StaffDesk(OneDesk):
    """Of whoever arranges the document."""

    permission = Permission.EDIT_DOCUMENTS

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        self.refuse_others()
        return super().dispatch(request, *args, **kwargs)


class DeskAct(ScriptView):
    """A refusal is told where one comes from: in JSON to the script, as a page to anybody else."""

    http_method_names = ["get", "post"]

    def not_done(self, error: PortalError) -> HttpResponse:
        status = _status_of(error)
        if wants_json(self.request):
            response = super().not_done(error)
            response.status_code = status
            return response
        context = self.page("Niet gelukt", message=str(error))
        return render(self.request, "reports/desk/refused.html", context, status=status)


def _status_of(error: PortalError) -> int:
    if isinstance(error, OutlineChanged):
        return CONFLICT
    return GONE if isinstance(error, BlockIsGone) else status_of(error)
