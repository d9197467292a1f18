"""Who hears that an activity is theirs."""

from nhveilig.accounts.names import name_of
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.changes import Writer
from nhveilig.notices.kinds import How, Kind, add_kind
from nhveilig.notices.services import Words, notify
from themes.editing.queries import person_called
from themes.models import Activity, ImplementationPlan
from themes.parts.views import plan_url

OWNER = add_kind(
    Kind("owner", "een activiteit waarvan u eigenaar wordt", Permission.VIEW_CONCEPTS, How.AT_ONCE, icon="report")
)


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
