import re
from datetime import date

from django import template
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from nhveilig.caching.kept_pages import unrecorded
from nhveilig.notices.models import Notice
from themes.models import ImplementationPlan
from themes.parts.views import plan_url
from themes.workflow.reminding import REPORT, REPORT_TOWNS, key_of, last_reminders

register = template.Library()
KEPT_ON = "_last_reminders"
LABELS = {REPORT: "Herinner de projectleider", REPORT_TOWNS: "Herinner deze gemeenten"}
# Stands in what is kept, where a button belongs: as a comment of HTML with what `_shown` asks.
PLACE = re.compile(r"<!--remind:(\S+) (\S+) (\S*) (\S+) (.*?)-->", re.DOTALL)


@register.simple_tag(takes_context=True)
def remind(
    context: template.Context, plan: ImplementationPlan, thing: str, whom: str = "", place: str = ""
) -> SafeString:
    """When somebody was reminded, and the button to do so, which is not there on that same day. `whom` says to whom
    one listens what the button does not. For pages of who may write the plan or decides on it. One query a page."""
    asked = key_of(plan, thing, place), thing, place, plan_url(plan, "plan-remind"), escape(whom)
    return _shown(context.request, *asked)


@register.simple_tag
def remind_here(plan: ImplementationPlan, thing: str, whom: str = "", place: str = "") -> SafeString:
    """The same in what is kept, with `reminders` around it."""
    asked = key_of(plan, thing, place), thing, place, plan_url(plan, "plan-remind"), escape(whom)
    return mark_safe(f"<!--remind:{' '.join(asked)}-->")  # noqa: S308 - what people wrote is escaped


@register.simple_block_tag(takes_context=True)
def reminders(context: template.Context, content: str, may_remind: bool) -> SafeString:
    """`{% reminders may_remind %} … {% endreminders %}` around what is kept: the buttons, or nothing in their place."""
    shown = PLACE.sub(lambda found: _shown(context.request, *found.groups()) if may_remind else "", content)
    return mark_safe(shown)  # noqa: S308 - a template of ours made it


def _shown(request: HttpRequest, key: str, thing: str, place: str, url: str, whom: str) -> SafeString:
    at = _all(request).get(key)
    about = {
        "at": at,
        "may_remind": at != timezone.localdate(),
        "url": url,
        "thing": thing,
        "place": place,
        "label": LABELS.get(thing, "Herinner"),
        "whom": mark_safe(whom),  # noqa: S308 - escaped where it was said
        "back": request.get_full_path(),
        "csrf_token": get_token(request),
    }
    return render_to_string("themes/workflow/remind.html", about)


def _all(request: HttpRequest) -> dict[str, date]:
    if not hasattr(request, KEPT_ON):
        with unrecorded(Notice):
            setattr(request, KEPT_ON, last_reminders())
    return getattr(request, KEPT_ON)
