"""From a chosen file to a picture that can be shown and printed, or to a sentence that says why not."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms

from nhveilig.pictures import reading
from nhveilig.pictures.exceptions import PictureRefused
from nhveilig.pictures.reading import cropped, read_picture
from tests.picture_library.factories import opened, photo


def png_of(width: int, height: int) -> bytes:
    """A head that promises so many pixels, with next to none behind it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def moving() -> bytes:
    out, frames = io.BytesIO(), [Image.new("RGB", (20, 20), colour) for colour in ("red", "navy")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG"),
        (b"<?xml version='1.0'?>\n<svg/>", "SVG"),
        (b"<!DOCTYPE html><p>foto.jpg</p>", "webpagina"),
        (b"%PDF-1.7", "PDF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (b"GIF89a", "geen jpg"),
        (b"zomaar iets", "geen jpg"),
        (photo((640, 480))[:4_000], "beschadigd"),
        (png_of(100, 100), "beschadigd"),
        (png_of(30_000, 100), "30000 bij 100"),
        (png_of(11_000, 11_000), "64 miljoen"),
        (moving(), "beweegt"),
        (b"\xff" * (10 * 1024 * 1024 + 1), "groter dan 10 MB"),
    ],
    ids=["svg", "xml", "html", "pdf", "heic", "head", "words", "half", "short", "wide", "bomb", "moving", "large"],
)
def test_what_cannot_be_taken_is_refused_with_what_to_do(data, said):
    with pytest.raises(PictureRefused, match=said):
        read_picture(data)


def test_what_comes_with_a_photo_stays_behind_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010F] = "Camera van Jan"
    exif.get_ifd(0x8825)[2] = (52.0, 22.0, 48.0)  # where
    read = read_picture(photo((160, 90), exif=exif, comment=b"geheim"))

    assert (read.width, read.height, read.media_type) == (90, 160, "image/jpeg")
    assert b"Jan" not in read.data
    assert b"geheim" not in read.data
    assert not opened(read.data).getexif()
    assert opened(read.thumbnail).size == (90, 160)


def test_a_large_photo_becomes_as_large_as_paper_needs():
    read = read_picture(photo((3_000, 1_500)))
    assert (read.width, read.height) == (2_400, 1_200)
    assert opened(read.thumbnail).size == (320, 160)


@pytest.mark.parametrize("mode", ["CMYK", "L", "1"])
def test_every_kind_of_colours_becomes_that_of_a_screen(mode):
    read = read_picture(photo(mode=mode, format="PNG" if mode == "1" else "JPEG"))
    assert opened(read.data).mode == "RGB"


def test_colours_are_as_their_profile_means_them():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    read = read_picture(photo(icc_profile=profile))
    assert "icc_profile" not in opened(read.data).info
    assert read_picture(photo(icc_profile=b"geen profiel")).media_type == "image/jpeg"


def test_what_shines_through_and_what_is_drawn_stays_sharp():
    glass = Image.new("RGBA", (20, 20), (255, 0, 0, 90))
    out = io.BytesIO()
    glass.save(out, "PNG")
    read = read_picture(out.getvalue())
    assert (opened(read.data).mode, read.media_type) == ("RGBA", "image/png")
    drawing = io.BytesIO()
    Image.new("RGB", (20, 20), "navy").save(drawing, "PNG")
    assert read_picture(drawing.getvalue()).media_type == "image/png"


def test_a_picture_that_stays_heavy_becomes_smaller(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_KEPT", 3_000)
    read = read_picture(photo((1_200, 900)))
    assert len(read.data) <= 3_000
    assert read.width < 1_200


def test_equal_files_give_equal_pictures():
    assert read_picture(photo()) == read_picture(photo())


@pytest.mark.parametrize(("focus", "shade"), [((0.0, 0.5), "dark"), ((1.0, 0.5), "light")])
def test_a_part_is_taken_around_what_counts(focus, shade):
    read = read_picture(photo((320, 90)))
    part = cropped(read.data, read.media_type, 1.0, focus)
    assert (part.width, part.height) == (90, 90)
    middle = opened(part.data).getpixel((45, 45))[0]
    assert (middle < 128) == (shade == "dark")
