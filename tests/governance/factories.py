from datetime import date

from nhveilig.governance.goals.models import Priority, SafetyPlan
from nhveilig.regions.models import Municipality
from themes.models import GoalTheme, Theme

FIRST, LAST = date(2025, 1, 1), date(2028, 12, 31)


def make_safety_plan(town: Municipality, since: date = FIRST, until: date = LAST) -> SafetyPlan:
    title = f"Veiligheidsplan {town} {since.year}"
    days = {"since": since, "until": until}
    return SafetyPlan.objects.create(municipality=town, title=title, document="Raadsbesluit", **days)


def make_goal(town: Municipality, theme: Theme | None = None, plan: SafetyPlan | None = None) -> Priority:
    """In the plan of a municipality a goal, about a theme."""
    plan = plan or make_safety_plan(town)
    goal = Priority.objects.create(plan=plan, words=f"Veilig wonen in {town}", place="hoofdstuk 2")
    if theme:
        GoalTheme.objects.create(priority=goal, theme=theme, note="genoemd in de inleiding")
    return goal
