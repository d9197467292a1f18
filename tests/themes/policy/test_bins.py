"""What is removed of a policy plan stays in a bin for thirty days, and comes back as it was."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nhveilig.editing.models import Edit
from themes.models import (
    Activity,
    ImplementationPlan,
    IntendedResult,
    Objective,
    PolicyPlan,
    ResultTarget,
    Theme,
    ThemePart,
)
from themes.parts.completeness import completeness
from themes.parts.queries import filled_in
from themes.tasks import empty_bins

PLAN = "/beleidsplannen/noord-holland/ondermijningsplan-nh-2025-2028/"
BIN = f"{PLAN}prullenbak/"


@pytest.fixture
def plan(demo) -> PolicyPlan:
    return PolicyPlan.objects.get(slug="ondermijningsplan-nh-2025-2028")


@pytest.fixture
def theme(plan) -> Theme:
    return plan.themes.get(slug="drugs")


@pytest.fixture
def goals(staff, theme) -> list[Objective]:
    Objective.objects.filter(theme=theme).delete()
    staff.post(f"{PLAN}drugs/doelen/toevoegen/", {"lines": "Eerste\nTweede\nDerde"})
    return list(theme.objectives.all())


def remove(client, kind: str, row) -> str:
    response = client.post(f"{PLAN}drugs/{kind}/{row.pk}/verwijderen/")
    assert response.status_code == 302
    return response.url


def texts(theme: Theme) -> list[tuple[int, str]]:
    return list(theme.objectives.values_list("number", "text"))


def test_a_goal_goes_and_comes_back_where_it_stood(staff, theme, goals):
    back = remove(staff, "doelen", goals[1])
    assert texts(theme) == [(1, "Eerste"), (2, "Derde")]
    page = staff.get(back).content.decode()
    assert ("Tweede" in page, "Ongedaan maken" in page, f'value="doelen-{goals[1].pk}"' in page) == (False, True, True)
    # What is added meanwhile is in nobody's way.
    staff.post(f"{PLAN}drugs/doelen/toevoegen/", {"lines": "Vierde"})
    assert "“Tweede”" in staff.post(BIN, {"rij": f"doelen-{goals[1].pk}"}, follow=True).content.decode()
    assert texts(theme) == [(1, "Eerste"), (2, "Tweede"), (3, "Derde"), (4, "Vierde")]
    kinds = Edit.objects.of_whole(theme.plan).of_part(f"objective-{goals[1].pk}").values_list("kind", flat=True)
    assert sorted(kinds) == ["created", "deleted", "restored"]


def test_a_goal_that_comes_back_last_closes_the_row(staff, theme, goals):
    for goal in (goals[2], goals[0], goals[1]):
        remove(staff, "doelen", goal)
    staff.post(BIN, {"rij": f"doelen-{goals[2].pk}"})
    assert texts(theme) == [(1, "Derde")]


def test_what_hangs_on_a_goal_is_told_and_stays(staff, theme, goals):
    plan = ImplementationPlan.objects.get(theme=theme, year=2026)
    activity = Activity.objects.create(plan=plan, title="Havenscan", objective=goals[0])
    result = IntendedResult.objects.create(plan=plan, title="Minder labs", objective=goals[0])
    ResultTarget.objects.create(plan=plan, title="Scans", result=result)
    page = staff.get(f"{PLAN}drugs/doelen/{goals[0].pk}/verwijderen/").content.decode()
    assert "In het uitvoeringsplan van 2026: 1 activiteit, 1 beoogd resultaat en 1 streefwaarde." in page
    remove(staff, "doelen", goals[0])
    reading = staff.get("/uitvoeringsplannen/noord-holland/2026/drugs/").content.decode()
    assert ("Havenscan" in reading, "Eerste" in reading) == (True, False)
    staff.post(BIN, {"rij": f"doelen-{goals[0].pk}"})
    activity.refresh_from_db()
    assert activity.objective == goals[0]


def test_how_full_a_plan_is_counts_no_goal_of_the_bin(staff, theme, goals):
    plan = ImplementationPlan.objects.get(theme=theme, year=2026)
    remove(staff, "doelen", goals[0])
    counted = completeness(ImplementationPlan.objects.with_parts().get(pk=plan.pk))
    assert filled_in([plan.pk])[plan.pk].total == sum(one.total for one in counted)


def test_a_theme_goes_with_what_it_holds_and_keeps_its_number_and_address(staff, plan):
    staff.post(f"{PLAN}themas/toevoegen/", {"themes": "Zeehavens; Havens", "parts": ["analysis"]})
    theme = plan.themes.get(slug="havens")
    staff.post(f"{PLAN}havens/doelen/toevoegen/", {"lines": "Veilige kades"})
    address = f"{PLAN}havens/thema/{theme.pk}/verwijderen/"
    assert "Gaat mee, en komt mee terug: 1 doel." in staff.get(address).content.decode()
    assert staff.post(address).url == f"{PLAN}?verwijderd=thema-{theme.pk}"
    assert "Veilige kades" not in staff.get(PLAN).content.decode()
    assert staff.get(f"{PLAN}havens/doelen/toevoegen/").status_code == 404
    assert staff.get("/uitvoeringsplannen/noord-holland/2027/havens/beginnen/").status_code == 404
    assert "Veilige kades" not in staff.get("/zoeken/?q=kades").content.decode()
    staff.post(f"{PLAN}themas/toevoegen/", {"themes": "Havens", "parts": []})
    assert plan.themes.get(title="Havens").slug != "havens"
    assert plan.themes.get(title="Havens").number == theme.number + 1
    shown = staff.get(BIN).content.decode()
    assert ("Zeehavens" in shown, "Veilige kades" in shown) == (True, False)
    staff.post(BIN, {"rij": f"thema-{theme.pk}"})
    assert "Veilige kades" in staff.get(PLAN).content.decode()


def test_a_theme_with_uitvoeringsplannen_stays(staff, theme):
    address = f"{PLAN}drugs/thema/{theme.pk}/verwijderen/"
    page = staff.get(address).content.decode()
    assert ("Eraan vast zit: de uitvoeringsplannen van 2025" in page, "danger" in page) == (True, False)
    assert "Eraan vast zit" in staff.post(address, follow=True).content.decode()
    assert Theme.objects.filter(pk=theme.pk).exists()


def test_an_edition_stays_as_it_was(demo, staff):
    goal = Objective.objects.filter(theme__plan=demo.plan).first()
    edition = demo.editions.get(number=2)
    address = f"/beleidsplannen/noord-holland/{demo.plan.slug}/"
    assert staff.post(f"{address}{goal.theme.slug}/doelen/{goal.pk}/verwijderen/").status_code == 302
    assert goal.text in staff.get(f"/documenten/{demo.slug}/edities/2/").content.decode().replace("&#x27;", "'")
    edition.refresh_from_db()
    assert edition.intact()


def test_a_part_is_emptied_and_not_removed(staff, theme):
    part = ThemePart.objects.create(theme=theme, kind="aims")
    assert staff.get(f"{PLAN}drugs/delen/{part.pk}/verwijderen/").status_code == 404


def test_a_project_leader_removes_and_restores_goals_where_staff_allow_it(staff, log_in, plan, goals):
    leader = log_in("projectleider")
    address = f"{PLAN}drugs/doelen/{goals[0].pk}/verwijderen/"
    assert leader.post(address).status_code == 403
    PolicyPlan.objects.filter(pk=plan.pk).update(leaders_edit_goals=True)
    assert leader.post(address).status_code == 302
    assert "Eerste" in leader.get(BIN).content.decode()
    assert "Eerste" not in log_in("werkgroeplid").get(BIN).content.decode()
    log_in("werkgroeplid").post(BIN, {"rij": f"doelen-{goals[0].pk}"})
    assert not Objective.objects.filter(pk=goals[0].pk).exists()
    leader.post(BIN, {"rij": f"doelen-{goals[0].pk}"})
    assert Objective.objects.filter(pk=goals[0].pk).exists()


def test_after_thirty_days_it_is_gone(staff, goals):
    remove(staff, "doelen", goals[0])
    Objective._base_manager.filter(pk=goals[0].pk).update(deleted_at=timezone.now() - timedelta(days=31))
    assert "De prullenbak is leeg" in staff.get(BIN).content.decode()
    assert "niet (meer) in de prullenbak" in staff.post(BIN, {"rij": f"doelen-{goals[0].pk}"}, follow=True).text
    empty_bins()
    assert not Objective._base_manager.filter(pk=goals[0].pk).exists()


def test_the_bin_asks_as_much_for_many_rows(staff, theme, goals):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert staff.get(BIN).status_code == 200
        return len(found)

    remove(staff, "doelen", goals[0])
    before = queries()
    for goal in goals[1:]:
        remove(staff, "doelen", goal)
    assert queries() == before
