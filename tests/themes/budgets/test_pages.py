"""The pages of the budget: what readers see, how a whole budget is typed in, and what happens when two people do."""

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse

from nhveilig.accounts.models import Role
from nhveilig.editing.models import Edit
from nhveilig.imports.models import ImportJob
from nhveilig.regions.models import PoliceUnit
from tests.accounts.factories import RoleFactory
from tests.html_forms import form_of
from tests.html_tables import rows_by_label, tables_of
from tests.imports.files import confirm, previewed, upload, xlsx_of
from tests.regions.factories import PoliceUnitFactory
from tests.themes.budgets.factories import GrantFactory, make_budget
from tests.themes.factories import PolicyPlanFactory, ThemeFactory
from themes.budgets.queries import budget_url
from themes.models import Budget, BudgetExplanation, BudgetGroup, BudgetLine, BudgetTotal, Grant

pytestmark = pytest.mark.django_db

PUBLISHED = "/begroting/noord-holland/2025/begroting/1/"


def visitor(police_unit: PoliceUnit, kind: str = Role.Kind.STAFF) -> Client:
    client = Client()
    client.force_login(RoleFactory(police_unit=police_unit, kind=kind).user)
    return client


@pytest.fixture
def budget() -> Budget:
    return make_budget(PoliceUnitFactory(), posts=2)


@pytest.fixture
def editor(budget) -> Client:
    return visitor(budget.police_unit)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.text


def sent(client: Client, address: str, status: int = 302, **fields: object) -> str:
    response = client.post(address, fields)
    assert response.status_code == status
    return response.text if status != 302 else response.headers["Location"]


def test_readers_see_the_published_budget(log_in):
    shown = page(log_in("lezer"), PUBLISHED)
    rows = rows_by_label(tables_of(shown)["begroting-noord-holland-2025-lasten"])
    assert rows["Totaal lasten"] == ["8.010.900", "8.010.900"]
    assert rows["IMV thema's"] == ["470.000", ""]
    assert "Dit sluit: baten en lasten zijn allebei €\xa08.010.900" in shown
    assert "samen €\xa023.064.000" in shown
    assert "€\xa05.766.000, met 5% indexering €\xa06.054.300" in shown
    assert "bewerken" not in shown
    assert tables_of(page(log_in("lezer"), "/begroting/noord-holland/2025/")) == tables_of(shown)


def test_thousands_are_chosen_in_the_address(log_in):
    shown = page(log_in("lezer"), f"{PUBLISHED}?schaal=duizend")
    assert rows_by_label(tables_of(shown)["begroting-noord-holland-2025-baten"])["Totaal baten"] == ["8.011", "8.011"]
    assert "Afgerond op duizend euro" in shown


def test_a_data_file_holds_euros_whatever_the_page_shows(log_in):
    response = log_in("lezer").get(f"{PUBLISHED}passiva.csv?schaal=duizend")
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert ["NHV Ondermijningsplan 2025", "2", "detail", "6954500,00", ""] in lines
    assert log_in("lezer").get(f"{PUBLISHED}niets.csv").status_code == 404


def test_one_version_is_nothing_to_compare_yet(log_in):
    assert "Er is nog niets te vergelijken" in page(log_in("lezer"), "/begroting/noord-holland/2025/vergelijken/")


def test_any_two_versions_are_compared_and_sorted_by_their_difference(editor, budget):
    next_year = make_budget(budget.police_unit, posts=2, year=2027)
    lines = BudgetLine.objects.filter(group__budget=next_year, group__side="lasten")
    lines.filter(title="Post lasten 0").update(amount=1100)
    lines.filter(title="Post lasten 1").update(amount=400)
    address = reverse("budgets:comparison", args=[budget.police_unit.slug, 2026])
    pair = "?eerste=2026-begroting-1&tweede=2027-begroting-1"

    shown = page(editor, address + pair)
    [table] = [one for name, one in tables_of(shown).items() if name.endswith("lasten")]
    assert rows_by_label(table)["Post lasten 1"] == ["1.000", "400", "−600"]
    assert "Lasten 2026 en 2027, versies naast elkaar" in shown
    assert '<option value="2027-begroting-1" selected' in shown

    by_change = page(editor, f"{address}{pair}&volgorde=verschil")
    [table] = [one for name, one in tables_of(by_change).items() if name.endswith("lasten")]
    assert list(rows_by_label(table))[1:] == ["Post lasten 1", "Post lasten 0", "Totaal lasten"]
    data = editor.get(f"{reverse('budgets:comparison-csv', args=[budget.police_unit.slug, 2026, 'lasten'])}{pair}")
    assert "400,00" in data.content.decode("utf-8-sig")

    assert "Kies twee verschillende versies" in page(editor, f"{address}?eerste=2026-begroting-1&tweede=x")


