"""The first page after logging in: what is asked of the reader, and where their work stands."""

from datetime import datetime

from django.utils import timezone
from django.views.generic import TemplateView

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role, User
from nhveilig.accounts.permissions import Permission
from nhveilig.web.sections import SECTIONS
from nhveilig.web.setup import steps_of
from nhveilig.worklist.counts import keep_number
from nhveilig.worklist.presenters import SHOWN_FIRST, ShownTask, count_in_words, day_in_words
from nhveilig.worklist.queries import tasks_of
from reports.dashboards.models import SavedView
from reports.documents.models import Document
from reports.home.presenters import cycle_of
from reports.home.queries import (
    decided_plans,
    news_for,
    own_plans,
    own_towns,
    plans_to_read,
    theme_table,
    visible_plans,
    year_in_the_making,
)

NOON, EVENING = 12, 18
# For who has no plans, municipality or bureau of their own.
WAYS_IN = ("overview", "plans", "figures", "documents", "setup")
# Who together lead the eenheid, and see how all of its plans stand.
LEADING = {Role.Kind.REGIONAL_MAYOR, Role.Kind.CHIEF_PROSECUTOR, Role.Kind.POLICE_CHIEF}
NAMED = {*LEADING, Role.Kind.PARTNER_FINANCE}


class HomeView(TemplateView):
    """Ten queries at most, whatever the role and however many rooms ask something."""

    permission = Permission.VIEW_PORTAL
    template_name = "home.html"

    def get_context_data(self, **kwargs):
        access, today = self.request.access, timezone.localdate()
        tasks = tasks_of(access, today)
        keep_number(access, len(tasks))
        blocks = self._blocks(access, today)
        return super().get_context_data(
            greeting=f"{greeting(timezone.localtime())} {first_name(access.user)}",
            kicker=" · ".join([day_in_words(today), *self._works_for()]),
            lead="Begin met het inrichten." if blocks["setting_up"] and not tasks else count_in_words(len(tasks)),
            tasks=[ShownTask(task) for task in tasks[:SHOWN_FIRST]],
            more=max(0, len(tasks) - SHOWN_FIRST),
            news=news_for(access.user, today),
            saved=SavedView.objects.of(access),
            **blocks,
            **kwargs,
        )

    def _works_for(self) -> list[str]:
        """`gemeente Alkmaar`, `stafbureau`, `politiechef`"""
        roles = self.request.access.roles
        towns = sorted({f"gemeente {role.municipality}" for role in roles if role.municipality})
        named = dict.fromkeys(role.get_kind_display() for role in roles if role.kind in NAMED)
        return [*towns, *named, *(["stafbureau"] if self.request.access.may(Permission.DECIDE_PLANS) else [])]

    def _blocks(self, access: Access, today) -> dict[str, object]:
        nothing = dict.fromkeys(["cycle", "themes", "setting_up"])
        nothing |= {"plans": [], "to_read": [], "towns": [], "documents": [], "ways": []}
        if access.may(Permission.DECIDE_PLANS):
            return nothing | _for_staff(access, today)
        found = {"plans": own_plans(access, today)} if access.may(Permission.EDIT_PLANS) else {}
        found |= {"towns": own_towns(access, today)}
        leads = any(role.kind in LEADING for role in access.roles)
        if found.get("plans"):
            found["cycle"] = _cycle([one.plan for one in found["plans"]], today)
        elif found["towns"] or leads:
            plans = visible_plans(access, today)
            found["cycle"] = _cycle(plans, today)
            found["to_read"] = plans_to_read(plans, today) if leads else []
        if not any((found.get("plans"), found.get("to_read"), found["towns"])):
            found |= {"ways": _ways(access)}
        return nothing | found


def greeting(now: datetime) -> str:
    if now.hour < NOON:
        return "Goedemorgen"
    return "Goedemiddag" if now.hour < EVENING else "Goedenavond"


def first_name(user: User) -> str:
    return user.first_name or user.shown_name


def _setting_up(access: Access) -> dict[str, object] | None:
    """Of the first eenheid whose people one manages: how far it is set up, until it is. One query."""
    units = access.units_with(Permission.MANAGE_PEOPLE)
    unit = next((unit for unit in access.units if unit.pk in units), None)
    steps = steps_of(unit, access) if unit else []
    left = [one for one in steps if one.is_left]
    return {"unit": unit, "next": left[0], "left": len(left), "count": len(steps)} if left else None


def _for_staff(access: Access, today) -> dict[str, object]:
    plans = decided_plans(access, today)
    year = year_in_the_making(plans, today)
    themes = theme_table(access, plans, year, today)
    return {
        "themes": themes,
        # A year in which nothing can be written has no steps.
        "cycle": _cycle(plans, today) if themes.begun or themes.waiting else None,
        "documents": Document.objects.in_the_making(access, today.year),
        # Where plans are made, it is past that.
        "setting_up": None if plans else _setting_up(access),
    }


def _cycle(plans, today):
    year = year_in_the_making(plans, today)
    return cycle_of([plan for plan in plans if plan.year == year], year, today)


def _ways(access: Access) -> list[dict[str, str]]:
    """Into the sections of the menu, as cards; before them what one keeps oneself."""
    found = ((SECTIONS[code], SECTIONS[code].pages_for(access)) for code in WAYS_IN)
    own = [page for page in SECTIONS["figures"].pages_for(access) if page.name == "budgets:budget-list"]
    first = own if access.may(Permission.EDIT_BUDGET) else []
    return [{"title": one.label, "url": one.url, "text": one.text} for one in first] + [
        {
            "title": section.label,
            "url": section.url_for(access, pages),
            "text": section.lead_for(access) or pages[0].text,
        }
        for section, pages in found
        if pages
    ]
