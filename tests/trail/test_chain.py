"""The trail: every act becomes a row, and a row that is not as it was put down is found, whoever owns the database."""

import logging
import tracemalloc
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nhveilig.accounts.models import User
from nhveilig.trail.chain import BEGINNING, link
from nhveilig.trail.checking import check_trail
from nhveilig.trail.models import Check, Entry, EntryPerson
from nhveilig.trail.tasks import check_trail as every_night
from tests.at_once import at_once
from tests.trail.conftest import put_down

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

FREE = {"trail_entry": ("update", "delete"), "trail_entryperson": ("update",)}


def statement(sql: str, *params: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.fixture
def rows() -> list[Entry]:
    """Six, the last three by somebody."""
    sanne = User.objects.create(username="sanne")
    return [put_down(key, facts={"year": 2020 + key}, by=sanne if key > 3 else None) for key in range(1, 7)]


@pytest.fixture
def freed(rows: list[Entry]) -> list[Entry]:
    """As whoever owns the database can."""
    for table, changes in FREE.items():
        on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
        for change in changes:
            statement(f'DROP TRIGGER "fixed_{table}_{change}"{on}')
    return rows


def test_each_row_goes_on_from_the_one_before(rows):
    stored = list(Entry.objects.order_by("number"))
    assert [row.number for row in stored] == [1, 2, 3, 4, 5, 6]
    assert [row.previous for row in stored] == [BEGINNING, *(row.hash for row in stored[:-1])]
    assert check_trail().intact_to == 6
    assert check_trail().fault == ""


def test_what_a_transaction_undoes_is_not_in_it(rows):
    with transaction.atomic():
        put_down(7)
        transaction.set_rollback(True)
    assert (put_down(8).number, check_trail().fault) == (7, "")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE trail_entry SET facts = '{}'",
        "UPDATE trail_entry SET number = number + 100",
        "DELETE FROM trail_entry WHERE number = 6",
        "UPDATE trail_entryperson SET user_id = user_id",
        "UPDATE trail_entryperson SET nonce = 'x'",
    ],
)
def test_the_database_refuses_to_rewrite_it(rows, change):
    with pytest.raises(DatabaseError, match="never changed or removed"):
        statement(change)
    assert check_trail().fault == ""


def test_and_so_does_the_model(rows):
    for rewrite in (lambda: Entry.objects.update(unit="RE99"), Entry.objects.all().delete):
        with pytest.raises(NotImplementedError):
            rewrite()


@pytest.mark.parametrize(
    ("tampering", "intact_to", "said"),
    [
        (["UPDATE trail_entry SET subject = 'Iets anders' WHERE number = 3"], 2, "Nummer 3 is gewijzigd"),
        (["UPDATE trail_entry SET facts = '{\"year\": 1}' WHERE number = 6"], 5, "Nummer 6 is gewijzigd"),
        (["UPDATE trail_entry SET hash = previous WHERE number = 4"], 3, "Nummer 4 is gewijzigd"),
        (["DELETE FROM trail_entry WHERE number = 3"], 2, "Nummer 3 ontbreekt"),
        (["DELETE FROM trail_entry WHERE number < 4"], 0, "Nummers 1 tot en met 3 ontbreken"),
        (
            # Removed, and the others moved up.
            ["DELETE FROM trail_entry WHERE number = 2", "UPDATE trail_entry SET number = 2 WHERE number = 3"],
            1,
            "Nummer 2 is gewijzigd",
        ),
        (
            ["INSERT INTO trail_entry SELECT 0, at, kind, unit, subject_kind, subject_key, subject, facts, people, "
             "is_from_before, previous, hash FROM trail_entry WHERE number = 1"],
            0,
            "Nummer 0 hoort er niet",
        ),
        (
            [
                "UPDATE trail_entry SET number = 99 WHERE number = 2",
                "UPDATE trail_entry SET number = 2 WHERE number = 3",
                "UPDATE trail_entry SET number = 3 WHERE number = 99",
            ],
            1,
            "Nummer 2 is gewijzigd",
        ),
    ],
)  # fmt: skip
def test_the_first_row_that_is_not_as_it_was_is_named(freed, tampering, intact_to, said):
    statement("DELETE FROM trail_entryperson")
    for sql in tampering:
        statement(sql)
    found = check_trail()
    assert (found.intact_to, found.fault.partition(":")[0]) == (intact_to, said)


def test_a_row_that_was_made_for_another_place_does_not_fit(freed):
    """Its own hash is right."""
    row = Entry.objects.get(number=3)
    row.previous = BEGINNING
    row.hash = link(row.previous, vars(row))
    statement("UPDATE trail_entry SET previous = %s, hash = %s WHERE number = 3", row.previous, row.hash)
    assert "Nummer 3 sluit niet aan" in check_trail().fault


def test_that_it_was_somebody_else_is_found(freed):
    other = User.objects.create(username="piet")
    statement("UPDATE trail_entryperson SET user_id = %s WHERE entry_id = 5", other.pk)
    assert check_trail().fault == "Bij nummer 5 staat een ander als betrokkene dan toen."


