"""Who owns an activity: free text, that may be the name of somebody who reads the plan in the portal."""

from collections.abc import Iterable

from django.db.models import Q

from nhveilig.accounts.models import User, UserQuerySet
from nhveilig.accounts.names import name_of
from nhveilig.accounts.permissions import Permission, kinds_with
from nhveilig.editing.changes import Writer
from nhveilig.notices.kinds import How, Kind, add_kind
from nhveilig.notices.services import Words, notify
from nhveilig.partners.models import Partner
from themes.models import Activity, ImplementationPlan
from themes.parts.views import plan_url

OWNER = add_kind(
    Kind("owner", "een activiteit waarvan u eigenaar wordt", Permission.VIEW_CONCEPTS, How.AT_ONCE, icon="report")
)


def people_of(plan: ImplementationPlan) -> UserQuerySet:
    """Who can be named: everybody who reads the plan while it is written. By name."""
    found = User.people.holding(kinds_with(Permission.VIEW_CONCEPTS), plan.theme.plan.police_unit)
    return found.order_by("last_name", "first_name", "username")


def known_owners(plan: ImplementationPlan, partners: Iterable[str]) -> list[str]:
    """What is offered where one writes who owns an activity: people, then organisations."""
    return [*(user.shown_name for user in people_of(plan)), *partners]


def known_partners() -> list[str]:
    """Those of the register, by name."""
    return list(Partner.objects.present().order_by("name").values_list("name", flat=True))


def person_called(name: str, plan: ImplementationPlan) -> User | None:
    """The one person who is called exactly so; None when nobody is, or several are."""
    words = name.casefold().split()
    if not words:
        return None
    near = people_of(plan).filter(Q(last_name__iendswith=words[-1]) | Q(username__iexact=name.strip()))
    found = [user for user in near if user.shown_name.casefold().split() == words]
    return found[0] if len(found) == 1 else None


def know_owner(activity: Activity, plan: ImplementationPlan, by: Writer) -> None:
    """After the words for the owner changed, by who holds the lock on the plan. A new owner is told."""
    person = person_called(activity.owner, plan)
    if (person and person.pk) == activity.owner_person_id:
        return
    activity.owner_person = person
    activity.save(update_fields=["owner_person"])
    if person:
        _tell(activity, plan, by)


def _tell(activity: Activity, plan: ImplementationPlan, by: Writer) -> None:
    words = Words(
        subject="u bent eigenaar van een activiteit",
        text=f"{name_of(by.user, by)} schreef u op als eigenaar van “{activity}”.",
        url=plan_url(plan),
        topic=str(plan),
    )
    about = f"owner-{activity.pk}"
    unit = plan.theme.plan.police_unit_id
    notify(kind=OWNER, to=[activity.owner_person], words=words, about=about, by=by.user, unit=unit)
