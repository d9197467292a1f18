"""For a view that keeps parts of its page."""

from django.http import HttpRequest

from nhveilig.caching.kept_pages import KeptPage


class KeepsParts:
    """`self.kept` is begun before the view reads anything; the template gets it as `kept`, for `{% kept %}`."""

    request: HttpRequest

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.kept = KeptPage(request, self.readership())

    def readership(self) -> str:
        """A name shared by all readers for whom the kept parts are the same."""
        return self.request.access.readership()

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(kept=self.kept, **kwargs)
