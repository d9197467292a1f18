"""The kinds of reminders, and the links that say “niets veranderd” below the mail of one."""

import re
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.accounts.permissions import Permission
from nhveilig.notices.kinds import How, Kind, add_kind
from nhveilig.notices.models import Notice
from themes.models import ImplementationPlan
from themes.progress.queries import missing_reports, with_subjects
from themes.progress.services import make_links, token_of
from themes.progress.standings import SubjectStanding

MOST_LINKS = 10
_OF_A_QUARTER = re.compile(r"plan-(\d+)-progress-\d{4}-\d")
WORKS_ONCE = "Elke link werkt één keer, tot twee weken na dit bericht."


def links_below(user: User, notices: Iterable[Notice]) -> dict[int, list[str]]:
    """A link for each of the ten things that stand still longest, over all plans of the mail."""
    asked = {int(found[1]): one.pk for one in notices if (found := _OF_A_QUARTER.fullmatch(one.about))}
    oldest = _standing_still(asked)[:MOST_LINKS]
    links = make_links(user=user, subjects=[shown.subject for shown in oldest])
    lines: dict[int, list[str]] = {}
    for shown, link in zip(oldest, links, strict=True):
        address = settings.SITE_URL + reverse("themes:answer", args=[token_of(link)])
        lines.setdefault(asked[link.plan_id], []).extend(_lines(shown, address))
    return {pk: [*found, "", WORKS_ONCE] for pk, found in lines.items()}


def _standing_still(plan_ids: Iterable[int]) -> list[SubjectStanding]:
    """As it is now, for what was reported since the notice was written is not asked again."""
    plans = list(with_subjects(ImplementationPlan.objects.filter(pk__in=list(plan_ids)).for_list()))
    found = [shown for missing in missing_reports(plans, [], timezone.localdate()) for shown in missing.old]
    return sorted(found, key=lambda shown: shown.on)


def _lines(shown: SubjectStanding, address: str) -> list[str]:
    state = ", ".join(words for words in (shown.figure_text, shown.course_label, shown.stamp) if words)
    return ["", str(shown.subject), f"({state})", f"Niets veranderd? {address}"]


DUE = add_kind(
    Kind("due", "wat bijna klaar moet zijn, of al te laat is", Permission.VIEW_CONCEPTS, How.DIGEST, icon="warning")
)
PROGRESS = add_kind(
    Kind(
        "progress",
        "voortgang die nog gemeld moet worden, elk kwartaal",
        Permission.REPORT_PROGRESS,
        How.DIGEST,
        icon="report",
        more=links_below,
    )
)
