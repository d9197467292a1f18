"""Pictures: as somebody would choose them, and in the library of an eenheid."""

import io

from PIL import Image

from nhveilig.editing.changes import Writer
from nhveilig.pictures.models import Picture
from nhveilig.pictures.services import add_picture
from nhveilig.regions.models import PoliceUnit


def photo(size: tuple[int, int] = (160, 90), *, mode: str = "RGB", format: str = "JPEG", **save: object) -> bytes:
    """Of many colours, so that it is no drawing: dark at the left, light at the right; no two of a size are equal."""
    across = Image.linear_gradient("L").rotate(90).resize(size)
    down = Image.linear_gradient("L").resize(size)
    image = Image.merge("RGB", (across, down, across)).convert(mode)
    out = io.BytesIO()
    image.save(out, format, **save)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def make_picture(police_unit: PoliceUnit, name: str = "Haven", *, data: bytes = b"", **values: object) -> Picture:
    """`data`: of what is not the only one of its eenheid."""
    values = {"alt": "Schepen aan een kade"} | values
    return add_picture(
        picture=Picture(police_unit=police_unit, pk=values.pop("pk", None)),
        values=values | {"name": name},
        data=data or photo(),
        file_name="IMG_1.jpg",
        by=Writer(None),
    )
