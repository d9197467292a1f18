from django.http import HttpResponse
from django.utils.cache import patch_vary_headers


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
