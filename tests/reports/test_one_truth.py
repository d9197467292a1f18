"""Within one edition a figure has one value; where two published values differ, both stand there with the reason."""

import copy
import io
from datetime import date

import pytest
from django.core.management import call_command

from agenda.models import DistributionTotal, RegionalTarget, Target, TargetRevision
from agenda.services.register import revise_target
from nhveilig.figures.values import Figure
from reports.documents.blocks import FreezingError
from reports.documents.content import fingerprint, tables_of, walk
from reports.documents.contradictions import contradictions
from reports.documents.freezing import freeze
from reports.documents.models import Document, Edition
from reports.documents.services.adopting import Adoption
from reports.documents.services.editions import freeze_edition

pytestmark = pytest.mark.sqlite

CONCEPT, ADOPTED = Edition.Status.CONCEPT, Edition.Status.ADOPTED
NORTH = "rbp-nn-2020-2023"
YEAR_PLAN, REPORT = "jaarplan-nh-2025", "jaarverslag-nh-2020"


def target(year: int = 2020, code: str = "om-verdachten") -> Target:
    return Target.objects.get(indicator__code=code, year=year)


def revised(year: int = 2020, value: int = 230) -> Target:
    found = target(year)
    revise_target(
        target=found, figure=Figure.of(value), reason="Besluit van het LOVP.", revised_on=date(2020, 3, 1), by=None
    )
    return found


def frozen(document: Document) -> Edition:
    return freeze_edition(document=document, status=CONCEPT, frozen_by=None)


def table(content: dict, table_id: str) -> dict:
    return next(one for one in tables_of(content) if one["id"] == table_id)


def cell(content: dict, table_id: str, label: str, column: str) -> dict:
    """Of the row that begins with `label`, to change it."""
    found = table(content, table_id)
    place = [one["key"] for one in found["columns"]].index(column)
    return next(row for row in found["rows"] if row["label"].startswith(label))["cells"][place]


def unexplained(content: dict) -> list[str]:
    return [one.message for one in contradictions(content) if not one.is_explained]


def newest(slug: str) -> dict:
    return copy.deepcopy(Edition.objects.filter(document__slug=slug).latest("number").content)


@pytest.mark.parametrize("slug", ["imv-nh-2019-2022", NORTH, YEAR_PLAN, REPORT])
def test_no_edition_of_the_demo_data_contradicts_itself(demo, slug):
    for edition in Edition.objects.filter(document__slug=slug):
        assert contradictions(edition.content) == []


# A national target that was changed after it was divided.


@pytest.mark.parametrize(("year", "old", "new"), [(2020, "205", 230), (2019, "190", 200), (2022, "240", 1250)])
def test_a_changed_target_stands_in_the_distribution_with_its_reason(demo, year, old, new):
    revised(year, new)
    content = frozen(demo).content
    found = table(content, "verdeling-om-verdachten")
    rows = {row["label"]: row["cells"] for row in found["rows"]}
    place = [column["key"] for column in found["columns"]].index(str(year))
    shown = Figure.of(new).text()
    assert rows["Landelijk streefcijfer waarop is verdeeld"][place]["text"] == old
    assert rows["Landelijk streefcijfer nu"][place]["text"] == shown
    assert any(
        f"{year}: deze verdeling is gemaakt op {old}." in note and f"gewijzigd in {shown}: Besluit" in note
        for note in found["notes"]
    )
    assert contradictions(content)
    assert unexplained(content) == []


def test_a_changed_target_without_a_reason_cannot_be_frozen(demo, log_in):
    Target.objects.filter(pk=target().pk).update(value=230)
    said = "230 in “Streefcijfers mensenhandel per jaar”, maar 205 in “Regionale verdeling"
    with pytest.raises(FreezingError, match=said):
        frozen(demo)
    page = log_in("staf").get(f"/documenten/{demo.slug}/bevriezen/").text
    assert "Dit houdt het bewaren tegen" in page
    assert said in page
    assert 'href="/veiligheidsagenda/"' in page


def test_the_check_sees_a_changed_target(demo, capsys):
    call_command("check_figures")
    revised()
    call_command("check_figures")
    assert "Per 1-3-2020 gewijzigd in 230: Besluit van het LOVP." in capsys.readouterr().out
    TargetRevision.objects.all().delete()
    with pytest.raises(SystemExit):
        call_command("check_figures")
    assert "GEEN TOELICHTING" in capsys.readouterr().out


