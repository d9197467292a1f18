"""What stands above the hits: the thing that a question names, and the figure one asks it for."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.models import Measurement
from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role, User
from reports.search.answers import Names, words_left
from reports.search.cards import Card
from reports.search.question import Wanted, read_question
from reports.search.sources import ReaderScope
from tests.accounts.factories import RoleFactory
from tests.agenda.factories import IndicatorFactory, RegionalTargetFactory
from tests.regions.factories import PoliceUnitFactory
from tests.reports.search.test_search import access_to, visit
from tests.themes.factories import ImplementationPlanFactory, PolicyPlanFactory, ThemeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
# The day of the demo data.
TODAY = date(2026, 12, 1)


def answers(typed: str, access: Access, today: date = TODAY) -> list[Card]:
    return Names(ReaderScope(access), today).cards(read_question(typed))


@pytest.fixture
def staff_access(demo) -> Access:
    return Access(User.objects.get(username="staf"))


@pytest.mark.parametrize(
    ("typed", "name", "left"),
    [
        ("alkmaar", "Alkmaar", 0),
        ("alk", "Alkmaar", 0),
        ("basisteam alk", "Basisteam Alkmaar", 0),
        ("noord haarlem", "Basisteam Haarlem Noord", 0),
        ("haarlem", "Basisteam Haarlem Noord", 1),
        ("controles", "Controle van panden", 1),
        ("basisteam", "Basisteam Alkmaar", None),
        ("alkmaar haarlem", "Basisteam Alkmaar", None),
        ("maar", "Alkmaar", None),
    ],
)
def test_a_name_fits_when_every_word_begins_one_of_it(typed, name, left):
    assert words_left([Wanted(word) for word in typed.split()], name, "basisteam") == left


@pytest.mark.parametrize(
    ("typed", "kind", "title", "says"),
    [
        ("alkmaar", "Gemeente", "Alkmaar", "5 van de 8 afspraken van 2026 nagekomen"),
        ("gemeente alkm", "Gemeente", "Alkmaar", "5 van de 8 afspraken van 2026 nagekomen"),
        ("wijkagenten alkmaar", "Basisteam", "Basisteam Alkmaar", "38 wijkagenten"),
        (
            "mensenhandel verd",
            "Indicator",
            "Verdachten van mensenhandel",
            "landelijk streefcijfer 2026: 220 verdachten",
        ),
        ("drugs", "Thema", "Drugs", "Uitvoeringsplan 2026"),
        ("wijkagenten", "Pagina", "Wijkagenten en de norm", "Eenheid Noord-Holland"),
        ("begroting", "Pagina", "Begroting", "Wat de samenwerking mag kosten"),
    ],
)
def test_the_demo_data_answers(staff_access, client, typed, kind, title, says):
    found = next(card for card in answers(typed, staff_access) if card.kind == kind)
    assert (found.title, says in found.says) == (title, True), found
    client.force_login(staff_access.user)
    assert client.get(found.url, follow=True).status_code == 200


@pytest.mark.parametrize("typed", ["a", "de van het", "-alkmaar", "alkmaar OF haarlem", ""])
def test_what_names_nothing_has_no_card(staff_access, typed):
    assert [card for card in answers(typed, staff_access) if card.kind != "Pagina"] == []


def test_another_eenheid_hears_nothing_of_it(demo):
    elsewhere = Access(User.objects.get(username="staf-noord"))
    assert [card for card in answers("alkmaar", elsewhere) if card.kind != "Pagina"] == []


def test_nobody_is_led_to_a_page_they_may_not_open(demo):
    mayor = Access(User.objects.get(username="burgemeester"))
    assert "Mensen" not in [card.title for card in answers("mensen", mayor)]
    assert "Mensen" in [card.title for card in answers("mensen", Access(User.objects.get(username="beheerder")))]


def test_a_theme_of_an_earlier_policy_is_no_answer():
    theme = ThemeFactory(title="Zeehonden", plan=PolicyPlanFactory(start_year=2023, end_year=2026))
    unit = theme.plan.police_unit
    ThemeFactory(title="Zeehonden", plan=PolicyPlanFactory(police_unit=unit, start_year=2019, end_year=2022))
    (card,) = answers("zeehonden", Access(RoleFactory(kind=Role.Kind.READER, police_unit=unit).user))
    assert card.url == reverse("reports:theme-dashboard", args=[unit.slug, 2026, theme.slug])


def test_an_indicator_without_figures_says_its_agenda():
    indicator = IndicatorFactory(name="Zeehonden")
    access = access_to(ImplementationPlanFactory())
    agenda = indicator.objective.agenda
    (card,) = answers("zeehonden", access, date(agenda.start_year, 6, 1))
    assert card.says == agenda.title


def test_an_indicator_says_the_target_of_the_own_eenheid_and_what_was_realised():
    plan = ImplementationPlanFactory()
    unit, other = plan.theme.plan.police_unit, PoliceUnitFactory()
    indicator = IndicatorFactory(name="Zeehonden", unit="dieren")
    year = indicator.objective.agenda.start_year
    for police_unit, value in ((unit, 12), (other, 99)):
        RegionalTargetFactory(indicator=indicator, police_unit=police_unit, year=year, value=value)
    Measurement.objects.create(indicator=indicator, police_unit=unit, year=year, value=9, source="Telling")
    (card,) = answers("zeehonden", access_to(plan), date(year, 12, 1))
    assert card.says == f"{unit}, {year}: streefcijfer 12 dieren, gerealiseerd 9 (voorlopig)"


def typing(client: Client, typed: str) -> str:
    return client.get(reverse("reports:suggestions"), {"q": typed}, headers={"hx-request": "true"}).content.decode()


class TestWhileTyping:
    def test_a_short_list_without_the_page(self, staff):
        page = typing(staff, "alkm")
        assert "<html" not in page
        assert "Basisteam Alkmaar" in page
        assert 'role="status"' in page
        assert page.count("<li>") <= 10

    def test_a_typing_error_is_forgiven(self, staff):
        page = typing(staff, "alkmr")
        assert "Bedoelde u" in page
        assert reverse("reports:municipality", args=["GM0361"]) in page

    @pytest.mark.parametrize("typed", ["", "de", "-"])
    def test_nothing_to_look_for_is_an_empty_list(self, staff, typed):
        assert "data-suggestions" not in typing(staff, typed)

    def test_the_field_asks_for_it_by_itself(self, staff):
        home = staff.get("/").content.decode()
        assert home.count(f'hx-get="{reverse("reports:suggestions")}"') == 2

    def test_without_the_script_it_is_the_page(self, staff):
        answer = staff.get(reverse("reports:suggestions"), {"q": "alkm"})
        assert answer.headers["Location"] == f"{reverse('reports:search')}?q=alkm"


@pytest.mark.parametrize("size", [1, 9])
def test_an_answer_takes_as_many_queries_for_any_number_of_names(size, django_assert_max_num_queries):
    plan = ImplementationPlanFactory(status="adopted", adopted_on="2025-01-10", year=timezone.localdate().year)
    reader = access_to(plan)
    for number in range(size):
        ThemeFactory(plan=plan.theme.plan, title=f"Zeehonden {number}", number=20 + number)
        IndicatorFactory(name=f"Zeehonden {number}")
    client = visit(reader)
    # The session, the user, the roles, the names, two for themes and four for indicators.
    with django_assert_max_num_queries(10):
        typing(client, "zeehonden")


def test_the_page_shows_the_answers_above_the_hits_and_only_first(staff):
    page = staff.get(reverse("reports:search"), {"q": "alkmaar"}).content.decode()
    assert page.index("search-card") < page.index("search-hits")
    narrowed = staff.get(reverse("reports:search"), {"q": "alkmaar", "soort": "gemeente"})
    assert narrowed.context["cards"] == []
