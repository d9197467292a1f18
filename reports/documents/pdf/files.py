"""What a document may read while it is rendered: our own static files, uploaded images, small inline images."""

import base64
import binascii
import mimetypes
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousFileOperation
from django.utils._os import safe_join

# Reserved by RFC 2606: paths in a document resolve against it, and it can never be reached by accident.
BASE_URL = "https://nhveilig.invalid/"
# A picture of the library is at most 3 MB.
INLINE_LIMIT = 4 * 1024 * 1024
IMAGES = frozenset({"image/png", "image/jpeg", "image/svg+xml", "image/webp"})
INLINE_IMAGES = IMAGES - {"image/svg+xml"}
# Not left to the machine's own table, which differs between systems.
MEDIA_TYPES = {".css": "text/css", ".ttf": "font/ttf", ".svg": "image/svg+xml", ".webp": "image/webp"}


class FileNotRead(Exception):
    """The document asked for something outside the project."""


def read(url: str) -> tuple[bytes, str]:
    """The bytes behind `url` and their media type. FileNotRead: not one of ours, or not there."""
    if url.startswith("data:"):
        return _inline_image(url)
    if not url.startswith(BASE_URL):
        raise FileNotRead(f"Niet toegestaan adres in het document: {url[:120]}")
    path = unquote(urlsplit(url).path)
    if path.startswith("/static/"):
        return _static(path.removeprefix("/static/"))
    if path.startswith("/media/"):
        return _uploaded_image(path.removeprefix("/media/"))
    raise FileNotRead(f"Niet toegestaan adres in het document: {path[:120]}")


def _static(name: str) -> tuple[bytes, str]:
    try:
        found = finders.find(name)
        if found:
            return Path(found).read_bytes(), _media_type(name)
        # A hashed name of a collected file is known to the storage only.
        with staticfiles_storage.open(name) as file:
            return file.read(), _media_type(name)
    except (OSError, SuspiciousFileOperation) as error:
        raise FileNotRead(f"Bestand ontbreekt: /static/{name}") from error


def _uploaded_image(name: str) -> tuple[bytes, str]:
    # MEDIA_ROOT also holds other people's exports; only images may be drawn into a document.
    media_type = _media_type(name)
    if media_type not in IMAGES:
        raise FileNotRead(f"Geen afbeelding: /media/{name}")
    try:
        return Path(safe_join(settings.MEDIA_ROOT, name)).read_bytes(), media_type
    except (OSError, SuspiciousFileOperation) as error:
        raise FileNotRead(f"Bestand ontbreekt: /media/{name}") from error


def _inline_image(url: str) -> tuple[bytes, str]:
    head, _, body = url.removeprefix("data:").partition(",")
    media_type, _, encoding = head.partition(";")
    if media_type not in INLINE_IMAGES or len(body) > INLINE_LIMIT * 4 // 3:
        raise FileNotRead("Alleen afbeeldingen tot 4 MB mogen in het document zelf staan.")
    try:
        data = base64.b64decode(body, validate=True) if encoding == "base64" else unquote_to_bytes(body)
    except binascii.Error as error:
        raise FileNotRead("Een afbeelding in het document is onleesbaar.") from error
    return data, media_type


def _media_type(name: str) -> str:
    return MEDIA_TYPES.get(Path(name).suffix.lower()) or mimetypes.guess_type(name)[0] or "application/octet-stream"
