"""What is too large is refused before it is read."""

import pytest
from django.conf import settings as the_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from nhveilig.accounts.access import Access
from nhveilig.accounts.limits import SizeMiddleware
from nhveilig.accounts.models import User

pytestmark = pytest.mark.sqlite

SCRIPT = {"Accept": "application/json"}
UPLOAD, SAVING = "/invoer/formatie/noord-holland/", "/uitvoeringsplannen/noord-holland/2025/drugs/bewerken/opslaan/"


class Unread:
    """A body that nobody may read."""

    def read(self, *args: object) -> bytes:
        pytest.fail("the body was read")

    readline = read

    def close(self) -> None:
        pass


def announced(size: int) -> dict[str, object]:
    return {"CONTENT_LENGTH": str(size), "wsgi.input": Unread(), "CONTENT_TYPE": "multipart/form-data; boundary=x"}


@pytest.mark.parametrize("path", ["/inloggen/", "/wachtwoord-vergeten/", "/voortgang/antwoord/1.x/", "/bestaat-niet/"])
@pytest.mark.parametrize("size", [11 * 1024, 200 * 1024**2])
def test_a_visitor_sends_little(demo, path, size):
    answer = Client(enforce_csrf_checks=True).generic("POST", path, b"", **announced(size))
    assert answer.status_code == 413
    assert "Wat u stuurt is te groot: er past hooguit 10 kB." in answer.text


@pytest.mark.parametrize("path", [UPLOAD, SAVING])
@pytest.mark.parametrize("size", [the_settings.MOST_BYTES + 1, 200 * 1024**2])
def test_who_is_logged_in_sends_no_more_than_is_asked(log_in, path, size):
    answer = log_in("staf").generic("POST", path, b"", **announced(size))
    assert answer.status_code == 413
    assert "er past hooguit 12 MB" in answer.text


def test_a_page_for_everybody_takes_as_little_of_who_is_logged_in(log_in):
    assert log_in("staf").generic("POST", "/inloggen/", b"", **announced(50_000)).status_code == 413


def test_a_script_gets_a_sentence(log_in):
    answer = log_in("staf").generic("POST", UPLOAD, b"", headers=SCRIPT, **announced(200 * 1024**2))
    assert answer.status_code == 413
    assert answer.json()["message"].startswith("Wat u stuurt is te groot")


def test_who_was_logged_out_meanwhile_logs_in_first(demo):
    """What was typed is kept until then; that it is too large would be untrue."""
    told = Client().generic("POST", SAVING, b"", headers=SCRIPT, **announced(500_000))
    assert (told.status_code, told.json()["login"]) == (401, "/inloggen/?next=/")
    assert Client().generic("POST", SAVING, b"", **announced(500_000)).headers["Location"].startswith("/inloggen/")


def test_what_fits_is_read(log_in):
    file = SimpleUploadedFile("tabel.csv", b"a;b\r\n" * 100_000)
    assert log_in("staf").post(UPLOAD, {"file": file}).status_code in {200, 302, 422}
    assert Client().post("/inloggen/", {"username": "x" * 5000, "password": "y"}).status_code == 200


@pytest.mark.parametrize("said", ["", "-1", "veel"])
def test_a_length_that_is_none_is_nothing(demo, said):
    request = RequestFactory().post("/inloggen/")
    request.META["CONTENT_LENGTH"] = said
    request.user, request.access = User.objects.first(), Access(User.objects.first())
    assert SizeMiddleware(lambda request: "read")(request) == "read"
