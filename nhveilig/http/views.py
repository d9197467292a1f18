"""What views of every room share."""

from collections.abc import Callable, Iterable

from django.forms import Form
from django.http import Http404, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import FormView

from nhveilig.http.responses import UNPROCESSABLE

# What each page above is called, and its address.
Above = list[tuple[str, str]]


def tabs(found: Iterable[tuple[str, str, bool]]) -> list[dict[str, object]]:
    """For components/tabs.html: label, address and whether it is the page shown."""
    return [{"label": label, "url": url, "current": current} for label, url, current in found]


def year_tabs(years: Iterable[int], shown: int, url_of: Callable[[int], str]) -> list[dict[str, object]]:
    return tabs((str(year), url_of(year), year == shown) for year in years)


def breadcrumbs(above: Above, here: str) -> list[tuple[str, str | None]]:
    """For components/breadcrumb.html. The pages of one room share what stands `above` them, its first page too."""
    above = above[:-1] if above and above[-1][0] == here else above
    return [*above, (here, None)]


def is_own_page(address: str) -> bool:
    """Whether somebody may be sent on to it: a path of this site. A bare word would be taken for the name of a view."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, None)


class RefusedForm:
    """A form with something wrong is answered with 422, as everywhere in the portal."""

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)


class RefusingFormView(RefusedForm, FormView):
    """Whose services refuse in words: those stand with what was typed."""

    def refused(self, form: Form, field: str | None, reason: Exception) -> HttpResponse:
        form.add_error(field, str(reason))
        return self.form_invalid(form)


class PartialTemplateMixin:
    """Answer htmx with `partial_template_name`, anyone else with the whole page that includes it."""

    partial_template_name: str

    def get_template_names(self) -> list[str]:
        # Boosted links and history restores also say HX-Request, but replace the whole page.
        htmx = self.request.htmx
        partial = htmx and not htmx.boosted and not htmx.history_restore_request
        return [self.partial_template_name] if partial else super().get_template_names()

    def render_to_response(self, context, **kwargs) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        # Without this a cache can hand the bare fragment to someone asking for the page.
        patch_vary_headers(response, ["HX-Request", "HX-Boosted", "HX-History-Restore-Request"])
        return response


class NothingThere(Http404):
    """An address that leads nowhere, of which the reader may know why and where to go on.

    `links` are pairs of words and an address; without any the page leads to the start.
    """

    def __init__(self, title: str, text: str, links: list[tuple[str, str]]) -> None:
        self.title, self.text, self.links = title, text, links
        super().__init__(title)
