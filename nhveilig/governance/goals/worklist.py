"""To whoever keeps the safety plans, and to the municipality itself: that the council must set its goals anew."""

from datetime import date

from django.db.models import Q, QuerySet

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.figures.formats import date_long
from nhveilig.governance.goals.models import SafetyPlan
from nhveilig.governance.goals.registers import SAFETY_PLANS
from nhveilig.worklist.base import Kind, Row, Source
from nhveilig.worklist.registry import add_source


class SafetyPlanEnds(Source):
    code, kind = "safety-plan-ends", Kind.CHECK

    def rows(self, access: Access, today: date) -> QuerySet | None:
        units = access.units_with(SAFETY_PLANS.edit_permission)
        towns = access.municipalities_with(Permission.PREPARE_ANSWERS)
        if not units and not towns:
            return None
        kept = Q(municipality__safety_region__police_unit__in=units) | Q(municipality__in=towns)
        plans = SafetyPlan.objects.present().filter(kept).ending(today)
        return self.asked(plans, day="ends_on", words=["title", "municipality__name"], days=["until"])

    def told(self, row: Row) -> dict[str, str]:
        title, town = row.words[:2]
        is_last_day = row.days[0] == row.day
        why = "Het geldt tot en met" if is_last_day else "De raad stelt eens in de vier jaar doelen vast: uiterlijk"
        return {
            "title": f"Het veiligheidsplan van {town} loopt af",
            "why": f"{title}. {why} {date_long(row.day)}.",
            "button": "Bekijk het plan",
            "url": SAFETY_PLANS.url("detail", pk=row.key),
        }


add_source(SafetyPlanEnds())
