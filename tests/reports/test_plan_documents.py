"""The document of one uitvoeringsplan: made on first use, frozen when it is adopted, and as visible as the plan."""

from datetime import date

import pytest
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from nhveilig.accounts.models import User
from reports.documents.blocks.base import FreezingError
from reports.documents.comparison import compare
from reports.documents.models import Document, Edition, Export
from reports.documents.services.editions import edition_of, freeze_plan
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory, PlanTextFactory
from themes.models import Activity, ImplementationPlan, PlanStep, PlanText, Theme, ThemeMember
from themes.signals import plan_adopted

pytestmark = pytest.mark.django_db
Status = ImplementationPlan.Status
ADDRESS = reverse("reports:plan-document", kwargs={"unit": "noord-holland", "year": 2025, "theme": "drugs"})


@pytest.fixture
def plan() -> ImplementationPlan:
    plan = ImplementationPlanFactory()
    PlanTextFactory(plan=plan, html="<p>Rust in de haven.</p>")
    ActivityFactory(plan=plan, title="Samen controleren")
    return plan


@pytest.fixture
def drugs(demo) -> ImplementationPlan:
    return ImplementationPlan.objects.get(theme__slug="drugs", year=2025)


def move(plan: ImplementationPlan, status: Status) -> None:
    plan.status = status
    plan.adopted_on = date(2025, 1, 9) if status == Status.ADOPTED else None
    plan.consultation_ends_on = date(2025, 2, 1) if status == Status.CONSULTATION else None
    plan.save()


def test_the_document_is_made_once_and_follows_the_plan(plan):
    first = edition_of(plan=plan, frozen_by=None)
    assert edition_of(plan=plan, frozen_by=None) == first
    ActivityFactory(plan=plan, title="Vaker controleren")
    second = edition_of(plan=plan, frozen_by=None)

    assert (first.number, second.number) == (1, 2)
    assert Document.objects.get(implementation_plan=plan).editions.count() == 2
    assert "Vaker controleren" in str(second.content)


def test_only_chapters_that_hold_something_are_in_it(plan):
    content = edition_of(plan=plan, frozen_by=None).content
    chapters = [(block["number"], block["title"]) for block in content["blocks"] if block["number"]]
    assert chapters == [("1", "Wat willen we bereiken?"), ("2", "Wat doen we in 2025?")]

    PlanTextFactory(plan=plan, kind=PlanText.Kind.LESSONS, html="<p>Eerder beginnen.</p>")
    content = edition_of(plan=plan, frozen_by=None).content
    assert [block["title"] for block in content["blocks"] if block["number"]][-1] == "Lessen van vorig jaar"


def test_there_are_notes_only_when_the_plan_has_one(plan):
    assert "Noten" not in str(edition_of(plan=plan, frozen_by=None).content["blocks"])
    PlanTextFactory(
        plan=plan, kind=PlanText.Kind.APPROACH, html='<p>Samen<span class="voetnoot">Met de havenmeester.</span></p>'
    )
    notes = next(
        block for block in edition_of(plan=plan, frozen_by=None).content["blocks"] if block["kind"] == "footnotes"
    )
    assert [note["html"] for note in notes["content"]["notes"]] == ["Met de havenmeester."]


def drawn(content: dict) -> str:
    """The part of the activities, on paper."""
    parts = [part for block in content["blocks"] for part in block["content"].get("parts", [])]
    part = next(part for part in parts if part["kind"] == "activities")
    return render_to_string("reports/plan/part.html", {"part": part, "level": 2, "content": content, "medium": "print"})


def test_its_activities_are_drawn_over_the_quarters_and_said_in_words(plan):
    Activity.objects.update(planned_moment="derde kwartaal")
    content = edition_of(plan=plan, frozen_by=None).content
    html = drawn(content)
    assert '<th scope="row">' in html
    assert "<title>derde kwartaal</title>" in html
    assert "strip__today" not in html
    assert 'class="plan-planning"' in html


def test_an_edition_of_before_draws_nothing(plan):
    Activity.objects.update(planned_moment="derde kwartaal")
    content = edition_of(plan=plan, frozen_by=None).content
    for block in content["blocks"]:
        for part in block["content"].get("parts", []):
            part.pop("planned_in", None)
    assert "plan-planning" not in drawn(content)


def test_a_plan_with_nothing_in_it_has_no_document():
    with pytest.raises(FreezingError, match="staat nog niets"):
        edition_of(plan=ImplementationPlanFactory(), frozen_by=None)
    assert not Document.objects.exists()


def test_the_document_follows_a_theme_that_is_renamed(plan):
    edition_of(plan=plan, frozen_by=None)
    Theme.objects.filter(pk=plan.theme_id).update(title="Veilige kades")
    assert edition_of(plan=plan, frozen_by=None).content["document"]["title"] == "Uitvoeringsplan Veilige kades 2025"


def test_two_themes_of_one_name_have_two_documents(plan):
    other = ImplementationPlanFactory(theme__slug=plan.theme.slug, theme__plan__police_unit=plan.theme.plan.police_unit)
    PlanTextFactory(plan=other, html="<p>Iets anders.</p>")
    documents = {edition_of(plan=one, frozen_by=None).document.slug for one in (plan, other)}
    assert len(documents) == 2


