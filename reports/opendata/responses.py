"""What every answer of the API has in common: its format, its headers, 304 for whoever has it already; and what went
wrong, as RFC 9457 writes it: a Dutch sentence for people, a status and a type for programs."""

import hashlib
import json
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.http.request import MediaType
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

PROBLEM_JSON = "application/problem+json"
TITLES = {
    400: "Deze vraag klopt niet",
    404: "Niet gevonden",
    405: "Deze methode kan hier niet",
    406: "Dit formaat is er niet",
    409: "Deze versie is beschadigd",
    500: "Er ging iets mis",
}


class ApiProblem(Exception):
    """Answered as application/problem+json. `parameter` names what in the query string is wrong, if anything."""

    def __init__(self, status: int, detail: str, parameter: str = "") -> None:
        super().__init__(detail)
        self.status, self.detail, self.parameter = status, detail, parameter


def problem_response(problem: ApiProblem) -> HttpResponse:
    body = {"type": "about:blank", "status": problem.status, "title": TITLES[problem.status], "detail": problem.detail}
    if problem.parameter:
        body["parameter"] = problem.parameter
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text.encode(), content_type=PROBLEM_JSON, status=problem.status)


VERSION = "1.1.0"
BASE = "/api/v1"
JSON, CSV, CSVW = "application/json", "text/csv; charset=utf-8", "application/csvm+json"
FORMATS = {"json": JSON, "csv": CSV}
# Whoever has an answer may keep it, and asks each time whether it is still the same. Nothing here is confidential.
CACHING = "public, no-cache"
SEEN_BY_SCRIPTS = "API-Version, ETag, Last-Modified, Link"


def wanted_format(request: HttpRequest) -> str:
    """`json` or `csv`, as the query string or else the header Accept says. Raises ApiProblem."""
    named = request.GET.get("formaat")
    if named is not None:
        if named not in FORMATS:
            raise ApiProblem(400, f"“{named}” is geen formaat. Kies uit: {', '.join(FORMATS)}.", "formaat")
        return named
    if not request.accepted_types:
        return "json"
    found = next((name for media in request.accepted_types for name in FORMATS if _is_format(media, name)), None)
    if found is None:
        raise ApiProblem(406, "Deze gegevens zijn er als application/json en als text/csv. Vraag een van die twee.")
    return found


def _is_format(media: MediaType, name: str) -> bool:
    """Whatever is added, as in `application/json; charset=utf-8`. JSON with more rules, as application/hal+json, is
    JSON that whoever asks for it can read."""
    main = "application" if name == "json" else "text"
    asked = media.sub_type.removeprefix("vnd.").rpartition("+")[2]
    return media.main_type in {"*", main} and asked in {"*", name}


def json_answer(request: HttpRequest, value: object, modified: datetime | None = None) -> HttpResponse:
    return answer(request, json.dumps(value, ensure_ascii=False).encode(), JSON, modified)


def answer(
    request: HttpRequest, body: bytes, content_type: str, modified: datetime | None = None, etag: str = ""
) -> HttpResponse:
    """A response with a strong ETag: that of the bytes, or the one that is known already."""
    etag = f'"{etag or hashlib.sha256(body).hexdigest()}"'
    response = HttpResponse(body, content_type=content_type)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = CACHING
    if modified:
        response.headers["Last-Modified"] = http_date(modified.timestamp())
    seconds = int(modified.timestamp()) if modified else None
    return get_conditional_response(request, etag=etag, last_modified=seconds, response=response)


def with_headers(response: HttpResponse) -> HttpResponse:
    """Those of the API Design Rules that the middleware does not give; and open to pages of every site."""
    response.headers["API-Version"] = VERSION
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = SEEN_BY_SCRIPTS
    response.headers.setdefault("Cache-Control", "no-store")
    patch_vary_headers(response, ["Accept"])
    return response
