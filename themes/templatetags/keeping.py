from urllib.parse import urlencode

from django import template

from themes.models import ImplementationPlan
from themes.parts.views import plan_url

register = template.Library()


@register.inclusion_tag("themes/keeping/part_comments.html")
def part_comments(plan: ImplementationPlan, key: str, counts: dict[str, int], label: str) -> dict[str, object]:
    """A link to what is said about a part (`activity-12`), with how much of it is open.

    `plan` was read with `for_list()`, `counts` with `Comment.objects.counts_of(plan)`. Only for who writes in the plan.
    """
    query = urlencode({"onderdeel": key}) if key else ""
    url = plan_url(plan, "plan-comments") + (f"?{query}" if query else "")
    return {"count": counts.get(key, 0), "url": url, "label": label}


@register.inclusion_tag("themes/keeping/part_history.html")
def part_history(plan: ImplementationPlan, key: str, label: str, field: str = "") -> dict[str, str]:
    """A link to what was written in a part, or in one of its fields. Only for who writes in the plan."""
    query = {"onderdeel": key} | ({"veld": field} if field else {})
    return {"url": f"{plan_url(plan, 'plan-history')}?{urlencode(query)}", "label": label}
