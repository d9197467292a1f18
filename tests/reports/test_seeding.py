"""The demo plan as councils saw it and as it was adopted: two editions of one document, from two sets of texts."""

import io
from datetime import date

import pytest
from django.core.management import call_command

import reports.documents.seeding
from nhveilig.seeding.sheets import LayeredFolder
from nhveilig.sheets.exceptions import FileRefused
from reports.documents.content import fingerprint, walk
from reports.documents.freezing import freeze
from reports.documents.models import Document
from tests.fixture_sheets import copy_of
from themes.models import ThemeElement

pytestmark = pytest.mark.sqlite


def said_in(content: dict) -> str:
    return str(content["blocks"])


def test_the_95_percent_version_comes_before_the_adopted_one(demo):
    editions = demo.editions.order_by("number").values_list("number", "status", "document_date")
    assert list(editions) == [(1, "consultation", None), (2, "adopted", date(2018, 11, 22))]


@pytest.mark.parametrize(
    ("fact", "in_concept", "in_final"),
    [
        ("LOP-ers", True, False),
        ("De V10 stelt de uitvoeringsplannen", True, False),
        ("Landelijk Schakelteam Verwarde Personen", True, False),
        ("surveillantenpool", True, False),
        ("Beslaghuis", False, True),
        ("artikel 18 van de Politiewet 2012", False, True),
        ("61,3 fte", True, True),
        ("tot en met 2023", True, True),
    ],
)
def test_each_edition_says_what_its_source_says(demo, fact, in_concept, in_final):
    concept, final = (said_in(edition.content) for edition in demo.editions.order_by("number"))
    assert (fact in concept, fact in final) == (in_concept, in_final)


def test_only_the_final_plan_has_the_national_agenda(demo):
    concept, final = (
        {block["id"] for block in walk(edition.content["blocks"])} for edition in demo.editions.order_by("number")
    )
    assert "hoofdstuk-7" not in concept
    assert "hoofdstuk-7" in final


def test_what_is_edited_further_is_the_final_text(demo):
    adopted = demo.editions.get(number=2)
    assert freeze(demo) == {key: value for key, value in adopted.content.items() if key != "edition"}
    assert not ThemeElement.objects.filter(html__contains="LOP-ers").exists()


def test_seeding_again_adds_no_edition_and_changes_none(demo):
    before = list(demo.editions.values_list("pk", "sha256"))
    call_command("seed", stdout=io.StringIO())
    assert list(demo.editions.values_list("pk", "sha256")) == before
    assert all(fingerprint(edition.content) == edition.sha256 for edition in demo.editions.all())


def test_a_document_date_that_is_no_day_is_refused(demo, tmp_path):
    folder = copy_of("imv-nh-2019-2022", tmp_path)
    outline = folder / "outline.json"
    outline.write_text(
        outline.read_text("utf-8").replace("2018-11-22", "22-11-2018").replace('"imv-nh-2019-2022",', '"ander",', 1),
        "utf-8",
    )
    with pytest.raises(FileRefused, match=r"outline\.json.*“22-11-2018”.*2018-11-22"):
        reports.documents.seeding.seed(folder)
    assert not Document.objects.filter(slug="ander").exists()


def test_a_folder_over_another_gives_its_own_files_first(tmp_path):
    upper, lower = tmp_path / "upper", tmp_path / "lower"
    for folder, names in ((upper, ["a.html"]), (lower, ["a.html", "b.html"])):
        (folder / "texts").mkdir(parents=True)
        for name in names:
            (folder / "texts" / name).write_text(folder.name)
    texts = LayeredFolder(upper, lower) / "texts"
    assert [(texts / name).read_text() for name in ("a.html", "b.html")] == ["upper", "lower"]
    assert [path.read_text() for path in texts.glob("*.html")] == ["upper", "lower"]
    assert not (texts / "c.html").exists()
