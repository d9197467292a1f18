from datetime import date

from django import template
from django.middleware.csrf import get_token
from django.utils import timezone

from nhveilig.caching.kept_pages import unrecorded
from nhveilig.notices.models import Notice
from nhveilig.regions.models import Municipality
from themes.models import ImplementationPlan
from themes.parts.views import plan_url
from themes.workflow.reminding import key_of, last_reminders

register = template.Library()
KEPT_ON = "_last_reminders"


@register.inclusion_tag("themes/workflow/remind.html", takes_context=True)
def remind(
    context: template.Context, plan: ImplementationPlan, thing: str, whom: str, town: Municipality | None = None
) -> dict[str, object]:
    """When somebody was reminded, and the button to do so, which is not there on that same day. For pages of who may
    write the plan or decides on it, outside its kept parts. One query a page."""
    at = _all(context.request).get(key_of(plan, thing, town))
    return {
        "at": at,
        "may_remind": at != timezone.localdate(),
        "url": plan_url(plan, "plan-remind"),
        "thing": thing,
        "whom": whom,
        "town": town,
        "back": context.request.get_full_path(),
        "csrf_token": get_token(context.request),
    }


def _all(request: object) -> dict[str, date]:
    if not hasattr(request, KEPT_ON):
        with unrecorded(Notice):
            setattr(request, KEPT_ON, last_reminders())
    return getattr(request, KEPT_ON)
