"""Reporting many at once, in one table."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import View

from nhveilig.accounts.models import User
from nhveilig.accounts.once import SentOnce
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import counted, number
from nhveilig.http.responses import UNPROCESSABLE
from nhveilig.http.views import Above, is_own_page
from nhveilig.regions.models import Municipality
from themes.models import Outlook
from themes.parts.views import OnePlan, plan_url
from themes.progress.exceptions import SomeRefused
from themes.progress.forms import DayForm
from themes.progress.permissions import ReportingDesk, desk_of, desks_of, reports_for
from themes.progress.queries import RowGroup, filter_links, filter_of, narrowed, progress_rows, read_work
from themes.progress.services import Said, report_many
from themes.progress.tables import REPORTABLE, ReportTable, TableGroup, TableRow, groups_of_plan, groups_of_town
from themes.progress.validators import last_day
from themes.progress.views.matrix import OfAdoptedPlans
from themes.progress.views.reports import PROGRESS, checked_first
from themes.progress.waiting import waiting_on

TITLE = "Meld veel tegelijk"


class ReportsMany(SentOnce):
    """A table of what the visitor may report on, as it is and as it answers what was refused. One day holds for all."""

    template_name = "themes/progress/many.html"
    year: int

    def groups(self) -> list[TableGroup]:
        raise NotImplementedError

    def way_back(self) -> str:
        raise NotImplementedError

    def about(self) -> dict[str, object]:
        """What its page says besides the table."""
        raise NotImplementedError

    def principal(self, row: TableRow) -> User | None:
        raise NotImplementedError

    @property
    def today(self) -> date:
        return timezone.localdate()

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        day = DayForm(self.year, self.today, initial={"on": last_day(self.year, self.today)})
        return self.show(ReportTable(self.groups(), day))

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        table = ReportTable(self.groups(), DayForm(self.year, self.today, request.POST))
        if not table.rows:
            raise PermissionDenied
        table.read(request.POST)
        if not table.is_valid() or not self.stored(table):
            return self.show(table, UNPROCESSABLE)
        return redirect(self.way_back())

    def stored(self, table: ReportTable) -> bool:
        """Whether it was; what was refused stands with its row then."""
        day = table.day.cleaned_data
        said = [self._said(row, day["on"]) for row in table.touched]
        try:
            reports = report_many(said=said, by=self.request.user, reason=day.get("reason", ""), today=self.today)
        except SomeRefused as error:
            table.refuse(error.reasons)
            return False
        messages.success(self.request, sentence(table.touched))
        if waiting := sum(one.waits for one in reports):
            messages.info(self.request, checked_first(waiting))
        return True

    def _said(self, row: TableRow, on: date) -> Said:
        return Said(
            key=row.key,
            subject=row.subject,
            report=row.form.report(on),
            municipality=row.municipality,
            seen=row.form.cleaned_data["seen"],
            on_behalf_of=self.principal(row),
            prepares=row.prepares,
        )

    def show(self, table: ReportTable, status: int = 200) -> HttpResponse:
        said = {"table": table, "terug": self.way_back(), "action": self.request.get_full_path()}
        said["courses"] = [("", "Zoals het was"), *Outlook.choices]
        return render(self.request, self.template_name, self.about() | said, status=status)


class PlanTableView(ReportsMany, OnePlan, View):
    """All that is reported on one plan for the region as a whole; of what is counted in every municipality there is a
    table of each."""

    permission = Permission.REPORT_PROGRESS

    @property
    def year(self) -> int:
        return self.plan.year

    @cached_property
    def everything(self) -> list[RowGroup]:
        desk = desk_of(self.request.access, self.plan)
        if not desk.works_on_it:
            raise PermissionDenied
        read_work(self.plan)
        waiting = waiting_on(self.plan, self.request.access)
        return narrowed(progress_rows(self.plan, desk, [], self.today, waiting), REPORTABLE)

    def groups(self) -> list[TableGroup]:
        """What was typed is taken from every row: what somebody else reported meanwhile falls out of a filter."""
        chosen = filter_of("" if self.request.method == "POST" else self.request.GET.get("toon", ""))
        return groups_of_plan(self.plan, narrowed(self.everything, chosen))

    def principal(self, row: TableRow) -> User | None:
        return reports_for(self.request.access, self.plan, None)

    def way_back(self) -> str:
        return plan_url(self.plan, "progress")

    def above(self) -> Above:
        return [*super().above(), (PROGRESS, self.way_back())]

    def about(self) -> dict[str, object]:
        chosen = filter_of(self.request.GET.get("toon", ""))
        return self.page(TITLE, kicker=str(self.plan), filters=filter_links(self.everything, chosen))


class TownTableView(ReportsMany, OfAdoptedPlans, View):
    """What one municipality promised in all adopted plans of a year, for who reports it or puts it ready."""

    @cached_property
    def town(self) -> Municipality:
        own = Municipality.objects.filter(safety_region__police_unit=self.police_unit)
        return get_object_or_404(own, code=self.kwargs["code"])

    @cached_property
    def desks(self) -> dict[int, ReportingDesk]:
        has_begun = self.year <= self.today.year
        return desks_of(self.request.access, {one.target.plan for one in self.columns} if has_begun else ())

    def groups(self) -> list[TableGroup]:
        return groups_of_town(self.columns, self.town, self.desks, self.request.access)

    def principal(self, row: TableRow) -> User | None:
        return reports_for(self.request.access, row.subject.plan, self.town.pk)

    def way_back(self) -> str:
        asked = self.request.GET.get("terug", "")
        return asked if is_own_page(asked) else self.matrix_url

    @property
    def matrix_url(self) -> str:
        return reverse("themes:matrix", args=[self.police_unit.slug, self.year])

    def about(self) -> dict[str, object]:
        above = (f"Resultaten per gemeente {self.year}", self.matrix_url)
        title = f"{TITLE} voor {self.town}"
        page = self.page(title, "matrix") | {"kicker": f"Afspraken van {self.year}"}
        return page | {"breadcrumbs": [*page["breadcrumbs"][:-1], above, (title, None)], "filters": []}


def sentence(rows: list[TableRow]) -> str:
    """`Gemeld: 5 onderdelen, waarvan bij 2 niets veranderde.`"""
    kept = sum(row.form.cleaned_data["unchanged"] for row in rows)
    done = "Klaargezet voor de burgemeester" if all(row.prepares for row in rows) else "Gemeld"
    rest = f", waarvan bij {number(kept)} niets veranderde" if kept else ""
    return f"{done}: {counted(len(rows), 'onderdeel', 'onderdelen')}{rest}."
