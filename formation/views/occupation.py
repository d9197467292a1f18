from django.utils.functional import cached_property
from django.views.generic import TemplateView

from formation.models import StrengthTable
from formation.presenters import strength_table
from formation.queries import last_two
from formation.views.scope import OfStrength

Kind = StrengthTable.Kind


class OccupationView(OfStrength, TemplateView):
    """Formatie beside bezetting: of the same date, or of the dates nearest to each other. Never added or subtracted."""

    template_name = "formation/occupation.html"

    @cached_property
    def tables(self) -> list[StrengthTable]:
        """The formatie and the bezetting of one series, or nothing while there is no bezetting."""
        index = list(self.adopted_tables.for_list())
        bezetting = last_two([table for table in index if table.kind == Kind.OCCUPATION])[-1:]
        formatie = [t for t in index if bezetting and t.kind == Kind.ESTABLISHMENT and t.series == bezetting[0].series]
        if not formatie:
            return []
        nearest = min(formatie, key=lambda table: abs(table.reference_date - bezetting[0].reference_date))
        found = {t.pk: t for t in StrengthTable.objects.filter(pk__in=[nearest.pk, bezetting[0].pk]).with_figures()}
        return [found[nearest.pk], found[bezetting[0].pk]]

    def get_context_data(self, **kwargs):
        same_date = len({table.reference_date for table in self.tables}) == 1
        return super().get_context_data(
            **self.page("Formatie en bezetting"),
            table=strength_table(self.tables).as_dict() if self.tables else None,
            same_date=same_date,
            **kwargs,
        )
