"""The pictures of an eenheid: added with a file, found again, and kept as long as they are used."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nhveilig.accounts.models import Role
from nhveilig.editing.models import Edit
from nhveilig.pictures.models import Picture, PictureFile
from tests.accounts.factories import RoleFactory
from tests.picture_library.factories import make_picture, opened, photo
from tests.regions.factories import PoliceUnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
CREATE = "/afbeeldingen/nieuw/"


@pytest.fixture
def unit(db):
    return PoliceUnitFactory()


@pytest.fixture
def browser(unit) -> Client:
    client = Client()
    client.force_login(RoleFactory(kind=Role.Kind.STAFF, police_unit=unit).user)
    return client


def sent(browser: Client, data: bytes, name: str = "foto haven.jpg", **more: str):
    file = SimpleUploadedFile(name, data, content_type="image/jpeg")
    return browser.post(CREATE, {"upload": file, "focus": "1-1", "version": "0"} | more)


def test_a_picture_is_added_with_what_is_said_of_it(browser, unit):
    page = browser.get(CREATE).content.decode()
    assert 'enctype="multipart/form-data"' in page
    response = sent(browser, photo(), alt="Schepen", credit="An", licence="cc-by")
    picture = Picture.objects.get()
    assert response.url == reverse("pictures:picture-detail", args=[picture.pk])
    assert (picture.name, picture.police_unit, picture.source_line) == ("foto haven", unit, "An, CC BY 4.0")
    page = browser.get(response.url).content.decode()
    assert "Nog in geen document." in page
    assert 'alt="Schepen"' in page
    file = browser.get(reverse("pictures:file", args=[picture.pk]))
    assert (opened(file.content).size, file["X-Content-Type-Options"]) == ((160, 90), "nosniff")
    listed = browser.get("/afbeeldingen/", {"zoek": "schepen"}).content.decode()
    assert reverse("pictures:thumbnail", args=[picture.pk]) in listed
    assert Edit.objects.of_whole(picture).get().kind == Edit.Kind.CREATED


@pytest.mark.parametrize("data", [b"<svg><script/></svg>", b"<html>", b""])
def test_what_is_no_picture_is_refused_and_nothing_is_kept(browser, data):
    response = sent(browser, data, alt="Schepen")
    assert response.status_code == 422
    assert "Schepen" in response.content.decode()
    assert not Picture.objects.exists()
    assert not Edit.objects.exists()


def test_without_a_file_nothing_happens(browser):
    response = browser.post(CREATE, {"focus": "1-1", "version": "0"})
    assert (response.status_code, "Kies eerst een bestand." in response.content.decode()) == (422, True)


def test_what_is_much_too_large_is_refused_before_it_is_read(browser):
    response = browser.post(CREATE, {}, CONTENT_LENGTH=80 * 1024 * 1024)
    assert (response.status_code, "te groot" in response.content.decode()) == (413, True)


def test_the_same_file_is_there_once_in_an_eenheid(browser, unit):
    make_picture(unit, "Haven")
    response = sent(browser, photo())
    assert "staat al tussen de afbeeldingen, als “Haven”" in response.content.decode()
    make_picture(PoliceUnitFactory(), "Haven")
    assert Picture.objects.count() == 2


def test_a_picture_that_is_thrown_away_for_good_takes_its_bytes_along(unit):
    make_picture(unit)
    Picture.objects.all().delete()
    assert not PictureFile.objects.exists()


def test_what_is_not_described_says_so(browser, unit):
    picture = make_picture(unit, alt="")
    page = browser.get(reverse("pictures:picture-detail", args=[picture.pk])).content.decode()
    assert "Er staat nog niet bij wat er te zien is." in page


@pytest.mark.parametrize("name", ["file", "thumbnail", "picture-detail"])
def test_another_eenheid_sees_nothing(browser, name):
    other = make_picture(PoliceUnitFactory())
    assert browser.get(reverse(f"pictures:{name}", args=[other.pk])).status_code == 404
