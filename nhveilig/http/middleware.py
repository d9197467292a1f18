"""What no view has to think of: numbers no database holds, characters nobody can see, and a method that cannot be."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render

from nhveilig.http.responses import told, wants_json

# The largest number of a key in either database.
LARGEST = 2**63 - 1
# Years that a date can be in, with a year before and after it.
YEARS = range(2, 9999)
WRONG_METHOD = "Dit adres hoort bij een knop of een formulier. Er is niets veranderd."


class ReadableRequests:
    """An address with a number that cannot be is not found, NUL is left out of what is sent (PostgreSQL stores none and
    no reader sees one), and a method that a view does not have is answered in words.

    A view that `refuses_characters` says itself what is wrong with them. After AccessMiddleware, so that a visitor
    hears first that they must log in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        silent = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content
        return _in_words(request, response) if silent else response

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs: dict[str, object]) -> None:
        if view_kwargs.get("year", YEARS[0]) not in YEARS:
            raise Http404("Dit jaar kan niet.")
        # Of the largest number there is nothing either, and each view says so in its own words.
        capped = {name: LARGEST for name, value in view_kwargs.items() if isinstance(value, int) and value > LARGEST}
        view_kwargs.update(capped)
        if getattr(getattr(view_func, "view_class", None), "refuses_characters", False):
            return
        request.GET = _without_nul(request.GET)
        if request.method == "POST":
            request.POST = _without_nul(request.POST)


def _in_words(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    status = response.status_code
    found = told(WRONG_METHOD, status) if wants_json(request) else render(request, "405.html", status=status)
    found.headers["Allow"] = response.headers.get("Allow", "")
    return found


def _without_nul(sent: QueryDict) -> QueryDict:
    if not any("\0" in text for name, texts in sent.lists() for text in (name, *texts)):
        return sent
    found = QueryDict(mutable=True)
    for name, texts in sent.lists():
        found.setlist(name.replace("\0", ""), [text.replace("\0", "") for text in texts])
    found._mutable = False
    return found


class CompressedPages(GZipMiddleware):
    """Pages go over the wire compressed, with a length that tells nothing of what is secret on them.

    Only pages: a PDF is compressed as it is, and a file or a dataset keeps the length and the tag it was asked by.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        is_page = response.get("Content-Type", "").startswith("text/html")
        return super().process_response(request, response) if is_page else response
