"""What views answer besides pages: files, and what scripts of our own pages ask for."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.http import content_disposition_header

CONFLICT, GONE, UNPROCESSABLE = 409, 410, 422
CSV = "text/csv; charset=utf-8"


def wants_json(request: HttpRequest) -> bool:
    """Whether a script of ours asks: a browser that opens a page prefers HTML or takes anything."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def told(message: str, status: int, **more: object) -> JsonResponse:
    """A sentence for the user, and what the script needs beside it."""
    return JsonResponse({"message": message} | more, status=status)


def log_in_first(address: str) -> JsonResponse:
    """The session is over. `address` is that of the login page, which leads back."""
    return JsonResponse({"login": address}, status=401)


def send_again(request: HttpRequest, message: str) -> JsonResponse:
    """A new token, with which the script can send the same once more.

    Handing it out is safe: of this answer a page of another site can read nothing.
    """
    return told(message, 403, token=get_token(request))


def as_download(data: bytes, content_type: str, name: str) -> HttpResponse:
    """A response that a browser saves as a file called `name`."""
    response = HttpResponse(data, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def csv_download(data: bytes, name: str) -> HttpResponse:
    """`data` as `nhveilig.texts.spreadsheets.csv_for_people` writes it."""
    return as_download(data, CSV, name)
