"""What holds for every eenheid is not changed by who works for one."""

import pytest
from django.urls import reverse

from agenda.models import AgreementNote, Measurement, RegionalTarget, Target
from nhveilig.accounts.models import Role, User
from nhveilig.accounts.permissions import PERMISSIONS_OF, Permission
from nhveilig.imports.models import ImportJob
from tests.imports.files import confirm, csv_of, upload

pytestmark = pytest.mark.django_db
SLUG = "veiligheidsagenda-2019-2022"
OM = [SLUG, "2b", "om-verdachten"]
INDICATOR = reverse("agenda:indicator-detail", args=OM)
RECORD = reverse("agenda:measurement-record", args=OM)
REVISE = reverse("agenda:target-revise", args=[*OM, "2020"])
DIVIDE = reverse("agenda:indicator-distribute", args=[SLUG, "2c.2", "km-totaal"])
NATIONAL = "?eenheid=landelijk&jaar=2020&periode=jaar"
OF_ONE_UNIT = [kind for kind in Role.Kind if kind != Role.Kind.NATIONAL]


def test_one_permission_says_who_may():
    assert [kind for kind in Role.Kind if Permission.EDIT_NATIONAL in PERMISSIONS_OF[kind]] == ["national"]


@pytest.mark.parametrize("address", [REVISE, DIVIDE])
@pytest.mark.parametrize("username", ["staf", "staf-noord", "beheerder", "controller", "lezer"])
def test_a_target_and_its_division_are_kept_by_nobody_of_one_eenheid(demo, log_in, address, username):
    before = list(Target.objects.values_list("value")), list(RegionalTarget.objects.values_list("value"))
    client = log_in(username)
    assert client.get(address).status_code == 403
    assert (
        client.post(address, {"waarde": "1", "soort": "exact", "reden": "Zomaar", "per": "2020-01-01"}).status_code
        == 403
    )
    assert (list(Target.objects.values_list("value")), list(RegionalTarget.objects.values_list("value"))) == before


def test_nor_offered_to_them(demo, log_in):
    assert REVISE not in log_in("staf").get(INDICATOR).text
    assert REVISE in log_in("landelijk").get(INDICATOR).text
    share = reverse("agenda:share-revise", args=[*OM, "noord-holland", 2020])
    assert share in log_in("staf").get(INDICATOR).text


def test_a_figure_of_the_whole_country(demo, log_in):
    filled = {"waarde": "15", "soort": "exact", "status": "voorlopig", "bron": "Proef", "herziening": "0"}
    assert log_in("staf").get(RECORD + NATIONAL).status_code == 404
    assert log_in("staf").post(RECORD + NATIONAL, filled).status_code == 404
    assert not Measurement.objects.filter(police_unit=None, source="Proef").exists()
    assert log_in("landelijk").get(RECORD + NATIONAL).status_code == 200


def test_a_correction_of_the_whole_country_is_not_undone(demo, log_in):
    indicator = Target.objects.get(indicator__code="om-verdachten", year=2020).indicator
    one = indicator.measurements.create(year=2020, period="jaar", value=15, source="Proef")
    address = reverse("agenda:measurement-restore", args=[SLUG, one.pk])
    assert log_in("staf").post(address).status_code == 403
    assert log_in("landelijk").post(address).status_code == 302


def test_a_note_on_behalf_of_the_whole_country(demo, log_in):
    address = reverse("agenda:agreement-note", args=[SLUG, "OND-01"])
    note = {"eenheid": "landelijk", "jaar": "2020", "status": "loopt", "tekst": "Namens allen."}
    assert log_in("staf").post(address, note).status_code == 422
    assert not AgreementNote.objects.filter(police_unit=None, year=2020, agreement__code="OND-01").exists()


class TestAFile:
    def test_of_targets_is_not_for_staff(self, demo, log_in, storage):
        address = reverse("imports:upload", args=["streefcijfers", "landelijk"])
        assert log_in("staf").get(address).status_code == 404
        assert log_in("landelijk").get(address).status_code == 200

    @pytest.mark.parametrize("row", [("om-verdachten", 2020, 1), ("csv", 2019, 9)])
    def test_with_a_row_of_the_whole_country_is_refused(self, demo, log_in, storage, row):
        code, year, value = row
        data = csv_of(("indicator", "jaar", "realisatie", "bron"), (code, year, value, "Proef"))
        upload(log_in("staf"), data, "realisatie", "landelijk")
        plan = ImportJob.objects.get().preview
        assert "Dit geldt voor heel Nederland" in " ".join(problem.message for problem in plan.problems)
        assert not Measurement.objects.filter(source="Proef").exists()

    def test_of_who_works_for_the_country_is_stored(self, demo, log_in, storage):
        data = csv_of(("indicator", "jaar", "realisatie", "bron"), ("om-verdachten", 2019, 190, "Proef"))
        client = log_in("landelijk")
        upload(client, data, "realisatie", "landelijk")
        confirm(client, ImportJob.objects.get())
        assert Measurement.objects.filter(police_unit=None, source="Proef").count() == 1
        assert User.objects.get(username="landelijk").roles.get().kind == Role.Kind.NATIONAL
