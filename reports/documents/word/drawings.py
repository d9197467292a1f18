"""A picture as Word has it: in the line, as large as the page lets it be, with what it shows in words."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from reports.documents.word.trees import classes

# In English Metric Units: the width between the margins, and what of the height is left for a caption.
WIDEST, HIGHEST, PER_PIXEL = 5_759_450, 7_200_000, 9_525
_IN_THE_PAGE = re.compile(r"data:image/(png|jpeg|webp);base64,(.+)", re.DOTALL)
_SPACE = "http://schemas.openxmlformats.org/drawingml/2006"
_DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
_AS_DECORATION = (
    f'<a:extLst xmlns:a="{_SPACE}/main"><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
    f'<adec:decorative xmlns:adec="{_DECORATIVE}" val="1"/></a:ext></a:extLst>'
)


@dataclass(frozen=True)
class Media:
    """A picture as a part of the file; equal pictures are one part."""

    extension: str
    data: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def media_of(image: Element) -> Media | None:
    """None of what does not stand in the page itself."""
    found = _IN_THE_PAGE.fullmatch(image.get("src", ""))
    try:
        return Media(found[1], base64.b64decode(found[2], validate=True)) if found else None
    except binascii.Error:
        return None


def drawing_xml(image: Element, link: str, number: int, said: str) -> str:
    """`said` is its alternative text, quoted. `number` is no other drawing's of the document."""
    width, height = _size(image)
    decoration = _AS_DECORATION if "decorative" in classes(image) else ""
    about = f'id="{number}" name="Afbeelding {number}" descr={said}'
    return (
        '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        f'distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr {about}>{decoration}</wp:docPr><a:graphic xmlns:a="{_SPACE}/main">'
        f'<a:graphicData uri="{_SPACE}/picture"><pic:pic xmlns:pic="{_SPACE}/picture"><pic:nvPicPr>'
        f"<pic:cNvPr {about}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{link}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )


def _size(image: Element) -> tuple[int, int]:
    width, height = (max(_pixels(image, name), 1) * PER_PIXEL for name in ("width", "height"))
    share = min(1.0, WIDEST / width, HIGHEST / height)
    return max(round(width * share), 1), max(round(height * share), 1)


def _pixels(image: Element, name: str) -> int:
    said = image.get(name, "")
    return int(said) if said.isdecimal() else 0
