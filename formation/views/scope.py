from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst

from formation.models import StrengthTable, StrengthTableQuerySet
from nhveilig.accounts.permissions import Permission
from nhveilig.http.views import Above, breadcrumbs
from nhveilig.regions.views import OfUnit

STRENGTH = "Politiesterkte"


class OfStrength(OfUnit):
    """The strength of the eenheid in the address."""

    permission = Permission.VIEW_STRENGTH
    unit_kwarg = "slug"

    @property
    def visible_tables(self) -> StrengthTableQuerySet:
        """The tables of the eenheid, those in bewerking only for who may see concepts."""
        access = self.request.access
        visible = StrengthTable.objects.visible_to(
            access.units_with(self.permission), access.units_with(Permission.VIEW_CONCEPTS)
        )
        return visible.filter(police_unit=self.police_unit)

    @property
    def adopted_tables(self) -> StrengthTableQuerySet:
        """What the pages count with, whoever looks: everybody reads the same outcome."""
        return StrengthTable.objects.adopted().filter(police_unit=self.police_unit)

    def above(self) -> Above:
        overview = reverse("formation:table-detail", args=[self.police_unit.slug])
        return [(STRENGTH, reverse("formation:table-list")), (str(self.police_unit), overview)]

    def page(self, title: str, **more: object) -> dict[str, object]:
        """What every page about one eenheid gives its template."""
        return {
            **self.about_unit(),
            "title": title,
            "breadcrumbs": breadcrumbs(self.above(), here=title),
            **more,
        }


class OfSeries(OfStrength):
    """The formatie of one series of the eenheid in the address, oldest first; 404 for a series without a table."""

    def of_series(self, tables: StrengthTableQuerySet) -> list[StrengthTable]:
        found = list(tables.establishment_of(self.police_unit, self.kwargs["series"]).for_overview())
        if not found:
            raise Http404("Deze reeks heeft nog geen tabel.")
        return found

    @cached_property
    def tables(self) -> list[StrengthTable]:
        return self.of_series(self.adopted_tables)

    @property
    def series_title(self) -> str:
        return series_title(self.tables[-1])


def series_title(table: StrengthTable) -> str:
    """What a series is called: its own title, or that it is about the whole eenheid."""
    return table.title or f"{capfirst(table.get_kind_display())} van de eenheid"
