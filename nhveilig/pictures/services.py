import hashlib
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django.db import transaction

from nhveilig.editing.changes import Writer
from nhveilig.editing.history import History
from nhveilig.editing.services import add_row
from nhveilig.pictures.exceptions import PictureRefused
from nhveilig.pictures.models import Picture, PictureFile
from nhveilig.pictures.reading import read_picture
from nhveilig.regions.models import PoliceUnit


@transaction.atomic
def add_picture(*, picture: Picture, values: Mapping[str, Any], data: bytes, file_name: str, by: Writer) -> Picture:
    """Put a new one in the library of its eenheid; without a name it is called as its file. Raises PictureRefused."""
    read = read_picture(data)
    picture.sha256 = hashlib.sha256(data).hexdigest()
    picture.media_type, picture.width, picture.height = read.media_type, read.width, read.height
    values = dict(values) | {"name": values.get("name") or PurePath(file_name).stem[:120] or "afbeelding"}
    # Where the row is of is among the values for who works for more eenheden than one.
    unit = values.get("police_unit") or picture.police_unit
    _refuse_a_copy(unit.pk, picture.sha256)
    add_row(row=picture, by=by, values=values, history=History.of if by.user else None)
    PictureFile.objects.create(picture=picture, data=read.data, thumbnail=read.thumbnail)
    return picture


def find_copy(unit: PoliceUnit, data: bytes) -> Picture | None:
    """The picture of the library that this file is; not one in the bin."""
    return Picture.objects.present().filter(police_unit=unit, sha256=hashlib.sha256(data).hexdigest()).first()


def _refuse_a_copy(unit: int, sha256: str) -> None:
    same = Picture.objects.filter(police_unit=unit, sha256=sha256).order_by("deleted_at").last()
    if same is not None:
        where = "in de prullenbak van afbeeldingen" if same.deleted_at else "al tussen de afbeeldingen"
        raise PictureRefused(f"Deze afbeelding staat {where}, als “{same}”. Gebruik die.")
