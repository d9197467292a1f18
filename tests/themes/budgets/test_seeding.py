"""A sheet of a budget that cannot be right is refused, and the message says where."""

import pytest
from django.db import transaction

import nhveilig.registers.seeding
import themes.budgets.seeding
from nhveilig.seeding.models import SeededRow
from nhveilig.sheets.exceptions import FileRefused
from tests.fixture_sheets import append, copy_of, edit, ids_in
from themes.models import Budget, BudgetLine, Grant, GrantYear

pytestmark = pytest.mark.sqlite

FOLDER = "begroting-noord-holland-2025"


@pytest.fixture
def folder(demo, tmp_path):
    return copy_of(FOLDER, tmp_path)


def refused(folder) -> str:
    before = list(BudgetLine.objects.values_list("pk", "amount", "title"))
    with pytest.raises(FileRefused) as error, transaction.atomic():
        themes.budgets.seeding.seed(folder)
    assert list(BudgetLine.objects.values_list("pk", "amount", "title")) == before
    return str(error.value)


def test_seeding_again_changes_nothing_and_keeps_what_others_added(folder):
    Grant.objects.create(
        police_unit=Budget.objects.get().police_unit, slug="eigen", title="Eigen", giver="Wij", first_year=2025
    )
    before = ids_in("themes"), list(BudgetLine.objects.values())
    themes.budgets.seeding.seed(folder)
    assert (ids_in("themes"), list(BudgetLine.objects.values())) == before


POST = "gemeenten,partners,Gemeenten,367500,,,,"


@pytest.mark.parametrize(
    ("sheet", "old", "new", "column", "reason"),
    [
        (
            "groups",
            "partners,baten,Bijdrage partners,867500",
            "partners,baten,Bijdrage partners,1",
            "subtotal",
            "867500",
        ),
        (
            "groups",
            "activa,activa,,",
            "activa,aktiva,,",
            "side",
            "Kies een van: “baten”, “lasten”, “toevoegingen”",
        ),
        ("totals", "lasten,Totaal lasten,8010900", "lasten,Totaal lasten,8010901", "amount", "zou 8010900 zijn"),
        ("lines", POST, "gemeenten,partners,Gemeenten,veel,,,,", "amount", "geen getal"),
        ("lines", POST, "gemeenten,partner,Gemeenten,367500,,,,", "group", "bestaat niet"),
        ("lines", POST, "gemeenten,partners,Gemeenten,367500,,,gemeente,", "covered_by", "“gemeente”"),
        ("lines", POST, "gemeenten,partners,Gemeenten,367500,frictie,,,", "grant", "Deze geldbron bestaat niet"),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_place(folder, sheet, old, new, column, reason):
    path = folder / f"{sheet}.csv"
    number = edit(path, f"begroting-2025,{old}", f"begroting-2025,{new}")
    message = refused(folder)
    assert f"{sheet}.csv, rij {number}, kolom “{column}”" in message
    assert reason in message


def test_a_post_that_is_covered_by_less_needs_an_explanation(folder):
    SeededRow.objects.filter(model__startswith="themes.budget").delete()
    Budget.objects.all().delete()
    Grant.objects.all().delete()
    edit(
        folder / "noord-holland" / "bedragen.csv",
        "Rijksbijdrage regionale aanpak ondermijning,2025,5766000,5,",
        "Rijksbijdrage regionale aanpak ondermijning,2025,5766000,4,",
    )
    nhveilig.registers.seeding.seed(folder.parent)
    message = refused(folder)
    assert "kolom “amount”" in message
    assert "is 6054300 en zou 5996640 zijn" in message


def test_sources_come_in_as_a_user_brings_them_in_and_are_theirs_after_that(folder):
    [source] = Grant.objects.filter(title="Incidenteel frictiebudget")
    lines = BudgetLine.objects.filter(grant=source)
    before = set(lines.values_list("pk", flat=True))
    Grant.objects.filter(pk=source.pk).update(title="Frictiegeld")
    GrantYear.objects.filter(grant=source).update(amount=1)
    nhveilig.registers.seeding.seed(folder.parent)
    themes.budgets.seeding.seed(folder)
    assert Grant.objects.count() == 4
    assert set(lines.values_list("pk", flat=True)) == before != set()
    assert set(GrantYear.objects.filter(grant=source).values_list("amount", flat=True)) == {1}


def test_the_same_post_twice_is_refused(folder):
    number = append(folder / "lines.csv", "begroting-2025,gemeenten,partners,Gemeenten,1,,,,")
    assert f"lines.csv, rij {number}" in refused(folder)
