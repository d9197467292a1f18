"""From a file that somebody chose to a picture that can be shown and printed: upright, in RGB, no larger than paper
needs, and without a word of where and with what it was made.

What comes out is written anew from the pixels, so nothing that hides in a file goes along.
"""

import io
import warnings
from dataclasses import dataclass
from functools import partial

from PIL import Image, ImageCms, ImageFile, ImageOps

from nhveilig.pictures.exceptions import PictureRefused

LARGEST_FILE = 10 * 1024 * 1024
LONGEST_SIDE, MOST_PIXELS = 12_000, 64_000_000
# Pixels of the longest side: a page of A4 at 220 dots to the inch, and a line in a list.
KEPT_SIDE, SMALL_SIDE = 2_400, 320
# Bytes of what is kept, for an edition carries its pictures along.
LARGEST_KEPT = 3 * 1024 * 1024
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
JPEG, PNG = "image/jpeg", "image/png"

# How files begin that are often called a picture, with what to do about it.
OTHERS = (
    (b"%PDF", "Dit is een PDF. Sla de afbeelding zelf op als jpg of png."),
    (b"<svg", "Dit is een SVG-tekening. Die kan een programma bevatten; sla haar op als png."),
    (b"<!doctype html", "Dit is een webpagina, geen afbeelding. Sla de afbeelding zelf op als jpg of png."),
    (b"<html", "Dit is een webpagina, geen afbeelding. Sla de afbeelding zelf op als jpg of png."),
)
NO_PICTURE = "Dit bestand is geen jpg, png, webp of gif, hoe het ook heet. Sla de afbeelding op als jpg of png."
BROKEN = "Dit bestand is beschadigd of niet compleet. Open het, sla het opnieuw op als jpg of png, en probeer het weer."
TOO_LARGE = "Dit bestand is groter dan 10 MB. Maak de afbeelding kleiner en probeer het opnieuw."
MOVES = "Deze afbeelding beweegt. Op papier staat alles stil; sla één beeld op als png of jpg."
HEIC = "Dit is een HEIC-foto, zoals een iPhone die maakt. Sla hem op als jpg."


@dataclass(frozen=True)
class ReadPicture:
    data: bytes
    thumbnail: bytes
    media_type: str
    width: int
    height: int


def read_picture(data: bytes) -> ReadPicture:
    """Raises PictureRefused. Equal bytes give equal bytes."""
    if len(data) > LARGEST_FILE:
        raise PictureRefused(TOO_LARGE)
    with warnings.catch_warnings():
        # What Pillow doubts of a file is no business of who sends it: it works, or it is refused.
        warnings.simplefilter("ignore")
        image = _pixels(_opened(data))
        small = _within(image, SMALL_SIDE)
        return _kept(image, _written(small, _type_for(small)))


def _opened(data: bytes) -> Image.Image:
    """Nothing but its head is read yet."""
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    # Whatever a file that is no picture leads to.
    # Whatever a file that is no picture leads to.
    except Exception:
        raise PictureRefused(_what_it_is(data)) from None
    width, height = image.size
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise PictureRefused(
            f"Deze afbeelding is {width} bij {height} beeldpunten. Maak haar kleiner: hooguit "
            f"{LONGEST_SIDE} lang of breed, en {MOST_PIXELS // 1_000_000} miljoen bij elkaar."
        )
    return image


def _what_it_is(data: bytes) -> str:
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1"}:
        return HEIC
    if start.startswith(b"<?xml") and b"<svg" in start:
        start = b"<svg"
    return next((message for mark, message in OTHERS if start.startswith(mark.lower())), NO_PICTURE)


def _pixels(image: Image.Image) -> Image.Image:
    """Upright, no larger than is kept, in RGB with or without what shines through."""
    try:
        if not getattr(image, "is_animated", False):
            # WeasyPrint, where that is loaded, lets half a file pass.
            ImageFile.LOAD_TRUNCATED_IMAGES = False
            # Of a large photo not every pixel is worked out.
            image.draft("RGB", (KEPT_SIDE, KEPT_SIDE))
            image.load()
            return _within(ImageOps.exif_transpose(_in_rgb(image)), KEPT_SIDE)
    # Pillow raises whatever a broken file leads to.
    except Exception:
        raise PictureRefused(BROKEN) from None
    raise PictureRefused(MOVES)


def _in_rgb(image: Image.Image) -> Image.Image:
    """With the colours as its profile means them; a profile that cannot be read counts for nothing."""
    wanted = "RGBA" if image.has_transparency_data else "RGB"
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "CMYK"}:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            pass
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    return image if image.mode == wanted else image.convert(wanted)


def _within(image: Image.Image, side: int) -> Image.Image:
    """Never larger than it was."""
    if max(image.size) <= side:
        return image
    return ImageOps.contain(image, (side, side), Image.Resampling.LANCZOS)


def _type_for(image: Image.Image) -> str:
    """Drawings and what shines through stay sharp; photos become small."""
    return PNG if image.mode == "RGBA" or image.getcolors(512) else JPEG


def _kept(image: Image.Image, thumbnail: bytes) -> ReadPicture:
    media_type = _type_for(image)
    data = _written(image, media_type)
    while len(data) > LARGEST_KEPT:
        image = _within(image, max(image.size) * 3 // 4)
        data = _written(image, media_type)
    return ReadPicture(data, thumbnail, media_type, *image.size)


def _written(image: Image.Image, media_type: str) -> bytes:
    """Without anything that came with the file: that is all in `info`, which is not written unless one says so."""
    clean, out = image.copy(), io.BytesIO()
    clean.info = {}
    write = partial(clean.save, out)
    write("PNG", optimize=True) if media_type == PNG else write("JPEG", quality=85, optimize=True)
    return out.getvalue()


def cropped(data: bytes, media_type: str, ratio: float, focus: tuple[float, float]) -> ReadPicture:
    """The largest part with that ratio of width to height, of a picture that was read here. `focus` is where it counts,
    from 0 to 1 across and down."""
    image = Image.open(io.BytesIO(data), formats=FORMATS)
    width, height = image.size
    size = (round(height * ratio), height) if width > height * ratio else (width, round(width / ratio))
    image = ImageOps.fit(image, size, centering=focus)
    return ReadPicture(_written(image, media_type), b"", media_type, *image.size)
