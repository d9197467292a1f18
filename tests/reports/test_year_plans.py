"""Putting the jaarplan together from the plans of the themes."""

import pytest
from django.urls import reverse

from nhveilig.regions.models import PoliceUnit
from reports.documents.assembling.services import NothingToAssemble, assemble
from reports.documents.content import walk
from reports.documents.freezing import freeze
from reports.documents.models import Block, Document
from reports.documents.services.editions import freeze_edition
from tests.regions.factories import PoliceUnitFactory
from tests.themes.budgets.factories import BudgetFactory, BudgetGroupFactory, BudgetLineFactory
from tests.themes.factories import ImplementationPlanFactory, PlanTextFactory, PolicyPlanFactory, ThemeFactory
from themes.models import ImplementationPlan, PolicyPlan

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> PoliceUnit:
    return PoliceUnitFactory()


@pytest.fixture
def policy(unit) -> PolicyPlan:
    return PolicyPlanFactory(police_unit=unit, title="Beleidsplan")


def assembled(unit: PoliceUnit) -> Document:
    return assemble(kind=Document.Kind.YEAR_PLAN, police_unit=unit, year=2026)


def plan_of(policy: PolicyPlan, title: str, year: int = 2026, **values: object) -> ImplementationPlan:
    theme = ThemeFactory(plan=policy, title=title, **values)
    plan = ImplementationPlanFactory(theme=theme, year=year)
    PlanTextFactory(plan=plan, html=f"<p>De ambitie van {title}.</p>")
    return plan


def chapters(document: Document) -> list[tuple[str, str]]:
    return [(block.number, block.title) for block in document.blocks.order_by("order") if block.number]


def test_each_programme_is_a_chapter_with_its_themes(unit, policy):
    programme = PolicyPlanFactory(police_unit=unit, title="Programma", kind=PolicyPlan.Kind.PROGRAMME)
    plan_of(policy, "Cyber")
    plan_of(programme, "Drugs")
    plan_of(programme, "Geld")

    document = assembled(unit)
    assert (document.title, document.kind) == ("Jaarplan 2026", "year_plan")
    assert chapters(document) == [
        ("1", "Programma"),
        ("1.1", "Drugs"),
        ("1.2", "Geld"),
        ("2", "Beleidsplan"),
        ("2.1", "Cyber"),
    ]


def test_it_freezes_at_once_and_shows_the_current_parts(unit, policy):
    plan_of(policy, "Cyber")
    document = assembled(unit)
    assert "De ambitie van Cyber." in str(freeze(document))


def test_assembling_again_changes_nothing(unit, policy):
    plan_of(policy, "Cyber")
    document = assembled(unit)
    before = list(Block.objects.values_list("pk", flat=True))
    assert assembled(unit) == document
    assert list(Block.objects.values_list("pk", flat=True)) == before


def test_a_new_plan_is_taken_in_and_what_staff_wrote_stays(unit, policy):
    plan_of(policy, "Zorg", number=2)
    document = assembled(unit)
    chapter = document.blocks.get(number="1")
    document.blocks.filter(pk=chapter.pk).update(title="Onze aanpak", html="<p>Zelf geschreven.</p>")
    document.blocks.filter(number="1.1").update(title="Zorg en straf")

    plan_of(policy, "Cyber", number=1)
    assembled(unit)
    assert chapters(document) == [("1", "Onze aanpak"), ("1.1", "Cyber"), ("1.2", "Zorg en straf")]
    assert document.blocks.get(number="1").html == "<p>Zelf geschreven.</p>"


def test_a_frozen_jaarplan_does_not_change(unit, policy):
    plan_of(policy, "Cyber")
    document = assembled(unit)
    edition = freeze_edition(document=document, status="concept", frozen_by=None)
    plan_of(policy, "Drugs")
    assembled(unit)
    edition.refresh_from_db()
    assert "Drugs" not in str(edition.content)


def test_the_budget_comes_along_once_it_is_there(unit, policy):
    plan_of(policy, "Cyber")
    document = assembled(unit)
    assert not document.blocks.filter(kind="budget").exists()

    budget = BudgetFactory(police_unit=unit, year=2026)
    for side in ("baten", "lasten", "activa", "passiva"):
        BudgetLineFactory(group=BudgetGroupFactory(budget=budget, side=side))
    assembled(unit)
    kinds = [block["kind"] for block in walk(freeze(document)["blocks"])]
    assert kinds[-5:] == ["prose", "budget", "balance", "footnotes", "colophon"]


def test_without_one_plan_there_is_no_jaarplan(unit, policy):
    ThemeFactory(plan=policy)
    with pytest.raises(NothingToAssemble, match="geen enkel uitvoeringsplan voor 2026"):
        assembled(unit)
    assert not Document.objects.exists()


def test_themes_of_one_name_in_two_programmes_both_have_a_place(unit, policy):
    other = PolicyPlanFactory(police_unit=unit, title="Ander plan")
    plan_of(policy, "Jeugd", slug="jeugd")
    plan_of(other, "Jeugd", slug="jeugd")
    document = assembled(unit)
    plans = [block for block in freeze(document)["blocks"] if block["number"]]
    assert len({child["id"] for block in plans for child in block["blocks"]}) == 2


def address(year: int) -> str:
    return reverse("reports:year-plan-assemble", kwargs={"unit": "noord-holland", "year": year})


def test_the_page_says_which_themes_are_missing(demo, log_in):
    plan = ImplementationPlan.objects.get(theme__slug="drugs", year=2025)
    ImplementationPlanFactory(theme=plan.theme, year=2027)
    page = log_in("staf").get(address(2027)).content.decode()
    assert "Met een uitvoeringsplan: 1 van de 10 thema’s. Vastgesteld: 0." in page
    assert "Nog zonder plan:" in page
    assert "Kennismakelaar, " in page
    assert "Er is nog geen begroting van 2027" in page


def test_staff_assembles_the_jaarplan_with_one_button(demo, log_in):
    plan = ImplementationPlan.objects.get(theme__slug="drugs", year=2025)
    ImplementationPlanFactory(theme=plan.theme, year=2027)
    response = log_in("staf").post(address(2027), follow=True)
    assert response.redirect_chain[-1][0] == reverse("reports:document-detail", args=["jaarplan-noord-holland-2027"])
    assert "toont nu alle uitvoeringsplannen van dit jaar" in response.content.decode()
    assert chapters(Document.objects.get(slug="jaarplan-noord-holland-2027"))[1] == ("1.1", "Drugs")


def test_the_demo_jaarplan_is_in_line_already(demo, log_in):
    document = Document.objects.get(slug="jaarplan-nh-2025")
    before = list(document.blocks.values_list("pk", flat=True))
    log_in("staf").post(address(2025))
    assert list(document.blocks.values_list("pk", flat=True)) == before


def test_a_year_without_plans_says_so(demo, log_in):
    response = log_in("staf").post(address(2024), follow=True)
    assert "Er is nog geen enkel uitvoeringsplan voor 2024." in response.content.decode()


def test_a_year_that_cannot_be_is_not_found(demo, log_in):
    assert log_in("staf").get(address(12)).status_code == 404
