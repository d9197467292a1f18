"""Budgets from a file: long or as municipalities print them, said in the preview, and never half stored."""

from decimal import Decimal

import pytest

from nhveilig.imports.plans import ImportPlan
from nhveilig.regions.models import PoliceUnit
from tests.imports.files import applied, previewed, xlsx_of
from tests.regions.factories import PoliceUnitFactory
from themes.models import Budget, BudgetLine

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def unit() -> PoliceUnit:
    return PoliceUnitFactory()


def stored(unit: PoliceUnit) -> dict[str, dict[str, list[tuple[str, str, Decimal | None]]]]:
    """By version and side: (group, post, amount)."""
    found: dict = {}
    for line in BudgetLine.objects.present().filter(group__budget__police_unit=unit).select_related("group__budget"):
        sides = found.setdefault(line.group.budget.name, {})
        sides.setdefault(line.group.side, []).append((line.group.title, line.title, line.amount))
    return found


def totals(unit: PoliceUnit, name: str) -> dict[str, Decimal]:
    budget = next(one for one in Budget.objects.filter(police_unit=unit) if one.name == name)
    return {one.side: one.amount for one in budget.totals.all()}


def take(unit: PoliceUnit, *rows: tuple, **order: object) -> ImportPlan:
    return applied("begroting", xlsx_of(*rows), unit, "x.xlsx", **order)


def refused(unit: PoliceUnit, *rows: tuple, **order: object) -> str:
    plan = previewed("begroting", xlsx_of(*rows), unit, "x.xlsx", **order)
    assert plan.problems
    assert not Budget.objects.filter(police_unit=unit, status="concept").exclude(source="Ontwerpbegroting").exists()
    return "\n".join(map(str, plan.problems))


PROGRAMME = [
    ("Programma Handhaving (bedragen x € 1.000)",),
    (None, "Rekening 2023", "Begroting 2024", "Raming 2025"),
    ("Lasten",),
    ("Toezicht", 500, 520, 530),
    ("Vergunningen", 200, 210, 215),
    ("Totaal lasten", 700, 730, 745),
    ("Baten",),
    ("Leges", -120, -125, -126),
    ("Boetes", -30, -30, -31),
    ("Totaal baten", -150, -156, -157),
    ("Saldo van baten en lasten", 550, 574, 588),
    ("Toevoegingen aan reserves", 20, 0, 0),
    ("Onttrekkingen aan reserves", -70, -10, 0),
    ("Resultaat", 500, 564, 588),
]


def test_a_municipal_budget_comes_in_as_it_is(unit):
    plan = take(unit, *PROGRAMME)
    found = stored(unit)
    assert found.keys() == {"Realisatie 2023", "Begroting 2024", "Raming 2025"}
    assert found["Realisatie 2023"] == {
        "lasten": [("", "Toezicht", 500_000), ("", "Vergunningen", 200_000)],
        "baten": [("", "Leges", 120_000), ("", "Boetes", 30_000)],
        "toevoegingen": [("", "Toevoegingen aan reserves", 20_000)],
        "onttrekkingen": [("", "Onttrekkingen aan reserves", 70_000)],
    }
    assert totals(unit, "Realisatie 2023") == {
        "lasten": 700_000, "baten": 150_000, "saldo": -550_000, "resultaat": -500_000,
    }  # fmt: skip
    notes = " ".join(plan.notes)
    assert "elk bedrag is met 1.000 vermenigvuldigd" in notes
    assert "De baten staan in het bestand met een minteken (Rekening 2023, Begroting 2024 en Raming 2025)." in notes
    # A total that is one off is told, and keeps nothing out.
    assert [(one.what.split(": ")[1], one.published, one.computed) for one in plan.totals] == [
        ("totaal baten", "156.000", "155.000")
    ]
    assert Budget.objects.get(year=2023).title == "Rekening 2023"
    assert set(Budget.objects.values_list("status", flat=True)) == {"concept"}
