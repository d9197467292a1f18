"""An edition changed behind the back of the portal: the database refuses it, and what got through is not shown."""

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.db.models.signals import post_migrate, pre_migrate

from nhveilig.accounts.models import Role, RoleChange, User
from nhveilig.accounts.services import give_role
from reports.documents.content import fingerprint
from reports.documents.models import Document, Edition, EditionDamaged, Export, OfficialFile, Publication
from reports.documents.rendering import render
from reports.documents.services.exports import machine, request_export
from reports.documents.services.verifying import damaged_editions
from reports.documents.tasks import verify_editions
from reports.search.passages import keep_passages

pytestmark = pytest.mark.sqlite

TITLE = "GEKNOEID"


@pytest.fixture
def adopted(demo: Document) -> Edition:
    return demo.editions.get(number=2)


def statement(sql: str, *params: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def without_triggers(table: str) -> None:
    """As whoever owns the database can."""
    for what in ("update", "delete"):
        on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
        statement(f'DROP TRIGGER "fixed_{table}_{what}"{on}')


def tampered(edition: Edition) -> Edition:
    without_triggers("reports_edition")
    content = edition.content | {"document": edition.content["document"] | {"title": TITLE}}
    statement("UPDATE reports_edition SET content = %s WHERE id = %s", json.dumps(content), edition.pk)
    return Edition.objects.select_related("document").get(pk=edition.pk)


def rows() -> list[list[tuple]]:
    kept = (Edition, RoleChange, OfficialFile, Publication)
    return [list(model.objects.order_by("pk").values_list()) for model in kept]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE reports_edition SET content = '{}'",
        "UPDATE reports_edition SET sha256 = 'x'",
        "UPDATE reports_edition SET status = 'concept' WHERE status = 'adopted'",
        "UPDATE reports_edition SET number = number + 100",
        "DELETE FROM reports_edition WHERE status = 'adopted'",
        "UPDATE accounts_rolechange SET by_id = user_id",
        "UPDATE accounts_rolechange SET action = 'taken'",
        "DELETE FROM accounts_rolechange",
        "UPDATE reports_officialfile SET data = 'x'",
        "UPDATE reports_officialfile SET sha256 = 'x'",
        "DELETE FROM reports_officialfile",
        "UPDATE reports_publication SET published_at = withdrawn_at",
        "UPDATE reports_publication SET edition_id = edition_id + 1",
        "DELETE FROM reports_publication",
    ],
)
def test_the_database_refuses_to_change_or_remove_what_stays(adopted, change):
    by = User.objects.get(username="beheerder")
    unit = adopted.document.police_unit
    give_role(user=User.objects.get(username="lezer"), kind=Role.Kind.STAFF, police_unit=unit, municipality=None, by=by)
    OfficialFile.objects.create(edition=adopted, data=b"%PDF", sha256="x", size=4, made_at=adopted.frozen_at)
    before = rows()
    with pytest.raises(DatabaseError, match="never changed or removed"):
        statement(change)
    assert rows() == before


def test_also_when_django_itself_is_asked_to(adopted):
    with pytest.raises(DatabaseError), transaction.atomic():
        models.QuerySet(Edition).filter(pk=adopted.pk).update(content={})
    with pytest.raises(DatabaseError), transaction.atomic():
        models.QuerySet(Edition).filter(pk=adopted.pk)._raw_delete("default")


@pytest.mark.django_db(transaction=True)
def test_after_an_older_migration_the_columns_that_are_there_stay(adopted):
    config = apps.get_app_config("reports")
    told = {"app_config": config, "using": "default", "plan": [], "apps": apps, "verbosity": 0, "interactive": False}
    pre_migrate.send(config, **told)
    # With what notes that it changes.
    cascade = " CASCADE" if connection.vendor == "postgresql" else ""
    statement(f"ALTER TABLE reports_edition DROP COLUMN adopted_words{cascade}")
    post_migrate.send(config, **told)
    with pytest.raises(DatabaseError, match="never changed or removed"):
        statement("UPDATE reports_edition SET sha256 = 'x'")


def test_who_froze_it_may_be_forgotten(demo):
    user = User.objects.create(username="weg")
    edition = demo.editions.get(number=2)
    statement("UPDATE reports_edition SET frozen_by_id = %s WHERE id = %s", user.pk, edition.pk)
    user.delete()
    edition.refresh_from_db()
    assert edition.frozen_by is None


