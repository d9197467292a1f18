"""The activities of a plan as a table, of which one form stores all that was typed and chosen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from nhveilig.editing.exceptions import RowIsGone, SaveRefused
from nhveilig.editing.grids import Refused, UnreadableRequest
from nhveilig.editing.presenters import clock
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import counted
from nhveilig.http.responses import CONFLICT, UNPROCESSABLE
from themes.editing.queries import known_owners, known_partners
from themes.editing.services.many import Changed, change_many
from themes.editing.table import ActivityTable, Asked
from themes.editing.views.writing import WhileOpen
from themes.parts.exceptions import PlanIsClosed
from themes.parts.registry import UnknownPart, key_of
from themes.parts.views import plan_tabs, plan_url


class PlanTableView(WhileOpen):
    template_name = "themes/editing/plan_table.html"
    title = "Activiteiten als tabel"

    def get_context_data(
        self, refused: Refused | None = None, chosen: frozenset[str] = frozenset(), **kwargs: object
    ) -> dict[str, object]:
        refused = refused or Refused()
        return super().get_context_data(
            table=ActivityTable(self.plan, refused, chosen),
            refused=refused,
            owners=known_owners(self.plan, known_partners()),
            tabs=plan_tabs(self.plan, "plan-edit"),
            **self.page(self.title),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        try:
            asked = Asked.of(request.POST)
        except UnreadableRequest as error:
            return self.again(Refused(general=str(error)), UNPROCESSABLE)
        try:
            asked.check()
            changed = change_many(plan=self.plan, changes=asked.changes, binned=asked.binned, **self.by)
        except PlanIsClosed:
            return self.closed()
        except PortalError as error:
            return self.refuse(asked, error)
        self.tell(changed)
        binned = ",".join(key_of(one) for one in changed.binned)
        return redirect(f"{plan_url(self.plan, 'plan-table')}{f'?verwijderd={binned}' if binned else ''}")

    def refuse(self, asked: Asked, error: PortalError) -> HttpResponse:
        submitted, chosen = asked.submitted, frozenset(asked.chosen)
        if isinstance(error, SaveRefused):
            page = Refused.of(submitted, error, lambda one: f"{one.part}-{one.field}")
            return self.again(page, CONFLICT if error.conflicts else UNPROCESSABLE, chosen)
        page = Refused(submitted.typed, submitted.seen, general=str(error))
        is_late = isinstance(error, RowIsGone | UnknownPart)
        return self.again(page, CONFLICT if is_late else UNPROCESSABLE, chosen)

    def again(self, page: Refused, status: int, chosen: frozenset[str] = frozenset()) -> HttpResponse:
        if not self.plan.is_open:
            return self.closed()
        return self.render_to_response(self.get_context_data(page, chosen), status=status)

    def tell(self, changed: Changed) -> None:
        if changed.cells:
            said = counted(len(changed.cells), "cel", "cellen")
            messages.success(self.request, f"{said} opgeslagen om {clock(timezone.now())}.")
        elif not changed.binned:
            messages.info(self.request, "Er was niets veranderd, dus er is niets opgeslagen.")
