"""Everything that is adopted points to the decision by which it holds."""

from datetime import date

import pytest
from django.apps import apps
from django.db.models import ProtectedError

from agenda.decisions import DISTRIBUTION
from agenda.models import Distribution
from formation.decisions import TABLE
from nhveilig.accounts.models import User
from nhveilig.figures.dates import parse_fuzzy_date
from nhveilig.governance.enums import DecisionKind
from nhveilig.governance.models import Body, Decided, Decision
from nhveilig.governance.registers import DECISIONS, NATIONAL_DECISIONS
from nhveilig.governance.services import UNSAID, Deciding, decide, point_to_decisions
from nhveilig.regions.models import PoliceUnit
from reports.documents.decisions import EDITION
from reports.documents.models import Edition
from themes.budgets.forms import AdoptForm
from themes.decisions import ADOPTED, BUDGET, PLAN
from themes.models import Budget, ImplementationPlan

EVERYTHING = (*ADOPTED, TABLE, DISTRIBUTION, EDITION)


@pytest.fixture
def budget(demo) -> Budget:
    return Budget.objects.filter(status=Budget.Status.ADOPTED).first()


def sent(**chosen: object) -> dict[str, object]:
    return {"adopted_on": "2026-05-03", "version": 1, "confirmed": "on"} | chosen


def test_every_model_that_is_decided_is_among_them():
    decided = {model._meta.label for model in apps.get_models() if issubclass(model, Decided)}
    assert decided == {one.label for one in EVERYTHING}


@pytest.mark.parametrize("adopted", EVERYTHING, ids=lambda one: one.label)
def test_what_is_adopted_in_the_demo_has_its_decision(demo, adopted):
    model = apps.get_model(adopted.label)
    held = model._base_manager.filter(adopted.held)
    # Nobody adopted the plans of the demo data.
    assert held.exists() == (adopted is not PLAN)
    assert not held.filter(decision=None).exists()
    assert not model._base_manager.exclude(pk__in=held).exclude(decision=None).exists()
    for row in held.select_related("decision", *adopted.related):
        assert row.decision.on == adopted.on(row)


def test_it_is_one_decision_however_many_hold_by_it(demo):
    by_letter = Distribution.objects.filter(decided_on=date(2019, 9, 20)).values_list("decision__reference", flat=True)
    assert len(by_letter) > 1
    assert set(by_letter) == {"2659244"}
    edition = Edition.objects.filter(document=demo, status=Edition.Status.ADOPTED).first()
    assert str(edition.decision.body) == "Burgemeesters en hoofdofficier van justitie"


def test_an_older_installation_gets_a_decision_for_what_it_adopted(budget):
    Budget.objects.filter(pk=budget.pk).update(decision=None, adopted_on=None)
    Decision.objects.filter(pk=budget.decision_id).delete()
    point_to_decisions(apps.get_model, BUDGET)
    budget.refresh_from_db()
    assert (budget.decision.kind, budget.decision.on) == (DecisionKind.ADOPTION, None)
    number = budget.decision_id
    point_to_decisions(apps.get_model, BUDGET)
    budget.refresh_from_db()
    assert budget.decision_id == number


def test_who_adopts_names_the_decision_or_who_took_it(budget):
    unit, staff = budget.police_unit, User.objects.get(username="staf")
    body = Body.objects.get(police_unit=unit, abbreviation="RBOP")
    form = AdoptForm(sent(body=body.pk, reference="2026/14"), police_unit=unit)
    assert form.is_valid(), form.errors
    budget.adopted_on = date(2026, 5, 3)
    made = decide(adopted=BUDGET, row=budget, said=form.deciding(), by=staff)
    assert (made.on.text, made.body, made.reference, made.police_unit) == ("3 mei 2026", body, "2026/14", unit)
    assert decide(adopted=BUDGET, row=budget, said=UNSAID, by=staff) == made
    other = Decision.objects.filter(police_unit=unit).exclude(pk=made.pk).first()
    assert decide(adopted=BUDGET, row=budget, said=Deciding(decision=other), by=staff) == other


def test_a_decision_of_another_day_or_another_eenheid_is_refused(budget):
    unit = budget.police_unit
    other = Decision.objects.create(police_unit=unit, title="Eerder", on=parse_fuzzy_date("april 2026"))
    form = AdoptForm(sent(decision=other.pk), police_unit=unit)
    assert form.errors["decision"] == ["Dit besluit is van april 2026. Vul die datum in, of kies een ander besluit."]
    assert AdoptForm(sent(decision=other.pk, adopted_on="2026-04-30"), police_unit=unit).is_valid()
    elsewhere = PoliceUnit.objects.get(slug="noord-nederland")
    assert "decision" in AdoptForm(sent(decision=other.pk), police_unit=elsewhere).errors


def test_a_decision_that_something_rests_on_stays(budget):
    assert DECISIONS.why_kept([budget.decision]) == {budget.decision_id: "1 vastgesteld stuk rust hierop."}
    with pytest.raises(ProtectedError):
        budget.decision.delete()


def test_the_page_of_what_is_adopted_leads_to_the_decision(budget, log_in):
    staff = log_in("staf")
    address = DECISIONS.url("detail", budget.decision)
    place = [budget.police_unit.slug, budget.year, budget.kind, budget.number]
    assert f'href="{address}"' in staff.get("/begroting/{}/{}/{}/{}/".format(*place)).text
    assert staff.get(address).status_code == 200
    national = Decision.objects.get(reference="2659244")
    assert staff.get(DECISIONS.url("detail", national)).url == NATIONAL_DECISIONS.url("detail", national)


def test_the_deciding_body_of_a_plan_is_proposed(demo):
    from themes.workflow.forms import StepForm
    from themes.workflow.transitions import ADOPT

    plan = ImplementationPlan.objects.filter(nature="").first()
    plan.deciding_body = Body.objects.get(name="V10")
    assert StepForm(ADOPT, plan, None).fields["body"].initial == plan.deciding_body
