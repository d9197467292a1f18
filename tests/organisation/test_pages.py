"""The organisation of an eenheid is made and changed in the browser, and old figures keep the old one."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from formation.models import StrengthRow
from nhveilig.accounts.models import Role, User
from nhveilig.editing.forms import SEEN, VERSION
from nhveilig.editing.models import Edit
from nhveilig.regions.models import Municipality, OrganisationUnit, PoliceUnit
from tests.registers.rows import sent_by
from tests.themes.editing.test_standing_in import deputy_of

pytestmark = pytest.mark.django_db
HOME = "/inrichten/organisatie/"
HERE = f"{HOME}noord-holland/"
LIST = """
District Zuid
    Basisteam Maastricht: Maastricht, Meerssen en Eijsden-Margraten
    Basisteam Heuvelland: Gulpen-Wittem
- Dienst Zuidelijke Opsporing
"""


@pytest.fixture
def limburg(demo) -> PoliceUnit:
    return PoliceUnit.objects.get(slug="limburg")


@pytest.fixture
def keeper(limburg) -> Client:
    """Staff of an eenheid without an organisation."""
    user = User.objects.create(username="staf-limburg")
    Role.objects.create(user=user, kind=Role.Kind.STAFF, police_unit=limburg)
    client = Client()
    client.force_login(user)
    return client


def unit(name: str, **about) -> OrganisationUnit:
    return OrganisationUnit.objects.get(name=name, **about)


def address(page: str, one: OrganisationUnit, **more: int) -> str:
    return reverse(f"organisation:{page}", kwargs={"unit": one.police_unit.slug, "pk": one.pk} | more)


def names(found) -> list[str]:
    return sorted(str(one) for one in found)


class TestFirstOrganisation:
    def test_begins_empty_and_says_how(self, keeper):
        assert keeper.get(HOME).url == f"{HOME}limburg/"
        page = keeper.get(f"{HOME}limburg/").text
        assert "Nog geen onderdelen" in page
        assert f"{HOME}limburg/toevoegen/" in page

    @pytest.mark.sqlite
    def test_comes_with_one_pasted_list(self, keeper, limburg):
        response = keeper.post(f"{HOME}limburg/toevoegen/", {"lijst": LIST})
        assert response.status_code == 302
        root = unit("Eenheid Limburg")
        assert (root.kind, root.parent) == ("eenheid", None)
        district, team = unit("District Zuid"), unit("Basisteam Maastricht")
        assert (district.parent, district.kind, team.parent, team.kind) == (root, "district", district, "basisteam")
        assert names(team.municipalities.all()) == ["Eijsden-Margraten", "Maastricht", "Meerssen"]
        assert unit("Dienst Zuidelijke Opsporing").parent == root
        page = keeper.get(f"{HOME}limburg/").text
        assert "Toegevoegd: 4 onderdelen." in page
        assert "Maastricht, Meerssen" in page

    def test_grows_by_a_second_list_that_names_what_is_there(self, keeper, limburg):
        keeper.post(f"{HOME}limburg/toevoegen/", {"lijst": LIST})
        more = "District Zuid\n\tBasisteam Kerkrade: Kerkrade"
        response = keeper.post(f"{HOME}limburg/toevoegen/", {"lijst": more}, follow=True)
        assert "Toegevoegd: 1 onderdeel; 1 onderdeel stond er al." in response.text
        assert unit("Basisteam Kerkrade").parent == unit("District Zuid")
        assert OrganisationUnit.objects.filter(police_unit=limburg).count() == 6

    @pytest.mark.parametrize(
        ("lines", "said"),
        [
            ("", "Schrijf of plak ten minste één naam."),
            ("Basisteam Stad\n Basisteam Dal: Masstricht", "Regel 2: “Masstricht” is geen gemeente van deze eenheid."),
            ("Basisteam Stad: Alkmaar", "“Alkmaar” is geen gemeente van deze eenheid."),
            (": Maastricht", "Regel 1: Voor de dubbele punt staat geen naam."),
            ("B" * 101, "Deze naam is 101 tekens lang."),
            pytest.param("Team\n" * 501, "Plak er ten hoogste 500 tegelijk.", id="too-many"),
        ],
    )
    def test_with_a_line_that_cannot_be_is_not_stored_at_all(self, keeper, limburg, lines, said):
        response = keeper.post(f"{HOME}limburg/toevoegen/", {"lijst": lines})
        assert response.status_code == 422
        assert said in response.text
        assert not OrganisationUnit.objects.filter(police_unit=limburg).exists()

    def test_a_slip_of_the_pen_is_named(self, keeper, limburg):
        response = keeper.post(f"{HOME}limburg/toevoegen/", {"lijst": "Basisteam Dal: Masstricht"})
        assert "Bedoelt u “Maastricht”?" in response.text

    def test_what_a_deputy_adds_and_ends_bears_both_names(self, keeper, limburg):
        principal, deputy = User.objects.get(username="staf-limburg"), Client()
        deputy.force_login(deputy_of(principal, limburg))
        deputy.post(f"{HOME}limburg/toevoegen/", {"lijst": "District Zuid"})
        day = f"{timezone.localdate() + timedelta(days=30):%Y-%m-%d}"
        ended = deputy.post(f"{HOME}limburg/{unit('District Zuid').pk}/eindigt/", {"dag": day})
        assert ended.status_code == 302
        edits = Edit.objects.of_whole(unit("District Zuid"))
        assert {(one.kind, one.on_behalf_of) for one in edits} == {("created", principal), ("changed", principal)}

    def test_of_another_is_not_there(self, keeper):
        alkmaar = unit("Basisteam Alkmaar")
        assert keeper.get(HERE).status_code == 404
        assert keeper.get(f"{HOME}limburg/{alkmaar.pk}/").status_code == 404
        assert keeper.post(f"{HOME}limburg/{alkmaar.pk}/verwijderen/").status_code == 404


def test_a_larger_tree_takes_as_many_queries(keeper, limburg, django_assert_max_num_queries):
    """The session, the user, the roles (twice), eenheden, parts, municipalities, what is counted in the header."""

    def count() -> int:
        with django_assert_max_num_queries(25) as caught:
            assert keeper.get(f"{HOME}limburg/").status_code == 200
        return len(caught)

    keeper.post(f"{HOME}limburg/toevoegen/", {"lijst": "District Zuid\n  Basisteam Stad: Maastricht"})
    keeper.get(f"{HOME}limburg/")
    few = count()
    keeper.post(f"{HOME}limburg/toevoegen/", {"lijst": "\n".join(f"Team {number}: Meerssen" for number in range(30))})
    keeper.get(f"{HOME}limburg/")
    assert count() == few


class TestPuttingRight:
    def change(self, client: Client, one: OrganisationUnit, **typed):
        url = address("change", one)
        sent = sent_by(client.get(url))
        assert {VERSION, SEEN} <= set(sent)
        return client.post(url, sent | typed)

    def test_a_name_and_an_area(self, staff):
        team = unit("Basisteam Hoorn")
        hoorn, texel = Municipality.objects.get(code="GM0405"), Municipality.objects.get(code="GM0448")
        typed = {"name": ["Basisteam Hoorn en Omstreken"], "municipalities": [hoorn.pk, texel.pk]}
        assert self.change(staff, team, **typed).status_code == 302
        team.refresh_from_db()
        assert team.name == "Basisteam Hoorn en Omstreken"
        assert names(team.municipalities.all()) == ["Hoorn", "Texel"]
        history = staff.get(address("history", team)).text
        assert "Basisteam Hoorn en Omstreken" in history
        assert "Hoorn, Texel" in history

    @pytest.mark.sqlite
    def test_is_undone(self, staff):
        team = unit("Basisteam Hoorn")
        self.change(staff, team, name=["Basisteam Horn"])
        edit = Edit.objects.of_whole(team).get()
        assert staff.post(address("undo", team, edit=edit.pk)).status_code == 302
        team.refresh_from_db()
        assert team.name == "Basisteam Hoorn"

    def test_a_place_with_figures_is_not_changed_for_old_years(self, staff):
        team, other = unit("Basisteam Hoorn"), unit("District Kennemerland")
        response = self.change(staff, team, parent=[other.pk])
        assert response.status_code == 422
        assert "Verandert vanaf een dag" in response.text
        team.refresh_from_db()
        assert team.parent == unit("District Noord-Holland-Noord")

    def test_a_place_without_figures_is(self, keeper, limburg):
        keeper.post(f"{HOME}limburg/toevoegen/", {"lijst": LIST})
        team, service = unit("Basisteam Heuvelland"), unit("Dienst Zuidelijke Opsporing")
        assert self.change(keeper, team, parent=[service.pk]).status_code == 302
        team.refresh_from_db()
        assert team.parent == service

    def test_a_name_that_is_there_is_refused(self, staff):
        response = self.change(staff, unit("Basisteam Hoorn"), name=["basisteam alkmaar"])
        assert response.status_code == 422
        assert "al een onderdeel dat “Basisteam Alkmaar” heet" in response.text

    def test_two_at_once_see_both(self, staff, log_in):
        team = unit("Basisteam Hoorn")
        url = address("change", team)
        sent = sent_by(staff.get(url))
        log_in("beheerder").post(url, sent | {"name": ["Basisteam Westfriesland"]})
        response = staff.post(url, sent | {"name": ["Basisteam Hoorn-Oost"]})
        assert response.status_code == 409
        assert "Basisteam Westfriesland" in response.text


class TestFromADayOn:
    def test_a_team_with_municipalities_does_not_end_just_like_that(self, staff):
        team = unit("Basisteam IJmond")
        response = staff.post(address("end", team), {"dag": "1-1-2026"})
        assert response.status_code == 422
        assert "Kies bij “Gaat op in” welk onderdeel dit werkgebied overneemt" in response.text.replace("&#x27;", "'")
        team.refresh_from_db()
        assert team.valid_until is None

    @pytest.mark.sqlite
    def test_a_team_goes_into_another_and_old_tables_keep_it(self, staff):
        team, into = unit("Basisteam IJmond"), unit("Basisteam Haarlem")
        own, rows = names(team.municipalities.all()), StrengthRow.objects.filter(unit=team).count()
        response = staff.post(address("end", team), {"dag": "1-1-2026", "opvolger": into.pk}, follow=True)
        assert "Oude jaren houden het onderdeel." in response.text
        team.refresh_from_db()
        assert team.valid_until == date(2026, 1, 1)
        assert names(team.municipalities.all()) == own
        assert set(own) <= set(names(into.municipalities.all()))
        assert rows == StrengthRow.objects.filter(unit=team).count() > 0
        assert "Bestaat niet meer (1)" in response.text

    def test_somebody_may_say_that_nobody_takes_over(self, staff):
        team = unit("Basisteam IJmond")
        assert staff.post(address("end", team), {"dag": "1-1-2026", "zonder": "on"}).status_code == 302
        team.refresh_from_db()
        assert team.valid_until == date(2026, 1, 1)

    def test_a_district_does_not_leave_its_teams_hanging(self, staff):
        district = unit("District Kennemerland")
        response = staff.post(address("end", district), {"dag": "1-1-2026", "zonder": "on"})
        assert response.status_code == 422
        assert "Basisteam IJmond" in response.text

    def test_a_district_goes_into_another_with_its_teams(self, staff):
        district, into = unit("District Kennemerland"), unit("District Zaanstreek-Waterland")
        old = unit("Basisteam IJmond")
        assert staff.post(address("end", district), {"dag": "1-1-2026", "opvolger": into.pk}).status_code == 302
        old.refresh_from_db()
        going_on = unit("Basisteam IJmond", valid_from=date(2026, 1, 1))
        assert (old.parent, old.valid_until) == (district, date(2026, 1, 1))
        assert going_on.parent == into
        assert names(going_on.municipalities.all()) == names(old.municipalities.all())

    def test_an_area_does_not_go_over_before_the_day(self, staff):
        team, into = unit("Basisteam IJmond"), unit("Basisteam Haarlem")
        later = timezone.localdate().replace(year=timezone.localdate().year + 1, day=1)
        response = staff.post(address("end", team), {"dag": later.isoformat(), "opvolger": into.pk})
        assert response.status_code == 422
        assert "kom hier op die dag terug" in response.text

    def test_a_name_changes_with_all_below_it(self, staff):
        district = unit("District Kennemerland")
        typed = {"dag": "1-1-2026", "naam": "District Zuid-Kennemerland", "onder": district.parent_id}
        assert staff.post(address("continue", district), typed).status_code == 302
        district.refresh_from_db()
        renamed = unit("District Zuid-Kennemerland")
        assert (district.name, district.valid_until) == ("District Kennemerland", date(2026, 1, 1))
        assert unit("Basisteam IJmond", valid_from=date(2026, 1, 1)).parent == renamed

    def test_the_eenheid_itself_does_not_end(self, staff):
        response = staff.post(address("end", unit("Eenheid Noord-Holland")), {"dag": "1-1-2026"})
        assert response.status_code == 422
        assert "Dit is de eenheid zelf" in response.text

    def test_a_successor_does_not_make_a_shared_area(self, staff):
        """The norm per inhabitant of a team that took another’s place is known."""
        team = unit("Basisteam Haarlem")
        typed = {"dag": "1-1-2026", "naam": "Basisteam Haarlem-Stad", "onder": team.parent_id}
        assert staff.post(address("continue", team), typed).status_code == 302
        assert not unit("Basisteam Haarlem-Stad").overlaps(unit("Basisteam Haarlem"))


class TestMistakes:
    def test_what_nothing_refers_to_is_removed(self, keeper, limburg):
        keeper.post(f"{HOME}limburg/toevoegen/", {"lijst": "Basisteam Vergissing"})
        mistake = unit("Basisteam Vergissing")
        assert "per ongeluk" in keeper.get(address("remove", mistake)).text
        assert keeper.post(address("remove", mistake)).status_code == 302
        assert not OrganisationUnit.objects.filter(pk=mistake.pk).exists()

    def test_what_figures_refer_to_is_not(self, staff):
        team = unit("Basisteam Hoorn")
        assert "Verwijderen kan daarom niet" in staff.get(address("remove", team)).text
        response = staff.post(address("remove", team), follow=True)
        assert "Laat het eindigen op een dag" in response.text
        assert OrganisationUnit.objects.filter(pk=team.pk).exists()
