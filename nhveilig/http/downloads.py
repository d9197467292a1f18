from django.http import HttpResponse
from django.utils.http import content_disposition_header

CSV = "text/csv; charset=utf-8"


def as_download(data: bytes, content_type: str, name: str) -> HttpResponse:
    """A response that a browser saves as a file called `name`."""
    response = HttpResponse(data, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def csv_download(text: str, name: str) -> HttpResponse:
    """With a byte order mark, without which spreadsheets take UTF-8 for something else."""
    return as_download(text.encode("utf-8-sig"), CSV, name)
