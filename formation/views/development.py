from django.views.generic import TemplateView

from formation.changes.presenters import changes_table, development_chart, development_table
from formation.models import StrengthChangeSet
from formation.presenters import abbreviations
from formation.queries import StrengthOverview
from formation.views.scope import OfSeries


class DevelopmentView(OfSeries, TemplateView):
    """The eenheid as a whole over the dates of a series, and where its changes come from."""

    template_name = "formation/development.html"

    def get_context_data(self, **kwargs):
        tables = self.tables
        sets = list(StrengthChangeSet.objects.filter(police_unit=self.police_unit).with_changes())
        ends = {table.pk for table in tables}
        return super().get_context_data(
            **self.page(f"{self.series_title}: verloop"),
            lead=StrengthOverview(self.police_unit, (tables[0], tables[-1])).lead if len(tables) > 1 else "",
            abbreviations=abbreviations(tables),
            table=development_table(tables, sets).as_dict(),
            chart=development_chart(tables) if len(tables) > 1 else None,
            changes=[changes_table(found).as_dict() for found in sets if self._is_shown(found, ends)],
            **kwargs,
        )

    def _is_shown(self, change_set: StrengthChangeSet, ends: set[int]) -> bool:
        """A set between two of these tables; the mutation itself already is the last row."""
        explains = any(change.explains for change in change_set.changes.all())
        return explains and {change_set.before_id, change_set.after_id} <= ends
