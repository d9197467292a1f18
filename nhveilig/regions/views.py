"""The eenheid and the year in an address."""

from typing import ClassVar

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from nhveilig.regions.models import PoliceUnit


class OfUnit:
    """A view of one eenheid. One for which the visitor does not hold the permission of the view is not there."""

    permission: str
    request: HttpRequest
    kwargs: dict
    # The part of the address that names the eenheid.
    unit_kwarg: ClassVar[str] = "unit"

    @cached_property
    def police_unit(self) -> PoliceUnit:
        held = PoliceUnit.objects.filter(pk__in=self.request.access.units_with(self.permission))
        return get_object_or_404(held, slug=self.kwargs[self.unit_kwarg])

    def about_unit(self) -> dict[str, object]:
        """What every page about one eenheid gives its template; `unit_name` stands in the head of the page."""
        return {"police_unit": self.police_unit, "unit_name": f"Eenheid {self.police_unit}"}


class OfYear:
    """A view of one year. Outside `years_that_can_be` an address is a mistake, whatever there is to see."""

    kwargs: dict
    years_that_can_be: ClassVar[range] = range(1900, 2201)

    @property
    def year(self) -> int:
        if self.kwargs["year"] not in self.years_that_can_be:
            raise Http404("Dit jaar kan niet.")
        return self.kwargs["year"]
