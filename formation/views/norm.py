from django.utils.functional import cached_property
from django.views.generic import TemplateView

from formation.inhabitants import Populations
from formation.models import StrengthTable
from formation.norm import NormLine, has_officers, newest_with_officers, norm_lines
from formation.periods import per
from formation.views.scope import OfStrength, series_title
from nhveilig.figures.formats import date_short


class NormView(OfStrength, TemplateView):
    """The wijkagenten of the eenheid, its districts and basisteams beside their inhabitants."""

    template_name = "formation/norm.html"

    @cached_property
    def table(self) -> StrengthTable | None:
        """The newest table that counts wijkagenten; read in full only when it is chosen."""
        formatie = self.adopted_tables.filter(kind=StrengthTable.Kind.ESTABLISHMENT)
        newest = newest_with_officers(formatie.prefetch_related("categories"))
        return newest and StrengthTable.objects.with_figures().get(pk=newest.pk)

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
            ("Wijkagenten", f"{series_title(table)} {per(table)}. {table.source}."),
            ("Wat telt als wijkagent", " en ".join(counted)),
            ("Inwoners", inhabitants),
        ]
