from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from nhveilig.worklist.counts import forget_number

READING = {"GET", "HEAD", "OPTIONS"}


class RenewNumber:
    """Whoever does something sees on the next page how many tasks are left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in READING and request.user.is_authenticated:
            forget_number(request.access)
        return response
