"""The jaarverslag of a year, put together from the adopted plans."""

import pytest
from django.urls import reverse

from reports.documents.assembling.services import NothingToAssemble, assemble
from reports.documents.content import walk
from reports.documents.freezing import freeze
from reports.documents.models import Block, Document
from tests.themes.factories import ImplementationPlanFactory, PolicyPlanFactory, ThemeFactory
from themes.models import ImplementationPlan, Theme

pytestmark = pytest.mark.django_db
YEAR = 2025
ADOPTED = ImplementationPlan.Status.ADOPTED


@pytest.fixture
def policy():
    return PolicyPlanFactory()


def planned(policy, title: str, status: str = ADOPTED) -> Theme:
    theme = ThemeFactory(plan=policy, title=title)
    ImplementationPlanFactory(theme=theme, year=YEAR, status=status)
    return theme


def assembled(policy) -> Document:
    return assemble(kind=Document.Kind.ANNUAL_REPORT, police_unit=policy.police_unit, year=YEAR)


def themes_of(document: Document) -> list[tuple[str, str]]:
    return list(
        document.blocks.present().filter(kind="theme_progress").order_by("order").values_list("number", "title")
    )


def test_each_adopted_plan_has_a_numbered_section(policy):
    planned(policy, "Havens")
    planned(policy, "Nog niet af", ImplementationPlan.Status.CONCEPT)
    planned(policy, "Schuren")

    document = assembled(policy)
    assert themes_of(document) == [("2.1", "Havens"), ("2.2", "Schuren")]
    kinds = {block["kind"] for block in walk(freeze(document)["blocks"])}
    assert {"cover", "contents", "foreword", "progress_summary", "theme_progress", "colophon"} <= kinds
    # No agenda, so no national targets to account for.
    assert "national_results" not in kinds


def test_what_staff_wrote_stays_and_a_new_theme_comes_after_the_others(policy):
    gone = planned(policy, "Havens")
    planned(policy, "Schuren")
    document = assembled(policy)
    Block.objects.filter(document=document, title="Schuren").update(
        html="<p>Een goed jaar.</p>", number="2.7", numbering=Block.Numbering.OWN
    )
    planned(policy, "Jeugd")
    gone.implementation_plans.update(status=ImplementationPlan.Status.CONCEPT)

    assert assembled(policy) == document
    assert themes_of(document) == [("2.7", "Schuren"), ("2.1", "Jeugd")]
    assert document.blocks.get(title="Schuren").html == "<p>Een goed jaar.</p>"


def test_the_chapter_may_be_renamed_and_stand_anywhere(policy):
    planned(policy, "Havens")
    document = assembled(policy)
    part = Block(document=document, order=90, kind="prose", anchor="deel", title="Deel")
    part.numbering = Block.Numbering.AUTO
    part.save()
    document.blocks.filter(anchor="themas").update(anchor="hernoemd", parent=part, order=91)
    document.blocks.filter(title="Havens").update(order=92)
    planned(policy, "Jeugd")

    assert themes_of(assembled(policy)) == [("2.1.1", "Havens"), ("2.1.2", "Jeugd")]
    assert set(document.blocks.filter(kind="theme_progress").values_list("parent__anchor", flat=True)) == {"hernoemd"}


def test_doing_it_twice_changes_nothing(policy):
    planned(policy, "Havens")
    before = list(assembled(policy).blocks.values_list("pk", flat=True))
    assert list(assembled(policy).blocks.values_list("pk", flat=True)) == before
    assert Document.objects.filter(kind=Document.Kind.ANNUAL_REPORT).count() == 1


def test_without_an_adopted_plan_there_is_nothing_to_tell(policy):
    planned(policy, "Havens", ImplementationPlan.Status.CONCEPT)
    with pytest.raises(NothingToAssemble, match="niets om verslag over te doen"):
        assembled(policy)


def test_the_report_that_is_there_already_is_left_as_it_is(demo, staff):
    document = Document.objects.get(slug="jaarverslag-nh-2020")
    before = list(document.blocks.values_list("pk", flat=True))
    address = reverse("reports:annual-report", args=["noord-holland", 2020])

    assert "36 van de 37 resultaten met een getal" in staff.get(address).content.decode()
    assert staff.post(address).headers["Location"] == f"/documenten/{document.slug}/"
    assert list(document.blocks.values_list("pk", flat=True)) == before


def test_a_year_without_plans_says_so(demo, staff):
    address = reverse("reports:annual-report", args=["noord-holland", 2018])
    assert "Nog niets om verslag over te doen" in staff.get(address).content.decode()
    assert "niets om verslag over te doen" in staff.post(address, follow=True).content.decode()
    assert staff.get(reverse("reports:annual-report", args=["noord-holland", 1066])).status_code == 404
