"""The pages of changes: the table that was published, whether it adds up, and what it explains of the strength."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from formation.models import StrengthChange, StrengthChangeSet
from formation.registers import CHANGE_SETS, CHANGES
from nhveilig.editing.changes import Writer
from nhveilig.imports import formats
from nhveilig.registers.services import delete_row
from tests.imports.files import previewed
from tests.registers.rows import sent_by


@pytest.fixture
def change_set(demo) -> StrengthChangeSet:
    return StrengthChangeSet.objects.select_related("police_unit").get(slug="sterkteverdeling-2018-2022")


@pytest.fixture
def controller(log_in):
    return log_in("controller")


def page(client, register, row) -> str:
    response = client.get(register.url("detail", row))
    assert response.status_code == 200
    return response.content.decode()


def test_the_strength_of_an_eenheid_leads_to_its_changes(demo, log_in):
    shown = log_in("lezer").get(reverse("formation:table-detail", args=["noord-holland"])).content.decode()

    assert CHANGE_SETS.url("list", slug="noord-holland") in shown


def test_a_set_shows_its_changes_beside_the_tables(change_set, log_in):
    shown = page(log_in("lezer"), CHANGE_SETS, change_set)

    assert "Regeerakkoordgelden: District Kennemerland" in shown
    assert "Deze veranderingen verklaren het hele verschil tussen de twee tabellen" in shown
    assert "Wijkagent en overig" in shown


def test_what_is_not_explained_is_said(change_set, log_in):
    StrengthChange.objects.filter(change_set=change_set, unit__name="Dienst Regionale Recherche").delete()

    assert "Wat deze veranderingen niet verklaren, staat in de laatste kolom." in page(
        log_in("lezer"), CHANGE_SETS, change_set
    )


def test_a_total_that_is_not_explained_is_said(demo, log_in):
    found = StrengthChangeSet.objects.get(slug="regeerakkoord-tranches")
    assert "elk is de som van de veranderingen, of is toegelicht" in page(log_in("lezer"), CHANGE_SETS, found)
    StrengthChange.objects.filter(change_set=found, role="total", period="2019").update(explanation="")

    shown = page(log_in("lezer"), CHANGE_SETS, found)

    assert "Niet elk totaal is de som van de veranderingen." in shown
    assert "Totaal, 2019: gepubliceerd 36, opgeteld 35,7 (verschil +0,3)" in shown


def test_a_set_without_changes_says_so(change_set, log_in):
    StrengthChange.objects.filter(change_set=change_set).delete()

    shown = page(log_in("lezer"), CHANGE_SETS, change_set)

    assert "Er staan nog geen veranderingen in" in shown


def test_somebody_makes_a_set_and_adds_a_change(demo, controller):
    address = CHANGE_SETS.url("create", slug="noord-holland")
    controller.post(address, {"title": "Bezuiniging 2023", "decimals": "1", "source": "Brief"})
    made = StrengthChangeSet.objects.get(title="Bezuiniging 2023")
    assert (made.slug, made.police_unit.slug) == ("bezuiniging-2023", "noord-holland")

    link = f"{CHANGES.url('create', slug='noord-holland')}?reeks={made.pk}"
    assert escape(link) in page(controller, CHANGE_SETS, made)
    sent = sent_by(controller.get(link))
    typed = {"figure": "-2,5", "origin": "Bezuiniging", "categories": "wijkagent en overig", "starts_on": "1-1-2023"}
    response = controller.post(link, sent | typed)

    assert response.status_code == 302, response.context["form"].errors
    change = StrengthChange.objects.get(change_set=made)
    assert (change.figure.text(), change.categories, change.explains) == ("−2,5", "wijkagent overig", True)
    assert "−2,5" in page(controller, CHANGE_SETS, made)


@pytest.mark.parametrize(
    ("typed", "field", "reason"),
    [
        ({"categories": "surveillant"}, "categories", "Deze categorie staat in geen tabel"),
        ({"starts_on": "1-1-2023", "ends_on": "1-1-2022"}, "ends_on", "ligt niet na de dag"),
        ({"figure": "veel"}, "figure", "is geen getal"),
        ({"origin": ""}, "origin", ""),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(change_set, controller, typed, field, reason):
    address = CHANGES.url("create", slug="noord-holland")
    sent = {"change_set": change_set.pk, "figure": "+1", "origin": "Nieuw", "role": "detail", "explains": "on"}

    response = controller.post(address, sent | typed)

    assert response.status_code == 422
    assert reason in " ".join(response.context["form"].errors[field])


def test_the_same_change_twice_is_refused(change_set, controller):
    row = StrengthChange.objects.filter(change_set=change_set).first()
    sent = {"change_set": change_set.pk, "figure": "+1", "origin": row.origin, "role": "detail", "explains": "on"}

    sent |= {"unit": row.unit_id, "categories": "aspirant"}
    response = controller.post(CHANGES.url("create", slug="noord-holland"), sent)

    assert (response.status_code, "staat er al" in response.content.decode()) == (422, True)


def test_a_set_in_the_bin_explains_nothing_and_its_changes_are_gone(change_set, controller):
    address = reverse("formation:comparison", args=["noord-holland", "eenheid"])
    asked = {"was": "2018-12-31", "wordt": "2022-01-01"}
    assert "Elk verschil is tot de laatste decimaal verklaard" in controller.get(address, asked).content.decode()

    delete_row(row=change_set, by=Writer(None))

    assert "tot de laatste decimaal verklaard" not in controller.get(address, asked).content.decode()
    assert not CHANGES.of_unit(change_set.police_unit).filter(change_set=change_set).exists()


@pytest.mark.parametrize("format", formats.FORMATS)
@pytest.mark.parametrize("register", [CHANGE_SETS, CHANGES], ids=lambda one: one.code)
def test_what_a_page_gives_comes_in_again(demo, log_in, register, format):
    data = log_in("lezer").get(register.url("export", slug="noord-holland", format=format)).content

    plan = previewed(register.code, data, demo.police_unit, f"tabel.{format}")

    assert (plan.problems, plan.does_something) == ([], False)
