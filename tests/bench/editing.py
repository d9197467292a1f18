"""Writing in a uitvoeringsplan: what saving one field and opening the editor cost, and fifty people who save at once.

Compare with two open-source peers, measured with forty activities: 45 queries and 62 ms, and 855 queries and 2,4 s,
to save one field.
"""

import random
import threading
import time
import uuid
from collections.abc import Iterator
from functools import partial
from itertools import count

from nhveilig.accounts.models import Role, User
from tests.accounts.factories import RoleFactory
from tests.bench.crowds import Answer, Browser, Met, all_at_once, client_of, server
from tests.bench.measuring import PageCost, cost_of
from tests.themes.factories import ActivityFactory
from themes.models import Activity, ImplementationPlan, ThemeMember
from themes.parts.registry import key_of
from themes.parts.views import plan_url

SIZES = (40, 200)
PEOPLE, SAVES_EACH = 50, 15
# A person types on while the last text is saved: one save a second is fast work.
PAUSE_SECONDS = 1.0


def costs() -> list[PageCost]:
    """Saving one field, and opening the activities of a plan of each size."""
    return [_saving(_plan_of(SIZES[0])), *(_opening(_plan_of(size), size) for size in SIZES)]


def _plan_of(size: int) -> ImplementationPlan:
    """An open plan of the demo data with exactly so many activities."""
    plan = ImplementationPlan.objects.for_list().filter(status=ImplementationPlan.Status.CONCEPT).first()
    Activity.objects.filter(plan=plan).delete()
    ActivityFactory.create_batch(size, plan=plan, owner="Politie", planned_moment="voorjaar")
    return plan


def _writer(plan: ImplementationPlan) -> User:
    user = RoleFactory(kind=Role.Kind.PROJECT_LEADER, police_unit=plan.theme.plan.police_unit).user
    ThemeMember.objects.create(theme=plan.theme, user=user)
    return user


def _saving(plan: ImplementationPlan) -> PageCost:
    client, address, texts = client_of(_writer(plan)), plan_url(plan, "field-save"), _texts(plan.activity_set.first())
    save = partial(client.post, address, headers={"accept": "application/json"})
    return cost_of("save one field", lambda: save(data=next(texts)), rounds=30)


def _texts(activity: Activity) -> Iterator[dict]:
    """What the editor sends, one text after the other."""
    part, sitting = key_of(activity), uuid.uuid4()
    for number in count():
        yield {"part": part, "field": "title", "text": f"Tekst {number}", "version": number, "session": sitting}


def _opening(plan: ImplementationPlan, size: int) -> PageCost:
    client, address = client_of(_writer(plan)), f"{plan_url(plan, 'plan-edit')}?deel=activiteiten"
    return cost_of(f"open the editor, {size} activities", partial(client.get, address), rounds=5)


def crowd() -> tuple[Met, int]:
    """Fifty people in one plan, each in an activity of their own; and how many of their last texts did not arrive."""
    plan = _plan_of(PEOPLE)
    writers, activities = [_writer(plan) for _ in range(PEOPLE)], list(plan.activity_set.order_by("order"))
    # Everybody has opened the plan before anybody types.
    together = threading.Barrier(PEOPLE)
    with server() as port:
        browsers = [Browser(port, writer) for writer in writers]
        met = all_at_once(PEOPLE, lambda number: _write(browsers[number], plan, activities[number], together))
    return met, Activity.objects.filter(plan=plan).exclude(title=f"Tekst {SAVES_EACH - 1}").count()


def _write(
    browser: Browser, plan: ImplementationPlan, activity: Activity, together: threading.Barrier
) -> Iterator[Answer]:
    browser.get(plan_url(plan, "plan-edit"))
    together.wait(timeout=120)
    # People do not type in step.
    time.sleep(random.uniform(0, PAUSE_SECONDS))  # noqa: S311 - no secret
    for _, fields in zip(range(SAVES_EACH), _texts(activity), strict=False):
        yield browser.save(plan_url(plan, "field-save"), fields)
        time.sleep(PAUSE_SECONDS)
