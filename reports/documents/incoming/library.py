"""The pictures of a Word document on their way into the library of the eenheid."""

from collections.abc import Mapping
from dataclasses import dataclass

from nhveilig.editing.changes import Writer
from nhveilig.pictures.models import Picture
from nhveilig.pictures.services import add_picture, find_copy
from reports.documents.incoming.files import Waiting


@dataclass(frozen=True)
class Said:
    """What is said of a picture that goes along."""

    alt: str = ""
    is_decorative: bool = False


def take_pictures(waiting: Waiting, chosen: Mapping[int, Said], by: Writer) -> dict[int, int]:
    """By its place in the file the number each has in the library. One that is there already is that one."""
    unit = waiting.file.document.police_unit
    taken: dict[int, int] = {}
    for one in waiting.file.pictures.filter(place__in=chosen.keys() & {one.place for one in waiting.pictures}):
        data, said = bytes(one.data), chosen[one.place]
        found = find_copy(unit, data)
        if found is None:
            values = {"name": one.name, "caption": one.caption, "alt": said.alt, "is_decorative": said.is_decorative}
            picture = Picture(police_unit=unit)
            found = add_picture(picture=picture, values=values, data=data, file_name=one.name, by=by)
        taken[one.place] = found.pk
    return taken
