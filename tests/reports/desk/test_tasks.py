"""Who writes which chapter: they are told, it stands among their tasks, and the next in line hears when it is done."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.models import Role
from nhveilig.editing.changes import Writer
from nhveilig.editing.comments.services import write_comment
from nhveilig.notices.models import Notice
from nhveilig.worklist.queries import tasks_of
from reports.documents.desk import tasks
from reports.documents.desk.discussing import DocumentDiscussion
from reports.documents.desk.permissions import rights_in
from reports.documents.desk.rows import Outline, key_of
from reports.documents.models import ChapterTask
from tests.accounts.factories import RoleFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
TODAY = date(2026, 11, 30)


@pytest.fixture
def writer(document):
    kind = Role.Kind.PROJECT_LEADER
    return RoleFactory(kind=kind, police_unit=document.police_unit, user__first_name="Wies", user__last_name="W.").user


@pytest.fixture
def reader(document):
    return RoleFactory(kind=Role.Kind.CHIEF_PROSECUTOR, police_unit=document.police_unit).user


@pytest.fixture
def task(document, block, by, writer, reader):
    asked = {"writer": writer, "reader": reader, "due_on": date(2026, 12, 10), "state": "to_write"}
    return tasks.ask(task=ChapterTask(block=block("samen")), values=asked, by=by)


def told(user) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("subject", flat=True))


def asked_of(user) -> list[tuple[str, date | None]]:
    return [(one.title, one.day) for one in tasks_of(Access(user), TODAY)]


def test_who_is_asked_is_told_and_finds_it_among_the_tasks(task, writer, reader):
    assert told(writer) == ["u gaat een hoofdstuk schrijven"]
    assert told(reader) == ["u gaat een hoofdstuk lezen"]
    assert asked_of(writer) == [("Schrijf “2 Samen”", date(2026, 12, 10))]
    assert asked_of(reader) == []


def test_the_task_goes_from_writer_to_reader_and_is_over(task, writer, reader, document, block):
    tasks.set_state(task=task, state="reading", by=Writer(writer))
    assert (asked_of(writer), asked_of(reader)) == ([], [("Lees “2 Samen”", date(2026, 12, 10))])
    assert told(reader)[-1] == "hoofdstuk ter lezing"
    client = Client()
    client.force_login(reader)
    place = reverse("reports:document-desk-state", args=[document.slug, block("samen").pk])
    client.post(place, {"stand": "agreed"})
    assert asked_of(reader) == []
    assert told(writer)[-1] == "hoofdstuk akkoord"
    assert client.post(place, {"stand": "klaar"}).status_code == 422


def test_a_chapter_in_the_bin_is_asked_of_nobody(task, writer, block):
    row = block("samen")
    row.deleted_at = "2026-11-30T10:00Z"
    row.save()
    assert asked_of(writer) == []


def test_staff_ask_on_a_page(document, block, staff, writer):
    client = Client()
    client.force_login(staff)
    place = reverse("reports:document-desk-task", args=[document.slug, block("sterkte").pk])
    said = {"version": "0", "writer": writer.pk, "reader": writer.pk, "due_on": "2026-12-10", "state": "to_write"}
    response = client.post(place, said)
    assert (response.status_code, "leest niet zelf" in response.content.decode()) == (422, True)
    client.post(place, said | {"reader": ""})
    assert ChapterTask.objects.get().writer == writer
    assert "Wies W." in client.get(place.partition("hoofdstuk/")[0], {"hoofdstuk": "sterkte"}).content.decode()


def test_who_is_named_in_a_comment_hears_of_it_once_and_the_writer_too(task, document, block, staff, writer, reader):
    about = DocumentDiscussion(document, Outline(document), rights_in(Access(staff), document))
    text = f"Klopt dit, @{reader.get_full_name() or reader.username}?"
    write_comment(about=about, part=key_of(block("geld")), text=text, author=staff)
    assert told(reader)[-1] == "u wordt genoemd"
    assert told(writer)[-1] == "nieuwe opmerking"
    assert told(staff) == []