def test_a_migration_puts_the_triggers_back(adopted):
    without_triggers("reports_edition")
    without_triggers("accounts_rolechange")
    call_command("migrate", verbosity=0)
    for change in ("UPDATE reports_edition SET content = '{}'", "DELETE FROM reports_edition"):
        with pytest.raises(DatabaseError):
            statement(change)


@pytest.mark.parametrize("path", ["", "editie.json", "vergelijken/1/"])
def test_a_page_does_not_show_what_was_tampered_with(adopted, staff, path):
    tampered(adopted)
    found = staff.get(f"/documenten/{adopted.document.slug}/edities/2/{path}")
    assert TITLE not in found.text
    assert (found.status_code, "is beschadigd" in found.text) == (409, True)


@pytest.mark.parametrize("path", ["inhoud", "tabellen"])
def test_open_data_does_not_serve_it(adopted, client, path):
    tampered(adopted)
    found = client.get(f"/api/v1/documenten/{adopted.document.slug}/edities/2/{path}")
    assert TITLE not in found.content.decode()
    assert (found.status_code, found.headers["Content-Type"]) == (409, "application/problem+json")


@pytest.mark.parametrize("format", list(Export.Format))
def test_nothing_is_made_of_it(adopted, format):
    edition = tampered(adopted)
    before = adopted.document.editions.get(number=1)
    with pytest.raises(EditionDamaged, match=r"is beschadigd.*reservekopie"):
        render(edition, format, compared_with=before if format == Export.Format.CHANGES else None)


def test_an_export_says_why_it_failed(adopted, storage):
    tampered(adopted)
    export = request_export(edition=adopted, format=Export.Format.JSON, requested_by=None)
    machine.run(export.pk)
    export.refresh_from_db()
    assert (export.state, "is beschadigd" in export.error) == (Export.State.FAILED, True)


@pytest.mark.parametrize("format", ["docx", "html", "json"])
def test_a_file_that_was_exchanged_in_storage_is_not_handed_out_and_made_anew_when_asked(
    adopted, staff, storage, caplog, format
):
    def exported() -> Export:
        export = request_export(edition=adopted, format=Export.Format(format), requested_by=None)
        machine.run(export.pk)
        export.refresh_from_db()
        return export

    first = exported()
    assert exported() == first
    address, path = f"/exports/{first.pk}/bestand/", Path(first.file.path)
    made = path.read_bytes()
    assert b"".join(staff.get(address)) == made
    path.write_bytes(made.replace(b"a", b"o", 1))
    refused = staff.get(address)
    assert (refused.status_code, "is beschadigd" in refused.text) == (409, True)
    assert f"SHA-256 {first.file_sha256[:12]}" in caplog.text
    again = exported()
    assert (again != first, again.intact()) == (True, made)


def test_a_file_of_before_hashes_were_kept_is_handed_out(adopted, staff, storage):
    export = Export(edition=adopted, format="json", content_key="x", state="done", file_size=2)
    export.file.save("exports/x/plan.json", ContentFile(b"{}"), save=False)
    export.save()
    assert b"".join(staff.get(f"/exports/{export.pk}/bestand/")) == b"{}"


def test_nothing_of_it_can_be_found(adopted):
    with pytest.raises(EditionDamaged):
        keep_passages(edition=tampered(adopted))


def test_the_command_names_what_is_damaged_and_ends_with_one(adopted, capsys):
    call_command("verify_editions")
    assert "0 beschadigd" in capsys.readouterr().out
    tampered(adopted)
    with pytest.raises(SystemExit) as ended:
        call_command("verify_editions")
    assert ended.value.code == 1
    assert f"“{adopted}” is beschadigd" in capsys.readouterr().out


def test_who_checks_the_figures_reads_of_it_once_and_of_the_others_as_before(adopted, capsys):
    tampered(adopted)
    with pytest.raises(SystemExit) as ended:
        call_command("check_figures")
    said = capsys.readouterr().out
    assert ended.value.code == 1
    assert said.count("is beschadigd") == 1 + said.count("1 versie is beschadigd en niet nagerekend.") == 2
    assert "uitspraak" not in said


def test_it_runs_every_night_and_logs_an_error(adopted, caplog):
    tampered(adopted)
    verify_editions()
    assert "is beschadigd" in caplog.text
    assert len(damaged_editions()[1]) == 1


def test_what_is_whole_is_what_was_frozen(adopted):
    assert adopted.intact() == adopted.content
    assert fingerprint(adopted.content) == adopted.sha256
