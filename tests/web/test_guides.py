"""The guides: every role has one, each leads somewhere its reader may go, and its pictures are there."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, URLResolver, get_resolver, resolve, reverse
from django.utils import timezone
from PIL import Image

from nhveilig.accounts.demo import DEMO_ACCOUNTS
from nhveilig.accounts.models import Role, StandIn, User
from nhveilig.web.guides.presenters import HEIGHT, WIDTH, Guide, narrowed
from nhveilig.web.guides.roles import EVERY_TASK, PICTURES, TASKS_OF

ROOT = Path(settings.BASE_DIR)
FOLDER = ROOT / "static" / "help"
ROLES = {one.username: one.kind for one in DEMO_ACCOUNTS}


def names_of(resolver: URLResolver, space: str = "") -> set[str]:
    found = set()
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            found |= names_of(one, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            found.add(f"{space}{one.name}")
    return found


def test_every_role_has_a_guide_and_no_task_is_told_twice():
    assert set(TASKS_OF) == set(Role.Kind.values)
    codes = [task.code for task in EVERY_TASK]
    assert sorted(set(codes)) == sorted(codes)
    assert all(len(set(tasks)) == len(tasks) for tasks in TASKS_OF.values())


def test_a_guide_names_no_address_that_is_not_there():
    there = names_of(get_resolver())
    assert {name for task in EVERY_TASK for name in task.pages} - there == set()
    for task in EVERY_TASK:
        try:
            reverse(task.start)
        except NoReverseMatch:
            pytest.fail(f"{task.title}: {task.start}")


@pytest.fixture(scope="module")
def product() -> str:
    """All that the product can write on a screen, but for the guides."""
    found = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("static/js/**/*.js")]
    for room in ("nhveilig", "agenda", "formation", "themes", "reports"):
        found += [file for file in ROOT.glob(f"{room}/**/*.py") if "guides" not in file.parts]
    return " ".join(" ".join(file.read_text(encoding="utf-8").split()) for file in found)


def test_what_a_step_says_that_stands_on_the_screen_stands_there(product):
    quoted = {words for task in EVERY_TASK for words in re.findall("“([^”]+)”", task.said)}
    assert {words for words in quoted if words not in product} == set()


def test_every_picture_that_a_guide_names_is_there_and_no_other():
    """`scripts/pictures help` makes them."""
    names = [one.name for one in PICTURES]
    assert sorted(f"{name}.webp" for name in names) == sorted(file.name for file in FOLDER.iterdir())
    for name in names:
        with Image.open(FOLDER / f"{name}.webp") as picture:
            assert picture.size == (WIDTH, HEIGHT), name
        assert (FOLDER / f"{name}.webp").stat().st_size < 50_000, name
    for one in PICTURES:
        resolve(one.path.partition("?")[0])
        assert one.alt
        assert one.role in ROLES


@pytest.mark.parametrize("username", list(ROLES))
def test_what_is_in_the_guide_of_a_role_begins_where_that_role_may_go(log_in, username: str):
    client = log_in(username)
    starts = {task.start for task in TASKS_OF[ROLES[username]]}
    answers = {start: client.get(reverse(start), follow=True).status_code for start in starts}
    assert set(answers.values()) == {200}, answers


@pytest.mark.parametrize("username", sorted({one.role for one in PICTURES}))
def test_a_picture_is_of_a_page_that_its_reader_sees(log_in, username: str):
    client = log_in(username)
    answers = {one.path: client.get(one.path).status_code for one in PICTURES if one.role == username}
    assert set(answers.values()) == {200}, answers


def test_the_own_guide_comes_first_and_all_others_can_be_reached(log_in):
    page = log_in("burgemeester").get("/hulp/").text
    assert "Uw gids: Burgemeester" in page
    assert page.index("Uw gids: Burgemeester") < page.index("Gidsen voor andere rollen")
    for kind in Role.Kind.values:
        assert f'href="{Guide(kind).url}' in page


def test_who_stands_in_for_a_mayor_has_that_guide_too(log_in):
    client = log_in("lezer")
    mayor, reader = (User.objects.get(username=name) for name in ("burgemeester", "lezer"))
    StandIn.objects.create(
        user=reader,
        principal=mayor,
        police_unit=mayor.roles.get().police_unit,
        kind=StandIn.Kind.DEPUTY,
        starts_on=timezone.localdate(),
        made_by=mayor,
    )
    guides = client.get("/hulp/").context["guides"]
    assert [guide.kind for guide in guides if guide.is_own] == ["reader", "mayor"]


def test_a_guide_can_be_read_by_everybody_and_begins_nothing_for_a_visitor(client, db):
    page = client.get("/hulp/gids/projectleider/").text
    assert "Een plan schrijven" in page
    assert "Begin nu" not in page
    assert client.get("/hulp/gids/piloot/").status_code == 404


def test_pictures_wait_until_they_are_in_view_and_keep_their_place(client, db):
    page = client.get("/hulp/gids/burgemeester/").text
    pictures = page.split("<img ")[1:]
    assert pictures
    assert all(f'width="{WIDTH}" height="{HEIGHT}" loading="lazy"' in tag for tag in pictures)


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [("bezwaar", "Reageren op een plan", "Iets zoeken"), ("BEZWAAR reden", "Reacties van gemeenten", "Iets zoeken")],
)
def test_looking_for_a_word_narrows_every_guide(staff, asked: str, there: str, gone: str):
    main = staff.get("/hulp/", {"q": asked}).text.partition("<main")[2]
    assert there in main
    assert gone not in main


def test_looking_in_one_guide_says_when_there_is_nothing(client, db):
    page = client.get("/hulp/gids/lezer/", {"q": "wachtwoord"})
    assert [task.code for task in page.context["tasks"]] == ["account"]
    assert "Niets gevonden in deze gids" in client.get("/hulp/gids/lezer/", {"q": "walvis"}).text
    assert narrowed(EVERY_TASK, "") == list(EVERY_TASK)


@pytest.mark.parametrize(
    ("username", "path", "leads"),
    [
        ("projectleider", "/uitvoeringsplannen/noord-holland/2025/drugs/stappen/", "projectleider/#plan-insturen"),
        ("staf", "/uitvoeringsplannen/noord-holland/2025/drugs/stappen/", "stafbureau/#plan-beslissen"),
        ("burgemeester", "/gemeenten/GM0361/2026/", "burgemeester/#gemeente-melden"),
        ("beheerder", "/mensen/noord-holland/", "beheerder/#mensen-toevoegen"),
        ("lezer", "/privacy/", None),
    ],
)
def test_a_page_leads_to_what_the_reader_does_there(log_in, username: str, path: str, leads: str | None):
    foot = log_in(username).get(path).text.partition("<footer")[2]
    assert ("Hulp bij deze pagina" in foot) == bool(leads)
    assert leads is None or f'href="/hulp/gids/{leads}"' in foot


def test_start_leads_to_the_guide_until_one_says_not_to(log_in):
    client = log_in("projectleider")
    assert 'href="/hulp/gids/projectleider/"' in client.get("/").text
    assert "De gids vindt u voortaan bij Hulp" in client.post("/hulp/gids-bekend/", follow=True).text
    assert "Toon dit niet meer" not in client.get("/").text
    assert User.objects.filter(knows_guide=True).count() == 1


def test_a_guide_asks_the_database_nothing_of_its_own(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/hulp/gids/stafbureau/")
