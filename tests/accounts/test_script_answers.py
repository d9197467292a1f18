"""What the scripts of a page hear when the session is over, the role is not enough, or the token is old."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import reverse

from nhveilig.accounts.access import AccessMiddleware
from nhveilig.accounts.models import User

JSON = {"headers": {"accept": "application/json"}}
PAGE = "/documenten/imv-nh-2019-2022/?toon=alles"


def from_page(page: str) -> dict:
    return {"headers": {"accept": "application/json", "referer": page}}


def test_a_script_without_a_session_hears_where_to_log_in_and_comes_back_to_its_page(db):
    answer = Client().post(reverse("reports:export-cancel", args=[1]), **from_page(f"http://testserver{PAGE}"))
    assert answer.status_code == 401
    assert answer.json() == {"login": f"/inloggen/?next={PAGE.replace('?', '%3F').replace('=', '%3D')}"}


@pytest.mark.parametrize("page", ["", "https://example.org/x/", "javascript:alert(1)"])
def test_no_other_site_is_come_back_to(db, page):
    answer = Client().get("/documenten/", **from_page(page))
    assert answer.json() == {"login": "/inloggen/?next=/"}


@pytest.mark.parametrize("accept", ["*/*", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"])
def test_a_browser_is_led_to_the_form_itself(db, accept):
    answer = Client().get("/documenten/", headers={"accept": accept})
    assert answer.headers["Location"] == "/inloggen/?next=/documenten/"


def test_who_sent_a_form_without_a_session_comes_back_to_the_page_of_the_form(db):
    cancel = reverse("reports:export-cancel", args=[1])
    answer = Client().post(cancel, headers={"referer": "http://testserver/exports/?toon=alles"})
    assert answer.headers["Location"] == "/inloggen/?next=/exports/%3Ftoon%3Dalles"
    assert Client().post(cancel).headers["Location"] == f"/inloggen/?next={cancel}"


@pytest.mark.parametrize("page", ["https://example.org/x/", "javascript:alert(1)", "http://testserver"])
def test_a_form_of_nowhere_leads_to_what_it_asked(db, page):
    cancel = reverse("reports:export-cancel", args=[1])
    answer = Client().post(cancel, headers={"referer": page})
    assert answer.headers["Location"] == f"/inloggen/?next={cancel}"


def test_a_script_whose_user_may_not_hears_it_in_a_sentence(log_in):
    answer = log_in("lezer").post("/documenten/imv-nh-2019-2022/bevriezen/", **JSON)
    assert answer.status_code == 403
    assert answer.json() == {"message": "Met uw rol kunt u dit niet doen. Er is niets veranderd."}


def test_what_a_view_refuses_by_itself_is_json_too(db):
    request = RequestFactory().get("/", **JSON)
    answer = AccessMiddleware(lambda asked: None).process_exception(request, PermissionDenied())
    assert answer.status_code == 403
    page = RequestFactory().get("/")
    assert AccessMiddleware(lambda asked: None).process_exception(page, PermissionDenied()) is None


def test_a_script_with_an_old_token_gets_a_new_one_that_works(demo):
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username="staf"))
    refused = client.post("/documenten/imv-nh-2019-2022/bevriezen/", **JSON)
    assert refused.status_code == 403
    token = {"headers": {"accept": "application/json", "x-csrftoken": refused.json()["token"]}}
    assert client.post("/documenten/imv-nh-2019-2022/bevriezen/", **token).status_code != 403


def test_a_form_with_an_old_token_is_answered_with_a_page(demo):
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username="staf"))
    answer = client.post("/documenten/imv-nh-2019-2022/bevriezen/")
    assert answer.status_code == 403
    assert "text/html" in answer.headers["Content-Type"]
