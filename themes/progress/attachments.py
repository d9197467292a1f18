"""What may come with a report: a PDF, a document, a spreadsheet or a picture, known by what it is and not by its name.
Of a picture only the pixels are kept."""

import io
import zipfile
from dataclasses import dataclass

from nhveilig.exceptions import PortalError
from nhveilig.pictures.reading import JPEG, PNG, read_picture

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


def read_file(name: str, data: bytes) -> NewFile:
    """Raises AttachmentRefused and PictureRefused."""
    if data.startswith(b"%PDF-"):
        return _called(name, "pdf", "application/pdf", data)
    if data.startswith(b"PK"):
        return _called(name, *_packed(name, data), data)
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG")):
        picture = read_picture(data)
        return _called(name, _PICTURES[picture.media_type], picture.media_type, picture.data)
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