def test_a_concept_is_not_there_for_a_reader(budget):
    reader, officer = (visitor(budget.police_unit, kind) for kind in (Role.Kind.READER, Role.Kind.CHIEF_PROSECUTOR))
    assert reader.get(budget_url(budget)).status_code == 404
    assert "Begroting 2026" not in page(reader, reverse("budgets:budget-list"))
    assert "Begroting 2026" in page(officer, reverse("budgets:budget-list"))
    assert "Bewerk deze begroting" not in page(officer, budget_url(budget))


def test_the_year_shows_what_was_adopted_last(budget, editor):
    Budget.objects.update(status="adopted")
    make_budget(budget.police_unit, kind=Budget.Kind.AMENDMENT, title="Eerste wijziging", status="adopted")
    make_budget(budget.police_unit, kind=Budget.Kind.AMENDMENT, number=2, title="Tweede wijziging")
    shown = page(editor, reverse("budgets:budget-year", args=[budget.police_unit.slug, 2026]))
    assert "<h1>Eerste wijziging</h1>" in shown
    assert "Tweede wijziging" in shown
    assert editor.get(reverse("budgets:budget-year", args=[budget.police_unit.slug, 2031])).status_code == 404


def test_a_whole_budget_is_typed_in_with_plain_forms(editor, budget):
    slug = budget.police_unit.slug
    edit = sent(editor, reverse("budgets:budget-create", args=[slug]), kind="begroting", year=2027, source="Ontwerp")
    for side in ("baten", "lasten"):
        sent(editor, f"{edit}groepen/nieuw/", side=side, title=f"Groep {side}", version=0)
        group = BudgetGroup.objects.latest("pk")
        again = sent(
            editor, f"{edit}posten/nieuw/", group=group.pk, title="Een", amount="€ 500.000,-", version=0, another=1
        )
        assert again.endswith(f"posten/nieuw/?groep={group.pk}")
        sent(editor, f"{edit}posten/nieuw/", group=group.pk, title="Twee", amount="1.250,50", version=0)
    assert "Dit sluit: baten en lasten zijn allebei €\xa0501.250,50" in page(editor, edit)
    made = Budget.objects.get(year=2027)
    here = budget_url(made, "budget-adopt")
    assert sent(editor, here, adopted_on="2026-12-01", version=made.version, confirmed="on") == budget_url(made)
    assert editor.get(edit).status_code == 409


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("veel", "“veel” is geen getal"),
        ("1,234", "Schrijf 1234 als u een geheel getal bedoelt, of 1,23 als u cijfers achter de komma bedoelt."),
        ("12,345", "kan twee getallen betekenen"),
        ("0,005", "hier kunt u 2 cijfers achter de komma kwijt"),
        ("9" * 13, "hooguit 999.999.999.999"),
    ],
)
def test_an_amount_that_cannot_be_right_is_refused_with_the_way_out(editor, budget, typed, told):
    line = BudgetLine.objects.first()
    address = budget_url(budget, "line-change", pk=line.pk)
    shown = sent(editor, address, 422, group=line.group_id, title=line.title, amount=typed, version=1)
    assert told in shown
    assert f'value="{typed}"' in shown
    assert BudgetLine.objects.get(pk=line.pk).amount == 1000


@pytest.mark.parametrize("typed", ["", "n.t.b."])
def test_an_amount_may_be_unknown(editor, budget, typed):
    line = BudgetLine.objects.first()
    fields = {"group": line.group_id, "title": line.title, "amount": typed, "version": 1}
    sent(editor, budget_url(budget, "line-change", pk=line.pk), **fields)
    assert BudgetLine.objects.get(pk=line.pk).amount is None


