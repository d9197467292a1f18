"""What a file really is, looked at before it is read."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import normpath
from typing import IO, Self

from nhveilig.sheets.exceptions import FileRefused
from nhveilig.sheets.streams import CHUNK, DAMAGED, TOO_COMPLEX, LocalListener, listen

MEGABYTE = 1_000_000
LARGEST_FILE = 10 * MEGABYTE
LARGEST_UNPACKED = 60 * MEGABYTE
MOST_ENTRIES = 200
HIGHEST_RATIO = 150

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
NAMES = {
    "xlsx": "een Excel-werkmap (.xlsx)",
    "ods": "een OpenDocument-rekenblad (.ods)",
    "csv": "tekst (.csv)",
}
SAVE_AS = "Bewaar het als Excel-werkmap (.xlsx), OpenDocument-rekenblad (.ods) of csv."
TOO_LARGE = "Dit bestand is groter dan 10 MB. Laat bladen en opmaak weg die niet nodig zijn."
LOCKED = "Dit bestand is beveiligd met een wachtwoord. Haal het wachtwoord eraf en probeer het opnieuw."
MACROS = f"Een bestand met macro’s nemen we niet aan. {SAVE_AS}"
NO_SPREADSHEET = f"Dit bestand is geen spreadsheet. {SAVE_AS}"


@dataclass(frozen=True)
class Package:
    """A file whose content has been looked at. `rows` is about how many rows there are, known before it is read."""

    format: str
    data: bytes
    rows: int = 0


class Archive:
    """The parts of a package by name, however their folders are written: some programs write `xl\\workbook.xml`."""

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._entries = {_plain(entry.filename): entry for entry in self._zip.infolist()}
        self.is_ambiguous = len(self._entries) != len(self._zip.infolist())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._entries

    def names(self) -> list[str]:
        return list(self._entries)

    def size(self, name: str) -> int:
        return self._entries[_plain(name)].file_size

    def compressed(self, name: str) -> int:
        return self._entries[_plain(name)].compress_size

    def open(self, name: str) -> IO[bytes]:
        return self._zip.open(self._entries[_plain(name)])

    def hear(self, name: str, listener: LocalListener) -> None:
        """Read a part of XML. Raises FileRefused when it is not there or no XML."""
        if name not in self:
            raise FileRefused(DAMAGED)
        with self.open(name) as stream:
            listen(stream, listener)


def _plain(name: str) -> str:
    return normpath(name.replace("\\", "/").lstrip("/")).lower()


def inspect(data: bytes, name: str) -> Package:
    """Raises FileRefused for what is too large, empty, locked, damaged, full of macros, or no spreadsheet at all."""
    if len(data) > LARGEST_FILE:
        raise FileRefused(TOO_LARGE)
    if not data.strip():
        raise FileRefused("Dit bestand is leeg. Kies een bestand met een tabel.")
    if data.startswith(OLE):
        raise FileRefused(_about_ole(data))
    package = _zipped(data) if data.startswith(b"PK") else _text(data)
    _refuse_other_name(package.format, name)
    return package


def _about_ole(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return LOCKED
    return f"Dit is een oud Excel-bestand (.xls) of een ander document. {SAVE_AS}"


def utf_16(data: bytes) -> str:
    """Which UTF-16 a text is in, with a byte order mark or without; empty when it is in something else."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = data[:400]
    if len(data) % 2 or b"\0" not in start:
        return ""
    halves = {"utf-16-be": start[::2], "utf-16-le": start[1::2]}
    return next((name for name, half in halves.items() if half.count(0) > 0.8 * len(half)), "")


def _text(data: bytes) -> Package:
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if (b"\0" in data and not utf_16(data)) or start.startswith((b"%pdf", b"{\\rtf", b"<")):
        raise FileRefused(NO_SPREADSHEET)
    return Package("csv", data, rows=data.count(b"\n") + 1)


def _refuse_other_name(found: str, name: str) -> None:
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension in NAMES and extension != found:
        raise FileRefused(
            f"Dit bestand heet “.{extension}”, maar de inhoud is {NAMES[found]}. Geef het de juiste naam, "
            "of open het en bewaar het opnieuw."
        )
    if extension in {"xlsm", "xltm", "xlsb"}:
        raise FileRefused(MACROS)


def _zipped(data: bytes) -> Package:
    try:
        with Archive(data) as archive:
            return _package(data, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise FileRefused(DAMAGED) from None
    except RuntimeError:
        raise FileRefused(LOCKED) from None


def _package(data: bytes, archive: Archive) -> Package:
    names = archive.names()
    if len(names) > MOST_ENTRIES or archive.is_ambiguous:
        raise FileRefused(TOO_COMPLEX)
    found = _format(archive)
    if any("vbaproject" in name or name.startswith(("basic/", "scripts/")) for name in names):
        raise FileRefused(MACROS)
    rows = sum(really_read(archive))
    _refuse_by_what_it_says(archive, found)
    return Package(found, data, rows)


def _format(archive: Archive) -> str:
    if "xl/workbook.xml" in archive or ("_rels/.rels" in archive and "[content_types].xml" in archive):
        return "xlsx"
    if "mimetype" in archive and archive.size("mimetype") < 200:
        with archive.open("mimetype") as stream:
            if stream.read(200).strip() == ODS_TYPE:
                return "ods"
    raise FileRefused(NO_SPREADSHEET)


class _Said(LocalListener):
    """What a package says of its parts. `types` are content types; `is_locked`: a part can only be read by password."""

    def __init__(self) -> None:
        super().__init__()
        self.types: set[str] = set()
        self.is_locked = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.types.add(attributes.get("ContentType", ""))
        self.is_locked |= name == "encryption-data"


def _refuse_by_what_it_says(archive: Archive, format: str) -> None:
    part = {"xlsx": "[content_types].xml", "ods": "meta-inf/manifest.xml"}[format]
    if part not in archive:
        return
    archive.hear(part, said := _Said())
    if any("macro" in found.lower() for found in said.types):
        raise FileRefused(MACROS)
    if said.is_locked:
        raise FileRefused(LOCKED)
    others = ("wordprocessingml.document.main", "presentationml.presentation.main", "sheet.binary")
    if any(other in found for found in said.types for other in others):
        raise FileRefused(NO_SPREADSHEET)


# About how many rows there are: only a guess decides where a file is read.
_ROW = re.compile(rb"<(?:\w{1,20}:)?(?:row|table-row)[\s/>]")


def really_read(archive: Archive) -> Iterator[int]:
    """The number of rows of each part.

    Unpacks everything once, counting what really comes out: the sizes a package states can be lies.
    """
    total = 0
    for name in archive.names():
        size, rows = 0, 0
        with archive.open(name) as stream:
            while chunk := stream.read(CHUNK):
                size, total = size + len(chunk), total + len(chunk)
                _refuse_bomb(size, total, archive.compressed(name))
                rows += len(_ROW.findall(chunk)) if name.endswith(".xml") else 0
        yield rows


def _refuse_bomb(size: int, total: int, compressed: int) -> None:
    blown_up = size > MEGABYTE and size > HIGHEST_RATIO * max(compressed, 1)
    if total > LARGEST_UNPACKED or blown_up:
        raise FileRefused("Dit bestand is uitgepakt veel te groot voor een tabel. Bewaar alleen de tabel.")
