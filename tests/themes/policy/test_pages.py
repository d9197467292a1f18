"""The page of a policy plan: its facts, its themes, and of each the goals, elements and parts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nhveilig.editing.models import Edit
from themes.models import ImplementationPlan, Objective, PolicyPlan, Theme, ThemeElement, ThemePart

PLAN = "/beleidsplannen/noord-holland/ondermijningsplan-nh-2025-2028/"


@pytest.fixture
def plan(demo) -> PolicyPlan:
    return PolicyPlan.objects.get(slug="ondermijningsplan-nh-2025-2028")


@pytest.fixture
def theme(plan) -> Theme:
    return plan.themes.get(slug="drugs")


def of_form(response) -> dict[str, object]:
    """What a browser sends of the form as it is shown."""
    form = response.context["form"]
    return {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}


def test_everything_of_the_plan_stands_on_its_page(staff, plan, theme):
    page = staff.get(PLAN).content.decode()
    for words in (plan.title, *plan.themes.values_list("title", flat=True)):
        assert words in page
    assert theme.objectives.first().text[:40] in page


def test_the_page_asks_as_much_of_many_themes_as_of_one(staff, plan):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert staff.get(PLAN).status_code == 200
        return len(found)

    before = queries()
    for number in range(50, 60):
        theme = Theme.objects.create(plan=plan, number=number, slug=f"t-{number}", title="T", short_title="T")
        Objective.objects.create(theme=theme, number=1, text="Doel")
        ThemePart.objects.create(theme=theme, kind="analysis", html="<p>Tekst</p>")
    assert queries() == before


def test_goals_are_added_from_a_list(staff, theme):
    before = theme.objectives.count()
    response = staff.post(f"{PLAN}drugs/doelen/toevoegen/", {"lines": "Minder dumpingen\n\n Minder  labs \n"})
    assert response.url == f"{PLAN}#thema-{theme.pk}"
    added = list(theme.objectives.order_by("number"))[before:]
    assert [goal.text for goal in added] == ["Minder dumpingen", "Minder labs"]
    assert Edit.objects.of_whole(theme.plan).filter(kind="created").count() == 2


def test_elements_and_parts_are_added_and_written(staff, theme):
    staff.post(f"{PLAN}drugs/elementen/toevoegen/", {"lines": "Barrières in de haven"})
    element = ThemeElement.objects.get(title="Barrières in de haven")
    response = staff.post(f"{PLAN}drugs/delen/toevoegen/", {"kind": "occasion"})
    part = ThemePart.objects.get(theme=theme, kind="occasion")
    assert response.url == f"{PLAN}drugs/delen/{part.pk}/"
    for address, row in ((response.url, part), (f"{PLAN}drugs/elementen/{element.pk}/", element)):
        typed = of_form(staff.get(address)) | {"html": "Eerste regel\n\nTweede regel", "opmaak-html": "gewoon"}
        assert staff.post(address, typed).status_code == 302
        row.refresh_from_db()
        assert row.html == "<p>Eerste regel</p><p>Tweede regel</p>"
    again = staff.post(f"{PLAN}drugs/delen/toevoegen/", {"kind": "occasion", "nog": "eens"})
    assert again.status_code == 422
    assert "Dit deel heeft het thema al" in again.content.decode()


def test_themes_are_added_with_their_parts(staff, plan):
    sent = {"themes": "Zeehavens; Havens\nLandelijk gebied", "parts": ["analysis", "aims"]}
    assert staff.post(f"{PLAN}themas/toevoegen/", sent).status_code == 302
    theme = plan.themes.get(slug="havens")
    assert set(theme.parts.values_list("kind", flat=True)) == {"analysis", "aims"}
    again = staff.post(f"{PLAN}themas/toevoegen/", {"themes": "zeehavens; Haven"})
    assert "staat al in dit plan" in again.content.decode()


def test_two_who_change_a_goal_see_both_texts(staff, log_in, theme):
    goal = theme.objectives.first()
    address = f"{PLAN}drugs/doelen/{goal.pk}/"
    mine, theirs = of_form(staff.get(address)), of_form(log_in("beheerder").get(address))
    assert log_in("beheerder").post(address, theirs | {"text": "Van de beheerder"}).status_code == 302
    refused = staff.post(address, mine | {"text": "Van de staf"})
    assert refused.status_code == 409
    assert "Van de beheerder" in refused.content.decode()
    goal.refresh_from_db()
    assert goal.text == "Van de beheerder"


def test_what_was_taken_over_counts_as_read_once_it_is_changed(staff, theme):
    origin = theme.objectives.first()
    goal = Objective.objects.create(theme=theme, number=90, text="Oud doel", origin=origin)
    assert staff.get(PLAN).context["unreviewed"] == 1
    address = f"{PLAN}drugs/doelen/{goal.pk}/"
    staff.post(address, of_form(staff.get(address)) | {"text": "Nieuw doel"})
    assert staff.get(PLAN).context["unreviewed"] == 0


def test_a_goal_moves_one_place(staff, theme):
    staff.post(f"{PLAN}drugs/doelen/toevoegen/", {"lines": "Eerste\nTweede"})
    first, second = (Objective.objects.get(theme=theme, text=text) for text in ("Eerste", "Tweede"))
    staff.post(f"{PLAN}drugs/doelen/{second.pk}/verplaatsen/", {"naar": "op"})
    assert list(theme.objectives.values_list("text", flat=True))[-2:] == ["Tweede", "Eerste"]
    staff.post(f"{PLAN}drugs/doelen/{first.pk}/verplaatsen/", {"naar": "neer"})
    assert list(theme.objectives.values_list("text", flat=True))[-2:] == ["Tweede", "Eerste"]


def test_a_project_leader_changes_goals_where_staff_allow_it(staff, log_in, plan, theme):
    leader, address = log_in("projectleider"), f"{PLAN}drugs/doelen/toevoegen/"
    assert leader.post(address, {"lines": "Van mij"}).status_code == 403
    assert "doelen/toevoegen" not in leader.get(PLAN).content.decode()
    edit = f"{PLAN}wijzigen/"
    assert staff.post(edit, of_form(staff.get(edit)) | {"leaders_edit_goals": "on"}).status_code == 302
    assert leader.post(address, {"lines": "Van mij"}).status_code == 302
    assert log_in("werkgroeplid").post(address, {"lines": "Van mij"}).status_code == 403
    assert leader.get(f"{PLAN}themas/toevoegen/").status_code == 403


def test_years_with_uitvoeringsplannen_stay_within_the_plan(staff, plan):
    assert ImplementationPlan.objects.filter(theme__plan=plan, year=2025).exists()
    edit = f"{PLAN}wijzigen/"
    refused = staff.post(edit, of_form(staff.get(edit)) | {"start_year": "2027"})
    assert refused.status_code == 422
    assert "Er zijn uitvoeringsplannen van 2025" in refused.content.decode()
    plan.refresh_from_db()
    assert plan.start_year == 2025


def test_another_beleidsplan_in_the_same_years_is_refused(staff, demo):
    address = "/beleidsplannen/noord-holland/imv-nh-2024-2027/wijzigen/"
    refused = staff.post(address, of_form(staff.get(address)) | {"start_year": "2021"})
    assert refused.status_code == 422
    assert "loopt van 2019 tot en met 2022" in refused.content.decode()


def test_a_theme_keeps_its_address_under_another_title(staff, theme):
    address = f"{PLAN}drugs/thema/{theme.pk}/"
    sent = of_form(staff.get(address)) | {"title": "Drugs en dumpingen"}
    assert staff.post(address, sent).status_code == 302
    theme.refresh_from_db()
    assert (theme.title, theme.slug) == ("Drugs en dumpingen", "drugs")
