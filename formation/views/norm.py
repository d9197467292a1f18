"""The wijkagenten beside the inhabitants, of the eenheid and of one part of it."""

from django.http import Http404
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from formation.models import StrengthTable
from formation.norm import (
    KINDS,
    NormLine,
    Populations,
    has_officers,
    newest_with_officers,
    norm_line,
    norm_lines,
    read_rows,
)
from formation.queries import part_tables
from formation.views.strength import OfStrength
from nhveilig.figures.formats import date_short
from nhveilig.regions.models import OrganisationUnit


class NormView(OfStrength, TemplateView):
    """The wijkagenten of the eenheid, its districts and basisteams beside their inhabitants."""

    template_name = "formation/norm.html"

    @cached_property
    def table(self) -> StrengthTable | None:
        """The newest table that counts wijkagenten; read in full only when it is chosen."""
        formatie = self.adopted_tables.filter(kind=StrengthTable.Kind.ESTABLISHMENT)
        newest = newest_with_officers(formatie.prefetch_related("categories"))
        if newest:
            read_rows(newest)
        return newest

    def get_context_data(self, **kwargs):
        page = self.page("Wijkagenten en de norm")
        if self.table is None or not has_officers(self.table):
            return super().get_context_data(**page, lines=[], **kwargs)
        lines = norm_lines(self.table, Populations(self.police_unit))
        return super().get_context_data(
            **page,
            lines=lines,
            whole=next((line for line in lines if line.is_whole), None),
            stats=[stat for line in lines if line.is_whole for stat in line.stats()],
            sources=self._sources(self.table, lines[0]) if lines else [],
            **kwargs,
        )

    def _sources(self, table: StrengthTable, whole: NormLine) -> list[tuple[str, str]]:
        counted = [category.name for category in table.categories.all() if category.is_community_officer]
        day = whole.population.reference_date
        inhabitants = f"{whole.population.source}, peildatum {date_short(day)}" if day else whole.why
        return [
            ("Wijkagenten", f"{table.series_name} {table.per_day}. {table.source}."),
            ("Wat telt als wijkagent", " en ".join(counted)),
            ("Inwoners", inhabitants),
        ]


class PartView(OfStrength, TemplateView):
    """One part of the eenheid: its figures in every table, where it works, and the norm."""

    template_name = "formation/part.html"

    @cached_property
    def populations(self) -> Populations:
        return Populations(self.police_unit)

    @cached_property
    def part(self) -> OrganisationUnit:
        found = next((unit for unit in self.populations.units if unit.pk == self.kwargs["pk"]), None)
        if found is None:
            raise Http404("Dit onderdeel bestaat niet bij deze eenheid.")
        return found

    @cached_property
    def tables(self) -> list[StrengthTable]:
        return list(self.adopted_tables.with_figures_of(self.part))

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **self.page(self.part.name),
            part=self.part,
            facts=self._facts(),
            figures=[table.as_dict() for table in part_tables(self.tables)],
            norm=self._norm(),
            **kwargs,
        )

    def _facts(self) -> list[tuple[str, str]]:
        by_id = {unit.pk: unit for unit in self.populations.units}
        parent = by_id.get(self.part.parent_id)
        facts = [("Soort", self.part.get_kind_display()), ("Hoort bij", parent.name if parent else "")]
        facts += [("Code", self.part.code)] if self.part.code else []
        return [*facts, *self._area()] if self.part.kind in KINDS else facts

    def _area(self) -> list[tuple[str, str]]:
        found = self.populations.of(self.part.pk)
        area = [("Gemeenten", ", ".join(place.name for place in found.municipalities))] if found.municipalities else []
        if found.reason:
            return [*area, ("Inwoners", f"Onbekend. {found.reason}")]
        since = date_short(found.reference_date)
        return [
            *area,
            ("Inwoners", found.figure.text(0)),
            ("Bron van de inwoners", f"{found.source}, peildatum {since}"),
        ]

    def _norm(self) -> NormLine | None:
        formatie = [table for table in self.tables if table.kind == StrengthTable.Kind.ESTABLISHMENT]
        table = newest_with_officers(formatie) if self.part.kind in KINDS else None
        return norm_line(table, self.part, self.populations) if table else None