def test_somebody_who_had_nothing_to_do_with_it_is_found(freed):
    other = User.objects.create(username="piet")
    EntryPerson.objects.create(entry=freed[0], part="by", user=other, nonce="x")
    assert "Bij nummer 1 staat een ander" in check_trail().fault


def test_whose_account_goes_is_forgotten_and_the_chain_holds(rows):
    User.objects.get(username="sanne").delete()
    assert not EntryPerson.objects.exists()
    assert (check_trail().intact_to, check_trail().fault) == (6, "")


@pytest.mark.django_db(transaction=True)
class TestOutsideTheDatabase:
    def test_every_act_is_noted_when_it_is_done(self, heads_file, rows):
        lines = [line.split()[:2] for line in heads_file.read_text().splitlines()]
        assert lines == [[str(row.number), row.hash] for row in rows]

    def test_what_is_cut_off_at_the_end_is_found(self, heads_file, freed, capsys):
        statement("DELETE FROM trail_entryperson")
        statement("DELETE FROM trail_entry WHERE number > 4")
        with pytest.raises(SystemExit) as ended:
            call_command("check_trail")
        assert ended.value.code == 1
        said = capsys.readouterr().out
        assert "afgekapt: het houdt op bij nummer 4" in said
        assert "in orde tot en met nummer 4, en daarna niet meer" in said

    def test_a_trail_that_was_emptied_is_found(self, heads_file, freed):
        statement("DELETE FROM trail_entryperson")
        statement("DELETE FROM trail_entry")
        assert "het houdt op bij nummer 0" in check_trail().fault

    def test_a_chain_that_was_made_anew_from_a_row_on_is_found_also_when_it_grew_since(self, heads_file, freed):
        statement("DELETE FROM trail_entryperson")
        statement("DELETE FROM trail_entry WHERE number > 3")
        for key in range(9):
            put_down(key, facts={"year": 1999})
        assert check_trail().fault == "Nummer 4 is vervangen: buiten de database staat een andere hash."

    def test_what_could_not_be_noted_is_noted_at_the_next_look(self, heads_file, rows, capsys):
        heads_file.unlink()
        call_command("check_trail")
        assert "Buiten de database stond nog niets" in capsys.readouterr().out
        assert heads_file.read_text().split()[:2] == ["6", rows[-1].hash]
        call_command("check_trail")
        assert capsys.readouterr().out == "Het spoor is in orde tot en met nummer 6.\n"

    def test_an_act_does_not_fail_for_it(self, settings, tmp_path, caplog):
        (tmp_path / "file").touch()
        settings.TRAIL_HEADS = str(tmp_path / "file" / "heads.txt")
        assert put_down().number == 1
        assert "could not be noted" in caplog.text

    def test_a_file_that_is_none_of_ours_is_named(self, heads_file, rows):
        heads_file.write_text("hallo\n")
        assert "is niet te lezen" in check_trail().fault

    def test_writers_at_once_make_one_chain(self, heads_file):
        at_once([lambda key=key: [put_down(key * 10 + turn) for turn in range(5)] for key in range(4)])
        assert Entry.objects.count() == 20
        found = check_trail()
        assert (found.intact_to, found.fault, found.outside) == (20, "", 20)


def test_every_night_it_stands_in_the_log_and_is_kept(freed, caplog):
    statement("UPDATE trail_entry SET unit = 'RE99' WHERE number = 2")
    with caplog.at_level(logging.ERROR):
        every_night()
    assert "Nummer 2 is gewijzigd" in caplog.text
    kept = Check.objects.get()
    assert (kept.intact_to, "gewijzigd" in kept.fault) == (1, True)


def test_as_many_queries_however_many_rows_in_a_batch(rows):
    check_trail()
    with CaptureQueriesContext(connection) as few:
        check_trail()
    for key in range(30):
        put_down(key)
    with CaptureQueriesContext(connection) as many:
        check_trail()
    assert len(few) == len(many)


@pytest.mark.parametrize("length", [3_000, pytest.param(100_000, marks=pytest.mark.long)])
def test_a_long_trail_is_walked_without_holding_it(length):
    """Of memory no more than some batches take, whatever the length."""
    Entry.objects.bulk_create(_made(length), batch_size=1_000)
    tracemalloc.start()
    found = check_trail()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found.intact_to, found.fault) == (length, "")
    assert most < 12 * 2**20


def _made(length: int) -> Iterator[Entry]:
    previous, at = BEGINNING, timezone.now()
    for number in range(1, length + 1):
        row = Entry(
            number=number, at=at, kind="step", unit="RE04", subject_kind="plan", subject_key=str(number % 50),
            subject="Uitvoeringsplan Drugs 2026", facts={"from": "concept", "to": "review"}, previous=previous,
        )  # fmt: skip
        row.hash = previous = link(previous, vars(row))
        yield row
