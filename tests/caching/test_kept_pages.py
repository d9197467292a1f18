"""What is kept is what would be made anew, for this reader, on this day."""

import os
import re
from datetime import timedelta
from threading import Thread

import pytest
import time_machine
from django.conf import settings as portal_settings
from django.core.cache import cache
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import User
from nhveilig.caching import kept_pages as pages
from nhveilig.caching.kept_pages import TOKEN_PLACE, KeptPage, unrecorded
from nhveilig.regions.models import PoliceUnit
from nhveilig.settings.brokers import redis_cache
from reports.dashboards.models import Visit
from tests.bench.pages import addresses
from tests.regions.factories import PoliceUnitFactory
from tests.reports.dashboards.municipal import YEAR, make_plan, make_target, make_unit, report, visitor

TOKEN = re.compile(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+')
NUMBER = re.compile(r'\s*(?:<span class="site-tool__count">[^<]*</span>)?\s*</a>')
EXPLAINED = re.compile(r'<a class="explained"[^>]*>([^<]*)</a>')
TOKEN_VALUE = re.compile(r'csrfmiddlewaretoken" value="([^"]+)')
PEOPLE = [
    "lezer",
    "burgemeester",
    "officier",
    "controller",
    "projectleider",
    "werkgroeplid",
    "staf",
    "beheerder",
    "landelijk",
]


def text_of(answer) -> str:
    """Without what differs in every answer, what is new to the reader, the number of tasks, which is kept apart, and
    what explains the abbreviations in labels, as nobody does where nothing is kept."""
    html = TOKEN.sub(r"\1", answer.content.decode())
    html = EXPLAINED.sub(r"\1", NUMBER.sub("</a>", html))
    return re.sub(r'<section class="section" aria-labelledby="nieuw">.*?</section>', "", html, flags=re.DOTALL)


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def without_a_cache(settings, client: Client, address: str) -> str:
    kept = settings.CACHES
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    try:
        return text_of(client.get(address))
    finally:
        settings.CACHES = kept


def page(reader: str = "lezer", address: str = "/") -> KeptPage:
    request = RequestFactory().get(address)
    return KeptPage(request, reader)


@pytest.mark.parametrize("place", range(8))
def test_everybody_sees_what_would_be_made_for_them(demo, log_in, keeping, settings, place):
    """Whoever opened the page before them."""
    address, clients = addresses()[place], {name: log_in(name) for name in PEOPLE}
    made = {name: without_a_cache(settings, client, address) for name, client in clients.items()}
    for name in [*PEOPLE, *reversed(PEOPLE)]:
        assert text_of(clients[name].get(address)) == made[name], name


@pytest.mark.django_db
@pytest.mark.parametrize("kept", ["themes:matrix", "themes:progress", "reports:municipality-dashboard"])
def test_each_of_two_mayors_is_shown_what_they_may_do_for_their_own_municipality(keeping, settings, kept):
    unit, towns = make_unit()
    target = make_target(make_plan(unit))
    places = {
        "themes:matrix": [unit.slug, YEAR],
        "themes:progress": [unit.slug, YEAR, target.plan.theme.slug],
        "reports:municipality-dashboard": [towns[0].code, YEAR],
    }
    address = reverse(kept, args=places[kept])
    mayors = [visitor(unit, town=town) for town in towns]
    shown = [text_of(client.get(address)) for client in mayors]
    assert shown == [without_a_cache(settings, client, address) for client in mayors]
    assert len(set(shown)) > 1


@pytest.mark.django_db
@pytest.mark.parametrize("kept", [True, False])
def test_mayors_share_the_kept_map_and_each_finds_the_own_municipality(keeping, settings, kept):
    unit, towns = make_unit()
    make_target(make_plan(unit))
    address = reverse("reports:municipality-list")
    mayors = [visitor(unit, town=town) for town in towns]
    if not kept:
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    made = [queries_of(client, address) for client in mayors]
    assert (made[1] < made[0]) == kept
    for client, town in zip(mayors, towns, strict=True):
        page = client.get(address).content.decode()
        assert page.count('class="map-own"') == 1
        assert f"Uw gemeente: {town}<" in page
        assert page.count(">uw gemeente<") == 1
        assert f'{town}</a> <span class="map-own-words">uw gemeente' in page
        assert "own:" not in page
    of_all = visitor(unit).get(address).content.decode()
    assert not re.search("own:|map-own", of_all)


def test_of_what_is_somebodys_own_nobody_else_gets_a_word():
    template = Template(
        "{% load kept %}{% shown_to keys %}A{% for key in all %}{% for_own key %} {{ text }} van {{ key }}"
        "{% endfor_own %}{% endfor %}{% endshown_to %}"
    )
    about = {"all": ["GM1", "GM2"], "text": "<!--own:GM1 kwaad:own-->"}
    escaped = "&lt;!--own:GM1 kwaad:own--&gt;"
    assert template.render(Context(about | {"keys": []})) == "A"
    assert template.render(Context(about | {"keys": {"GM2"}})) == f"A {escaped} van GM2"


@pytest.mark.parametrize("place", range(8))
def test_a_kept_page_asks_little(staff, keeping, place):
    address = addresses()[place]
    first = queries_of(staff, address)
    assert queries_of(staff, address) <= 8 < first + 2


def test_readers_with_the_same_role_share_a_page(demo, log_in, keeping):
    address = addresses()[1]
    another = visitor(PoliceUnit.objects.get(code="RE04"), kind="chief_prosecutor")
    made = queries_of(log_in("officier"), address)
    assert queries_of(another, address) < made


@pytest.mark.django_db(transaction=True)
def test_what_changes_is_seen_at_once(keeping):
    unit, towns = make_unit()
    target = make_target(make_plan(unit))
    client, address = visitor(unit), reverse("themes:matrix", args=[unit.slug, YEAR])
    assert "1 van 3" not in client.get(address).content.decode()
    report(target, 1, towns[0])
    assert "1 van 3" in client.get(address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_another_commits_while_a_page_is_made_is_seen_on_the_next(keeping):
    unit = PoliceUnitFactory(name="Oud")

    def rename() -> None:
        PoliceUnit.objects.filter(pk=unit.pk).update(name="Nieuw")
        connection.close()

    def render() -> str:
        name = PoliceUnit.objects.get(pk=unit.pk).name
        writer = Thread(target=rename)
        writer.start()
        writer.join()
        return name

    assert page().part("naam", render) == "Oud"
    assert page().part("naam", lambda: PoliceUnit.objects.get(pk=unit.pk).name) == "Nieuw"


@pytest.mark.django_db
def test_a_part_is_kept_for_its_reader_its_address_and_its_day(keeping):
    made = iter(range(10))

    def shown(**place: str) -> str:
        return page(**place).part("deel", lambda: str(next(made)))

    assert [shown(), shown(), shown(reader="staf"), shown(address="/?jaar=2020")] == ["0", "0", "1", "2"]
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert shown() == "3"
    assert shown() == "0"


@pytest.mark.django_db
def test_another_release_keeps_its_own(keeping, monkeypatch):
    assert page().part("deel", lambda: "oud") == "oud"
    monkeypatch.setattr(pages, "release", lambda: "volgende")
    assert page().part("deel", lambda: "nieuw") == "nieuw"


@pytest.mark.django_db
def test_what_nobody_watches_is_not_kept(keeping):
    """Of visits no changes are noted: a page with them is made every time."""
    made = iter("ab")

    def render() -> str:
        return f"{next(made)}{Visit.objects.count()}"

    assert [page().part("deel", render), page().part("deel", render)] == ["a0", "b0"]


@pytest.mark.django_db
def test_what_is_read_aside_does_not_count(keeping):
    made = iter("ab")

    def shown() -> str:
        kept = page()
        with unrecorded(Visit):
            Visit.objects.count()
        with unrecorded():
            Visit.objects.count()
        return kept.part("deel", lambda: next(made))

    assert [shown(), shown()] == ["a", "a"]


@pytest.mark.django_db(transaction=True)
def test_beside_what_is_read_aside_the_rest_does_count(keeping):
    unit = PoliceUnitFactory()
    made = iter("ab")

    def shown() -> str:
        kept = page()
        with unrecorded(Visit):
            list(PoliceUnit.objects.all())
        return kept.part("deel", lambda: next(made))

    assert shown() == "a"
    unit.save()
    assert shown() == "b"


@pytest.mark.django_db
def test_a_long_address_is_answered_and_not_kept(keeping):
    made = iter("ab")
    long = f"/?x={'y' * 500}"
    assert [page(address=long).part("deel", lambda: next(made)) for _ in range(2)] == ["a", "b"]


@pytest.mark.django_db
def test_the_tag_keeps_and_each_reader_gets_a_token_of_their_own(keeping):
    template = Template("{% load kept %}{% kept kept 'deel' %}{% csrf_token %}{{ word }}{% endkept %}")
    first, second = (template.render(Context({"kept": page(), "word": word})) for word in ("een", "twee"))
    assert "een" in first
    assert "een" in second
    assert TOKEN_PLACE not in first + second
    assert TOKEN.search(first)[0] != TOKEN.search(second)[0]


@pytest.mark.django_db
def test_a_form_on_a_kept_page_is_accepted_after_logging_in_again(demo, keeping):
    client = Client(enforce_csrf_checks=True)
    login = {"username": "staf", "password": portal_settings.DEMO_PASSWORD_DEFAULT}
    address = reverse("reports:unit-dashboard", args=["noord-holland", 2020])
    for _ in range(2):
        client.logout()
        token = TOKEN_VALUE.search(client.get(reverse("accounts:login")).content.decode())[1]
        assert client.post(reverse("accounts:login"), login | {"csrfmiddlewaretoken": token}).status_code == 302
        token = TOKEN_VALUE.search(client.get(address).content.decode())[1]
        path = {"path": address, "name": "Mijn overzicht", "csrfmiddlewaretoken": token}
        assert client.post(reverse("reports:saved-views"), path).status_code == 302


@pytest.mark.django_db
def test_without_redis_every_page_is_made_anew(settings, caplog):
    settings.CACHES = {
        "default": {
            "BACKEND": "nhveilig.caching.backends.ForgivingRedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    made = iter("ab")
    assert [page().part("deel", lambda: next(made)) for _ in range(2)] == ["a", "b"]
    assert "The cache did not answer" in caplog.text


@pytest.mark.django_db
@pytest.mark.skipif("TEST_REDIS_URL" not in os.environ, reason="needs the Redis that ./test starts")
def test_redis_keeps(settings):
    settings.CACHES = {"default": redis_cache(os.environ["TEST_REDIS_URL"])}
    cache.clear()
    made = iter("ab")
    assert [page().part("deel", lambda: next(made)) for _ in range(2)] == ["a", "a"]


def test_who_writes_in_plans_is_shown_what_is_kept_for_them_alone(demo):
    people = [Access(User.objects.get(username=name)) for name in ("staf", "projectleider", "lezer")]
    assert len({access.readership() for access in people}) == 3
