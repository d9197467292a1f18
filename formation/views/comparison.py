from django.utils.functional import cached_property
from django.views.generic import TemplateView

from formation.explaining import explain
from formation.models import StrengthChangeSet, StrengthTable
from formation.pages import explanation_table
from formation.periods import day
from formation.tables import strength_table
from formation.terms import abbreviations
from formation.views.scope import OneSeries


class ComparisonView(OneSeries, TemplateView):
    """Two tables of one series: was, wordt and what changed. `?was=` and `?wordt=` are reference dates."""

    template_name = "formation/comparison.html"

    @cached_property
    def chosen(self) -> list[StrengthTable]:
        """The two asked for, oldest first, with their figures; without a choice that exists the two newest."""
        asked = {self.request.GET.get("was"), self.request.GET.get("wordt")}
        found = [table.pk for table in self.tables if table.reference_date.isoformat() in asked]
        wanted = found if len(found) > 1 else [table.pk for table in self.tables[-2:]]
        return list(StrengthTable.objects.filter(pk__in=wanted).with_figures().order_by("reference_date"))

    def get_context_data(self, **kwargs):
        page = self.page(f"{self.series_title} vergelijken", dates=self.tables, lead="")
        compared = self._compared() if len(self.tables) > 1 else {"after": None}
        return super().get_context_data(**(page | compared), **kwargs)

    def _compared(self) -> dict[str, object]:
        before, after = self.chosen
        sets = StrengthChangeSet.objects.filter(police_unit=self.police_unit).with_changes()
        groups = explain(before, after, sets)
        return {
            "before": before,
            "after": after,
            "lead": f"Wat er veranderde van {day(before)} tot {day(after)}.",
            "abbreviations": abbreviations([after]),
            "table": strength_table([before, after], with_difference=True).as_dict(),
            "explanation": explanation_table(before, after, groups).as_dict(),
            "is_explained": all(group.is_complete for group in groups),
            "has_changes": any(group.changes for group in groups),
        }
