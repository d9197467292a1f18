"""Whoever imports changes what is of their own eenheid, in tables of the whole country too."""

import pytest
from django.core.management import call_command
from django.test import Client

from agenda.models import Measurement, RegionalTarget
from nhveilig.accounts.models import Role
from nhveilig.accounts.permissions import Permission
from nhveilig.imports.kinds import all_kinds, find_kind
from nhveilig.imports.models import ImportJob
from nhveilig.partners.models import ContactPerson, Covenant, Party
from nhveilig.regions.models import Municipality, PoliceUnit
from nhveilig.registers.sheets import RegisterKind
from tests.imports.files import confirm, csv_of, upload, xlsx_of
from themes.models import Grant, GrantYear

MEASURED = ("agenda", "doel", "indicator", "eenheid", "jaar", "periode", "realisatie", "status", "bron")
DIVIDED = ("agenda", "indicator", "eenheid", "jaar", "aandeel")
AGENDA = "veiligheidsagenda-2019-2022"


@pytest.fixture
def elsewhere(colleague) -> Client:
    client = Client()
    client.force_login(colleague)
    return client


def measured(eenheid: str, realised: str = "1") -> tuple[str, ...]:
    return AGENDA, "2b", "om-verdachten", eenheid, "2020", "jaar", realised, "definitief", "een bron"


def divided(eenheid: str, share: str = "1") -> tuple[str, ...]:
    return AGENDA, "csv", eenheid, "2019", share


def stored() -> list[tuple]:
    return [row for model in (Measurement, RegionalTarget) for row in model.objects.order_by("pk").values_list()]


def last_import() -> ImportJob:
    return ImportJob.objects.latest("pk")


def said(job: ImportJob) -> list[tuple[int, str]]:
    return [(problem.row, problem.message) for problem in job.preview.problems]


@pytest.mark.parametrize("name", ["RE04", "Noord-Holland", "noord-holland"])
@pytest.mark.parametrize(("kind", "head", "row"), [("realisatie", MEASURED, measured), ("verdeling", DIVIDED, divided)])
def test_a_figure_of_another_eenheid_is_refused_by_its_row(elsewhere, kind, head, row, name):
    before = stored()
    upload(elsewhere, csv_of(head, row("RE05"), row(name)), kind, "landelijk")
    job = last_import()
    assert job.state == ImportJob.State.REFUSED
    [(place, message)] = said(job)
    assert place == 3
    assert message.startswith("Dit is van eenheid Noord-Holland; u kunt alleen veranderen wat van uw eigen eenheid is.")
    assert stored() == before


def test_a_figure_that_is_not_there_yet_is_refused_as_well(elsewhere):
    RegionalTarget.objects.filter(police_unit__code="RE04").delete()
    upload(elsewhere, xlsx_of(DIVIDED, divided("RE04")), "verdeling", "landelijk", "t.xlsx")
    assert last_import().state == ImportJob.State.REFUSED
    assert not RegionalTarget.objects.filter(police_unit__code="RE04").exists()
    Measurement.objects.filter(police_unit__code="RE04").delete()
    upload(elsewhere, csv_of(MEASURED, measured("RE04")), "realisatie", "landelijk")
    assert last_import().state == ImportJob.State.REFUSED
    assert not Measurement.objects.filter(police_unit__code="RE04").exists()


def test_years_across_are_refused_as_well(elsewhere):
    head = ("agenda", "indicator", "eenheid", "2019", "2020")
    upload(elsewhere, csv_of(head, (AGENDA, "csv", "RE04", "1", "2")), "verdeling", "landelijk")
    assert last_import().state == ImportJob.State.REFUSED
    assert len(said(last_import())) == 2


def test_of_a_file_with_the_whole_table_the_own_rows_change(elsewhere):
    """As a user works: download, change the own row, and bring it back."""
    theirs = RegionalTarget.objects.get(indicator__code="csv", police_unit__code="RE04", year=2019)
    rows = [divided("RE04", theirs.figure.text()), divided("RE05", "3")]
    upload(elsewhere, csv_of(DIVIDED, *rows), "verdeling", "landelijk", accept_totals="on")
    job = last_import()
    assert job.state == ImportJob.State.READY, said(job)
    confirm(elsewhere, job, reason="Afgesproken", effective_on="01-06-2022")
    assert last_import().state == ImportJob.State.DONE
    assert RegionalTarget.objects.get(indicator__code="csv", police_unit__code="RE05", year=2019).value == 3
    theirs.refresh_from_db()
    assert theirs.value != 3


