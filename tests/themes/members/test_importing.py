"""People come in as a list: each gets what the list says, and who is new one mail."""

from datetime import date

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from nhveilig.accounts.links import mail_asked_links
from nhveilig.accounts.models import Role, RoleChange, User
from nhveilig.imports.kinds import find_kind
from nhveilig.imports.models import ImportJob
from nhveilig.regions.models import PoliceUnit
from tests.accounts.factories import RoleFactory, UserFactory
from tests.imports.files import applied, confirm, csv_of, previewed
from tests.regions.factories import MunicipalityFactory, PoliceUnitFactory
from tests.themes.factories import PolicyPlanFactory, ThemeFactory
from themes.models import Theme, ThemeMember

pytestmark = pytest.mark.django_db
HEAD = ("naam", "e-mailadres", "rol", "gemeente", "thema", "tot en met")
ANNA = ("Anna van der Meer", "anna@dal.example", "projectleider", "", "Havens", "")
LAST_DAY = date(2090, 12, 31)


@pytest.fixture
def unit() -> PoliceUnit:
    unit = PoliceUnitFactory()
    MunicipalityFactory(name="Dal", safety_region__police_unit=unit)
    return unit


@pytest.fixture
def theme(unit) -> Theme:
    return ThemeFactory(plan=PolicyPlanFactory(police_unit=unit, end_year=2090))


@pytest.fixture
def administrator(unit) -> User:
    return RoleFactory(police_unit=unit, kind=Role.Kind.ADMINISTRATOR).user


def problems(unit: PoliceUnit, *rows: tuple[str, ...]) -> dict[tuple[int, str], str]:
    plan = previewed("mensen", csv_of(HEAD, *rows), unit)
    return {(one.row, one.column): one.message for one in plan.problems}


def test_a_list_gives_accounts_roles_and_themes(unit, theme, administrator):
    mayor = ("Bo Berg", "bo@dal.example", "Burgemeester", "Dal", "", "31-12-2090")
    plan = applied("mensen", csv_of(HEAD, ANNA, mayor), unit, user=administrator)
    assert [change.what for change in plan.changes] == [
        "Anna van der Meer (anna@dal.example), projectleider",
        "Anna van der Meer (anna@dal.example), thema Havens",
        "Bo Berg (bo@dal.example), burgemeester Dal",
    ]
    assert "2 nieuwe collega’s krijgen elk bij het opslaan een mail" in " ".join(plan.notes)
    anna, bo = User.objects.get(username="anna"), User.objects.get(username="bo")
    assert (anna.first_name, anna.last_name, anna.has_usable_password()) == ("Anna", "van der Meer", False)
    assert (bo.roles.get().role_name, bo.roles.get().until) == ("burgemeester Dal", LAST_DAY)
    assert ThemeMember.objects.get(user=anna).kind == "leader"
    assert set(RoleChange.objects.filter(user=anna).values_list("action", "by")) == {
        ("given", administrator.pk),
        ("link", administrator.pk),
    }


def test_who_is_new_gets_one_mail_and_who_was_there_none(unit, theme):
    known = RoleFactory(user=UserFactory(email="carla@dal.example"), police_unit=unit).user
    rows = [ANNA, (*ANNA[:2], "lezer", "", "", ""), ("Carla Dijk", "Carla@dal.example", "stafbureau", "", "", "")]
    plan = applied("mensen", csv_of(HEAD, *rows), unit)
    mail_asked_links()
    [sent] = mail.outbox
    assert sent.to == ["anna@dal.example"]
    assert "De beheerder van uw eenheid heeft voor u een link gemaakt" in sent.body
    assert set(known.roles.values_list("kind", flat=True)) == {"reader", "staff"}
    assert plan.changes[-1].new == "rol erbij"


def test_a_preview_stores_and_mails_nothing(unit, theme):
    previewed("mensen", csv_of(HEAD, ANNA), unit)
    assert not User.objects.exists()
    assert mail_asked_links() == 0