def test_two_people_on_one_post_see_both_texts_and_lose_neither(editor, budget):
    line = BudgetLine.objects.get(title="Post lasten 0")
    address, other = budget_url(budget, "line-change", pk=line.pk), visitor(budget.police_unit)
    fields = {"group": line.group_id, "title": line.title, "version": 1}
    sent(other, address, **fields | {"amount": "1500", "note": "Van de ander"})
    shown = sent(editor, address, 409, **fields | {"amount": "1700", "note": "Van mij"})
    for text in ("€\xa01.700", "€\xa01.500", "Van mij", "Van de ander", 'name="version" value="2"'):
        assert text in shown
    sent(editor, address, **fields | {"amount": "1700", "note": "Van mij en van de ander", "version": 2})
    assert BudgetLine.objects.get(pk=line.pk).note == "Van mij en van de ander"


def test_what_one_did_not_touch_stays_what_the_other_made_of_it(editor, budget):
    line = BudgetLine.objects.get(title="Post lasten 0")
    address, other = budget_url(budget, "line-change", pk=line.pk), visitor(budget.police_unit)
    opened = form_of(page(editor, address), "form", by="class")
    sent(other, address, **opened | {"note": "Van de ander"})
    sent(editor, address, **opened | {"amount": "1.700"})
    line.refresh_from_db()
    assert (line.amount, line.note) == (1700, "Van de ander")


def test_of_two_texts_one_chooses_or_takes_both(editor, budget):
    line = BudgetLine.objects.get(title="Post lasten 0")
    BudgetLine.objects.filter(pk=line.pk).update(note="Huur en energie")
    address, other = budget_url(budget, "line-change", pk=line.pk), visitor(budget.police_unit)
    opened = form_of(page(editor, address), "form", by="class")
    sent(other, address, **opened | {"note": "Huur en energie van 2026"})
    shown = sent(editor, address, 409, **opened | {"note": "Vaste huur en energie"})
    again = form_of(shown, "form", by="class")
    assert again["samen-note"] == "Vaste huur en energie van 2026"
    assert again["keuze-note"] == "mijn"
    sent(editor, address, **again | {"keuze-note": "samen"})
    assert BudgetLine.objects.get(pk=line.pk).note == "Vaste huur en energie van 2026"


def test_the_history_tells_who_changed_what_and_puts_it_back(editor, budget):
    line = BudgetLine.objects.get(title="Post lasten 0")
    address, here = budget_url(budget, "line-change", pk=line.pk), budget_url(budget, "budget-history")
    assert "Er is nog niets gewijzigd" in page(editor, here)
    sent(editor, address, **form_of(page(editor, address), "form", by="class") | {"amount": "1.500", "title": "Huur"})
    shown = page(editor, here)
    for text in ("Huur, bedrag", "€\xa01.000", "€\xa01.500", "Post lasten 0", "Zet terug wat er stond"):
        assert text in shown
    edit = Edit.objects.of_whole(budget).get(field="amount")
    assert sent(editor, budget_url(budget, "edit-restore", pk=edit.pk)) == here
    line.refresh_from_db()
    assert (line.amount, line.title) == (1000, "Huur")


def test_an_earlier_value_is_put_back_over_a_later_one_only_knowingly(editor, budget):
    line = BudgetLine.objects.get(title="Post lasten 0")
    address = budget_url(budget, "line-change", pk=line.pk)
    for amount in ("1.500", "1.600"):
        sent(editor, address, **form_of(page(editor, address), "form", by="class") | {"amount": amount})
    first = Edit.objects.of_whole(budget).order_by("pk").first()
    back = budget_url(budget, "edit-restore", pk=first.pk)
    shown = sent(editor, back, 409)
    assert "Nu staat er “1.600”" in shown
    sent(editor, back, version=2)
    assert BudgetLine.objects.get(pk=line.pk).amount == 1000


