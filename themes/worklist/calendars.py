"""Days of the plans for somebody's own calendar. What is not adopted has no name there: several plans on one day are
one event, with their number."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.calendars.events import Event
from nhveilig.figures.formats import counted
from themes.models import ImplementationPlan
from themes.parts.views import plan_url
from themes.workflow.transitions import Status

PLANS = ("uitvoeringsplan", "uitvoeringsplannen")


def events(access: Access, today: date) -> list[Event]:
    """Three queries."""
    return [*_to_write(access), *_to_react_to(access), *_adopted(access, today)]


def _to_write(access: Access) -> Iterator[Event]:
    """The days on which the plans of the own themes must be ready."""
    own = ImplementationPlan.objects.filter(theme__members__user__in=access.people).editable_by(access)
    days = own.filter(status__in=[Status.CONCEPT, Status.RETURNED]).exclude(deadline=None)
    for day, number in _counted(days, "deadline"):
        title = "Uitvoeringsplan in voorbereiding" if number == 1 else f"{counted(number, *PLANS)} in voorbereiding"
        yield Event(f"deadline-{day}", day, f"{title}: gereed", reverse("home"))


def _to_react_to(access: Access) -> Iterator[Event]:
    """The last days on which municipalities react; for who may see the plans that are put to them."""
    put = ImplementationPlan.objects.visible_to(access).filter(status=Status.CONSULTATION)
    asks = access.may(Permission.REACT_TO_PLANS)
    for day, number in _counted(put, "consultation_ends_on"):
        what = counted(number, *PLANS)
        title = f"Laatste dag om te reageren op {what}" if asks else f"Laatste dag waarop gemeenten reageren op {what}"
        yield Event(f"consultation-{day}", day, title, reverse("home"))


def _adopted(access: Access, today: date) -> Iterator[Event]:
    """Of this year and the last."""
    since = date(today.year - 1, 1, 1)
    plans = ImplementationPlan.objects.visible_to(access).filter(status=Status.ADOPTED, adopted_on__gte=since)
    for plan in plans.for_list().distinct():
        yield Event(f"adopted-{plan.pk}", plan.adopted_on, f"Vastgesteld: {plan}", plan_url(plan))


def _counted(plans: QuerySet, day: str) -> Iterable[tuple[date, int]]:
    """How many plans on each day."""
    return sorted(Counter(found for found, _ in plans.order_by().values_list(day, "pk").distinct()).items())
