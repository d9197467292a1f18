"""A uitvoeringsplan that somebody has in Word already fills the parts of the plan."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from reports.documents.filling.targets import Targets
from reports.documents.incoming.reading import read_docx
from reports.documents.models import WordFile
from tests.picture_library.factories import photo
from tests.reports.incoming.files import docx, item, p, picture
from tests.themes.editing.writers import writer
from tests.themes.factories import ActivityFactory, ImplementationPlanFactory, PlanTextFactory
from themes.models import Activity, Decision, ImplementationPlan, PlanEdit, PlanText
from themes.parts.views import plan_url

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
FILE = docx(
    p("1. Ambitie 2027", "Kop1") + p("Wij willen minder overlast.") + item("punt")
    + p("Waarom nu", "Kop2") + p("Omdat het moet.")
    + p("Samenwerking", "Kop1") + p("Met elkaar.")
    + p("Activiteiten", "Kop1") + p("Controles", "Kop2") + p("Elke week.") + p("Voorlichting", "Kop2") + p("Op school.")
    + p("Colofon", "Kop1") + p("Gemaakt door ons.")
    + "<w:p><w:r><w:commentReference w:id='1'/></w:r><w:del><w:r><w:delText>weg</w:delText></w:r></w:del>"
    + picture("foto.jpg") + "</w:p>",
    {"word/media/foto.jpg": photo()},
)  # fmt: skip


@pytest.fixture
def plan(db) -> ImplementationPlan:
    plan = ImplementationPlanFactory()
    for kind in PlanText.Kind:
        PlanTextFactory(plan=plan, kind=kind)
    ActivityFactory(plan=plan, title="Controles")
    return plan


@pytest.fixture
def leader(plan) -> Client:
    client = Client()
    client.force_login(writer(plan, "Pieter", "Plaats"))
    return client


def address(plan: ImplementationPlan, name: str = "upload") -> str:
    return reverse(f"reports:fill-{name}", args=[plan.theme.plan.police_unit.slug, plan.year, plan.theme.slug])


def upload(client: Client, plan: ImplementationPlan, data: bytes = FILE):
    return client.post(address(plan), {"file": SimpleUploadedFile("plan.docx", data)}, follow=True)


def sent(page: str) -> dict[str, str]:
    """What the page holds when nobody touches it."""
    found = {"gezien": re.search(r'name="gezien" value="([^"]*)"', page)[1]}
    for name, options in re.findall(r'<select[^>]*name="(kop-\d+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        found[name] = re.search(r'value="([^"]*)" selected', options)[1]
    for tag in re.findall(r'<input type="radio"[^>]*checked>', page):
        found[re.search(r'name="([^"]*)"', tag)[1]] = re.search(r'value="([^"]*)"', tag)[1]
    return found


def take(client: Client, plan: ImplementationPlan, page: str, **changes: str):
    return client.post(address(plan, "preview"), sent(page) | changes, follow=True)


def text(plan: ImplementationPlan, kind: str) -> str:
    return plan.plantext_set.get(kind=kind).html


def test_each_heading_is_offered_as_the_part_that_is_called_so(plan):
    sections = read_docx(FILE, "plan.docx").sections
    targets = Targets(plan)
    labels = {key: one.label for key, one in targets.by_key.items()}
    offered = [labels.get(one, one) for one in targets.proposed(sections)]
    assert offered[:7] == [
        "Ambitie", "tekst", "Samenwerking en organisatie", "weg", "Controles", "Activiteit, nieuw", "weg"
    ]  # fmt: skip


def test_nothing_changes_before_one_takes_it_over_and_what_stays_behind_is_told(plan, leader):
    page = upload(leader, plan).content.decode()
    for words in ("Opmerkingen (1): niet overgenomen.", "Verwijderde tekst (1)", "Afbeeldingen (1): niet overgenomen."):
        assert words in page
    assert text(plan, "ambition") == ""
    answer = take(leader, plan, page).content.decode()
    assert "4 delen van het plan gevuld uit “plan.docx”." in answer
    assert "Niet overgenomen: “Activiteiten” en “Colofon”." in answer
    assert text(plan, "ambition") == (
        "<p>Wij willen minder overlast.</p><ol><li>punt</li></ol><h3>Waarom nu</h3><p>Omdat het moet.</p>"
    )
    assert text(plan, "cooperation") == "<p>Met elkaar.</p>"
    assert list(Activity.objects.order_by("order").values_list("title", "html")) == [
        ("Controles", "<p>Elke week.</p>"),
        ("Voorlichting", "<p>Op school.</p>"),
    ]
    assert {edit.editor.username for edit in PlanEdit.objects.all()} == {"pieter"}
    assert not WordFile.objects.exists()


@pytest.mark.parametrize(
    ("decision", "after"),
    [
        ("laten", "<p>Er stond al iets.</p>"),
        ("erachter", "<p>Er stond al iets.</p><p>Met elkaar.</p>"),
        ("vervangen", "<p>Met elkaar.</p>"),
    ],
)
def test_a_text_that_is_there_is_shown_beside_the_other_and_one_decides(plan, leader, decision, after):
    plan.plantext_set.filter(kind="cooperation").update(html="<p>Er stond al iets.</p>")
    key = f"botst-text-{plan.plantext_set.get(kind='cooperation').pk}"
    asked = take(leader, plan, upload(leader, plan).content.decode())
    assert asked.status_code == 409
    page = asked.content.decode()
    assert "Er is nog niets overgenomen." in page
    assert "Er stond al iets" in page
    assert text(plan, "ambition") == ""
    assert sent(page)[key] == "erachter"
    take(leader, plan, page, **{key: decision})
    assert text(plan, "cooperation") == after
    assert text(plan, "ambition") != ""


def test_who_writes_while_another_decides_is_asked_about(plan, leader):
    page = upload(leader, plan).content.decode()
    plan.plantext_set.filter(kind="ambition").update(html="<p>Net getypt.</p>")
    answer = take(leader, plan, page)
    assert answer.status_code == 409
    assert text(plan, "ambition") == "<p>Net getypt.</p>"


def test_a_heading_is_chosen_by_hand(plan, leader):
    lessons = plan.plantext_set.get(kind="lessons").pk
    page = upload(leader, plan).content.decode()
    take(leader, plan, page, **{"kop-6": f"text-{lessons}", "kop-2": "nieuw-decision"})
    assert text(plan, "lessons") == "<p>Gemaakt door ons.</p>"
    assert text(plan, "cooperation") == ""
    assert list(Decision.objects.values_list("title", "body")) == [("Samenwerking", "Met elkaar.")]


def test_what_cannot_be_is_told(plan, leader):
    page = upload(leader, plan).content.decode()
    nothing = {name: "weg" for name in sent(page) if name.startswith("kop-")}
    assert "Kies er ten minste een." in take(leader, plan, page, **nothing).content.decode()
    orphan = take(leader, plan, page, **{"kop-0": "weg"})
    assert "kan niet bij de kop erboven komen" in orphan.content.decode()
    assert (text(plan, "cooperation"), WordFile.objects.count()) == ("", 1)


def test_a_plan_that_is_not_written_in_takes_nothing(plan, leader):
    page = upload(leader, plan).content.decode()
    ImplementationPlan.objects.update(status="adopted")
    assert leader.get(address(plan)).status_code == 409
    assert take(leader, plan, page).status_code == 409
    assert text(plan, "ambition") == ""


@pytest.mark.parametrize("many", [1, 8])
def test_a_plan_with_many_parts_costs_no_more_than_one_with_few(plan, leader, many, django_assert_max_num_queries):
    for place in range(many):
        ActivityFactory(plan=plan, title=f"Activiteit {place}")
    upload(leader, plan, docx("".join(p(f"Activiteit {place}", "Kop1") + p("Tekst") for place in range(many))))
    with django_assert_max_num_queries(16):
        page = leader.get(address(plan, "preview")).content.decode()
    assert len([name for name in sent(page) if name.startswith("kop-")]) == many


def test_thrown_away_it_changes_nothing(plan, leader):
    upload(leader, plan)
    answer = leader.post(address(plan, "discard"), follow=True).content.decode()
    assert "Aan het plan is niets veranderd." in answer
    assert leader.get(address(plan, "preview")).status_code == 404


def test_the_way_there_stands_where_one_writes(plan, leader):
    assert address(plan) in leader.get(plan_url(plan, "plan-edit")).content.decode()