def test_the_check_sees_a_changed_total(demo):
    DistributionTotal.objects.filter(indicator__code="csv", level="national").update(value=1300)
    with pytest.raises(SystemExit):
        call_command("check_figures", stdout=io.StringIO())


def test_a_changed_share_is_read_once(demo):
    """What the eenheid is held to, in its own table and in the distribution, is one row."""
    share = RegionalTarget.objects.get(indicator__code="om-verdachten", police_unit__code="RE01", year=2021)
    RegionalTarget.objects.filter(pk=share.pk).update(value=99)
    content = freeze(Document.objects.get(slug=NORTH))
    assert cell(content, "streefcijfers-noord-nederland", "OM-verdachten", "2021")["text"] == "99"
    assert unexplained(content) == []


# A stored edition, of before this was looked at: crafted from those of the demo data.


def _target(content):
    cell(content, "streefcijfers-2b", "OM-verdachten", "2020").update(value="230", text="230")


def _share_in_chart(content):
    chart = next(block for block in walk(content["blocks"]) if block["id"] == "grafiek-om-verdachten")
    chart["content"]["chart"]["series"][0]["values"][1] = "230"


def _qualifier(content):
    cell(content, "streefcijfers-2b", "OM-verdachten", "2020").update(qualifier="minimum", text="ten minste 205")


def _strength_in_text(content):
    block = next(block for block in walk(content["blocks"]) if block["id"] == "toelichting-formatie")
    block["content"]["html"] += "<p>De totale formatie is op 1 januari 2022 dus 3.500,00 fte.</p>"


def _strength_in_short(content):
    block = next(block for block in walk(content["blocks"]) if block["id"] == "leeswijzer")
    block["content"]["html"] = "<p>De formatie van de eenheid was per 31-12-2018 al 3.494,50 fte.</p>"


def _strength_twice(content):
    block = next(block for block in walk(content["blocks"]) if block["id"] == "formatie")
    again = copy.deepcopy(block)
    again["id"] = "formatie-nog-eens"
    total = next(row for row in again["content"]["tables"][0]["rows"] if row["role"] == "total")
    total["cells"][0].update(value="1.00", text="1,00")
    content["blocks"].append(again)


@pytest.mark.parametrize(
    "change", [_target, _share_in_chart, _qualifier, _strength_in_text, _strength_in_short, _strength_twice]
)
def test_an_edition_that_contradicts_itself_is_found(demo, change):
    content = newest("imv-nh-2019-2022")
    change(content)
    assert unexplained(content)


def _own_target(content):
    cell(content, "streefcijfers-noord-nederland", "OM-verdachten", "2021").update(value="99", text="99")
    block = next(block for block in walk(content["blocks"]) if block["kind"] == "unit_targets")
    again = copy.deepcopy(block)
    again["content"]["tables"][0]["rows"][1]["cells"][0].update(value="1", text="1")
    content["blocks"].append(again)


def test_two_tables_of_own_targets_are_compared(demo):
    content = newest(NORTH)
    _own_target(content)
    assert unexplained(content)


def test_a_result_and_the_target_it_is_held_against_are_compared(demo):
    """The annual report and the distribution give the same share."""
    content = newest(REPORT)
    block = next(block for block in walk(content["blocks"]) if block["kind"] == "national_results")
    again = copy.deepcopy(block)
    for row in again["content"]["tables"][0]["rows"]:
        for one in row["cells"][1:2]:
            if one["value"]:
                one["value"] = "99"
    content["blocks"].append(again)
    assert any(message.startswith("Realisatie") for message in unexplained(content))


def test_two_amounts_of_one_post_are_found(demo):
    content = newest(YEAR_PLAN)
    block = next(block for block in walk(content["blocks"]) if block["kind"] == "budget")
    again = copy.deepcopy(block)
    row = next(row for row in again["content"]["tables"][0]["rows"] if row["role"] == "detail")
    row["cells"][0].update(value="1", text="1")
    content["blocks"].append(again)
    assert any(", baten, 2025: " in message for message in unexplained(content))


