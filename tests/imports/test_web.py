"""The pages: upload, preview, confirm; what happens when two people do so; and work in the background."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from formation.models import StrengthCell, StrengthTable
from nhveilig.celery import app as celery_app
from nhveilig.imports import services
from nhveilig.imports.models import ImportJob
from tests.imports.files import confirm, csv_of, upload

HEAD = ("peildatum", "onderdeel", "categorie", "fte", "bron")
ROW = ("31-12-2030", "Basisteam Alkmaar", "wijkagent", "12,5", "Proef")


@pytest.fixture
def file(storage) -> bytes:
    return csv_of(HEAD, ROW)


def only_job() -> ImportJob:
    return ImportJob.objects.get()


def stored_figures() -> list:
    return list(StrengthCell.objects.filter(row__table__source="Proef").values_list("value", flat=True))


def test_upload_preview_confirm(staff, file, storage, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = upload(staff, file).content.decode()
    assert "Basisteam Alkmaar, wijkagent, 31-12-2030" in page
    assert "Nieuwe tabel: formatie per 31-12-2030" in page
    assert stored_figures() == []
    with django_capture_on_commit_callbacks(execute=True):
        page = confirm(staff, only_job()).content.decode()
    assert "De tabel is bijgewerkt" in page
    assert stored_figures() == [Decimal("12.5")]
    assert not [path for path in storage.rglob("*") if path.is_file()]


def test_a_confirmation_reads_no_spreadsheet_again(
    staff, file, storage, monkeypatch, django_capture_on_commit_callbacks
):
    """And keeps of the file only its cells, not what else it holds."""
    with django_capture_on_commit_callbacks(execute=True):
        upload(staff, file)
    [left] = [path for path in storage.rglob("*") if path.is_file()]
    assert left.suffix == ".cells"
    monkeypatch.setattr(services, "read_workbook", None)
    assert "De tabel is bijgewerkt" in confirm(staff, only_job()).content.decode()
    assert stored_figures() == [Decimal("12.5")]


def test_a_refused_file_shows_every_error_and_is_thrown_away(staff, storage, django_capture_on_commit_callbacks):
    wrong = csv_of(HEAD, (*ROW[:3], "1,234", "Proef"), (*ROW[:2], "overig", "veel", "Proef"))
    with django_capture_on_commit_callbacks(execute=True):
        page = upload(staff, wrong).content.decode()
    assert "2 fouten" in page
    assert "1,234" in page
    assert only_job().state == "refused"
    assert not [path for path in storage.rglob("*") if path.is_file()]
    problems = staff.get(reverse("imports:job-problems", args=[only_job().pk])).content.decode("utf-8-sig")
    assert problems.splitlines()[1].startswith(";2;fte;1,234;")


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "leeg.csv", "leeg"),
        (b"%PDF-1.7", "plan.xlsx", "geen spreadsheet"),
        (b"PK\x03\x04rest", "x.xlsx", "beschadigd"),
    ],
)
def test_what_is_no_spreadsheet_is_said_beside_the_form(staff, storage, data, name, words):
    response = upload(staff, data, name=name)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert not ImportJob.objects.exists()


def test_of_two_people_one_wins_and_the_other_sees_the_difference(staff, log_in, file):
    upload(staff, file)
    mine = only_job()
    upload(log_in("controller"), csv_of(HEAD, (*ROW[:3], "7", "Proef")))
    theirs = ImportJob.objects.exclude(pk=mine.pk).get()
    confirm(log_in("controller"), theirs)
    page = confirm(staff, mine).content.decode()
    assert "De tabel is intussen veranderd" in page
    mine.refresh_from_db()
    assert [(change["old"], change["new"]) for change in mine.plan["changes"]] == [("7", "12,5")]
    assert stored_figures() == [Decimal(7)]


def test_somebody_else_changing_the_same_figure_is_shown(staff, file):
    table = StrengthTable.objects.filter(police_unit__code="RE04", reference_date="2022-01-01", series="eenheid").get()
    table.status = StrengthTable.Status.CONCEPT
    table.save()
    data = csv_of(HEAD[:4], ("1-1-2022", "Basisteam Alkmaar", "wijkagent", "99"))
    upload(staff, data, accept_totals="on")
    job = only_job()
    StrengthCell.objects.filter(
        row__table=table, row__unit__name="Basisteam Alkmaar", category__name="wijkagent"
    ).update(value=50)
    page = confirm(staff, job).content.decode()
    assert "De tabel is intussen veranderd" in page
    assert ">50,00<" in page
    job.refresh_from_db()
    assert "De tabel is bijgewerkt" in confirm(staff, job).content.decode()


def test_a_confirmation_counts_once(staff, file):
    upload(staff, file)
    job = only_job()
    confirm(staff, job)
    page = confirm(staff, job).content.decode()
    assert "niet meer geldig" in page
    assert len(stored_figures()) == 1


def test_a_target_that_changes_asks_why(log_in, storage):
    staff = log_in("landelijk")
    upload(
        staff,
        csv_of(("indicator", "jaar", "streefcijfer"), ("lovp-ondermijning", 2019, 3)),
        "streefcijfers",
        "landelijk",
    )
    data = csv_of(("indicator", "jaar", "streefcijfer"), ("csv", 2019, 1400))
    upload(staff, data, "streefcijfers", "landelijk", accept_totals="on")
    job = ImportJob.objects.first()
    page = confirm(staff, job)
    assert page.status_code == 422
    assert "Schrijf in een zin waarom" in page.content.decode()
    page = confirm(staff, job, reason="LOVP", effective_on="1-7-2019").content.decode()
    assert "De tabel is bijgewerkt" in page


def test_throwing_away_changes_nothing(staff, file, storage, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        upload(staff, file)
    page = staff.post(reverse("imports:job-discard", args=[only_job().pk]), follow=True).content.decode()
    assert "Er is niets veranderd" in page
    assert only_job().state == "discarded"
    assert not [path for path in storage.rglob("*") if path.is_file()]


def test_a_large_file_waits_for_a_worker_and_shows_how_far_it_is(
    staff, storage, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(services, "MOST_ROWS_AT_ONCE", 1)
    sent = []
    monkeypatch.setattr(celery_app, "send_task", lambda name, args, queue: sent.append((name, args)))
    with django_capture_on_commit_callbacks(execute=True):
        page = upload(staff, csv_of(HEAD, ROW)).content.decode()
    job = only_job()
    assert sent == [("nhveilig.imports.tasks.run_import", [job.pk])]
    assert "Wacht op controle" in page
    assert 'hx-trigger="every 1s"' in page
    assert services.machine.run(job.pk)
    assert not services.machine.run(job.pk)
    assert "Klopt dit?" in staff.get(reverse("imports:job-detail", args=[job.pk])).content.decode()


def test_a_worker_that_died_is_followed_up_and_three_times_is_enough(staff, file, monkeypatch):
    upload(staff, file)
    job, past = only_job(), timezone.now() - timedelta(hours=1)
    sent = []
    monkeypatch.setattr(celery_app, "send_task", lambda name, args, queue: sent.append(args))
    ImportJob.objects.update(state="storing", lease_until=past, requested_at=past, attempts=1)
    assert services.machine.sweep() == 1
    assert sent == [[job.pk]]
    ImportJob.objects.update(attempts=3, dispatched_at=past)
    services.machine.sweep()
    assert only_job().state == "failed"
    assert "3 keer afgebroken" in only_job().error
    assert stored_figures() == []


def test_a_file_nobody_confirms_is_thrown_away_after_a_while(
    staff, file, storage, settings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        upload(staff, file)
    ImportJob.objects.update(requested_at=timezone.now() - timedelta(days=settings.IMPORT_RETENTION_DAYS + 1))
    services.machine.sweep()
    assert only_job().state == "discarded"
    assert not [path for path in storage.rglob("*") if path.is_file()]


def test_an_unexpected_error_ends_on_the_page_and_not_in_a_crash(staff, file, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("nobody thought of this")

    monkeypatch.setattr(services.engine, "preview", broken)
    page = upload(staff, file).content.decode()
    assert "Er is niets opgeslagen" in page


def test_many_changes_are_paged_and_can_be_filtered(staff, storage):
    categories = [f"soort {number}" for number in range(150)]
    data = csv_of(("onderdeel", *categories), ("Basisteam Alkmaar", *["1"] * 150))
    page = upload(staff, data, reference_date="31-12-2030", source="Proef").content.decode()
    assert "Pagina 1 van 2" in page
    assert page.count(">nieuw<") == 100


def test_the_pages_read_as_much_for_many_as_for_one(staff, file, django_assert_num_queries):
    """Session, user, roles; the job with its eenheid and user, and what its columns are
    called; what the page header counts; for the list its length."""
    upload(staff, file)
    with django_assert_num_queries(6):
        staff.get(reverse("imports:job-detail", args=[only_job().pk]))
    with django_assert_num_queries(5):
        staff.get(reverse("imports:import-list"))
    for _ in range(5):
        upload(staff, file)
    with django_assert_num_queries(5):
        staff.get(reverse("imports:import-list"))
