"""What holds for the whole country is kept on pages, by who works for it, and grows by a sheet."""

from pathlib import Path

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nhveilig.accounts.models import Role, RoleChange, User
from nhveilig.imports.models import ImportJob
from nhveilig.national.registers import MUNICIPALITIES, UNITS
from nhveilig.regions.models import Inhabitants, Municipality, Outline, PoliceUnit, SafetyRegion
from tests.imports.files import applied, confirm, csv_of, previewed, upload
from tests.registers.rows import open_form

pytestmark = pytest.mark.django_db
ADMINISTRATORS = "/inrichten/landelijk/beheerders/"
NAME = f"{ADMINISTRATORS}benoemen/"
FILES = Path(__file__).parent.parent / "maps/files"
ALKMAAR = "/inrichten/landelijk/gemeenten/GM0361/"


@pytest.fixture
def national(log_in) -> Client:
    return log_in("landelijk")


class TestRegisters:
    @pytest.mark.parametrize("username", ["staf", "beheerder", "lezer", "burgemeester"])
    def test_are_not_for_who_works_for_one_eenheid(self, log_in, username):
        page = log_in(username)
        for address in ("eenheden/", "veiligheidsregios/", "gemeenten/", "gemeenten/GM0361/wijzigen/", "beheerders/"):
            assert page.get(f"/inrichten/landelijk/{address}").status_code == 403
        assert "/inrichten/landelijk/" not in page.get("/").text

    def test_stand_in_the_menu_of_who_does(self, national):
        page = national.get("/inrichten/landelijk/eenheden/").text
        for label in ("Beheerders", "Eenheden", "Veiligheidsregio&#x27;s", "Alle gemeenten"):
            assert label in page
        assert national.get("/inrichten/").status_code == 403

    def test_a_name_is_changed_and_the_next_release_leaves_it(self, national):
        unit = PoliceUnit.objects.get(code="RE10")
        sent = open_form(national, UNITS, unit) | {"name": ["Limburg aan de Maas"]}
        assert national.post(UNITS.url("change", unit), sent).status_code == 302
        unit.refresh_from_db()
        assert (unit.name, unit.slug) == ("Limburg aan de Maas", "limburg")

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"valid_from": ["1-1-2022"], "valid_until": ["1-1-2021"]}, "Deze dag moet na de eerste dag liggen."),
            ({"successor": ["{self}"], "valid_until": ["1-1-2027"]}, "Een gemeente gaat niet op in zichzelf."),
            ({"successor": ["{other}"]}, "Vul in op welke dag de gemeente opging in een andere."),
            ({"successor": ["{gone}"], "valid_until": ["1-1-2027"]}, "Beemster bestaat niet op die dag."),
        ],
    )
    def test_a_history_that_cannot_be_is_refused(self, national, typed, said):
        codes = {"self": "GM0361", "other": "GM0399", "gone": "GM0370"}
        found = {name: Municipality.objects.get(code=code) for name, code in codes.items()}
        alkmaar = found["self"]
        pks = {name: one.pk for name, one in found.items()}
        sent = {name: [value[0].format(**pks)] for name, value in typed.items()}
        form = open_form(national, MUNICIPALITIES, alkmaar) | sent
        response = national.post(MUNICIPALITIES.url("change", alkmaar), form)
        assert response.status_code == 422
        assert said in response.text
        alkmaar.refresh_from_db()
        assert (alkmaar.valid_until, alkmaar.successor) == (None, None)

    @pytest.mark.parametrize(
        ("code", "model", "row"),
        [
            ("eenheden", PoliceUnit, ("RE11", "Streek", "streek", "regionale eenheid", "20")),
            ("veiligheidsregios", SafetyRegion, ("VR26", "Nieuwe regio", "RE04")),
            ("gemeenten-landelijk", Municipality, ("GM9998", "Nieuwstad", "VR10", "1-1-2027", "", "", "", "")),
        ],
    )
    def test_a_sheet_brings_new_rows(self, demo, code, model, row):
        heads = {
            "eenheden": ("code", "eenheid", "webnaam", "soort", "volgorde"),
            "veiligheidsregios": ("code", "veiligheidsregio", "eenheid"),
            "gemeenten-landelijk": (
                *("gm-code", "gemeente", "veiligheidsregio", "geldig vanaf", "geldig tot"),
                *("opgegaan in", "kolom", "rij"),
            ),
        }
        before = model.objects.count()
        plan = applied(code, csv_of(heads[code], row), None, user=User.objects.get(username="landelijk"))
        assert plan.counts()["new"] == 1
        assert model.objects.count() == before + 1

    def test_a_code_that_is_no_code_is_refused(self, demo):
        row = ("361", "Nieuwstad", "VR10", "", "", "", "", "")
        head = ("gm-code", "gemeente", "veiligheidsregio", "geldig vanaf", "geldig tot", "opgegaan in", "kolom", "rij")
        before = Municipality.objects.count()
        plan = previewed("gemeenten-landelijk", csv_of(head, row), None)
        assert "GM met vier cijfers" in plan.problems[0].message
        assert Municipality.objects.count() == before