def test_what_was_deleted_is_told_and_not_put_back_as_a_value(editor, budget):
    line = BudgetLine.objects.get(title="Post lasten 0")
    sent(editor, budget_url(budget, "line-delete", pk=line.pk))
    assert "Post lasten 0 verwijderd" in " ".join(page(editor, budget_url(budget, "budget-history")).split())
    edit = Edit.objects.of_whole(budget).get()
    assert "Alleen een gewijzigde tekst" in sent(editor, budget_url(budget, "edit-restore", pk=edit.pk), 422)
    Budget.objects.update(status=Budget.Status.ADOPTED)
    assert "Zet terug" not in page(editor, budget_url(budget, "budget-history"))
    sent(editor, budget_url(budget, "edit-restore", pk=edit.pk), 409)


def test_deleting_says_what_goes_along_and_can_be_undone(editor, budget):
    group = BudgetGroup.objects.get(side="baten")
    BudgetLine.objects.get(title="Post lasten 0").covered_by.add(group.lines.first())
    address = budget_url(budget, "group-delete", pk=group.pk)
    asked = page(editor, address)
    assert all(text in asked for text in ("Post baten 0", "Post baten 1", "missen dan hun dekking: Post lasten 0"))
    edit = sent(editor, address)
    assert "Post baten 0, bedrag" not in page(editor, edit)
    sent(editor, budget_url(budget, "group-restore", pk=group.pk))
    assert "Post baten 0, bedrag" in page(editor, edit)
    line = group.lines.first()
    sent(editor, budget_url(budget, "line-delete", pk=line.pk))
    assert editor.post(budget_url(budget, "line-delete", pk=line.pk)).status_code == 404
    sent(editor, budget_url(budget, "line-restore", pk=line.pk))
    assert "Post baten 0, bedrag" in page(editor, edit)


def test_a_deleted_budget_is_put_back_from_the_list(editor, budget):
    back = sent(editor, budget_url(budget, "budget-delete"))
    assert editor.get(budget_url(budget)).status_code == 404
    assert "Zet terug" in page(editor, back)
    assert "Zet terug" not in page(visitor(budget.police_unit, Role.Kind.READER), back)
    restore = reverse("budgets:budget-restore", args=[budget.pk])
    assert visitor(PoliceUnitFactory()).post(restore).status_code == 404
    sent(editor, restore)
    assert editor.get(budget_url(budget)).status_code == 200


@pytest.mark.parametrize("name", ["budget-delete", "line-delete", "group-delete", "line-restore", "group-restore"])
@pytest.mark.parametrize("kind", [Role.Kind.READER, Role.Kind.PROJECT_LEADER, Role.Kind.POLICE_CONTROLLER])
def test_only_who_edits_the_budget_deletes_from_it(budget, name, kind):
    more = {"pk": BudgetLine.objects.first().pk} if name != "budget-delete" else {}
    assert visitor(budget.police_unit, kind).post(budget_url(budget, name, **more)).status_code == 403
    assert visitor(PoliceUnitFactory()).post(budget_url(budget, name, **more)).status_code == 404
    assert BudgetLine.objects.present().count() == 4


def test_a_difference_is_explained_where_readers_see_it(editor, budget):
    BudgetLine.objects.filter(title="Post lasten 0").update(amount=1400)
    address = budget_url(budget, "differences-explain")
    assert "Nog niet toegelicht" in page(editor, address)
    sent(editor, address, verschil="balance-lasten-0-0", bedrag="400.00", toelichting="Uit de reserve.")
    sent(editor, address, verschil="balance-lasten-0-0", bedrag="niets", toelichting="Kwaadwillend.")
    assert "De lasten zijn €\xa0400 hoger dan de baten. Uit de reserve." in page(editor, budget_url(budget))
    assert "Kwaadwillend" not in page(editor, address)


def test_a_wijziging_is_made_of_what_was_adopted_and_stands_beside_it(editor, budget):
    Budget.objects.update(status="adopted")
    edit = sent(editor, budget_url(budget, "budget-copy"), kind="wijziging", year=2026, with_amounts="on")
    line = BudgetLine.objects.get(group__budget__kind="wijziging", title="Post lasten 1")
    sent(editor, f"{edit}posten/{line.pk}/", group=line.group_id, title="Post lasten 1", amount="1.250", version=1)
    shown = page(editor, reverse("budgets:comparison", args=[budget.police_unit.slug, 2026]))
    rows = rows_by_label(tables_of(shown)[f"vergelijking-{budget.police_unit.slug}-2026-lasten"])
    assert rows["Post lasten 1"] == ["1.000", "1.250", "+250"]
    assert rows["Totaal lasten"] == ["2.000", "2.250", "+250"]


