import pytest
from django.urls import reverse

from reports.dashboards.models import SavedView
from reports.dashboards.services import LONGEST_NAME, MOST_VIEWS, is_dashboard
from tests.reports.dashboards.regional import YEAR, make_plan, make_unit, reader, visitor

pytestmark = pytest.mark.django_db
PATH = f"/overzicht/streek/{YEAR}/?periode=h1"


@pytest.fixture
def unit():
    unit = make_unit()
    make_plan(unit)
    return unit


@pytest.fixture
def user(unit):
    return reader(unit)


def keep(user, name="Mijn streek", path=PATH):
    return visitor(user).post(reverse("reports:saved-views"), {"name": name, "path": path})


def test_a_dashboard_is_kept_with_its_choices_and_stands_on_the_home_page(unit, user):
    path = f"{reverse('reports:unit-dashboard', args=[unit.slug, YEAR])}?periode=h1"
    assert keep(user, path=path).url == path
    home = visitor(user).get(reverse("home")).text
    assert f'<a href="{path}">Mijn streek</a>' in home
    assert path.partition("?")[0] not in visitor(reader(unit)).get(reverse("home")).text, "of somebody else"


def test_the_same_address_is_kept_once_under_its_last_name(user):
    keep(user)
    keep(user, "Halfjaar")
    assert [view.name for view in SavedView.objects.all()] == ["Halfjaar"]


@pytest.mark.parametrize(
    ("name", "path", "complaint"),
    [
        (" ", PATH, "Geef de weergave een naam"),
        ("x" * (LONGEST_NAME + 1), PATH, "er passen er 80"),
        ("Elders", "https://elders.nl/overzicht/streek/2025/", "Alleen een overzicht van deze portal"),
        ("Elders", "//elders.nl/overzicht/streek/2025/", "Alleen een overzicht van deze portal"),
        ("Documenten", "/documenten/", "Alleen een overzicht van deze portal"),
        ("Te lang", PATH + "x" * 400, "Alleen een overzicht van deze portal"),
        ("Nergens", "", "Alleen een overzicht van deze portal"),
    ],
)
def test_what_is_no_dashboard_or_has_no_name_is_refused(user, name, path, complaint):
    answer = keep(user, name, path)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert not SavedView.objects.exists()


def test_there_is_an_end_to_what_one_keeps(user):
    SavedView.objects.bulk_create(SavedView(user=user, name=f"{n}", path=f"/{n}/") for n in range(MOST_VIEWS))
    assert "Verwijder er eerst een" in keep(user).text


def test_one_removes_only_what_is_ones_own(unit, user):
    keep(user)
    address = reverse("reports:saved-view-remove", args=[SavedView.objects.get().pk])
    assert visitor(reader(unit)).post(address).status_code == 404
    assert visitor(user).post(address).url == reverse("reports:saved-views")
    assert not SavedView.objects.exists()


def test_a_dashboard_offers_to_keep_itself(unit, user):
    path = reverse("reports:theme-dashboard", args=[unit.slug, YEAR, "havens"])
    page = visitor(user).get(path).text
    assert f'<input type="hidden" name="path" value="{path}">' in page


@pytest.mark.parametrize(
    "path",
    [
        "/overzicht/noord-holland/2025/",
        "/overzicht/noord-holland/2025/thema/drugs/?x=1",
        "/gemeenten/GM0361/2025/",
        "/overzicht/noord-holland/2025/basisteam/3/",
        "/voortgang/noord-holland/2025/gemeenten/",
    ],
)
def test_every_dashboard_can_be_kept(path):
    assert is_dashboard(path)
