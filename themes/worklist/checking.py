"""What waits for a check before it counts, and what came back from one."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import counted
from nhveilig.regions.models import Municipality
from nhveilig.worklist.base import Kind, Row
from themes.models import Activity, ImplementationPlan, IntendedResult, ProgressUpdate, ResultTarget, Verdict
from themes.worklist.base import UNIT, PlanPlace, PlanSource, day_and_month, number_of

SUBJECTS = {"activity": Activity, "result": IntendedResult, "target": ResultTarget}


class ReportsToCheck(PlanSource):
    """To whom decides on plans: of each plan how many reports wait."""

    code, kind, waits = "reports-check", Kind.CHECK, True

    def rows(self, access: Access, today: date) -> QuerySet | None:
        units = access.units_with(Permission.DECIDE_PLANS)
        if not units:
            return None
        waiting = ProgressUpdate.objects.waiting().filter(plan=OuterRef("pk"))
        plans = ImplementationPlan.objects.filter(Exists(waiting), theme__plan__police_unit__in=units)
        first = waiting.order_by("reported_at").values("reported_at")[:1]
        return self.of_plan(plans, since=TruncDate(Subquery(first)), numbers=[number_of(waiting)])

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        return {
            "title": f"Kijk {counted(row.numbers[0], 'melding', 'meldingen')} na van {plan.name}",
            "why": f"De oudste wacht sinds {day_and_month(row.since)}. Zolang telt niets ervan mee.",
            "button": "Kijk na",
            "url": f"{reverse('themes:progress-check', args=[plan.unit])}#plan-{row.key}",
        }


class SentBack(PlanSource):
    """To who wrote a report that came back, until something is reported in its place."""

    code, kind = "report-returned", Kind.REPORT

    def rows(self, access: Access, today: date) -> QuerySet | None:
        if not access.may(Permission.REPORT_PROGRESS):
            return None
        found = Verdict.objects.unanswered().annotate(whose=Coalesce("update__on_behalf_of", "update__reported_by"))
        titles = [
            Subquery(model.objects.filter(pk=OuterRef(f"update__{name}")).order_by().values("title")[:1])
            for name, model in SUBJECTS.items()
        ]
        towns = Municipality.objects.filter(pk=OuterRef("update__municipality")).order_by()
        return self.of_plan(
            found.filter(access.whose(Permission.REPORT_PROGRESS, user="whose", unit=f"update__plan__{UNIT}")),
            path="update__plan__",
            since=TruncDate("given_at"),
            user="whose" if access.principals else None,
            words=[Coalesce(*titles), Subquery(towns.values("code")[:1]), "reason"],
            numbers=[f"update__{name}" for name in SUBJECTS],
        )

    def told_of(self, plan: PlanPlace, row: Row) -> dict[str, str]:
        title, town, reason = row.words[:3]
        name, pk = next((name, pk) for name, pk in zip(SUBJECTS, row.numbers, strict=False) if pk)
        place = f"?gemeente={town}" if town else ""
        return {
            "title": f"Meld opnieuw: {title}",
            "why": f"{plan.name}. Uw melding kwam op {day_and_month(row.since)} terug: ‘{reason}’",
            "button": "Bekijk en meld",
            "url": f"{plan.url('progress-report', part=f'{name}-{pk}')}{place}",
        }