class TestOutlines:
    ADDRESS = "/inrichten/landelijk/gemeenten/grenzen/"

    def sent(self, client: Client, data: bytes, source: str = "CBS 2026", **follow: bool):
        return client.post(self.ADDRESS, {"bestand": SimpleUploadedFile("g.json", data), "bron": source}, **follow)

    def test_come_in_by_a_file(self, national):
        assert "Het portaal kent nog geen grenzen." in national.get(self.ADDRESS).text
        assert self.ADDRESS in national.get("/inrichten/landelijk/gemeenten/").text
        page = self.sent(national, (FILES / "twee.topo.json").read_bytes(), follow=True).text
        assert "Opgeslagen: de grenzen van 1 gemeente." in page
        assert "Niet bekend in dit portaal en overgeslagen: GM9999." in page
        assert Outline.objects.get(municipality__code="GM0361").source == "CBS 2026"

    @pytest.mark.parametrize(
        ("data", "source", "said"),
        [
            (b"geen json", "CBS", "geen geldige JSON"),
            (b"", "CBS", "Dit bestand is leeg"),
            (b"{}" + b" " * 10 * 1024**2, "CBS", "groter dan 10 MB"),
            (b"{}", " ", "Schrijf wie de grenzen uitgaf."),
        ],
    )
    def test_are_refused_in_words_and_nothing_is_stored(self, national, data, source, said):
        response = self.sent(national, data, source)
        assert response.status_code == 422
        assert said in response.text
        assert not Outline.objects.exists()


class TestNeighbours:
    def test_are_typed_by_name_or_code_and_stand_with_both(self, national):
        assert "Heiloo" in national.get(ALKMAAR).text
        response = national.post(f"{ALKMAAR}buren/", {"buren": "texel\r\n\r\nGM0399"})
        assert response.status_code == 302
        alkmaar, texel = (Municipality.objects.get(code=code) for code in ("GM0361", "GM0448"))
        assert set(alkmaar.neighbours.values_list("name", flat=True)) == {"Texel", "Heiloo"}
        assert list(texel.neighbours.all()) == [alkmaar]
        assert "Alkmaar heeft 2 buurgemeenten" in national.get(ALKMAAR).text

    @pytest.mark.parametrize(
        ("typed", "said"),
        [("Heilo", "Bedoelt u “Heiloo”?"), ("Alkmaar", "Alkmaar is de gemeente zelf"), ("Beemster", "Er is nu geen")],
    )
    def test_what_is_no_neighbour_is_refused(self, national, typed, said):
        before = Municipality.objects.get(code="GM0361").neighbours.count()
        response = national.post(f"{ALKMAAR}buren/", {"buren": typed})
        assert response.status_code == 422
        assert said in response.text
        assert typed in response.text
        assert Municipality.objects.get(code="GM0361").neighbours.count() == before


