"""With what a new beleidsplan can begin: the plans there are, with how much of each could go along."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from nhveilig.figures.formats import counted, listed
from nhveilig.regions.models import PoliceUnit
from reports.documents.models import Block, Document
from reports.documents.starting.services.copying import PICTURES, THEME, shows_figures
from themes.models import PolicyPlan

MOST_PLANS = 4
PRESENT = Q(themes__deleted_at=None, themes__objectives__deleted_at=None)


@dataclass(frozen=True)
class Earlier:
    plan: PolicyPlan
    chapters: int
    themes: int
    goals: int
    figures: int
    pictures: int

    @property
    def words(self) -> str:
        """“7 hoofdstukken, 4 thema’s en 18 doelen”"""
        named = [
            (self.chapters, "hoofdstuk", "hoofdstukken"),
            (self.themes, "thema", "thema’s"),
            (self.goals, "doel", "doelen"),
            (self.figures, "tabel of grafiek", "tabellen en grafieken"),
            (self.pictures, "beeld", "beelden"),
        ]
        return listed([counted(number, one, many) for number, one, many in named if number])


def earlier_plans(police_unit: PoliceUnit) -> list[Earlier]:
    """Beleidsplannen before programmes, the newest first. Two queries."""
    plans = PolicyPlan.objects.filter(police_unit=police_unit).annotate(
        theme_count=Count("themes", Q(themes__deleted_at=None), distinct=True),
        goal_count=Count("themes__objectives", PRESENT, distinct=True),
    )
    found = list(plans.order_by("kind", "-start_year", "title")[:MOST_PLANS])
    kinds = _kinds_by_plan(found)
    return [_earlier(plan, kinds[plan.pk]) for plan in found]


def _earlier(plan: PolicyPlan, kinds: Counter) -> Earlier:
    figures = sum(number for (kind, _), number in kinds.items() if shows_figures(kind))
    pictures = sum(number for (kind, _), number in kinds.items() if kind in PICTURES)
    chapters = sum(number for (kind, is_chapter), number in kinds.items() if is_chapter and kind in {THEME, "prose"})
    return Earlier(plan, chapters, plan.theme_count, plan.goal_count, figures, pictures)


def _kinds_by_plan(plans: list[PolicyPlan]) -> dict[int, Counter]:
    blocks = Block.objects.present().filter(document__plan__in=plans, document__kind=Document.Kind.POLICY_PLAN)
    found: dict[int, Counter] = {plan.pk: Counter() for plan in plans}
    for plan, kind, parent in blocks.order_by().values_list("document__plan", "kind", "parent"):
        found[plan][kind, parent is None] += 1
    return found
