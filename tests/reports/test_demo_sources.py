"""The demo data says only what its sources say, what differs is told where it stands, and what is invented says so."""

import re
from datetime import date

import pytest

from reports.documents.blocks import FreezingError
from reports.documents.content import tables_of, walk
from reports.documents.models import Document, Edition
from reports.documents.services.editions import edition_of
from reports.opendata.datasets import plans
from themes.models import ImplementationPlan

pytestmark = pytest.mark.sqlite

NORTH = "rbp-nn-2020-2023"
INVENTED = ["halfjaarrapportage-nh-2026", "twaalfmaandsrapportage-nh-2025"]
# What no source of the plan of 2019 wants to have reached by the end of it.
AIMS = re.compile(r"(?:Eind|In) 2022 (?:willen|moet|mag)|Aan het eind van deze periode moet")


def newest(slug: str) -> dict:
    return Edition.objects.filter(document__slug=slug).latest("number").content


@pytest.mark.parametrize("number", [1, 2])
def test_the_plan_of_2019_has_no_aims_that_no_source_has(demo, number):
    for block in walk(demo.editions.get(number=number).content["blocks"]):
        assert not AIMS.search(str(block["content"]))


@pytest.mark.parametrize(("label", "year"), [("Strafrechtelijk aangepakte", "2019"), ("waarvan alternatieve", "2019")])
def test_the_northern_plan_leaves_out_what_its_source_lacks(demo, label, year):
    found = newest(NORTH)
    tables = [table for table in tables_of(found) if table["id"] in {"streefcijfers-2a", "streefcijfers-2c-1"}]
    rows = [(table, row) for table in tables for row in table["rows"] if row["label"].startswith(label)]
    table, row = rows[-1]
    cell = row["cells"][[column["key"] for column in table["columns"]].index(year)]
    assert (cell["value"], cell["qualifier"]) == (None, "blank")
    assert any("de uitgave van dit plan noemt dit cijfer niet" in note for note in table["notes"])
    assert "1.370" not in str(found["blocks"])


def test_the_plan_of_north_holland_has_them(demo):
    assert "1.370" in str(newest("imv-nh-2019-2022")["blocks"])


def test_what_the_northern_plan_prints_twice_is_told_where_it_stands(demo):
    block = next(block for block in walk(newest(NORTH)["blocks"]) if block["id"] == "formatie-basisteams")
    assert "1,6 fte in 2021<span" in block["content"]["html"]
    assert "waarschijnlijk bedoeld" in block["content"]["html"]


def test_a_year_that_the_northern_plan_does_not_name_is_told(demo):
    block = next(block for block in walk(newest(NORTH)["blocks"]) if block["id"] == "bijlage-1b")
    assert "De uitgave noemt hierbij geen jaar." in block["content"]["html"]


@pytest.mark.parametrize(
    ("slug", "on", "words"),
    [
        ("imv-nh-2019-2022", date(2018, 11, 22), "22 november 2018"),
        (NORTH, None, "datum onbekend"),
        ("jaarplan-nh-2025", None, "datum onbekend"),
        ("jaarverslag-nh-2020", None, "datum onbekend"),
    ],
)
def test_a_day_of_adoption_is_one_that_a_source_states(demo, slug, on, words):
    edition = Edition.objects.filter(document__slug=slug, status="adopted").get()
    assert (edition.adopted_on, edition.adopted_words) == (on, words)


@pytest.mark.parametrize("slug", INVENTED)
def test_what_is_invented_is_a_concept_that_says_so(demo, slug):
    edition = Edition.objects.get(document__slug=slug)
    assert (edition.status, edition.document_date, edition.official) == ("concept", None, None)
    assert "Dit is een voorbeeld." in str(edition.content["blocks"])
    assert "Voorbeeld" in edition.note


def test_results_without_a_plan_are_no_adopted_plan(demo, log_in):
    records = ImplementationPlan.objects.filter(year=2020)
    assert {(plan.nature, plan.adopted_on) for plan in records} == {("record", None)}
    plan = records.get(theme__slug="boas")
    assert (str(plan), plan.get_status_display()) == ("Resultaten Boa’s 2020", "achteraf ingevoerd")
    page = log_in("lezer").get("/uitvoeringsplannen/noord-holland/2020/boas/").text
    assert "Een vastgesteld uitvoeringsplan was er niet." in page
    assert "Uitvoeringsplan 2020" not in page
    assert ">Vastgesteld<" not in page
    with pytest.raises(FreezingError, match="geen uitvoeringsplan"):
        edition_of(plan=plan, frozen_by=None)
    assert not plans.PLANS.published().filter(year=2020).exists()
    assert {row[0] for row in plans.TARGETS.published().filter(plan=plan).values_list("told_by")} == {
        "Resultaten Boa’s 2020"
    }


def test_an_invented_plan_is_an_example(demo, log_in):
    examples = ImplementationPlan.objects.filter(year=2026, status="adopted")
    assert {plan.nature for plan in examples} == {"example"}
    plan = examples.get(theme__slug="drugs")
    page = log_in("lezer").get("/uitvoeringsplannen/noord-holland/2026/drugs/").text
    assert "Niemand heeft het vastgesteld." in page
    assert "Vastgesteld op" not in page
    edition = edition_of(plan=plan, frozen_by=None)
    assert (edition.status, edition.adopted_words) == ("concept", "")
    for dataset in (plans.PLANS, plans.TARGETS, plans.RESULTS, plans.IN_MUNICIPALITIES):
        shown = dataset.published()
        assert not shown.filter(**({"year": 2026} if dataset is plans.PLANS else {"plan__year": 2026})).exists()


def test_every_adopted_plan_of_the_demo_is_told_for_what_it_is(demo):
    """Of none of them a source says that it was adopted."""
    assert not ImplementationPlan.objects.filter(status="adopted", nature="").exists()


def test_the_jaarplan_says_which_of_its_plans_are_not_adopted(demo):
    said = newest("jaarplan-nh-2025")["edition"]["open_plans"]
    open_plans = ImplementationPlan.objects.filter(year=2025).exclude(status="adopted")
    assert len(said["plans"]) == open_plans.count() == 8
    assert "als geheel gepubliceerd" in said["reason"]


def test_no_document_of_the_demo_was_adopted_on_the_day_it_was_loaded(demo):
    loaded = {edition.frozen_at.date() for edition in Edition.objects.all()}
    assert not Edition.objects.filter(adopted_on__in=loaded).exists()
    assert Document.objects.filter(editions__status="adopted").distinct().count() == 4
