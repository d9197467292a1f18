"""What an edition says of a budget follows from the amounts beside it, and `check_figures` sees where it does not."""

import io
from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone

from nhveilig.figures.reconciliation import Reconciliation
from nhveilig.regions.models import PoliceUnit
from reports.documents.content import fingerprint
from reports.documents.models import Document, Edition
from reports.documents.validators import reconcile_statements
from tests.regions.factories import PoliceUnitFactory
from tests.themes.budgets.factories import make_budget
from themes.models import Budget, BudgetExplanation, BudgetLine, BudgetTotal

pytestmark = pytest.mark.django_db


def table(side: str, *amounts: int | None) -> dict:
    """As it is frozen; without an amount the post is open."""
    cells = [
        {"value": None if one is None else str(one), "qualifier": "undecided" if one is None else "exact", "text": ""}
        for one in amounts
    ]
    rows = [{"label": "Kop", "level": 1, "role": "heading", "cells": []}]
    rows += [{"label": "Post", "level": 2, "role": "detail", "cells": [cell]} for cell in cells]
    rows.append(
        {"label": "Totaal", "level": 1, "role": "total", "cells": [{"value": "1", "qualifier": "exact", "text": "1"}]}
    )
    columns = [{"key": "bedrag", "label": "Begroot 2020", "kind": "number", "decimals": 0, "role": "value"}]
    about = {"id": f"begroting-streek-2020-{side}", "caption": side, "unit": "€", "notes": []}
    return about | {"columns": columns, "rows": rows}


def edition(police_unit: PoliceUnit, title: str, **sides: list[int | None]) -> Edition:
    tables = [table(side, *amounts) for side, amounts in sides.items()]
    said = {"statements": [{"title": title, "text": ""}], "tables": tables}
    block = {"id": "geld", "kind": "budget", "title": "Geld", "content": said, "blocks": []}
    content = {"blocks": [{"id": "b", "kind": "prose", "title": "", "content": {}, "blocks": [block]}]}
    document = Document.objects.create(
        slug="jaarplan", kind="year_plan", police_unit=police_unit, title="Jaarplan", start_year=2020, end_year=2020
    )
    about = {"schema_version": 1, "content": content, "sha256": fingerprint(content), "frozen_at": timezone.now()}
    return Edition.objects.create(document=document, number=1, status="adopted", **about)


def told(title: str, **sides: list[int | None]) -> list[Reconciliation]:
    return list(reconcile_statements("Jaarplan", edition(PoliceUnitFactory(), title, **sides).content))


@pytest.mark.parametrize(
    ("title", "sides"),
    [
        ("Dit sluit niet: de lasten zijn €\xa0300 hoger dan de baten", {"baten": [700], "lasten": [600, 400]}),
        ("De lasten zijn €\xa01.300,50 hoger dan de baten", {"baten": [700], "lasten": ["2000.50"]}),
        ("Dit sluit: baten en lasten zijn allebei €\xa01.000", {"baten": [600, 400], "lasten": [1000]}),
        ("Dit sluit: activa en passiva zijn allebei € 5", {"activa": [5], "passiva": [5]}),
        (
            "Dit sluit: baten en onttrekkingen en lasten en toevoegingen zijn allebei € 100",
            {"baten": [80], "onttrekkingen": [20], "lasten": [90], "toevoegingen": [10]},
        ),
    ],
)
def test_a_sentence_that_follows_agrees(title, sides):
    found = told(title, **sides)
    assert found
    assert all(one.agrees for one in found)


@pytest.mark.parametrize(
    ("title", "sides"),
    [
        ("Of baten en lasten gelijk zijn, is nog niet te zeggen", {"baten": [None], "lasten": [1]}),
        ("De lasten zijn € 5 hoger dan de baten", {"baten": [5, None], "lasten": [5]}),
    ],
)
def test_of_open_amounts_nothing_follows(title, sides):
    assert told(title, **sides) == []


@pytest.mark.parametrize(
    ("title", "sides", "difference"),
    [
        # Baten with a minus are counted twice.
        ("Dit sluit niet: de lasten zijn €\xa013.893 hoger dan de baten", {"baten": [-1067], "lasten": [12826]}, 2134),
        ("de baten zijn € 5 hoger dan de lasten", {"baten": [5], "lasten": [10]}, 10),
        ("De lasten zijn €\xa0300 hoger dan de baten", {"baten": [700], "lasten": [900]}, 100),
        ("Dit sluit: baten en lasten zijn allebei €\xa01.000", {"baten": [1000], "lasten": [900]}, 100),
    ],
)
def test_a_sentence_that_does_not_follow_is_found(title, sides, difference):
    found = [one for one in told(title, **sides) if not one.agrees]
    assert [one.difference for one in found] == [difference]
    assert all(one.is_unexplained for one in found)


def checked() -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("check_figures", stdout=out)
    except SystemExit as stopped:
        return stopped.code, out.getvalue()
    return 0, out.getvalue()


def test_the_command_finds_a_false_sentence_of_an_edition():
    title = "Dit sluit niet: de lasten zijn €\xa013.893 hoger dan de baten"
    edition(PoliceUnitFactory(), title, baten=[-1067], lasten=[12826])
    code, said = checked()
    assert code == 1
    assert f"{title}: gepubliceerd 13.893, berekend 11.759" in said


def adopted() -> Budget:
    """One that nobody could have adopted through the portal once it is changed."""
    return make_budget(PoliceUnitFactory(), posts=2, status="adopted", adopted_on=date(2026, 1, 1))


def test_a_budget_that_is_right_has_nothing_to_find():
    adopted()
    assert checked()[0] == 0


@pytest.mark.parametrize(
    ("side", "amount", "what"),
    [
        ("baten", 2001, "totaal baten: gepubliceerd 2.001, berekend 2.000"),
        ("saldo", 5, "gepubliceerd saldo: gepubliceerd 5, berekend 0"),
        ("saldo", -5, "gepubliceerd saldo: gepubliceerd −5, berekend 0"),
        ("resultaat", 7, "gepubliceerd resultaat: gepubliceerd 7, berekend 0"),
    ],
)
def test_a_published_total_that_does_not_follow_is_found(side, amount, what):
    BudgetTotal.objects.create(budget=adopted(), side=side, label="Totaal", amount=amount)
    code, said = checked()
    assert code == 1
    assert what in said
    assert "GEEN TOELICHTING" in said


@pytest.mark.parametrize("side", ["baten", "lasten"])
def test_a_side_with_the_wrong_sign_is_found(side):
    BudgetLine.objects.filter(group__budget=adopted(), group__side=side).update(amount=-1000)
    code, said = checked()
    assert code == 1
    assert f"teken van de {side}: gepubliceerd −2.000, berekend 2.000" in said


@pytest.mark.parametrize(("difference", "code"), [(1, 0), (2, 1)])
def test_an_explanation_is_for_its_own_difference(difference, code):
    budget = adopted()
    BudgetTotal.objects.create(budget=budget, side="saldo", label="Saldo", amount=1)
    about = {"about": "outcome", "side": "saldo", "difference": difference, "text": "Afgerond."}
    BudgetExplanation.objects.create(budget=budget, **about)
    assert checked()[0] == code