def test_every_fault_is_told_with_its_place(unit, theme):
    found = problems(
        unit,
        ("Jan", "jan@dal.example", "lezer", "", "", ""),
        ("Jan Jansen", "jan dal", "hoofdman", "Dallen", "Havenss", "31-2-2030"),
    )
    assert set(found) == {(2, "naam"), *((3, column) for column in HEAD[1:])}
    assert found[3, "thema"].endswith("Bedoelt u “Havens”?")
    assert "Schrijf het zoals naam@gemeente.nl" in found[3, "e-mailadres"]


def test_what_cannot_be_is_told_as_the_page_tells_it(unit, theme):
    UserFactory(email="stil@dal.example", is_active=False)
    found = problems(
        unit,
        ("Bo Berg", "bo@dal.example", "burgemeester", "", "", ""),
        ("Cor Cas", "cor@dal.example", "lezer", "", "", "1-1-2020"),
        ("Stil Staan", "stil@dal.example", "lezer", "", "", ""),
        ("Els Eik", "els@dal.example", "lezer", "", "Havens", ""),
    )
    assert "Kies van welke gemeente" in found[2, "gemeente"]
    assert "al voorbij" in found[3, "tot en met"]
    assert "stilgezet" in found[4, "e-mailadres"]
    assert "Alleen een projectleider" in found[5, "thema"]


def test_a_theme_of_two_plans_is_named_with_its_plan(unit, theme):
    other = PolicyPlanFactory(police_unit=unit, title="Programma", start_year=2026, end_year=2090)
    ThemeFactory(plan=other, title=theme.title)
    assert f"Schrijf “Havens ({theme.plan})” of “Havens (Programma" in problems(unit, ANNA)[2, "thema"]
    named = (*ANNA[:4], f"Havens ({theme.plan})", "")
    applied("mensen", csv_of(HEAD, named), unit)
    again = find_kind("mensen").export(unit)
    assert again["thema"] == [f"Havens ({theme.plan})"]


def test_one_address_is_of_one_person_and_stands_once_with_a_role(unit, theme):
    found = problems(unit, ANNA, ("Ander Mens", "ANNA@dal.example", "lezer", "", "", ""))
    assert "In rij 2 hoort dit adres bij Anna van der Meer" in found[3, "e-mailadres"]
    assert "Dit staat ook al in rij 2" in problems(unit, ANNA, ANNA)[3, "e-mailadres"]


def test_a_second_time_only_another_last_day_changes_anything(unit, theme):
    applied("mensen", csv_of(HEAD, ANNA), unit)
    again = applied("mensen", csv_of(HEAD, ANNA), unit)
    assert (again.changes, again.unchanged) == ([], 1)
    plan = applied("mensen", csv_of(HEAD, (*ANNA[:5], "31-12-2090")), unit)
    [change] = plan.changes
    assert (change.old, change.new) == ("geen", "31 december 2090")


def test_a_list_is_pasted_and_confirmed_on_the_page(client, unit, theme, administrator):
    client.force_login(administrator)
    address = reverse("imports:upload", args=["mensen", unit.slug])
    refused = client.post(address, {"pasted": ""})
    assert "Kies een bestand, of plak een lijst." in refused.text
    cells = "\n".join("\t".join(row) for row in (HEAD, ANNA))
    page = client.post(address, {"pasted": cells}, follow=True)
    assert "Persoon voor persoon" in page.text
    confirm(client, ImportJob.objects.get())
    assert User.objects.get(username="anna").roles.get().kind == "project_leader"


def test_who_pasted_a_list_that_is_refused_is_led_back_to_it(client, unit, administrator):
    """Nothing of it is kept, but the browser has the page on which it was pasted."""
    client.force_login(administrator)
    address = reverse("imports:upload", args=["mensen", unit.slug])
    cells = "naam;e-mailadres;rol\nAnna Bos;geen adres;lezer"
    page = client.post(address, {"pasted": cells}, follow=True).text
    assert "Ga terug met de knop van uw browser" in page
    assert "Lees het verbeterde bestand in" not in page


def test_only_who_manages_people_reads_in_a_list(unit):
    client = Client()
    client.force_login(RoleFactory(police_unit=unit, kind=Role.Kind.STAFF).user)
    assert client.get(reverse("imports:upload", args=["mensen", unit.slug])).status_code == 404
