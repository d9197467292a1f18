from django.http import Http404


class NothingThere(Http404):
    """An address that leads nowhere, of which the reader may know why and where to go on.

    `links` are pairs of words and an address; without any the page leads to the start.
    """

    def __init__(self, title: str, text: str, links: list[tuple[str, str]]) -> None:
        self.title, self.text, self.links = title, text, links
        super().__init__(title)
