"""What a report on progress must be like, whoever gives it: on a page, through a mail, or from a spreadsheet.

A file that comes with it is known by what it is and not by its name. Of a picture only the pixels are kept.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import count

from django.utils.text import capfirst

from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import date_long, number
from nhveilig.figures.values import Figure, Qualifier
from nhveilig.pictures.reading import JPEG, PNG, read_picture
from nhveilig.regions.models import Municipality
from themes.models import ImplementationPlan, ResultTarget
from themes.progress.counting import Subject
from themes.progress.exceptions import FieldWrong, NotReportable

LONGEST_WORDS = 5_000


def check_plan(plan: ImplementationPlan) -> None:
    """Raises NotReportable."""
    if plan.status != ImplementationPlan.Status.ADOPTED:
        raise NotReportable


def check_day(plan: ImplementationPlan, on: date | None, today: date) -> None:
    """Raises FieldWrong."""
    if on is None:
        raise FieldWrong("on", "Vul in op welke dag dit de stand was.")
    if on > today:
        raise FieldWrong("on", f"{capfirst(date_long(on))} ligt in de toekomst. Kies vandaag of een eerdere dag.")
    first, last = date(plan.year, 1, 1), date(plan.year, 12, 31)
    if not first <= on <= last:
        raise FieldWrong(
            "on", f"{capfirst(date_long(on))} valt buiten het jaar van dit plan. Kies een dag in {plan.year}."
        )


def last_day(year: int, today: date) -> date:
    """The day a page about `year` is of: today, or the last day of a year that is over."""
    return min(today, date(year, 12, 31))


def is_over(plan: ImplementationPlan, today: date) -> bool:
    """Whether the year of the plan is finished: what is reported then is a correction of that year."""
    return today.year > plan.year


def check_reason(plan: ImplementationPlan, reason: str, today: date) -> None:
    """Raises FieldWrong."""
    if is_over(plan, today) and not reason.strip():
        raise FieldWrong(
            "reason", f"Het jaar {plan.year} is afgelopen. Schrijf op waarom dit nog wordt gemeld, dan kan het alsnog."
        )


def check_figure(subject: Subject, figure: Figure, municipality: Municipality | None) -> None:
    """Raises FieldWrong for a number that cannot be."""
    if not isinstance(subject, ResultTarget):
        if figure.qualifier != Qualifier.BLANK:
            raise FieldWrong("value", "Hier hoort geen getal bij. Schrijf het in de toelichting.")
        return
    if municipality is None and subject.is_per_municipality:
        raise FieldWrong("value", "Dit wordt per gemeente geteld. Vul het in bij de gemeenten.")
    if not figure.is_known:
        return
    if figure.value < 0:
        raise FieldWrong(
            "value", f"{number(figure.value)} is minder dan nul en dat kan hier niet. Haal het minteken weg."
        )
    if subject.unit.startswith("%") and figure.value > Decimal(100):
        raise FieldWrong("value", f"{number(figure.value)}% is meer dan honderd procent. Vul hooguit 100 in.")
    if figure.value != round(figure.value, 4) or figure.value >= Decimal(10) ** 10:
        raise FieldWrong("value", "Dit getal is te lang. Gebruik hooguit tien cijfers, en vier achter de komma.")


def check_sum(subject: Subject, figure: Figure, most: int | None) -> None:
    """`most`: how many municipalities there are, for what counts municipalities. Raises FieldWrong."""
    if most is not None and subject.unit == "gemeenten" and figure.is_known and figure.value > most:
        raise FieldWrong("value", f"{number(figure.value)} gemeenten kan niet: de eenheid heeft er {most}.")


def check_words(subject: Subject, words: str, figure: Figure, course: str) -> None:
    """Raises FieldWrong when nothing is said at all, or too much."""
    if len(words) > LONGEST_WORDS:
        raise FieldWrong("words", f"De toelichting is {number(len(words))} tekens lang; er passen er 5.000.")
    if not words and not course and figure.qualifier == Qualifier.BLANK:
        asked = "hoeveel erbij kwam" if subject.adds_up else "hoe het staat"
        raise FieldWrong("course", f"Kies of schrijf {asked}. Is er niets veranderd, gebruik dan die knop.")


LARGEST_FILE = 10 * 1024 * 1024
TOO_LARGE = "Dit bestand is groter dan 10 MB. Maak het kleiner, of zet bij “Link naar bewijs” waar het staat."
MOST_FILES = 5
ACCEPT = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"
LONGEST_NAME = 150
# What is packed in a file may be larger than the file, but not without end.
LARGEST_UNPACKED = 100 * 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument."
_PACKED = {
    "word/document.xml": ("docx", f"{_OFFICE}wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", f"{_OFFICE}spreadsheetml.sheet"),
}
_PICTURES = {JPEG: "jpg", PNG: "png"}
NO_KIND = "“{name}” is geen pdf, docx, xlsx, jpg of png, hoe het ook heet. Bewaar het als een van deze."
MACROS = "In “{name}” zit een programma (macro). Bewaar het bestand zonder macro’s, als docx of xlsx."


class AttachmentRefused(PortalError):
    """The file cannot come along, and what to do about it."""


@dataclass(frozen=True)
class NewFile:
    name: str
    media_type: str
    data: bytes
    # Of a picture: a small one, and what one sees on it.
    preview: bytes = b""
    alt: str = ""

    @property
    def is_picture(self) -> bool:
        return bool(self.preview)


def described(files: Sequence[NewFile], alt: str) -> list[NewFile]:
    """The same with what is said of its pictures; of several which of them each is."""
    number = sum(one.is_picture for one in files)
    which = count(1)
    return [
        replace(one, alt=f"{alt} ({next(which)} van {number})" if number > 1 else alt) if one.is_picture else one
        for one in files
    ]


def read_file(name: str, data: bytes) -> NewFile:
    """Raises AttachmentRefused and PictureRefused."""
    if data.startswith(b"%PDF-"):
        return _called(name, "pdf", "application/pdf", data)
    if data.startswith(b"PK"):
        return _called(name, *_packed(name, data), data)
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG")):
        picture = read_picture(data)
        file = _called(name, _PICTURES[picture.media_type], picture.media_type, picture.data)
        return replace(file, preview=picture.thumbnail)
    raise AttachmentRefused(NO_KIND.format(name=name))


def _packed(name: str, data: bytes) -> tuple[str, str]:
    """Raises AttachmentRefused."""
    try:
        found = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise AttachmentRefused(NO_KIND.format(name=name)) from None
    names = {one.filename for one in found}
    if any(one.lower().endswith("vbaproject.bin") for one in names):
        raise AttachmentRefused(MACROS.format(name=name))
    kinds = [kind for inside, kind in _PACKED.items() if inside in names]
    if len(kinds) != 1 or sum(one.file_size for one in found) > LARGEST_UNPACKED:
        raise AttachmentRefused(NO_KIND.format(name=name))
    return kinds[0]


def _called(name: str, extension: str, media_type: str, data: bytes) -> NewFile:
    """Under the name it came with, and the extension of what it is."""
    stem = " ".join(name.rpartition(".")[0].split()) or "bijlage"
    stem = "".join(sign for sign in stem if sign.isprintable())[: LONGEST_NAME - 5]
    return NewFile(f"{stem}.{extension}", media_type, data)