def test_what_a_source_gives_by_year_stands_above_the_list(editor, budget):
    slug = budget.police_unit.slug
    about = {"title": "Rijksbijdrage", "giver": "Ministerie", "first_year": 2026, "amount": "150.000", "version": 0}
    create = reverse("budgets:grant-create", args=[slug])
    assert "ligt voor het eerste jaar" in sent(editor, create, 422, **about | {"last_year": 2025})
    address = sent(editor, create, **about | {"last_year": 2027})
    grant = Grant.objects.get(slug="rijksbijdrage")
    assert address == reverse("budgets:grant-detail", args=[slug, "rijksbijdrage"])
    year = {"grant": grant.pk, "year": 2026, "amount": "100.000", "indexation": "2,5", "version": 0}
    add = reverse("budgets:grant-year-create", args=[slug])
    assert f"{add}?geldbron={grant.pk}" in page(editor, address)
    sent(editor, add, **year)
    assert "Van dit jaar staat er al een bedrag." in sent(editor, add, 422, **year | {"indexation": "3"})
    sent(editor, add, **year | {"year": 2027, "amount": "50.000", "indexation": ""})
    rows = rows_by_label(tables_of(page(editor, reverse("budgets:grant-list", args=[slug])))[f"geldbronnen-{slug}"])
    assert rows["Rijksbijdrage (2026-2027)"] == ["102.500", "50.000", "150.000"]


def test_an_amount_in_the_bin_counts_no_more(editor, budget):
    grant = Grant.objects.with_years().first()
    [year] = grant.years.all()
    sent(editor, reverse("budgets:grant-year-delete", args=[budget.police_unit.slug, year.pk]))
    assert not Grant.objects.with_years().get(pk=grant.pk).years.all()


def test_before_a_source_is_deleted_the_posts_that_name_it_are_told(editor, budget):
    grant = Grant.objects.first()
    place = [budget.police_unit.slug, grant.slug]
    assert "Post baten 0, Begroting 2026" in page(editor, reverse("budgets:grant-delete", args=place))


# Of every page: session, user, roles. Of a budget with its figures: two more.
QUERIES = {
    "budget-list": 3 + 1 + 2 + 1,  # eenheden; the bin
    # Sources with their years; the versions of the year; money per theme; questions.
    # Sources with their years; the versions of the year; themes with their money, for whoever stands in for others.
    "budget-detail": 3 + 2 + 2 + 1 + 2,
    "budget-edit": 3 + 2 + 2 + 2,  # the two bins, and the names of sources and themes
    "comparison": 3 + 1 + 2,
    # The eenheid; sources with their years by year; two filters; the number of sources, sources with their years.
    "grant-list": 3 + 1 + 2 + 2 + 3,
}


@pytest.mark.parametrize("size", [2, 20])
@pytest.mark.parametrize("name", QUERIES)
def test_a_page_asks_the_same_of_the_database_for_any_size(name, size, django_assert_num_queries):
    budget = make_budget(PoliceUnitFactory(), posts=size)
    for number in range(1, size):
        make_budget(budget.police_unit, kind=Budget.Kind.AMENDMENT, number=number)
    GrantFactory.create_batch(size, police_unit=budget.police_unit)
    ThemeFactory.create_batch(size, plan=PolicyPlanFactory(police_unit=budget.police_unit))
    client, slug = visitor(budget.police_unit), budget.police_unit.slug
    address = {
        "budget-list": reverse("budgets:budget-list"),
        "comparison": reverse("budgets:comparison", args=[slug, 2026]),
        "grant-list": reverse("budgets:grant-list", args=[slug]),
    }.get(name) or budget_url(budget, name)
    with django_assert_num_queries(QUERIES[name]):
        client.get(address)


