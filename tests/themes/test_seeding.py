"""A plan chooses its own parts of a theme; what it writes is never missed in silence."""

from pathlib import Path

import pytest

import themes.seeding
from nhveilig.sheets.exceptions import FileRefused
from themes.models import PolicyPlan, Theme, ThemePart

pytestmark = pytest.mark.sqlite

SHEETS = {
    "plan.csv": (
        "slug,kind,police_unit,agenda,title,abbreviation,start_year,end_year,extendable_until,adopted_on\n"
        "proefplan,policy,RE01,veiligheidsagenda-2019-2022,Proefplan,PP,2024,2027,,\n"
    ),
    "themes.csv": "number,slug,title,short_title\n1,water,Veilig op het water,Water\n",
    "objectives.csv": "theme,number,text\n1,1,Minder ongelukken op het water.\n",
    "elements.csv": "theme,number,title\n",
    "members.csv": "theme,username,kind\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in SHEETS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    write(tmp_path, "aanleiding", "<p>Het wordt drukker.</p>")
    write(tmp_path, "wat-willen-we-bereiken", "<p>Rust.</p>")
    return tmp_path


def write(folder: Path, name: str, html: str) -> None:
    path = folder / "texts" / "thema-1" / f"{name}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8")


def parts(plan: PolicyPlan) -> dict[str, ThemePart]:
    return {part.kind: part for part in ThemePart.objects.filter(theme__plan=plan)}


def test_a_part_is_there_when_its_text_is(demo, folder):
    assert parts(themes.seeding.seed(folder)).keys() == {"occasion", "aims"}


def test_a_text_that_went_takes_its_part_along(demo, folder):
    themes.seeding.seed(folder)
    (folder / "texts" / "thema-1" / "aanleiding.html").unlink()

    assert parts(themes.seeding.seed(folder)).keys() == {"aims"}


def test_a_part_may_have_a_heading_of_its_own(demo, folder):
    (folder / "parts.csv").write_text("theme,kind,title\n1,aims,Waar we heen varen\n", encoding="utf-8")

    found = parts(themes.seeding.seed(folder))

    assert (found["aims"].title, found["occasion"].title) == ("Waar we heen varen", "")


def test_a_heading_for_an_unknown_kind_of_part_is_refused(demo, folder):
    (folder / "parts.csv").write_text("theme,kind,title\n1,doelen,Doelen\n", encoding="utf-8")

    with pytest.raises(FileRefused, match=r"parts\.csv, rij 2, kolom “kind”, waarde “doelen”: Kies een van: “analys"):
        themes.seeding.seed(folder)


def test_a_misspelt_text_is_refused(demo, folder):
    write(folder, "aanleidng", "<p>Het wordt drukker.</p>")

    with pytest.raises(
        FileRefused, match=r"aanleidng\.html in thema-1: dit is geen deel van een thema\. Kies uit aanl"
    ):
        themes.seeding.seed(folder)


def test_a_theme_without_any_text_is_refused(demo, folder):
    for path in (folder / "texts" / "thema-1").iterdir():
        path.unlink()

    with pytest.raises(FileRefused, match="thema-1: dit thema heeft nog geen tekst"):
        themes.seeding.seed(folder)


def test_seeding_twice_keeps_the_rows(demo, folder):
    before = {part.pk for part in parts(themes.seeding.seed(folder)).values()}

    assert {part.pk for part in parts(themes.seeding.seed(folder)).values()} == before
    assert Theme.objects.filter(plan__slug="proefplan").count() == 1