def test_what_is_of_the_whole_country_is_for_who_keeps_what_is_national(elsewhere):
    upload(elsewhere, csv_of(MEASURED, measured("", "7")), "realisatie", "landelijk")
    assert last_import().state == ImportJob.State.REFUSED
    assert "Dit geldt voor heel Nederland" in str(said(last_import()))
    administrator = Client()
    administrator.force_login(Role.objects.filter(kind=Role.Kind.NATIONAL).first().user)
    upload(administrator, csv_of(MEASURED, measured("", "7")), "realisatie", "landelijk")
    assert last_import().state == ImportJob.State.READY


def test_a_municipality_of_another_eenheid_is_not_taken_over(elsewhere):
    """Not by naming a veiligheidsregio of one's own either."""
    own = PoliceUnit.objects.get(code="RE05")
    region = own.safety_regions.first()
    theirs = Municipality.objects.filter(safety_region__police_unit__code="RE04").first()
    for row in [(theirs.code, theirs.name, region.code), (theirs.code, "Anders", theirs.safety_region.code)]:
        upload(elsewhere, csv_of(("gm-code", "gemeente", "veiligheidsregio"), row), "gemeenten", own.slug)
        assert last_import().state == ImportJob.State.REFUSED
        assert "Dit is van eenheid Noord-Holland" in str(said(last_import()))
    assert Municipality.objects.get(pk=theirs.pk).safety_region == theirs.safety_region


def test_a_role_that_was_taken_since_the_upload_confirms_nothing(staff):
    before = stored()
    upload(staff, csv_of(MEASURED, measured("RE04")), "realisatie", "landelijk")
    job = last_import()
    assert job.state == ImportJob.State.READY
    Role.objects.filter(user=job.requested_by).update(kind=Role.Kind.READER)
    administrator = Client()
    administrator.force_login(Role.objects.filter(kind=Role.Kind.ADMINISTRATOR).first().user)
    confirm(administrator, job)
    assert last_import().state == ImportJob.State.REFUSED
    assert stored() == before


def test_the_command_line_imports_for_every_eenheid(demo, tmp_path):
    file = tmp_path / "realisatie.csv"
    file.write_bytes(csv_of(MEASURED, measured("RE04"), measured("RE05")))
    call_command("import_table", "realisatie", str(file))
    found = Measurement.objects.current().filter(indicator__code="om-verdachten", year=2020, period="jaar", value=1)
    assert set(found.values_list("police_unit__code", flat=True)) >= {"RE04", "RE05"}


CONTACT = ("gemeente", "onderwerp", "naam", "gecontroleerd op")
REGISTERS = [
    ("contactpersonen", CONTACT, ("Alkmaar", "Haven", "Iemand", "1-10-2025")),
    ("contactpersonen", CONTACT, ("GM0361", "Haven", "Iemand", "1-10-2025")),
    ("partijen", ("convenant", "gemeente"), ("{covenant}", "")),
    ("bedragen", ("geldbron", "jaar", "bedrag"), ("{grant}", "2025", "1")),
]


@pytest.mark.parametrize(("kind", "head", "row"), REGISTERS)
def test_a_row_of_a_register_of_another_eenheid_is_not_there(elsewhere, kind, head, row):
    """By its name it is unknown: what is another's does not exist."""
    names = {
        "covenant": Covenant.objects.filter(police_unit__code="RE04").first(),
        "grant": Grant.objects.filter(police_unit__code="RE04").first(),
    }
    model = {"contactpersonen": ContactPerson, "partijen": Party, "bedragen": GrantYear}[kind]
    before = list(model._base_manager.order_by("pk").values_list())
    own = PoliceUnit.objects.get(code="RE05")
    upload(elsewhere, csv_of(head, tuple(cell.format(**names) for cell in row)), kind, own.slug)
    job = last_import()
    assert job.state == ImportJob.State.REFUSED
    assert said(job)[0][0] == 2
    assert list(model._base_manager.order_by("pk").values_list()) == before


@pytest.mark.parametrize("kind", ["contactpersonen", "geldbronnen", "bedragen", "convenanten", "formatie", "gemeenten"])
def test_a_table_of_another_eenheid_is_no_place_to_upload(elsewhere, kind):
    assert upload(elsewhere, b"a;b", kind, "noord-holland").status_code == 404


def test_every_table_of_the_whole_country_knows_of_what_eenheid_a_row_is():
    """Of a figure of an eenheid the resource looks whose it is; another national table has to say so here.

    Who keeps what is national, keeps it of every eenheid.
    """
    national = {kind.code for kind in all_kinds() if not kind.per_unit}
    registers = {kind.code for kind in all_kinds() if isinstance(kind, RegisterKind) and not kind.per_unit}
    assert national - registers == {"streefcijfers", "verdeling", "realisatie"}
    for code in (code for code in registers if find_kind(code).permission != Permission.EDIT_NATIONAL):
        model = find_kind(code).register.model
        assert not [field for field in model._meta.fields if field.related_model is PoliceUnit], code
