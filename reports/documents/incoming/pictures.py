"""The pictures of a Word document, as far as the portal can hold them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from nhveilig.pictures import reading as reading_of
from nhveilig.pictures.exceptions import PictureRefused
from nhveilig.pictures.models import Picture
from nhveilig.pictures.reading import read_picture
from reports.documents.incoming.packages import Document
from reports.documents.incoming.runs import Drawn

MOST_PICTURES = 60
LONGEST_ALT, LONGEST_CAPTION = (Picture._meta.get_field(name).max_length for name in ("alt", "caption"))
_DRAWINGS = {".emf", ".wmf", ".svg", ".emz", ".wmz"}
SAVE_ITSELF = "Bewaar haar als png en voeg haar daarna toe bij Documenten, Afbeeldingen."


@dataclass(frozen=True)
class ReadPicture:
    """`data` is what stands in the file, byte for byte: by that the library knows a picture it has."""

    name: str
    data: bytes
    thumbnail: bytes
    alt: str
    caption: str
    is_decorative: bool


def pictures_in(document: Document, drawn: Iterable[Drawn]) -> tuple[dict[int, ReadPicture], list[str]]:
    """Those that can be held, by their place; and of the others a sentence each."""
    found: dict[int, ReadPicture] = {}
    lost: list[str] = []
    # The same file may stand on every page.
    reading = cache(read_picture)
    for place, one in enumerate(drawn):
        try:
            found[place] = _read(document, one, place, reading)
        except PictureRefused as refused:
            lost.append(f"{_called(one, place)} blijft achter. {refused}")
    return found, lost


def _called(one: Drawn, place: int) -> str:
    said = one.alt or one.caption
    return f"Afbeelding {place + 1}{f' (“{said[:80]}”)' if said else ''}"


def _read(
    document: Document, one: Drawn, place: int, reading: Callable[[bytes], reading_of.ReadPicture]
) -> ReadPicture:
    """Raises PictureRefused."""
    if place >= MOST_PICTURES:
        raise PictureRefused(f"Uit één bestand nemen we hooguit {MOST_PICTURES} afbeeldingen over.")
    if not one.part or one.part not in document:
        raise PictureRefused(f"Ze staat niet in het bestand zelf. {SAVE_ITSELF}")
    path = PurePosixPath(one.part)
    if path.suffix.lower() in _DRAWINGS:
        raise PictureRefused(f"Het is een tekening van de soort {path.suffix[1:]}. {SAVE_ITSELF}")
    data = document.data(one.part)
    read = reading(data)
    alt, caption = " ".join(one.alt.split())[:LONGEST_ALT], one.caption[:LONGEST_CAPTION]
    name = (caption or alt or path.stem)[:120]
    return ReadPicture(name, data, read.thumbnail, alt, caption, one.is_decorative)
