"""What shows a picture. An edition holds the bytes themselves, so it leans on no library and no file."""

import base64

from nhveilig.pictures.models import Picture
from nhveilig.pictures.reading import ReadPicture, cropped
from reports.documents.blocks.base import FreezingError, Source, freezes
from reports.documents.models import Block

MEDIA_TYPES = {"image/jpeg", "image/png", "image/webp"}
FROZEN = ("alt", "caption", "media_type", "width", "height", "data")
# Width by height; that of the cover is the part of a page above its title.
RATIOS = {"wide": 16 / 9, "square": 1.0, "cover": 210 / 166}


@freezes("cover")
def cover_block(block: Block, source: Source) -> dict:
    document = source.document
    shown = {
        "title": document.title,
        "subtitle": document.subtitle,
        "organisation": document.organisation,
        "senders": block.options.get("senders", ""),
        "period": document.period,
    }
    chosen = block.options.get("picture")
    return shown | ({"pictures": [_from_library(block, source, "cover")]} if chosen else {})


@freezes("picture")
def picture_block(block: Block, source: Source) -> dict:
    """Options `picture`, its number in the library of the eenheid, and `shape`, a name of RATIOS."""
    return {"pictures": [_from_library(block, source, block.options.get("shape") or "")]}


@freezes("pictures")
def pictures_block(block: Block, source: Source) -> dict:
    """Option `pictures`: each with `data` (base64) and, in words, what it shows (`alt`)."""
    pictures = block.options.get("pictures", [])
    return {"html": block.html, "pictures": [_picture(block, *one) for one in enumerate(pictures, start=1)]}


def _picture(block: Block, place: int, picture: dict) -> dict:
    if not picture.get("alt"):
        raise FreezingError(
            f"Afbeelding {place} van “{block}” zegt niet in woorden wat erop staat. Vul dat in, "
            "voor wie de afbeelding niet ziet."
        )
    if picture["media_type"] not in MEDIA_TYPES:
        raise FreezingError(f"Afbeelding {place} van “{block}” is geen jpg, png of webp.")
    return {"id": f"{block.anchor}-{place}"} | {name: picture[name] for name in FROZEN}


def _from_library(block: Block, source: Source, shape: str) -> dict:
    library = Picture.objects.present().select_related("file").filter(police_unit=source.document.police_unit_id)
    chosen = block.options.get("picture")
    if not chosen:
        raise FreezingError("Hier is nog geen afbeelding gekozen. Kies er een, of haal dit weg.")
    picture = library.filter(pk=chosen).first()
    if picture is None:
        raise FreezingError("De afbeelding die hier stond is er niet meer. Kies een andere.")
    shown = _shown(picture, shape)
    return {
        "id": f"{block.anchor}-1",
        "slug": f"afbeelding-{picture.pk}",
        "alt": "" if picture.is_decorative else picture.alt,
        "is_decorative": picture.is_decorative,
        "caption": picture.caption,
        "credit": picture.source_line,
        "media_type": shown.media_type,
        "width": shown.width,
        "height": shown.height,
        "data": base64.b64encode(shown.data).decode(),
    }


def _shown(picture: Picture, shape: str) -> ReadPicture:
    data = bytes(picture.file.data)
    if shape not in RATIOS:
        return ReadPicture(data, b"", picture.media_type, picture.width, picture.height)
    across, down = (int(field) / 2 for field in picture.focus.split("-"))
    return cropped(data, picture.media_type, RATIOS[shape], (across, down))
