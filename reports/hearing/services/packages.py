"""The hoorpakket of one raad: what its griffie needs to put the edition on the agenda, in one ZIP."""

import io
import json
import zipfile
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify

from nhveilig.calendars.events import Event
from nhveilig.calendars.writing import written
from reports.documents.models import Export
from reports.documents.word.packages import DATE, Paper
from reports.documents.word.writing import docx_of
from reports.hearing.links import link_of, token_of
from reports.hearing.models import Hearing
from reports.hearing.places import Places
from reports.hearing.strength import strength_of

# What is made of a template each: the name of the file, and what it is called.
PAPERS = {
    "brief": "Brief aan de griffie",
    "raadsvoorstel": "Raadsvoorstel",
    "raadsbesluit": "Raadsbesluit",
    "wat-betekent-dit": "Wat betekent dit voor {}?",
    "reactieformulier": "Reactieformulier",
}


@dataclass(frozen=True)
class Package:
    name: str
    data: bytes


def package_of(hearing: Hearing, *, today: date) -> Package:
    """Equal rows on one day give equal bytes."""
    row, stem = hearing.round, slugify(str(hearing.municipality or "openbaar-ministerie"))
    files = {
        f"{number}-{name}.docx": _paper(hearing, name, title, today)
        for number, (name, title) in enumerate(PAPERS.items(), start=1)
    }
    if pdf := edition_file(hearing):
        files[f"versie-{row.edition.number}.pdf"] = pdf
    files["laatste-dag.ics"] = _calendar(hearing, today)
    files["metadata.json"] = _about(hearing)
    return Package(f"hoorpakket-{row.document.slug}-{stem}.zip", _zipped(files))


def edition_file(hearing: Hearing) -> bytes | None:
    """The PDF of the edition as it was made last; None as long as it is being made."""
    done = Export.objects.filter(edition=hearing.round.edition, format=Export.Format.PDF, state=Export.State.DONE)
    found = done.exclude(file="").order_by("-pk").first()
    if found is None or not found.file.storage.exists(found.file.name):
        return None
    with found.file.open("rb") as file:
        return file.read()


def _paper(hearing: Hearing, name: str, title: str, today: date) -> bytes:
    row = hearing.round
    title = title.format(hearing.municipality or "het Openbaar Ministerie")
    context = {
        "title": title,
        "hearing": hearing,
        "round": row,
        "document": row.document,
        "today": today,
        "link": link_of(hearing),
        "chapters": [one.label for one in Places(row.outline).chapters],
        "annexes": list(row.annexes.all()),
        "teams": strength_of(hearing.municipality, row.opens_on) if hearing.municipality else [],
    }
    page = render_to_string(f"reports/hearing/package/{name}.html", context)
    return docx_of(page, Paper(title=title, organisation=row.sender, made_on=row.edition.frozen_at))


def _calendar(hearing: Hearing, today: date) -> bytes:
    row = hearing.round
    path = reverse("hearing:answer-by-link", args=[token_of(hearing)])
    event = Event(f"hearing-{hearing.pk}", row.last_day, f"Laatste dag: {row.document.title}", path)
    return written([event], site=settings.SITE_URL, today=today)


def _about(hearing: Hearing) -> bytes:
    row = hearing.round
    found = {
        "document": row.document.title,
        "versie": row.edition.number,
        "sha256": row.edition.sha256,
        "soort": row.get_kind_display(),
        "gemeente": {"code": hearing.code, "naam": str(hearing.municipality or "")},
        "afzender": row.sender,
        "gaat_naar_de_raden_op": row.opens_on.isoformat(),
        "laatste_dag": row.last_day.isoformat(),
        "vaststelling_op": row.adoption_on.isoformat(),
        "reageren": link_of(hearing),
    }
    return json.dumps(found, ensure_ascii=False, indent=2).encode()


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(zipfile.ZipInfo(name, DATE), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
