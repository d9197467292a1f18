from themes.models import Comment, ImplementationPlan
from themes.parts.views import plan_url

_PAGES = [
    ("Lezen", "plan-detail"),
    ("Bewerken", "plan-edit"),
    ("Stappen", "plan-steps"),
    ("Opmerkingen", "plan-comments"),
    ("Geschiedenis", "plan-history"),
    ("Prullenbak", "plan-bin"),
]


def writers_tabs(plan: ImplementationPlan, current: str) -> list[dict[str, object]]:
    """For components/tabs.html: the pages of whoever writes in the plan. One query."""
    count = sum(Comment.objects.counts_of(plan).values())
    return [
        {
            "label": f"{label} ({count})" if name == "plan-comments" and count else label,
            "url": plan_url(plan, name),
            "current": name == current,
        }
        for label, name in _PAGES
    ]
