"""What a decision leaves in the trail, whoever takes it and wherever; and that no name of a person stands in it."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django import forms
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from formation.services.tables import adopt_table
from nhveilig.accounts.models import Role, StandIn, User
from nhveilig.accounts.services import give_role, take_role
from nhveilig.accounts.standins.services import appoint_stand_in, end_stand_in
from nhveilig.editing.changes import FieldChange, Writer
from nhveilig.editing.history import History
from nhveilig.editing.services import save_if_unchanged
from nhveilig.governance.registers import DECISIONS
from nhveilig.registers.services import delete_row, new_row, restore_row, store_row
from nhveilig.trail.checking import check_trail
from nhveilig.trail.models import Entry
from reports.documents.models import Edition
from reports.documents.services.adopting import Adoption
from reports.documents.services.editions import freeze_edition
from reports.documents.services.exports import official_file
from reports.documents.services.publishing import publish_edition, withdraw_edition
from tests.agenda.test_services import decided, indicator  # noqa: F401 - a fixture
from tests.formation.editing.test_tables import NEW_DAY, table  # noqa: F401 - a fixture
from tests.regions.factories import PoliceUnitFactory
from tests.themes.budgets.test_services import budget, editor  # noqa: F401 - fixtures
from tests.themes.workflow.people import complete_plan, decider, writer
from themes.budgets.services import adopt_budget
from themes.workflow.services import StepDetails, take_step
from themes.workflow.transitions import ADOPT, CONSULT, SUBMIT

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


@pytest.fixture
def since() -> SimpleNamespace:
    """`since.rows`: what came since the test began."""
    last = Entry.objects.order_by("-number").values_list("number", flat=True).first() or 0

    def rows() -> list[Entry]:
        found: QuerySet[Entry] = Entry.objects.filter(number__gt=last).order_by("number").with_people()
        assert check_trail().fault == ""
        return list(found)

    return SimpleNamespace(rows=rows)


def who(entry: Entry) -> dict[str, User]:
    return {one.part: one.user for one in entry.persons.all()}


def test_the_steps_of_a_plan_until_it_is_adopted(since):
    plan = complete_plan()
    leader, staff = writer(plan), decider(plan)
    today = timezone.localdate()
    for transition, by, details in [
        (SUBMIT, leader, {}),
        (CONSULT, staff, {"ends_on": today + timedelta(days=30)}),
        (ADOPT, staff, {"adopted_on": today, "reason": "Iedereen is akkoord, zegt Sanne Stavast."}),
    ]:
        plan = type(plan).objects.for_list().get(pk=plan.pk)
        seen = plan.version
        take_step(plan=plan, transition=transition, by=by, seen_version=seen, details=StepDetails(**details))
    steps = [row for row in since.rows() if row.subject_kind == "plan"]
    assert [(row.kind, row.facts["from"], row.facts["to"]) for row in steps] == [
        ("step", "concept", "review"),
        ("step", "review", "consultation"),
        ("adopted", "consultation", "adopted"),
    ]
    assert [who(row) for row in steps] == [{"by": leader}, {"by": staff}, {"by": staff}]
    assert {row.unit for row in steps} == {plan.theme.plan.police_unit.code}
    assert steps[2].facts["adopted_on"] == today.isoformat()
    # The edition that came with it, and not a word of what somebody typed.
    assert [row.kind for row in since.rows() if row.subject_kind == "edition"] == ["adopted"]
    assert "Stavast" not in str([vars(row) for row in since.rows()])


def test_roles_and_who_stands_in(demo, since):
    unit, by = demo.police_unit, User.objects.get(username="beheerder")
    person, principal = User.objects.get(username="lezer"), User.objects.get(username="staf")
    give_role(user=person, kind=Role.Kind.STAFF, police_unit=unit, municipality=None, by=by)
    take_role(user=person, role_id=person.roles.get(kind=Role.Kind.STAFF).pk, police_unit=unit, by=by)
    made = appoint_stand_in(
        user=person, principal=principal, police_unit=unit, kind=StandIn.Kind.DEPUTY,
        starts_on=timezone.localdate(), until=None, by=by,
    )  # fmt: skip
    end_stand_in(stand_in=made, by=person)
    rows = since.rows()
    assert [(row.kind, row.subject) for row in rows[:2]] == [
        ("role", "Rol gegeven: stafbureau"),
        ("role", "Rol ingetrokken: stafbureau"),
    ]
    assert [who(row) for row in rows[:2]] == [{"by": by, "about": person}] * 2
    assert [row.kind for row in rows[2:]] == ["stand_in", "stand_in"]
    assert who(rows[3]) == {"by": person, "about": person, "on_behalf_of": principal}
    assert person.last_name not in str([vars(row) for row in rows])


@pytest.mark.parametrize(("username", "number"), [("beheerder", 1), ("landelijk", 1), ("staf", 0)])
def test_an_administrator_who_comes_in(demo, since, username, number):
    Client().post("/inloggen/", {"username": username, "password": "samen-veilig-2026"})
    assert [row.kind for row in since.rows()] == ["login"] * number


def test_an_edition_from_freezing_to_withdrawing(demo, since, monkeypatch):
    demo.blocks.filter(anchor="leeswijzer").update(html="<p>Beter.</p>")
    by = User.objects.get(username="staf")
    concept = freeze_edition(document=demo, status=Edition.Status.CONCEPT, frozen_by=by)
    adoption = Adoption.of_day(date(2026, 1, 5))
    adoption = Adoption(on=adoption.on, rectifies="De leeswijzer.")
    edition = freeze_edition(document=demo, status=Edition.Status.ADOPTED, frozen_by=by, adoption=adoption)
    made = SimpleNamespace(data=b"%PDF", pages=1)
    monkeypatch.setattr("reports.documents.services.exports.render", lambda *_: made)
    kept = official_file(edition=edition)
    assert official_file(edition=edition) == kept
    publish_edition(edition=edition, by=by)
    withdraw_edition(edition=edition, reason="Er staat een naam in.", by=by)
    # Adopting puts down the decision too.
    rows = [row for row in since.rows() if row.kind != "decision"]
    assert [row.kind for row in rows] == ["frozen", "adopted", "file", "published", "withdrawn"]
    assert [row.facts["sha256"] for row in rows[:3]] == [concept.sha256, edition.sha256, kept.sha256]
    assert (rows[1].facts["adopted_on"], rows[1].unit) == ("2026-01-05", "RE04")
    assert rows[1].subject == f"{edition} (Vastgesteld)"


def test_a_budget(budget, editor, since):  # noqa: F811
    adopt_budget(budget=budget, adopted_on=date(2026, 1, 1), expected_version=budget.version, editor=editor)
    decision, row = since.rows()
    assert (decision.kind, decision.subject) == ("decision", f"{budget} vastgesteld: toegevoegd")
    assert (row.kind, row.subject_kind, row.facts["adopted_on"]) == ("adopted", "budget", "2026-01-01")
    assert who(row) == {"by": editor}


def test_a_strength_table(table, since):  # noqa: F811
    adopt_table(table=table, adopted_on=NEW_DAY, expected_version=table.version)
    [row] = since.rows()
    assert (row.kind, row.subject_kind, row.unit) == ("adopted", "strength_table", table.police_unit.code)


def test_a_distribution_with_its_shares(indicator, since):  # noqa: F811
    units = PoliceUnitFactory.create_batch(3)
    decided(indicator, units)
    [row] = since.rows()
    assert (row.kind, row.unit) == ("adopted", "")
    assert row.facts["shares"] == {units[0].code: "34", units[1].code: "33", units[2].code: "33"}


def test_what_is_done_with_a_row_of_the_register_of_decisions(demo, since):
    by, unit = Writer(User.objects.get(username="staf")), demo.police_unit
    stored = store_row(row=new_row(DECISIONS, unit, {"title": "Plan van aanpak"}), by=by)
    title = {"title": forms.CharField()}
    save_if_unchanged(
        row=stored, fields=title, changes=[FieldChange("", "title", "Plan", 0)], by=by, history=History.of(stored)
    )
    delete_row(row=stored, by=by)
    restore_row(row=stored, by=by)
    rows = since.rows()
    acts = ["toegevoegd", "gewijzigd", "verwijderd", "teruggezet"]
    assert [row.subject.partition(": ")[2] for row in rows] == acts
    assert {(row.kind, row.unit, row.subject_key) for row in rows} == {("decision", unit.code, str(stored.pk))}
    assert rows[1].facts == {"act": "changed", "fields": ["title"]}