def test_saving_one_post_asks_a_fixed_number_of_queries(editor, budget, django_assert_num_queries):
    line = BudgetLine.objects.first()
    fields = {"group": line.group_id, "title": line.title, "amount": "1.100", "version": 1}
    # Session, user, roles; the budget with its figures (2); the choices of the form; then the change itself, of the
    # post as it stands under the lock, and its history.
    with django_assert_num_queries(12):
        sent(editor, budget_url(budget, "line-change", pk=line.pk), **fields)


def explained(budget: Budget, **about: object) -> None:
    BudgetExplanation.objects.create(budget=budget, text="Uit de reserve.", **about)


def alerts(shown: str) -> list[str]:
    """The words before each alert that only a screen reader hears."""
    return re.findall(r'visually-hidden">(Fout|Gelukt|Let op):', shown)


def test_an_adopted_budget_that_is_explained_opens_with_what_differs_and_why(editor, budget):
    BudgetLine.objects.filter(title="Post lasten 0").update(amount=1400)
    explained(budget, about="balance", side="lasten", difference=400)
    Budget.objects.update(status="adopted")
    shown = page(editor, budget_url(budget))
    assert alerts(shown) == []
    assert "Dit sluit niet" not in shown
    opening = shown[: shown.index("Bedragen in")]
    assert "De lasten zijn €\xa0400 hoger dan de baten" in opening
    assert "Uit de reserve." in opening


@pytest.mark.parametrize("difference", [None, 399])
def test_what_nobody_explained_stays_a_fault(editor, budget, difference):
    BudgetLine.objects.filter(title="Post lasten 0").update(amount=1400)
    if difference:
        explained(budget, about="balance", side="lasten", difference=difference)
    Budget.objects.update(status="adopted")
    shown = page(editor, budget_url(budget))
    assert alerts(shown) == ["Fout"]
    assert "Dit sluit niet: de lasten zijn €\xa0400 hoger dan de baten" in shown


def test_baten_below_zero_are_no_reason_for_a_false_sentence(editor, budget):
    BudgetLine.objects.filter(group__side="baten").update(amount=-1000)
    for address in (budget_url(budget), budget_url(budget, "budget-edit"), budget_url(budget, "budget-adopt")):
        shown = page(editor, address)
        assert "hoger dan" not in shown
        assert "De baten tellen op tot" in shown


def test_a_saldo_and_reserves_are_typed_in_and_shown(editor, budget):
    edit = budget_url(budget, "budget-edit")
    sent(editor, f"{edit}groepen/nieuw/", side="onttrekkingen", title="Reserves", version=0)
    group = BudgetGroup.objects.get(side="onttrekkingen")
    sent(editor, f"{edit}posten/nieuw/", group=group.pk, title="Uit de reserve", amount="500", version=0)
    BudgetLine.objects.filter(title="Post lasten 0").update(amount=1500)
    assert "Dit sluit: baten en onttrekkingen en lasten zijn allebei €\xa02.500" in page(editor, edit)
    sent(editor, f"{edit}totaal/saldo/", label="Saldo van baten en lasten", amount="-500", version=0)
    sent(editor, f"{edit}totaal/resultaat/", label="Resultaat", amount="nihil", version=0)
    shown = page(editor, budget_url(budget))
    rows = rows_by_label(tables_of(shown)[f"begroting-{budget.police_unit.slug}-2026-saldo"])
    assert rows["Saldo van baten en lasten"] == ["−500", "−500"]
    assert rows["Resultaat"] == ["0", "0"]
    assert "Gepubliceerd is een saldo van €\xa0500 nadelig en een resultaat van €\xa00." in shown
    assert editor.get(f"{budget_url(budget)}saldo.csv").status_code == 200
    assert editor.get(f"{edit}totaal/winst/").status_code == 404


@pytest.mark.parametrize("side", ["baten", "lasten"])
def test_what_a_page_gives_out_comes_in_again(editor, budget, side):
    BudgetTotal.objects.create(budget=budget, side=side, label=f"Totaal {side}", amount=2000)
    BudgetLine.objects.update(note="Met een ster")
    data = editor.get(f"{budget_url(budget)}{side}.csv").content
    plan = previewed("begroting", data, budget.police_unit)
    assert (plan.problems, plan.changes) == ([], [])
    assert plan.unchanged == 3


