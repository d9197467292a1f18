"""The same importers on the command line: same messages, exit 1 on refusal."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from formation.models import StrengthCell
from nhveilig.imports.kinds import all_kinds
from tests.imports.files import csv_of

pytestmark = pytest.mark.sqlite

HEAD = ("peildatum", "onderdeel", "categorie", "fte")


def run(name: str, *arguments: object) -> tuple[int, str]:
    """Exit code, and everything it said."""
    out = io.StringIO()
    try:
        call_command(name, *map(str, arguments), stdout=out, stderr=out)
    except SystemExit as stopped:
        return int(stopped.code or 0), out.getvalue()
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{error}"
    return 0, out.getvalue()


@pytest.fixture
def file(demo, tmp_path: Path) -> Path:
    path = tmp_path / "tabel.csv"
    path.write_bytes(csv_of(HEAD, ("31-12-2030", "Basisteam Alkmaar", "wijkagent", "12,5")))
    return path


# Of these the sources publish no row.
NOTHING_PUBLISHED = {
    "bezetting",
    "landelijke-sterkte",
    "landelijke-tabellen",
    "prioriteiten",
    "prioriteiten-en-themas",
    "veiligheidsplannen",
}


@pytest.mark.parametrize("format", ["xlsx", "ods", "csv"])
def test_every_table_goes_out_and_in_without_a_change(demo, tmp_path, format):
    for kind in all_kinds():
        path = tmp_path / f"{kind.code}.{format}"
        run("export_table", kind.code, "--eenheid", "RE04", "--format", format, "--output", path)
        code, said = run("import_table", kind.code, path, "--eenheid", "RE04")
        if kind.code in NOTHING_PUBLISHED:
            assert "nog geen enkele rij" in said
        else:
            assert (code, said.splitlines()[-1]) == (0, "Er viel niets op te slaan."), said


def test_a_dry_run_stores_nothing(file):
    before = StrengthCell.objects.count()
    code, said = run("import_table", "formatie", file, "--eenheid", "RE04", "--bron", "Proef", "--dry-run")
    assert code == 0
    assert "Basisteam Alkmaar, wijkagent, 31-12-2030: (niets) -> 12,5" in said
    assert StrengthCell.objects.count() == before


def test_what_is_right_is_stored(file):
    assert run("import_table", "formatie", file, "--eenheid", "RE04", "--bron", "Proef")[0] == 0
    assert StrengthCell.objects.filter(row__table__source="Proef").count() == 1


def test_what_is_wrong_is_said_and_ends_with_one(file):
    code, said = run("import_table", "formatie", file, "--eenheid", "RE04")
    assert code == 1
    assert "rij 2, kolom “bron”: Deze tabel is nieuw." in said
    assert "er is niets opgeslagen" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("import_table", "formatie", "weg.csv", "--eenheid", "RE04"), "weg.csv"),
        (("import_table", "begrotting", "weg.csv"), "Kies uit: formatie"),
        (("import_table", "formatie", "weg.csv", "--eenheid", "RE99"), "Bekend: RE01"),
        (("import_table", "streefcijfers", "weg.csv", "--ingang", "ooit"), "“ooit” is geen datum. Schrijf dag, maand"),
        (("export_table", "gemeenten", "--eenheid", "RE04", "--indeling", "breed", "--format", "csv", "--output", "x"),
         "alleen de indeling lang"),
    ],
)  # fmt: skip
def test_a_slip_of_the_keyboard_is_answered(demo, arguments, words):
    code, said = run(*arguments)
    assert code in {1, 2}
    assert words in said
