from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from nhveilig.registers.registry import find_register
from nhveilig.registers.views import DetailPage


class DecisionPage(DetailPage):
    """What is adopted leads to its decision by number alone; a national one has an address of its own."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        national = find_register("besluiten-landelijk")
        if national.rows(request.access, self.permission).filter(pk=kwargs["pk"]).exists():
            return redirect(national.url("detail", pk=kwargs["pk"]))
        return super().dispatch(request, *args, **kwargs)
