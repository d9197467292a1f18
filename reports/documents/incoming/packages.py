"""What a file that claims to be a Word document is, looked at before it is read; and its parts as trees."""

import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from posixpath import dirname, join
from xml.etree.ElementTree import Element, TreeBuilder

from nhveilig.sheets.exceptions import FileRefused
from nhveilig.sheets.packages import OLE, Archive, LocalListener, really_read
from nhveilig.sheets.streams import DAMAGED

MEGABYTE = 1_000_000
LARGEST_FILE = 10 * MEGABYTE
# Of the text alone, unpacked: a plan of two hundred pages has a tenth of it.
LARGEST_TEXT = 20 * MEGABYTE
MOST_ENTRIES = 2_000
SAVE_AS = "Bewaar het in Word als “Word-document (.docx)” en probeer het opnieuw."
NO_DOCUMENT = f"Dit bestand is geen Word-document. {SAVE_AS}"
TOO_LARGE = "Dit bestand is groter dan 10 MB. Comprimeer in Word de afbeeldingen, of verdeel het over meer bestanden."
LOCKED = "Dit bestand is beveiligd met een wachtwoord. Haal in Word het wachtwoord eraf en probeer het opnieuw."
MACROS = f"Een document met macro’s nemen we niet aan. {SAVE_AS}"
TOO_COMPLEX = (
    "Dit bestand bevat veel meer dan een document nodig heeft, of onderdelen die Word niet maakt. Kopieer de tekst in "
    "een nieuw document, bewaar dat en probeer het opnieuw."
)


class _Tree(LocalListener):
    """A part as a tree, by names without their namespace."""

    def __init__(self) -> None:
        super().__init__()
        self._builder = TreeBuilder()
        self.root: Element | None = None

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self._builder.start(name, attributes)

    def finish(self, name: str) -> None:
        found = self._builder.end(name)
        if len(self.path) == 1:
            self.root = found

    def data(self, text: str) -> None:
        self._builder.data(text)


class Document:
    """A Word document: the tree of each part one asks for, and where its links lead."""

    def __init__(self, archive: Archive, main: str) -> None:
        self._archive = archive
        self._main = main

    def __contains__(self, part: str) -> bool:
        return part in self._archive

    def data(self, part: str) -> bytes:
        with self._archive.open(part) as stream:
            return stream.read()

    @property
    def origin(self) -> dict:
        """What the portal gave the file along when it left. Whoever had it may have changed that."""
        for part in (one for how, one, _ in self.links().values() if how == "customXml" and one in self._archive):
            found = self.tree(part)
            if found.tag == "portaal":
                return _json_object(found.text)
        return {}

    @property
    def body(self) -> Element:
        return self.tree(self._main).find("body")

    def tree(self, part: str) -> Element:
        self._archive.hear(part, found := _Tree())
        return found.root

    def related(self, kind: str) -> Element | None:
        """The part of that kind beside the text, when there is one."""
        return next((self.tree(one) for how, one, _ in self.links().values() if how == kind), None)

    def links(self) -> dict[str, tuple[str, str, bool]]:
        """By id: the last word of what kind of link it is, where it leads, and whether that is outside."""
        folder, _, name = self._main.rpartition("/")
        return self._links(join(folder, "_rels", f"{name}.rels"), folder)

    def _links(self, part: str, folder: str) -> dict[str, tuple[str, str, bool]]:
        if part not in self._archive:
            return {}
        return {one.get("Id", ""): _link(one, folder) for one in self.tree(part)}


def _json_object(text: str | None) -> dict:
    try:
        found = json.loads(text or "")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _link(one: Element, folder: str) -> tuple[str, str, bool]:
    is_outside = one.get("TargetMode") == "External"
    target = one.get("Target", "")
    place = target if is_outside else target.lstrip("/") if target.startswith("/") else join(folder, target)
    return one.get("Type", "").rpartition("/")[2], place, is_outside


@contextmanager
def opened(data: bytes, name: str) -> Iterator[Document]:
    """Raises FileRefused, also for what turns out to be wrong while one reads."""
    _refuse_at_first_sight(data, name)
    try:
        with Archive(data) as archive:
            yield Document(archive, _main_part(archive))
    except FileRefused as refused:
        # What lies below speaks of tables.
        said = str(refused)
        raise FileRefused(said if said in {NO_DOCUMENT, MACROS, DAMAGED} else TOO_COMPLEX) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise FileRefused(DAMAGED) from None
    except RuntimeError:
        raise FileRefused(LOCKED) from None


def _refuse_at_first_sight(data: bytes, name: str) -> None:
    if len(data) > LARGEST_FILE:
        raise FileRefused(TOO_LARGE)
    if data.startswith(OLE):
        is_locked = "EncryptedPackage".encode("utf-16-le") in data
        raise FileRefused(LOCKED if is_locked else f"Dit is een oud Word-bestand (.doc) of iets anders. {SAVE_AS}")
    if name.lower().endswith((".docm", ".dotm")):
        raise FileRefused(MACROS)
    if not data.startswith(b"PK"):
        raise FileRefused(NO_DOCUMENT)


def _main_part(archive: Archive) -> str:
    """Unpacks everything once: the sizes a package states can be lies."""
    names = archive.names()
    if len(names) > MOST_ENTRIES or archive.is_ambiguous:
        raise FileRefused(TOO_COMPLEX)
    if any("vbaproject" in name for name in names):
        raise FileRefused(MACROS)
    sum(really_read(archive))
    links = Document(archive, "")._links("_rels/.rels", "")
    main = next((place for kind, place, _ in links.values() if kind == "officeDocument"), "word/document.xml")
    if dirname(main) != "word" or main not in archive:
        raise FileRefused(NO_DOCUMENT)
    if archive.size(main) > LARGEST_TEXT:
        raise FileRefused(TOO_COMPLEX)
    return main
