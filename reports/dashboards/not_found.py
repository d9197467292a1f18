"""An address that leads nowhere, of which the reader may know why, and where to go on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# Outside these an address is a mistake, whatever the plans.
FIRST_YEAR, LAST_YEAR = 1900, 2200
Links = list[tuple[str, str]]


class NothingThere(Exception):
    """`links` are pairs of words and an address."""

    def __init__(self, title: str, text: str, links: Links) -> None:
        self.title, self.text, self.links = title, text, links
        super().__init__(title)


class WithWayOn:
    """A view whose NothingThere is a 404 with links."""

    def look_up(self) -> None:
        """Before anything else of a page: whether its address leads somewhere. Raises NothingThere."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            if request.method in {"GET", "HEAD"}:
                self.look_up()
            return super().dispatch(request, *args, **kwargs)
        except NothingThere as gone:
            page = {"title": gone.title, "text": gone.text, "links": gone.links}
            return render(request, "reports/dashboards/nothing_there.html", page, status=404)
