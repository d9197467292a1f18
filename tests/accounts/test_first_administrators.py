"""Who is the first: made by a command on the server, or named by whoever works for the whole country."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from nhveilig.accounts import services
from nhveilig.accounts.access import Access
from nhveilig.accounts.exceptions import LastAdministrator, PeopleRefused
from nhveilig.accounts.models import Role, RoleChange, User
from nhveilig.accounts.permissions import Permission
from nhveilig.regions.models import PoliceUnit
from tests.regions.factories import PoliceUnitFactory

PASSWORD = "een zin die niemand anders bedenkt"


@pytest.fixture
def unit(db) -> PoliceUnit:
    return PoliceUnitFactory(code="RE05", slug="amsterdam", name="Amsterdam")


def create(**options: object) -> None:
    call_command("create_administrator", **{"email": "a.bos@stad.nl", "name": "Anna Bos"} | options)


class TestTheCommand:
    def test_makes_an_administrator_who_chooses_a_password_once(self, unit, capsys):
        create(eenheid="re05")
        said = capsys.readouterr().out
        assert "Anna Bos is beheerder van eenheid Amsterdam en logt in als a.bos@stad.nl." in said
        address = re.search(r"https?://[^/]+(/\S+)", said)[1]
        page = Client().get(address, follow=True)
        chosen = {"new_password1": PASSWORD, "new_password2": PASSWORD}
        assert Client().post(page.request["PATH_INFO"], chosen).status_code == 200, "of another browser"
        client = Client()
        page = client.get(address, follow=True)
        assert client.post(page.request["PATH_INFO"], chosen).status_code == 302
        user = User.objects.get()
        assert user.check_password(PASSWORD)
        assert not user.address_proven, "somebody saw the link"
        assert Role.objects.get().police_unit == unit
        # A second time it leads nowhere.
        assert "new_password1" not in Client().get(address, follow=True).text

    def test_makes_one_for_the_whole_country(self, unit, capsys, django_capture_on_commit_callbacks, mailoutbox):
        with django_capture_on_commit_callbacks(execute=True):
            create(landelijk=True)
        assert mailoutbox == [], "the link is printed"
        assert "is beheerder van heel Nederland" in capsys.readouterr().out
        role = Role.objects.get()
        assert (role.kind, role.police_unit) == (Role.Kind.NATIONAL, None)
        change = RoleChange.objects.get(action="given")
        assert (change.by, change.police_unit, str(change)) == (None, None, "rol gegeven: beheerder landelijk")

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (
                {"email": "geen adres", "landelijk": True},
                "Dit is geen e-mailadres. Schrijf het zoals naam@gemeente.nl.",
            ),
            ({"name": "Anna", "landelijk": True}, "Vul een voornaam en een achternaam in"),
            ({"eenheid": "RE99"}, r"De eenheid “RE99” bestaat niet. Kies een van deze codes: RE05 \(Amsterdam\)."),
            ({"eenheid": "RE05", "landelijk": True}, "Kies --eenheid of --landelijk, niet allebei."),
            ({}, "ontbreekt. Geef --eenheid of --landelijk op."),
            ({"email": None, "landelijk": True}, "E-mailadres ontbreekt. Geef --email op."),
        ],
    )
    def test_says_what_is_wrong(self, unit, monkeypatch, options, said):
        monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
        with pytest.raises(CommandError, match=said):
            create(**options)
        assert not User.objects.exists()

    def test_without_reference_data(self, db):
        with pytest.raises(CommandError, match="load_reference"):
            create(landelijk=True)

    def test_asks_until_it_is_right(self, unit, monkeypatch, capsys):
        typed = iter(["RE99", "RE05", "geen adres", "a.bos@stad.nl", "Anna Bos"])
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", lambda question: next(typed))
        create(email=None, name=None)
        assert "RE99" in capsys.readouterr().err
        assert User.objects.get().email == "a.bos@stad.nl"

    def test_refuses_somebody_who_is_there_unless_asked_again(self, unit, capsys):
        create(eenheid="RE05")
        with pytest.raises(CommandError, match=r"van Anna Bos\. Er is niets veranderd\. Geef ook --opnieuw op"):
            create(landelijk=True, email="A.Bos@stad.nl")
        assert Role.objects.count() == 1
        create(landelijk=True, opnieuw=True, name=None)
        create(eenheid="RE05", opnieuw=True, name=None)
        assert Role.objects.count() == 2
        assert User.objects.count() == 1

    def test_does_nothing_where_there_is_one_already(self, unit, capsys):
        create(eenheid="RE05")
        capsys.readouterr()
        create(landelijk=True, email="b@stad.nl", if_none=True)
        assert capsys.readouterr().out == ""
        assert User.objects.count() == 1


class TestTheRole:
    @pytest.fixture
    def person(self, unit) -> User:
        user = User.objects.create(username="land")
        Role.objects.create(user=user, kind=Role.Kind.NATIONAL)
        return user

    def test_reads_in_every_eenheid_and_changes_nothing_of_one(self, person, unit):
        access = Access(person)
        assert access.units_with(Permission.VIEW_STRENGTH) == {unit.pk}
        assert access.units == [unit]
        assert access.may(Permission.EDIT_NATIONAL)
        assert access.units_with(Permission.EDIT_AGENDA) == set()
        assert not access.may(Permission.VIEW_CONCEPTS)
        assert not access.may(Permission.VIEW_CONTACTS)

    @pytest.mark.parametrize(("kind", "is_of_unit"), [("national", True), ("staff", False)])
    def test_is_held_for_the_country_and_no_other_is(self, person, unit, kind, is_of_unit):
        other = User.objects.create(username="ander")
        place = unit if is_of_unit else None
        with pytest.raises(IntegrityError), transaction.atomic():
            Role.objects.create(user=other, kind=kind, police_unit=place)
        with pytest.raises(PeopleRefused):
            services.give_role(user=other, kind=kind, police_unit=place, municipality=None, by=person)

    def test_is_not_for_an_eenheid_to_give_or_to_decide_on(self, person, unit):
        manager = User.objects.create(username="beheerder")
        Role.objects.create(user=manager, kind=Role.Kind.ADMINISTRATOR, police_unit=unit)
        Role.objects.create(user=person, kind=Role.Kind.READER, police_unit=unit)
        client = Client()
        client.force_login(manager)
        assert "beheerder landelijk" not in client.get(f"/mensen/{unit.slug}/toevoegen/").text
        assert not services.is_managed_by(person, manager)

    def test_the_last_one_stays(self, person):
        role = person.roles.get()
        with pytest.raises(LastAdministrator, match="laatste landelijke beheerder"):
            services.take_role(user=person, role_id=role.pk, police_unit=None, by=person)
        other = User.objects.create(username="ander")
        services.give_role(user=other, kind=Role.Kind.NATIONAL, police_unit=None, municipality=None, by=person)
        services.take_role(user=person, role_id=role.pk, police_unit=None, by=person)
        assert Role.objects.get().user == other


def test_who_names_themselves_stays_in(unit, client, mailoutbox):
    """The first administrator of a portal is often that of an eenheid as well, and there may be no mail yet."""
    create(landelijk=True)
    user = User.objects.get()
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)
    about = {"eenheid": unit.slug, "voornaam": "Anna", "achternaam": "Bos", "email": user.email}
    page = client.post("/inrichten/landelijk/beheerders/benoemen/", about, follow=True)
    assert "is nu ook beheerder van Amsterdam" in page.text
    assert page.status_code == client.get("/inrichten/").status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert mailoutbox == []