@pytest.mark.parametrize("side", ["baten", "lasten"])
def test_versions_side_by_side_come_in_again(editor, budget, side):
    """Without their totals, which the page worked out."""
    make_budget(budget.police_unit, posts=2, kind=Budget.Kind.AMENDMENT)
    BudgetLine.objects.filter(title=f"Post {side} 1").update(amount=None)
    address = reverse("budgets:comparison-csv", args=[budget.police_unit.slug, 2026, side])
    plan = previewed("begroting", editor.get(address).content, budget.police_unit)
    assert (plan.problems, plan.changes) == ([], [])
    assert plan.unchanged == 4


def test_a_file_is_looked_at_and_confirmed(editor, budget):
    head = (None, "Begroting 2027 (voorlopig)")
    rows = [("Bedragen x € 1.000",), head, ("Lasten",), ("Huur", 5), ("Baten",), ("Leges", -5), ("Totaal baten", -6)]
    slug = budget.police_unit.slug
    shown = upload(editor, xlsx_of(*rows), "begroting", slug, "begroting.xlsx").text
    for text in (
        "elk bedrag is met 1.000 vermenigvuldigd",
        "De baten staan in het bestand met een minteken",
        "gepubliceerd 6.000, berekend 5.000",
        "Begroting 2027 (voorlopig) (2 posten), in bewerking",
    ):
        assert text in shown
    assert not Budget.objects.filter(year=2027).exists()
    done = confirm(editor, ImportJob.objects.get()).text
    made = Budget.objects.get(year=2027)
    assert budget_url(made) in done
    assert made.is_concept
    assert made.changed_by is not None


@pytest.mark.parametrize("kind", [Role.Kind.READER, Role.Kind.PROJECT_LEADER])
def test_only_who_edits_the_budget_brings_in_a_file(budget, kind):
    assert visitor(budget.police_unit, kind).get(reverse("imports:upload", args=["begroting", budget.police_unit.slug])
    ).status_code in {403, 404}  # fmt: skip


def test_the_upload_says_what_may_be_printed_and_gives_each_budget(editor, budget):
    shown = page(editor, reverse("imports:upload", args=["begroting", budget.police_unit.slug]))
    assert "een kolom voor elke versie of elk jaar" in shown
    assert "jaar=2026&amp;soort=begroting&amp;nummer=1" in shown
    address = reverse("imports:table-export", args=["begroting", budget.police_unit.slug, "csv"])
    assert "Post baten 0" in editor.get(f"{address}?jaar=2026&soort=begroting&nummer=1").text
    assert editor.get(f"{address}?jaar=nooit").status_code == 404
    assert editor.get(f"{address}?jaar=2031").status_code == 404


def test_a_theme_belongs_to_a_post_of_the_lasten(editor, budget):
    theme = ThemeFactory(plan=PolicyPlanFactory(police_unit=budget.police_unit))
    for title, status in (("Post baten 0", 422), ("Post lasten 0", 302)):
        line = BudgetLine.objects.get(title=title)
        fields = {"group": line.group_id, "title": title, "amount": "1.000", "theme": theme.pk, "version": 1}
        sent(editor, budget_url(budget, "line-change", pk=line.pk), status, **fields)
    assert list(BudgetLine.objects.filter(theme=theme).values_list("title", flat=True)) == ["Post lasten 0"]


def test_a_budget_is_taken_over_to_next_year_from_the_list(editor, budget):
    shown = page(editor, reverse("budgets:budget-list"))
    address = re.search(r'href="([^"]*overnemen/\?naar=volgend-jaar)"', shown)[1]
    form = page(editor, address)
    assert 'value="2027"' in form
    assert re.search(r'<option value="begroting"\s+selected', form)
    refused = sent(editor, address, 422, kind="begroting", year=2027, along="zonder", growth="2")
    assert "Zonder bedragen is er niets te verhogen" in refused
    edit = sent(editor, address, kind="begroting", year=2027, along="met", growth="2,5")
    assert 'value="1.025"' in page(editor, edit)
