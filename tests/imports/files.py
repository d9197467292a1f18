"""Spreadsheets as people make them, and the portal's answer to them."""

import io
import zipfile
from collections.abc import Sequence

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from nhveilig.imports import engine
from nhveilig.imports.kinds import Order, find_kind
from nhveilig.imports.models import ImportJob
from nhveilig.imports.plans import ImportPlan
from nhveilig.regions.models import PoliceUnit
from nhveilig.sheets.workbooks import read_workbook

STRENGTH_HEAD = ("peildatum", "onderdeel", "valt onder", "rol", "categorie", "fte", "bron")


def csv_of(*rows: Sequence[object]) -> bytes:
    return "\r\n".join(";".join(map(str, row)) for row in rows).encode()


def xlsx_of(*rows: Sequence[object], title: str = "Tabel") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zip_of(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def repacked(data: bytes, change: dict[str, bytes | None]) -> bytes:
    """The same package with entries replaced, added, or (None) left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()} | change
    return zip_of({name: content for name, content in entries.items() if content is not None})


def previewed(
    kind: str, data: bytes, police_unit: PoliceUnit | None, name: str = "tabel.csv", **order: object
) -> ImportPlan:
    return engine.preview(find_kind(kind), read_workbook(data, name), Order(police_unit=police_unit, **order))


def applied(
    kind: str, data: bytes, police_unit: PoliceUnit | None, name: str = "tabel.csv", **order: object
) -> ImportPlan:
    """As a confirmed preview does it."""
    plan = previewed(kind, data, police_unit, name, **order)
    assert not plan.problems, [str(problem) for problem in plan.problems]
    book, order = read_workbook(data, name), Order(police_unit=police_unit, **order)
    return engine.apply(find_kind(kind), book, order, expected=plan.fingerprint)


def upload(
    client: Client, data: bytes, kind: str = "formatie", slug: str = "noord-holland", name: str = "tabel.csv", **answers
) -> HttpResponse:
    """The page after the upload: that of the job, or the form again."""
    address = reverse("imports:upload", args=[kind, slug])
    return client.post(address, {"file": SimpleUploadedFile(name, data), **answers}, follow=True)


def confirm(client: Client, job: ImportJob, **answers: str) -> HttpResponse:
    address = reverse("imports:job-confirm", args=[job.pk])
    return client.post(address, {"fingerprint": job.fingerprint, **answers}, follow=True)
