"""What waits for a check is nowhere to be seen for others, and counts nowhere, until staff take it over."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role
from nhveilig.figures.values import Figure
from reports.documents.blocks import BLOCK_TYPES, Source
from reports.documents.models import Block, Document
from tests.reports.dashboards.regional import make_plan, make_unit
from tests.themes.factories import ActivityFactory, ResultTargetFactory
from tests.themes.progress.reporting import browser
from tests.themes.workflow.people import decider, person, writer
from themes.exchange.writing import reports_of
from themes.models import Attachment, ImplementationPlan, ProgressUpdate, ResultTarget
from themes.parts.views import plan_url
from themes.progress.checking import accept_reports
from themes.progress.matrix import columns_on
from themes.progress.services import Report, report_progress
from themes.progress.standings import PastStandings, Standings, subject_url
from themes.progress.trends import course_on

pytestmark = pytest.mark.django_db
TODAY = date(2025, 10, 1)
# A word and a number that stand nowhere else.
WORD, NUMBER = "Zeehonden", 48_151


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel(f"{TODAY} 09:00+02:00", tick=False):
        yield


@pytest.fixture
def world():
    """A plan with one report that waits on each kind of thing."""
    plan = make_plan(make_unit())
    ImplementationPlan.objects.update(checks_progress=True)
    plan.refresh_from_db()
    leader, town = writer(plan), plan.theme.plan.police_unit.safety_regions.get().municipalities.first()
    scope = ResultTarget.Scope.EVERY_MUNICIPALITY
    said = [
        (ActivityFactory(plan=plan, title="Havenscan"), None, Figure.blank()),
        (ResultTargetFactory(plan=plan, title="Controles", value=5, unit="controles"), None, Figure.of(NUMBER)),
        (ResultTargetFactory(plan=plan, title="Scans", value=1, unit="scans", scope=scope), town, Figure.of(NUMBER)),
    ]
    for subject, place, figure in said:
        report = Report(
            on=date(2025, 6, 1), figure=figure, course="behind", words=f"{WORD} geteld", evidence=f"https://{WORD}.nl"
        )
        made = report_progress(subject=subject, report=report, by=leader, municipality=place, today=TODAY)
        Attachment.objects.create(report=made, name=f"{WORD}.pdf", size=1, media_type="application/pdf", data=b"%PDF")
    return plan


def addresses(plan: ImplementationPlan) -> list[str]:
    unit = plan.theme.plan.police_unit
    town = unit.safety_regions.get().municipalities.first()
    targets = plan.resulttarget_set.all()
    return [
        reverse("reports:unit-dashboard", args=[unit.slug, 2025]),
        reverse("reports:theme-dashboard", args=[unit.slug, 2025, plan.theme.slug]),
        reverse("reports:municipality-dashboard", args=[town.code, 2025]),
        reverse("reports:municipality-list"),
        f"/zoeken/?q={WORD}",
        plan_url(plan),
        plan_url(plan, "progress"),
        plan_url(plan, "plan-steps"),
        reverse("themes:matrix", args=[unit.slug, 2025]),
        reverse("themes:matrix-csv", args=[unit.slug, 2025]),
        reverse("themes:not-reported", args=[unit.slug, 2025]),
        *(subject_url(one) for one in [*targets, *plan.activity_set.all()]),
        *(subject_url(one, town) for one in targets if one.is_per_municipality),
        reverse("home"),
        *(f"/api/v1/{slug}" for slug in ("streefwaarden", "gemeenteresultaten", "beoogde-resultaten")),
    ]


def seen(client: Client, plan: ImplementationPlan) -> list[str]:
    """The addresses where the report is to be read; each of them is there."""
    found = []
    for address in addresses(plan):
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        text = answer.content.decode().replace('<mark class="nl-mark">', "").replace("</mark>", "")
        if f"{WORD} geteld" in text or f"{WORD}.pdf" in text or "48.151" in text or str(NUMBER) in text:
            found.append(address)
    return found


def computed(plan: ImplementationPlan) -> list[object]:
    """What everything that counts comes to, without a page around it."""
    found = ImplementationPlan.objects.with_parts().get(pk=plan.pk)
    [target, scan] = found.resulttarget_set.all()
    activity = found.activity_set.get()
    unit = plan.theme.plan.police_unit
    standings, past = Standings([found], today=TODAY), PastStandings([found], TODAY)
    then = type(activity).objects.annotate(stood=course_on(TODAY)).get().stood
    [column] = columns_on([scan], unit, 2025, TODAY)
    return [
        *(standings.of(one).is_reported for one in (activity, target, scan)),
        *(past.of(one).is_reported for one in (activity, target, scan)),
        then == "behind",
        column.coverage.reported > 0,
        bool(reports_of([plan])),
        WORD in str(annual_report(plan)),
    ]


def annual_report(plan: ImplementationPlan) -> dict:
    policy = plan.theme.plan
    document = Document.objects.get_or_create(
        slug="jaarverslag", kind=Document.Kind.ANNUAL_REPORT, police_unit=policy.police_unit, plan=policy,
        title="Jaarverslag", organisation="NHSV", start_year=2025, end_year=2025,
    )[0]  # fmt: skip
    block = Block(
        document=document, order=1, kind="theme_progress", anchor="deel", html="", options={"theme": plan.theme.slug}
    )
    return BLOCK_TYPES["theme_progress"](block, Source(document))


@pytest.mark.parametrize("kind", [Role.Kind.READER, Role.Kind.MAYOR, Role.Kind.CHIEF_PROSECUTOR])
def test_others_see_nothing_of_it_and_all_of_it_when_it_was_taken_over(world, kind):
    town = world.theme.plan.police_unit.safety_regions.get().municipalities.last()
    client = browser(person(world, kind, "Wil", town if kind == Role.Kind.MAYOR else None))
    assert seen(client, world) == []
    assert not any(computed(world))
    accept_reports(updates=ProgressUpdate.objects.waiting(), by=decider(world))
    # Those that tell no single report.
    silent = {reverse("reports:municipality-list"), plan_url(world, "plan-steps"), reverse("home")}
    there = set(seen(client, world))
    assert {plan_url(world, "progress"), f"/zoeken/?q={WORD}", "/api/v1/streefwaarden"} <= there
    assert not there & silent
    assert all(computed(world))


def test_nobody_who_may_not_know_of_it_can_ask_for_it(world):
    access = Access(person(world, Role.Kind.READER, "Wil"))
    assert not ProgressUpdate.objects.readable_by(access).exists()
    assert ProgressUpdate.objects.readable_by(Access(decider(world))).count() == 3
