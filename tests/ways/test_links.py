"""No link of the portal's own leads nowhere: from the start, for every role, in both eenheden."""

from collections.abc import Callable
from itertools import cycle

import pytest
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.demo import DEMO_ACCOUNTS
from nhveilig.accounts.models import OF_MUNICIPALITIES, OF_UNITS, Role, User
from nhveilig.regions.models import Municipality, PoliceUnit
from tests.ways.walking import DISTINGUISHING, OF_PLACES, Links, Walk
from themes.models import ImplementationPlan

pytestmark = pytest.mark.django_db
NORTH = "RE01"
# Everywhere as the demo account of the role, and in the other eenheid as somebody with the same role.
VISITORS = [
    *((account.username, account.kind, "RE04") for account in DEMO_ACCOUNTS if account.police_unit == "RE04"),
    *((f"{kind}-noord", kind, NORTH) for kind in OF_UNITS),
    ("landelijk", Role.Kind.NATIONAL, ""),
    ("anoniem", None, ""),
]


def visitor(log_in, username: str, kind: str | None, unit: str):
    if unit == NORTH:
        user, _ = User.objects.get_or_create(username=username)
        town = Municipality.objects.filter(safety_region__police_unit__code=NORTH, valid_until=None).first()
        of_town = {"municipality": town} if kind in OF_MUNICIPALITIES else {}
        Role.objects.create(user=user, kind=kind, police_unit=PoliceUnit.objects.get(code=NORTH), **of_town)
    return log_in(username)


# Every day these walk, who together see every kind of page; the others with --long.
DAILY = {"staf", "burgemeester", "landelijk", "anoniem"}
EVERY_DAY = [pytest.param(*one, marks=[] if one[0] in DAILY else [pytest.mark.long], id=one[0]) for one in VISITORS]
IN_ANY_YEAR = tuple(name for name in DISTINGUISHING if name != "year")


@pytest.mark.parametrize(("username", "kind", "unit"), EVERY_DAY)
def test_every_link_leads_somewhere(demo, log_in, storage, username, kind, unit):
    """The staff see a page in each of its years, others in one: what differs with the year, does for everybody."""
    years = DISTINGUISHING if username == "staf" else IN_ANY_YEAR
    walk = Walk(visitor(log_in, username, kind, unit), at_most=1, distinguishing=years).go()
    assert walk.dead == []
    assert len(walk.opened) > (3 if kind is None else 60)


@pytest.mark.long
@pytest.mark.parametrize(("username", "kind", "unit"), VISITORS, ids=[name for name, *_ in VISITORS])
def test_every_link_of_many_more_pages_leads_somewhere(demo, log_in, storage, username, kind, unit):
    client = visitor(log_in, username, kind, unit)
    assert Walk(client, at_most=5, distinguishing=(*DISTINGUISHING, *OF_PLACES)).go().dead == []


def test_the_walk_notices_a_link_that_is_dead(demo, log_in, settings):
    """The walk itself: without it a mistake in how links are found would make every walk a short and happy one."""
    walk = Walk(log_in("staf"), at_most=1)
    walk.go("/overzicht/noord-holland/1999/")
    assert walk.dead == ["404 /overzicht/noord-holland/1999/ (from )"]
    found = Links('<a href="/a/">a</a><form action="/b/"></form><form method="post" action="/c/"></form>')
    assert (found.found, found.sent) == (["/a/", "/b/"], ["/c/"])


PAGES_OF_A_PLAN = ["plan-detail", "plan-steps", "plan-comments", "plan-history", "plan-bin", "reactions", "progress"]
WHAT_A_READER_SEES = ["plan-detail", "plan-steps", "progress"]


@pytest.mark.parametrize("role", ["staf", "lezer"])
def test_every_plan_opens(demo, log_in, role):
    """Each shows its plan, and one other page; the next plan another."""
    others = cycle((PAGES_OF_A_PLAN if role == "staf" else WHAT_A_READER_SEES)[1:])
    _open_plans(log_in, role, lambda: ["plan-detail", next(others)])


@pytest.mark.long
@pytest.mark.parametrize("role", ["staf", "lezer", "burgemeester"])
def test_every_page_of_every_plan_opens(demo, log_in, role):
    _open_plans(log_in, role, lambda: PAGES_OF_A_PLAN if role == "staf" else WHAT_A_READER_SEES)


def _open_plans(log_in, role: str, pages: Callable[[], list[str]]) -> None:
    client, writes = log_in(role), role == "staf"
    plans = ImplementationPlan.objects.visible_to(_access(role)).for_list()
    assert len(plans) >= (20 if writes else 15)
    for plan in plans:
        place = [plan.theme.plan.police_unit.slug, plan.year, plan.theme.slug]
        for name in pages():
            address = reverse(f"themes:{name}", args=place)
            assert client.get(address).status_code == 200, address
        editing = client.get(reverse("themes:plan-edit", args=place)).status_code
        assert editing == ((200 if plan.is_open else 409) if writes else 403)


def _access(role: str) -> Access:
    return Access(User.objects.get(username=role))