class TestAFileOfStaff:
    """Brings the inhabitants of the eenheid, and not which municipalities there are."""

    HEAD = ("gm-code", "gemeente", "veiligheidsregio", "geldig tot", "opgegaan in", "peildatum", "inwoners", "bron")

    @pytest.mark.parametrize(
        ("row", "column"),
        [
            (("GM9998", "Nieuwstad", "VR10", "", "", "", "", ""), "gm-code"),
            (("GM0361", "Alkmaar aan Zee", "VR10", "", "", "", "", ""), "gemeente"),
            (("GM0361", "Alkmaar", "VR12", "", "", "", "", ""), "veiligheidsregio"),
            (("GM0361", "Alkmaar", "VR10", "1-1-2027", "", "", "", ""), "geldig tot"),
            (("GM0370", "Beemster", "VR11", "1-1-2022", "GM0361", "", "", ""), "opgegaan in"),
        ],
    )
    def test_changes_no_municipality(self, staff, storage, row, column):
        before = list(Municipality.objects.order_by("pk").values())
        upload(staff, csv_of(self.HEAD, row), "gemeenten", "noord-holland")
        problems = ImportJob.objects.get().preview.problems
        assert [(problem.column, "landelijke beheerder" in problem.message) for problem in problems] == [(column, True)]
        assert list(Municipality.objects.order_by("pk").values()) == before

    def test_brings_inhabitants(self, staff, storage):
        row = ("GM0361", "Alkmaar", "VR10", "", "", "1-1-2026", "112000", "CBS")
        upload(staff, csv_of(self.HEAD, row), "gemeenten", "noord-holland")
        confirm(staff, ImportJob.objects.get())
        assert Inhabitants.objects.filter(municipality__code="GM0361", value=112000).exists()


class TestAdministrators:
    NEW = {"eenheid": "limburg", "voornaam": "Anna", "achternaam": "Bos", "email": "a.bos@stad.nl"}

    def test_every_eenheid_says_who_lets_people_in(self, national, django_assert_max_num_queries):
        with django_assert_max_num_queries(12):
            page = national.get(ADMINISTRATORS).text
        assert "Bas Beheer" in page
        assert page.count("nog niemand") == 9

    def test_the_first_of_an_eenheid_is_named_and_gets_a_link(self, national, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            page = national.post(NAME, self.NEW)
        assert page.status_code == 200
        assert "/wachtwoord-kiezen/" in page.text
        assert "no-store" in page.headers["Cache-Control"]
        user = User.objects.get(email="a.bos@stad.nl")
        role = user.roles.get()
        assert (role.kind, role.police_unit.slug) == (Role.Kind.ADMINISTRATOR, "limburg")
        assert [one.to for one in mail.outbox] == [["a.bos@stad.nl"]]
        given = RoleChange.objects.get(user=user, action="given")
        assert given.by.username == "landelijk"
        first = Client()
        first.force_login(user)
        assert first.get("/mensen/limburg/").status_code == 200
        assert first.get("/").status_code == 200

    def test_somebody_who_is_there_gets_the_role_and_no_link_is_shown(self, national):
        page = national.post(NAME, self.NEW | {"email": "STAF@nhveilig.example", "eenheid": ""}, follow=True)
        assert "Sanne Stavast had al een account" in page.text
        assert "/wachtwoord-kiezen/" not in page.text
        assert User.objects.get(username="staf").roles.filter(kind=Role.Kind.NATIONAL).exists()
        again = national.post(NAME, self.NEW | {"email": "staf@nhveilig.example", "eenheid": ""})
        assert (again.status_code, "heeft deze rol al" in again.text) == (422, True)

    @pytest.mark.parametrize("field", ["voornaam", "achternaam", "email"])
    def test_what_is_missing_is_asked(self, national, field):
        page = national.post(NAME, self.NEW | {field: ""})
        assert page.status_code == 422
        assert not User.objects.filter(email="a.bos@stad.nl").exists()
        assert not User.objects.filter(first_name="Anna").exists()

    def test_one_of_the_country_is_taken_when_another_is_left(self, national):
        own = Role.objects.get(user__username="landelijk")
        address = reverse("administrators:take", args=[own.pk])
        assert "kan dan niet meer" in national.get(address).text
        assert "laatste landelijke beheerder" in national.post(address, follow=True).text
        national.post(NAME, self.NEW | {"eenheid": ""})
        other = Role.objects.get(user__email="a.bos@stad.nl")
        national.post(reverse("administrators:take", args=[other.pk]))
        assert not Role.objects.filter(pk=other.pk).exists()

    def test_the_role_of_an_eenheid_is_not_taken_here(self, national):
        theirs = Role.objects.get(user__username="beheerder")
        assert national.post(reverse("administrators:take", args=[theirs.pk])).status_code == 404
