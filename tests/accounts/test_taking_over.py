"""An account of which another eenheid chose the password opens nothing here."""

import re

import pytest
from django.conf import settings as the_settings
from django.core import mail
from django.test import Client

from nhveilig.accounts.exceptions import SharedAccount
from nhveilig.accounts.links import send_password_link
from nhveilig.accounts.models import Role, RoleChange, User
from nhveilig.accounts.services import (
    Newcomer,
    add_person,
    give_role,
    give_role_by_address,
    rename,
    take_role,
)
from nhveilig.regions.models import PoliceUnit

Kind = Role.Kind
PASSWORD = "een zin van de aanvaller"
EMAIL = "mayor@alkmaar.example"
NEWCOMER = {
    "voornaam": "Maja",
    "achternaam": "Mayor",
    "email": EMAIL,
    "gebruikersnaam": "m.mayor",
    "rol": "reader",
}


@pytest.fixture
def here(demo) -> PoliceUnit:
    return PoliceUnit.objects.get(code="RE04")


@pytest.fixture
def elsewhere(demo) -> PoliceUnit:
    return PoliceUnit.objects.get(code="RE01")


@pytest.fixture
def attacker(elsewhere) -> User:
    user = User.objects.create(username="beheer-noord")
    Role.objects.create(user=user, kind=Kind.ADMINISTRATOR, police_unit=elsewhere)
    return user


@pytest.fixture
def administrator(demo) -> User:
    return User.objects.get(username="beheerder")


def owned(attacker: User, elsewhere: PoliceUnit) -> User:
    """With a password that the administrator of the other eenheid chose, by the link that was shown."""
    client = Client()
    client.force_login(attacker)
    page = client.post("/mensen/noord-nederland/toevoegen/", NEWCOMER).text
    link = re.search(r"(/wachtwoord-kiezen/[^/\s<]+/[^/\s<]+/)", page)[1]
    visitor = Client()
    visitor.post(visitor.get(link).headers["Location"], {"new_password1": PASSWORD, "new_password2": PASSWORD})
    user = User.objects.get(email=EMAIL)
    assert user.check_password(PASSWORD)
    mail.outbox.clear()
    return user


def test_as_it_was_done(attacker, administrator, elsewhere, log_in, django_capture_on_commit_callbacks):
    user = owned(attacker, elsewhere)
    inside = Client()
    inside.force_login(user)
    assert inside.get("/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        offered = log_in("beheerder").post(
            "/mensen/noord-holland/rol-aanbieden/", {"email": EMAIL, "rol": "administrator"}
        )
    assert offered.status_code == 302
    assert not Client().login(username="m.mayor", password=PASSWORD)
    assert inside.get("/mensen/noord-holland/").status_code == 302
    [message] = mail.outbox
    assert message.to == [EMAIL]
    assert "/wachtwoord-kiezen/" in message.body


def test_the_owner_gets_in_by_the_mail(attacker, administrator, here, elsewhere, django_capture_on_commit_callbacks):
    user = owned(attacker, elsewhere)
    given = {"kind": Kind.STAFF, "municipality": None, "police_unit": here, "by": administrator}
    with django_capture_on_commit_callbacks(execute=True):
        give_role_by_address(email=EMAIL, **given)
    link = re.search(r"(/wachtwoord-kiezen/\S+)", mail.outbox[0].body)[1]
    owner, chosen = Client(), "een zin van de eigenaar"
    owner.post(owner.get(link).headers["Location"], {"new_password1": chosen, "new_password2": chosen})
    assert owner.login(username=user.username, password=chosen)


def test_a_role_that_was_taken_meanwhile_hides_nothing(attacker, administrator, here, elsewhere):
    user = owned(attacker, elsewhere)
    take_role(user=user, role_id=user.roles.get().pk, police_unit=elsewhere, by=attacker)
    give_role(user=user, kind=Kind.READER, police_unit=here, municipality=None, by=administrator)
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_an_address_that_was_changed_to_that_of_another_is_no_way_in(attacker, administrator, here, elsewhere):
    user = owned(attacker, elsewhere)
    rename(user=user, first_name="M", last_name="M", email="other@alkmaar.example", police_unit=elsewhere, by=attacker)
    given = {"kind": Kind.STAFF, "municipality": None, "police_unit": here, "by": administrator}
    user = give_role_by_address(email="other@alkmaar.example", **given)
    assert not user.has_usable_password()
    with pytest.raises(SharedAccount):
        rename(user=user, first_name="M", last_name="M", email=EMAIL, police_unit=elsewhere, by=attacker)


def test_who_comes_back_to_an_eenheid_is_asked_again(attacker, administrator, here, elsewhere):
    """Between two roles here the other eenheid had the account to itself."""
    user = owned(attacker, elsewhere)
    give_role(user=user, kind=Kind.READER, police_unit=here, municipality=None, by=administrator)
    take_role(user=user, role_id=user.roles.get(police_unit=here).pk, police_unit=here, by=administrator)
    user.set_password(PASSWORD)
    user.save()
    give_role(user=user, kind=Kind.ADMINISTRATOR, police_unit=here, municipality=None, by=administrator)
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_a_second_role_in_the_same_eenheid_changes_no_password(administrator, here):
    user = User.objects.get(username="lezer")
    before = user.password
    assert give_role(user=user, kind=Kind.STAFF, police_unit=here, municipality=None, by=administrator)
    user.refresh_from_db()
    assert user.password == before


def test_somebody_new_is_nobody_elses(administrator, here):
    newcomer = Newcomer("j.nieuw", "Jip", "Nieuw", "jip@gemeente.example")
    user = add_person(newcomer=newcomer, kind=Kind.READER, police_unit=here, municipality=None, by=administrator)
    assert not RoleChange.objects.filter(user=user, action=RoleChange.Action.LINK).exists()


def test_a_password_that_its_owner_chose_by_mail_stays(attacker, administrator, here, elsewhere):
    """So no administrator can put everybody out by offering roles."""
    user = owned(attacker, elsewhere)
    link = send_password_link(user, asked_by_themselves=True).url.removeprefix(the_settings.SITE_URL)
    owner, chosen = Client(), "een zin van de eigenaar"
    owner.post(owner.get(link).headers["Location"], {"new_password1": chosen, "new_password2": chosen})
    give_role(user=User.objects.get(pk=user.pk), kind=Kind.STAFF, police_unit=here, municipality=None, by=administrator)
    assert User.objects.get(pk=user.pk).check_password(chosen)


def test_unless_the_address_or_the_password_was_changed_since(attacker, administrator, here, elsewhere):
    user = owned(attacker, elsewhere)
    User.objects.filter(pk=user.pk).update(address_proven=True)
    user.refresh_from_db()
    rename(user=user, first_name="M", last_name="M", email="new@alkmaar.example", police_unit=elsewhere, by=attacker)
    assert not User.objects.get(pk=user.pk).address_proven
    User.objects.filter(pk=user.pk).update(address_proven=True)
    link = send_password_link(User.objects.get(pk=user.pk), is_shown=True).url.removeprefix(the_settings.SITE_URL)
    visitor = Client()
    visitor.post(visitor.get(link).headers["Location"], {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert not User.objects.get(pk=user.pk).address_proven