def test_a_grant_and_the_post_it_pays_are_compared(demo):
    content = newest(YEAR_PLAN)
    budget = next(block for block in walk(content["blocks"]) if block["kind"] == "budget")
    source = budget["content"]["tables"][0]
    row = next(row for row in source["rows"] if row["role"] == "detail")
    grant = copy.deepcopy(source) | {
        "id": "geldbronnen",
        "caption": "Geldbronnen per jaar",
        "columns": [source["columns"][0] | {"key": "2025", "label": "2025"}],
        "rows": [row | {"cells": [row["cells"][0] | {"value": "7", "text": "7"}]}],
        "notes": [],
    }
    block = {"id": "geldbronnen", "kind": "grants", "number": "", "title": "Geld", "level": 1, "blocks": []}
    content["blocks"].append(block | {"content": {"html": "", "tables": [grant]}})
    assert unexplained(content)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("De totale baten zijn € 9.000.000.", True),
        ("Het totaal van de lasten is dit jaar € 1.", True),
        ("Van de baten is € 500.000 voor het IMV.", False),
        ("De totale baten zijn € 8.010.900 en de totale lasten ook € 8.010.900.", False),
    ],
)
def test_a_text_and_the_total_of_the_budget_are_compared(demo, text, found):
    content = newest(YEAR_PLAN)
    block = next(block for block in walk(content["blocks"]) if block["kind"] == "prose")
    block["content"]["html"] = f"<p>{text}</p>"
    assert bool(unexplained(content)) is found


def test_two_totals_of_one_budget_are_found(demo):
    content = newest(YEAR_PLAN)
    block = next(block for block in walk(content["blocks"]) if block["kind"] == "budget")
    again = copy.deepcopy(block)
    row = next(row for row in again["content"]["tables"][0]["rows"] if row["role"] == "total")
    row["cells"][0].update(value="9", text="9")
    content["blocks"].append(again)
    assert any("otaal baten" in message for message in unexplained(content))


def test_a_note_that_names_both_is_a_reason(demo):
    content = newest("imv-nh-2019-2022")
    _target(content)
    table(content, "verdeling-om-verdachten")["notes"].append("2020: 205 is van 2019; sinds 1 maart 2020 is het 230.")
    assert unexplained(content) == []


@pytest.mark.parametrize("note", ["Er is een verschil.", "2020: 205.", "2020: 1.205 en 230."])
def test_a_note_that_does_not_is_none(demo, note):
    content = newest("imv-nh-2019-2022")
    _target(content)
    table(content, "verdeling-om-verdachten")["notes"].append(note)
    assert unexplained(content)


@pytest.mark.parametrize(
    "text",
    [
        "De totale formatie is op 1 januari 2022 dus 3.494,60 fte.",
        "In 2014 was de totale formatie van de eenheid 3.900 fte.",
        "Op 1 januari 2022 krijgen de basisteams er 38 fte bij.",
        "Per 31-12-2018 telt de formatie van de eenheid 298 wijkagenten.",
    ],
)
def test_a_text_about_something_else_is_no_contradiction(demo, text):
    content = newest("imv-nh-2019-2022")
    block = next(block for block in walk(content["blocks"]) if block["id"] == "leeswijzer")
    block["content"]["html"] = f"<p>{text}</p>"
    assert contradictions(content) == []


def test_the_check_looks_in_stored_editions(demo, capsys):
    content = newest("imv-nh-2019-2022")
    _target(content)
    stored = {"document": demo, "schema_version": 1, "frozen_at": "2026-01-01T00:00:00Z", "status": "adopted"}
    Edition.objects.create(number=8, content=content, sha256=fingerprint(content), **stored)
    with pytest.raises(SystemExit):
        call_command("check_figures")
    assert "versie 8: Streefcijfer om-verdachten van mensenhandel" in capsys.readouterr().out

    right = {"content": {"blocks": []}, "sha256": fingerprint({"blocks": []})}
    Edition.objects.create(number=9, rectifies="Het streefcijfer van 2020.", **right, **stored)
    call_command("check_figures")
    assert "Rechtgezet in versie 9: Het streefcijfer van 2020." in capsys.readouterr().out


def test_two_editions_may_differ(demo):
    """Only within one edition a figure has one value."""
    demo.blocks.filter(anchor="leeswijzer").update(html="<p>Beter.</p>")
    revised()
    adoption = Adoption(rectifies="Het streefcijfer van 2020.")
    edition = freeze_edition(document=demo, status=ADOPTED, frozen_by=None, adoption=adoption)
    assert unexplained(edition.content) == []