@pytest.mark.parametrize(
    ("status", "edition", "label"),
    [
        (Status.CONCEPT, "concept", "Concept"),
        (Status.REVIEW, "concept", "Concept"),
        (Status.RETURNED, "concept", "Concept"),
        (Status.CONSULTATION, "consultation", "Bij de gemeenten"),
        (Status.ADOPTED, "adopted", "Vastgesteld"),
    ],
)
def test_an_edition_has_the_status_of_the_plan(plan, status, edition, label):
    move(plan, status)
    found = edition_of(plan=plan, frozen_by=None)
    assert (found.status, found.status_word, found.content["edition"]["status_label"]) == (edition, label, label)


def test_what_was_adopted_stays_what_is_printed(plan):
    move(plan, Status.ADOPTED)
    adopted = edition_of(plan=plan, frozen_by=None)
    Theme.objects.filter(pk=plan.theme_id).update(title="Veilige kades")
    assert edition_of(plan=plan, frozen_by=None) == adopted
    assert adopted.document_date == date(2025, 1, 9)


def adopt(plan: ImplementationPlan) -> None:
    move(plan, Status.ADOPTED)
    step = PlanStep.objects.create(plan=plan, from_status=Status.REVIEW, to_status=Status.ADOPTED)
    plan_adopted.send(sender=ImplementationPlan, plan=plan, step=step)


def test_adopting_freezes_the_adopted_edition(plan):
    adopt(plan)
    edition = Edition.objects.get(document__implementation_plan=plan)
    assert (edition.status, edition.document_date) == ("adopted", date(2025, 1, 9))


class UndoneError(Exception):
    pass


@transaction.atomic
def adopt_and_stumble(plan: ImplementationPlan) -> None:
    adopt(plan)
    raise UndoneError


def test_an_adoption_that_is_undone_leaves_no_edition(plan):
    with pytest.raises(UndoneError):
        adopt_and_stumble(plan)
    assert not Edition.objects.exists()


@pytest.mark.parametrize("user", ["projectleider", "staf"])
def test_who_writes_gets_a_pdf_of_the_plan_as_it_is(drugs, log_in, user):
    response = log_in(user).post(ADDRESS)
    export = Export.objects.get()
    assert response.headers["Location"] == reverse("reports:export-detail", args=[export.pk])
    assert (export.format, export.edition.document.implementation_plan, export.edition.status) == (
        "pdf",
        drugs,
        "concept",
    )


def test_who_wants_to_go_on_in_word_gets_that(drugs, log_in):
    log_in("staf").post(ADDRESS, {"formaat": "docx"})
    assert Export.objects.latest("pk").format == Export.Format.DOCX


def test_a_mayor_gets_what_was_put_to_the_municipalities_and_not_what_came_after(drugs, log_in):
    move(drugs, Status.CONSULTATION)
    address = reverse("themes:plan-detail", kwargs={"unit": "noord-holland", "year": 2025, "theme": "drugs"})
    assert log_in("burgemeester").post(ADDRESS).headers["Location"] == address
    shown = freeze_plan(plan=drugs, frozen_by=None)
    ActivityFactory(plan=drugs, title="Nog niet gedeeld")

    log_in("burgemeester").post(ADDRESS)
    assert Export.objects.get().edition == shown


def test_a_concept_of_a_plan_is_for_who_writes_in_it(drugs, log_in):
    edition = freeze_plan(plan=drugs, frozen_by=None)
    ThemeMember.objects.filter(theme=drugs.theme, user__username="projectleider").delete()
    addresses = [
        reverse("reports:document-detail", args=[edition.document.slug]),
        reverse("reports:edition-detail", args=[edition.document.slug, 1]),
    ]
    seen = {
        user: [log_in(user).get(address).status_code for address in addresses]
        for user in ("lezer", "burgemeester", "projectleider", "werkgroeplid", "staf")
    }
    hidden, open_ = [404, 404], [200, 200]
    assert seen == {
        "lezer": hidden,
        "burgemeester": hidden,
        "projectleider": hidden,
        "werkgroeplid": open_,
        "staf": open_,
    }


def test_an_adopted_plan_is_for_every_reader_and_its_concepts_are_not(drugs, log_in):
    concept = freeze_plan(plan=drugs, frozen_by=None)
    adopt(drugs)
    page = log_in("lezer").get(reverse("reports:document-detail", args=[concept.document.slug])).content.decode()
    assert "/edities/2/" in page
    assert "/edities/1/" not in page


def test_an_edition_of_a_plan_is_not_frozen_by_hand(drugs, log_in):
    slug = freeze_plan(plan=drugs, frozen_by=User.objects.get(username="staf")).document.slug
    staff = log_in("staf")
    assert staff.get(reverse("reports:document-freeze", args=[slug])).status_code == 404
    assert "/bevriezen/" not in staff.get(reverse("reports:document-detail", args=[slug])).content.decode()


def test_the_list_of_documents_holds_what_one_may_see(drugs, log_in):
    title = freeze_plan(plan=drugs, frozen_by=None).content["document"]["title"]
    address = reverse("reports:document-list")
    assert title in log_in("staf").get(address).content.decode()
    assert title not in log_in("lezer").get(address).content.decode()


def test_a_new_activity_is_the_only_thing_that_changed(plan):
    """Those after it get another number, and are the same activities."""
    ActivityFactory(plan=plan, title="Licht op de kade", order=9)
    before = edition_of(plan=plan, frozen_by=None).content
    ActivityFactory(plan=plan, title="Vooraan", order=0)
    after = edition_of(plan=plan, frozen_by=None).content
    changed = [section for chapter in compare(before, after).chapters for section in chapter.top.changed_sections]
    assert [(section.fate, section.heading.new.text) for section in changed] == [("added", "Vooraan")]
