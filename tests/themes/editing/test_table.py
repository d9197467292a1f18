"""The activities of a plan as a table: what is typed, what is set of many at once, and what goes to the bin."""

import json

import pytest

from tests.html_forms import form_of
from tests.themes.editing.writers import Tab, writer
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory, ObjectiveFactory, ResultTargetFactory
from themes.editing.services.many import change_many
from themes.models import Activity
from themes.parts.registry import UnknownPart, key_of
from themes.parts.views import plan_url

pytestmark = pytest.mark.django_db
QUERIES = 8


@pytest.fixture
def plan():
    return ImplementationPlanFactory()


@pytest.fixture
def tab(plan):
    return Tab(writer(plan, "Pieter", "Bakker"), plan)


@pytest.fixture
def goal(plan):
    return ObjectiveFactory(theme=plan.theme)


@pytest.fixture
def two(plan, goal):
    return [ActivityFactory(plan=plan, title=title, owner="Politie", objective=goal) for title in ("Een", "Twee")]


def sent(tab: Tab) -> dict[str, object]:
    page = tab.client.get(plan_url(tab.plan, "plan-table")).text
    return form_of(page, "plan-table", by="class")


def send(tab: Tab, **typed: object):
    return tab.client.post(plan_url(tab.plan, "plan-table"), sent(tab) | typed)


def cell(activity: Activity, name: str) -> str:
    return f"cel-{key_of(activity)}-{name}"


def test_a_table_nobody_touched_changes_nothing(tab, two):
    assert send(tab).status_code == 302
    assert not any(one.versions for one in Activity.objects.all())


def test_what_is_typed_in_cells_is_stored_and_the_rest_is_not_touched(tab, two, goal):
    other = ObjectiveFactory(theme=tab.plan.theme)
    send(tab, **{cell(two[0], "deliverable"): "Een rapport", cell(two[1], "objective"): str(other.pk)})
    one, second = Activity.objects.order_by("order")
    assert (one.deliverable, one.versions.keys()) == ("Een rapport", {"deliverable"})
    assert (second.objective, second.versions.keys()) == (other, {"objective"})


def test_quarters_are_written_and_partners_stand_below_each_other(tab, two):
    Activity.objects.filter(pk=two[0].pk).update(quarters=[2], partners="Politie\nOM")
    found = sent(tab)
    assert (found[cell(two[0], "quarters")], found[cell(two[0], "partners")]) == ("2e kwartaal", "Politie\r\nOM")
    typed = {
        cell(two[0], "quarters"): "1, 3",
        cell(two[0], "partners"): "Politie\r\nOM",
        cell(two[1], "partners"): "OM",
    }
    tab.client.post(plan_url(tab.plan, "plan-table"), found | typed)
    one, second = Activity.objects.order_by("order")
    assert (one.quarters, one.versions.keys()) == ([1, 3], {"quarters"})
    assert (second.partners, second.versions.keys()) == ("OM", {"partners"})


def test_many_get_quarters_and_partners_at_once(tab, two):
    act = {"daad": "zetten", "zet-quarters": "1e t/m 3e kwartaal", "zet-partners": "OM\r\nPolitie"}
    send(tab, gekozen=[key_of(one) for one in two], **act)
    assert [(one.quarters, one.partners) for one in Activity.objects.all()] == [([1, 2, 3], "OM\nPolitie")] * 2


def test_many_get_an_owner_a_moment_or_no_goal_at_once(tab, two):
    act = {"daad": "zetten", "zet-owner": "Gemeente", "zet-planned_moment": "voorjaar", "zet-objective": "geen"}
    send(tab, gekozen=[key_of(one) for one in two], **act)
    found = Activity.objects.values_list("owner", "planned_moment", "objective")
    assert set(found) == {("Gemeente", "voorjaar", None)}


def test_what_is_left_empty_stays(tab, two, goal):
    send(tab, gekozen=[key_of(two[0])], daad="zetten", **{"zet-owner": "OM", "zet-objective": "laat"})
    assert list(Activity.objects.order_by("order").values_list("owner", "objective")) == [
        ("OM", goal.pk),
        ("Politie", goal.pk),
    ]


def test_many_go_to_the_bin_with_their_targets_and_come_back_at_once(tab, two):
    ResultTargetFactory(plan=tab.plan, activity=two[0])
    answer = send(tab, gekozen=[key_of(one) for one in two], daad="prullenbak")
    assert not Activity.objects.present().exists()
    page = tab.client.get(answer.url).text
    assert "2 onderdelen staan in de prullenbak" in page
    keys = [key_of(one) for one in two]
    assert all(f'name="part" value="{key}"' in page for key in keys)
    tab.client.post(plan_url(tab.plan, "part-restore"), {"part": keys})
    assert Activity.objects.present().count() == 2
    assert two[0].targets.present().count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"daad": "prullenbak"}, "Kies eerst een of meer activiteiten"),
        ({"daad": "zetten", "gekozen": "activity-1"}, "Vul eerst in wat er"),
    ],
)
def test_a_refused_act_says_why_and_keeps_what_was_typed(tab, two, typed, said):
    answer = send(tab, **{cell(two[0], "title"): "Nieuw"}, **typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Nieuw"' in answer.text
    assert not Activity.objects.filter(title="Nieuw").exists()


def test_what_cannot_stand_in_a_cell_is_refused_with_its_place(tab, two):
    answer = send(tab, **{cell(two[0], "objective"): "999999", cell(two[1], "title"): "Blijft staan"})
    assert answer.status_code == 422
    assert f'id="fout-{key_of(two[0])}-objective"' in answer.text
    assert 'value="Blijft staan"' in answer.text


def test_two_who_changed_one_cell_choose(tab, two):
    form = sent(tab)
    tab.save(two[0], "owner", "OM")
    form[cell(two[0], "owner")] = "Gemeente"
    answer = tab.client.post(plan_url(tab.plan, "plan-table"), form)
    assert answer.status_code == 409
    again = form_of(answer.text, "plan-table", by="class")
    again[f"keuze-{key_of(two[0])}-owner"] = "mijn-1"
    tab.client.post(plan_url(tab.plan, "plan-table"), again)
    two[0].refresh_from_db()
    assert two[0].owner == "Gemeente"


@pytest.mark.parametrize("seen", ["", "[]", json.dumps({"activity-1-version": [0, ""]})])
def test_what_this_page_never_sends_is_refused(tab, two, seen):
    assert send(tab, gezien=seen).status_code == 422


def test_the_table_asks_as_much_of_many_as_of_few(tab, two, plan, django_assert_num_queries):
    address = plan_url(plan, "plan-table")
    tab.client.get(address)
    with django_assert_num_queries(QUERIES):
        tab.client.get(address)
    ActivityFactory.create_batch(30, plan=plan)
    with django_assert_num_queries(QUERIES):
        tab.client.get(address)


def test_all_or_nothing(tab, two, plan):
    wies = writer(plan, "Wies", "Werker")
    with pytest.raises(UnknownPart):
        change_many(plan=plan, changes=[], binned=[key_of(two[0]), "activity-999"], editor=wies)
    assert Activity.objects.present().count() == 2
