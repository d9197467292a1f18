"""The links that say “niets veranderd” below a task in the mail of a digest."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.notices.digests import DigestLine
from themes.models import Standing
from themes.progress.links import make_links, token_of
from themes.progress.standings import SubjectStanding
from themes.worklist.reporting import OldStandings, old_standings

MOST_LINKS = 10
WORKS_ONCE = "Elke link werkt één keer, tot twee weken na dit bericht."


def links_below(user: User, lines: Iterable[DigestLine]) -> dict[str, list[str]]:
    """A link for each of the ten things that stand still longest, over all plans of the mail."""
    asked = {line.row: line.key for line in lines if line.source == OldStandings.code}
    old = old_standings(timezone.localdate()).filter(plan__in=asked).order_by("on", "pk")
    oldest = list(old.select_related("activity__plan", "target__plan", "result__plan")[:MOST_LINKS]) if asked else []
    links = make_links(user=user, subjects=[standing.subject for standing in oldest])
    below: dict[str, list[str]] = {}
    for standing, link in zip(oldest, links, strict=True):
        address = settings.SITE_URL + reverse("themes:answer", args=[token_of(link)])
        below.setdefault(asked[standing.plan_id], []).extend(_lines(standing, address))
    return {key: [*found, "", WORKS_ONCE] for key, found in below.items()}


def _lines(standing: Standing, address: str) -> list[str]:
    shown = SubjectStanding(standing.subject, standing)
    state = ", ".join(words for words in (shown.figure_text, shown.course_label, shown.stamp) if words)
    return ["", str(shown.subject), f"({state})", f"Niets veranderd? {address}"]
