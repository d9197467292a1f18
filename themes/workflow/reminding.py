"""Who waits for somebody reminds that person: of one thing once a day."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.accounts.permissions import Permission
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import date_long
from nhveilig.notices.kinds import How, Kind, add_kind
from nhveilig.notices.models import Notice
from nhveilig.notices.services import Words, notify
from themes.members.queries import leaders_of, mayors_of, prosecutors_of
from themes.models import PROSECUTION, ImplementationPlan, ResultTarget
from themes.parts.registry import key_of as key_of_part
from themes.parts.views import plan_url
from themes.workflow.permissions import Party
from themes.workflow.queries import consultation_of, towns_without_report
from themes.workflow.transitions import Status

REMINDER = add_kind(
    Kind("reminder", "een herinnering van iemand die op u wacht", Permission.VIEW_CONCEPTS, How.AT_ONCE, icon="warning")
)
# A page says of what happened so long ago that somebody was reminded.
SHOWN_FOR = timedelta(days=60)
REACT, WRITE, REPORT, REPORT_TOWNS = "reactie", "schrijven", "voortgang", "gemeenten"


class NobodyToRemind(PortalError):
    """What one waited for is there, or nobody can do it."""


def remind(*, plan: ImplementationPlan, thing: str, by: User, place: str = "") -> int:
    """How many people were told; none when all of them were reminded today already. `place`: the code of the
    municipality, or the key of the target, it is about. Raises NobodyToRemind."""
    to, words = _asked(plan, thing, place)
    people = [user for user in to if user != by]
    if not people:
        raise NobodyToRemind("Er is niemand anders met een account die dit kan doen. Vraag de beheerder wie dat is.")
    told = Words(words.subject, f"{name_of(by)} herinnert u: {words.text}", words.url, str(plan))
    about = f"{key_of(plan, thing, place)}-{timezone.localdate()}"
    unit = plan.theme.plan.police_unit_id
    return notify(kind=REMINDER, to=people, words=told, about=about, by=by, unit=unit)


def _asked(plan: ImplementationPlan, thing: str, place: str) -> tuple[list[User], Words]:
    if thing == REACT and plan.status == Status.CONSULTATION:
        return _asked_to_react(plan, place)
    if thing == WRITE and plan.is_open:
        ready = f" Het moet gereed zijn op {date_long(plan.deadline)}." if plan.deadline else ""
        words = Words("gereed maken", f"dit plan ligt nog niet bij het stafbureau.{ready}", plan_url(plan, "plan-edit"))
        return list(leaders_of(plan)), words
    if thing == REPORT and plan.status == Status.ADOPTED:
        words = Words("hoe staat het ervoor?", "meld hoe het met dit plan gaat.", plan_url(plan, "progress"))
        return list(leaders_of(plan)), words
    if thing == REPORT_TOWNS and plan.status == Status.ADOPTED:
        return _asked_to_report(plan, place)
    raise NobodyToRemind("Hierop wacht intussen niemand meer.")


def _asked_to_react(plan: ImplementationPlan, code: str) -> tuple[list[User], Words]:
    """`code` is that of a municipality, or `om`."""
    consultation = consultation_of(plan)
    until = date_long(plan.consultation_ends_on)
    if code == Party().code:
        who, to = f"Het {PROSECUTION}", prosecutors_of(plan)
        is_silent = consultation.is_prosecution_silent
    else:
        who = next((one for one in consultation.municipalities if one.code == code), "Deze gemeente")
        is_silent = who in consultation.silent
        to = mayors_of(plan, [who]) if is_silent else []
    if not is_silent:
        raise NobodyToRemind(f"{who} heeft intussen gereageerd.")
    text = f"{who} reageerde nog niet op dit plan. Dat kan tot en met {until}."
    return list(to), Words("uw reactie", text, plan_url(plan, "reaction-give"))


def _asked_to_report(plan: ImplementationPlan, key: str) -> tuple[list[User], Words]:
    """Of every municipality that said nothing yet of what is counted in each of them."""
    targets = ResultTarget.objects.present().counted_once().filter(plan=plan)
    target = next((one for one in targets if one.is_per_municipality and key_of_part(one) == key), None)
    silent = towns_without_report(target, timezone.localdate()) if target else []
    if not silent:
        raise NobodyToRemind("Alle gemeenten hebben dit intussen gemeld.")
    text = f"uw gemeente meldde nog niets over ‘{target}’."
    page = reverse("themes:matrix", args=[plan.theme.plan.police_unit.slug, plan.year])
    return list(mayors_of(plan, silent)), Words("hoe staat het in uw gemeente?", text, page)


def key_of(plan: ImplementationPlan, thing: str, place: str = "") -> str:
    return f"reminder-{plan.pk}-{thing}-{place}"


def last_reminders() -> dict[str, date]:
    """By `key_of`, of all plans, when somebody was last reminded. One query."""
    since = timezone.now() - SHOWN_FOR
    found = Notice.objects.filter(kind=REMINDER.code, at__gte=since).order_by("at").values_list("about", "at")
    return {about[: -len("-2026-11-30")]: timezone.localdate(at) for about, at in found}
