"""What was deleted is found in the bin, with what comes back along with it, until thirty days have passed."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from nhveilig.editing.comments.services import write_comment
from tests.themes.factories import ActivityFactory, IntendedResultFactory, ResultTargetFactory
from themes.comments.services import PlanDiscussion
from themes.editing.services.parts import delete_part
from themes.history.queries import bin_of
from themes.models import Activity, Comment, IntendedResult, PlanLink, Project, ResultTarget
from themes.parts.registry import key_of
from themes.tasks import empty_bins

from .conftest import address

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
NOON = datetime(2025, 3, 3, 11, 0, tzinfo=UTC)


@pytest.fixture
def result(plan) -> IntendedResult:
    result = IntendedResultFactory(plan=plan, title="Elke gemeente doet mee")
    ResultTargetFactory(plan=plan, result=result, title="Deelnemende gemeenten")
    return result


def test_an_empty_bin_says_so(plan, browser):
    assert "De prullenbak is leeg" in browser.get(address(plan, "plan-bin")).content.decode()


def test_the_bin_says_who_when_until_when_and_what_comes_along(plan, result, wies, browser):
    with time_machine.travel(NOON, tick=False):
        delete_part(plan=plan, part=key_of(result), editor=wies)
        page = browser.get(address(plan, "plan-bin")).content.decode()
    assert "Beoogd resultaat: Elke gemeente doet mee" in page
    assert "Verwijderd door Wies Werker op 3 maart 2025 om 12.00 uur" in page
    assert "Terug te zetten tot en met 2 april 2025" in page
    assert "<li>Streefwaarde: Deelnemende gemeenten</li>" in page
    assert page.count('name="part"') == 1


def test_a_project_brings_its_deelprojecten_at_every_depth(plan, wies):
    project = Project.objects.create(plan=plan, title="Weg 1")
    below = Project.objects.create(plan=plan, title="Deel", parent=project)
    Project.objects.create(plan=plan, title="Deel van een deel", parent=below)
    delete_part(plan=plan, part=key_of(project), editor=wies)
    [act] = bin_of(plan)
    assert [one.name for one in act.along] == ["Deel", "Deel van een deel"]


def test_what_went_first_waits_for_what_it_belongs_to(plan, result, wies, browser):
    delete_part(plan=plan, part=key_of(result.targets.get()), editor=wies)
    delete_part(plan=plan, part=key_of(result), editor=wies)
    assert [(act.part.name, act.waits_for) for act in bin_of(plan)] == [
        ("Elke gemeente doet mee", ""),
        ("Deelnemende gemeenten", "Beoogd resultaat: Elke gemeente doet mee"),
    ]
    page = browser.get(address(plan, "plan-bin")).content.decode()
    assert "Zet dat eerst terug" in page
    assert page.count('name="part"') == 1


def test_what_is_put_back_stands_in_the_plan_with_what_belongs_to_it(plan, result, wies, browser):
    delete_part(plan=plan, part=key_of(result), editor=wies)
    page = browser.post(address(plan, "part-restore"), {"part": key_of(result)}, follow=True).content.decode()
    assert "“Elke gemeente doet mee” staat weer in het plan, met wat erbij hoort." in page
    assert ResultTarget.objects.present().count() == 1
    again = browser.post(address(plan, "part-restore"), {"part": key_of(result)}, follow=True).content.decode()
    assert "staat al in het plan" in again


def test_a_script_hears_what_came_back(plan, result, wies, browser):
    delete_part(plan=plan, part=key_of(result), editor=wies)
    asked = {"headers": {"accept": "application/json"}}
    answer = browser.post(address(plan, "part-restore"), {"part": key_of(result)}, **asked)
    assert answer.json()["restored"] == [key_of(result), key_of(result.targets.get())]
    plan.status = "adopted"
    plan.save()
    refused = browser.post(address(plan, "part-restore"), {"part": key_of(result)}, **asked)
    assert refused.status_code == 409
    assert "kan niet worden gewijzigd" in refused.json()["message"]


@pytest.mark.parametrize("key", ["", "onzin", "activity-999999"])
def test_what_is_not_in_the_bin_is_not_put_back(plan, browser, key):
    page = browser.post(address(plan, "part-restore"), {"part": key}, follow=True).content.decode()
    assert "staat niet (meer) in het plan" in page


def test_a_part_that_waits_is_refused_with_the_reason(plan, result, wies, browser):
    target = result.targets.get()
    delete_part(plan=plan, part=key_of(target), editor=wies)
    delete_part(plan=plan, part=key_of(result), editor=wies)
    page = browser.post(address(plan, "part-restore"), {"part": key_of(target)}, follow=True).content.decode()
    assert "“Elke gemeente doet mee” is intussen verwijderd door Wies Werker" in page
    assert not ResultTarget.objects.present().exists()


@pytest.mark.parametrize(("status", "said"), [("review", "als het plan terug is"), ("adopted", "is vastgesteld")])
def test_a_plan_that_is_not_open_gets_nothing_back(plan, result, wies, browser, status, said):
    delete_part(plan=plan, part=key_of(result), editor=wies)
    plan.status = status
    plan.save()
    page = browser.get(address(plan, "plan-bin")).content.decode()
    assert said in page
    assert 'name="part"' not in page


def test_a_day_later_the_old_is_gone_for_good(plan, wies):
    parts = [ActivityFactory(plan=plan), ActivityFactory(plan=plan)]
    comments = [write_comment(about=PlanDiscussion(plan), text=text, author=wies) for text in ("Oud", "Nieuw")]
    for one, days in zip([*parts, *comments], (31, 29, 31, 29), strict=True):
        type(one).objects.filter(pk=one.pk).update(deleted_at=timezone.now() - timedelta(days=days))
    empty_bins()
    assert list(Activity.objects.all()) == [parts[1]]
    assert list(Comment.objects.all()) == [comments[1]]


@pytest.mark.parametrize("parts", [2, 20])
def test_the_bin_asks_the_same_for_any_number(plan, wies, browser, parts, django_assert_num_queries):
    for _ in range(parts):
        result = IntendedResultFactory(plan=plan)
        ResultTargetFactory(plan=plan, result=result)
        link = PlanLink.objects.create(plan=plan, theme=plan.theme)
        for part in (result, link):
            delete_part(plan=plan, part=key_of(part), editor=wies)
    # Session, visitor, roles, plan; what is in the bin of it; comments in the bin, and how many are open.
    with django_assert_num_queries(7):
        browser.get(address(plan, "plan-bin"))
