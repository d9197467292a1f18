"""What a file really is, looked at before any library opens it."""

import io
import zipfile
import zlib
from dataclasses import dataclass

from nhveilig.sheets.exceptions import FileRefused

MEGABYTE = 1_000_000
LARGEST_FILE = 10 * MEGABYTE
LARGEST_UNPACKED = 60 * MEGABYTE
MOST_ENTRIES = 200
HIGHEST_RATIO = 150
CHUNK = 65_536

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
DAMAGED = "Dit bestand is beschadigd of niet helemaal aangekomen. Open het, bewaar het opnieuw en probeer het nog eens."


@dataclass(frozen=True)
class Package:
    """A file whose content has been looked at. `has_merges` and `has_formulas` say what a reader must look for.

    `rows` is about how many rows there are, known before anything is read.
    """

    format: str
    data: bytes
    has_merges: bool = False
    has_formulas: bool = False
    rows: int = 0


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


def _text(data: bytes) -> Package:
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"\0" in data or start.startswith((b"%pdf", b"{\\rtf", b"<")):
        raise FileRefused(f"Dit bestand is geen spreadsheet. {SAVE_AS}")
    return Package("csv", data, rows=data.count(b"\n") + 1)


def _refuse_other_name(found: str, name: str) -> None:
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension in NAMES and extension != found:
        raise FileRefused(
            f"Dit bestand heet “.{extension}”, maar de inhoud is {NAMES[found]}. Geef het de juiste naam, "
            "of open het en bewaar het opnieuw."
        )
    if extension in {"xlsm", "xltm", "xlsb"}:
        raise FileRefused(f"Een bestand met macro’s nemen we niet aan. {SAVE_AS}")


def _zipped(data: bytes) -> Package:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _package(data, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise FileRefused(DAMAGED) from None
    except RuntimeError:
        raise FileRefused(LOCKED) from None


def _package(data: bytes, archive: zipfile.ZipFile) -> Package:
    names = archive.namelist()
    if len(names) > MOST_ENTRIES or len(set(names)) != len(names):
        raise FileRefused("Dit bestand is te ingewikkeld: het bevat meer onderdelen dan een tabel nodig heeft.")
    found = _format(names, archive)
    if any("vbaproject" in name.lower() or name.startswith(("Basic/", "Scripts/")) for name in names):
        raise FileRefused(f"Een bestand met macro’s nemen we niet aan. {SAVE_AS}")
    marks, rows = _really_read(archive)
    if b"<!ENTITY" in marks or b"<!DOCTYPE" in marks:
        raise FileRefused("Dit bestand bevat XML met eigen definities; dat doet geen spreadsheetprogramma.")
    if b"macroEnabled" in marks:
        raise FileRefused(f"Een bestand met macro’s nemen we niet aan. {SAVE_AS}")
    if found == "ods" and b"encryption-data" in marks:
        raise FileRefused(LOCKED)
    has_formulas = b"<f>" in marks or b"<f " in marks
    return Package(found, data, b"<mergeCell" in marks, has_formulas, rows)


def _format(names: list[str], archive: zipfile.ZipFile) -> str:
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200 and archive.read("mimetype") == ODS_TYPE:
        return "ods"
    raise FileRefused(f"Dit bestand is geen spreadsheet. {SAVE_AS}")


# What decides how a file is read, or whether it is. Looked for while the real size is counted.
_MARKS = (b"<!ENTITY", b"<!DOCTYPE", b"macroEnabled", b"encryption-data", b"<mergeCell", b"<f>", b"<f ")


_ROWS = (b"<row ", b"<row>", b"<table:table-row")


def _really_read(archive: zipfile.ZipFile) -> tuple[set[bytes], int]:
    """The marks and the number of rows.

    Unpacks everything once, counting what really comes out: the sizes a package states can be lies.
    """
    total, found, rows = 0, set(), 0
    for entry in archive.infolist():
        size, tail = 0, b""
        with archive.open(entry) as stream:
            while chunk := stream.read(CHUNK):
                size, total = size + len(chunk), total + len(chunk)
                _refuse_bomb(size, total, entry.compress_size)
                if entry.filename.endswith((".xml", ".rels")):
                    seen = tail + chunk
                    found |= {mark for mark in _MARKS if mark in seen}
                    rows += sum(chunk.count(row) for row in _ROWS)
                    tail = chunk[-16:]
    return found, rows


def _refuse_bomb(size: int, total: int, compressed: int) -> None:
    blown_up = size > MEGABYTE and size > HIGHEST_RATIO * max(compressed, 1)
    if total > LARGEST_UNPACKED or blown_up:
        raise FileRefused("Dit bestand is uitgepakt veel te groot voor een tabel. Bewaar alleen de tabel.")
