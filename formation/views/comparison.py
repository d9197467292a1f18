from django.utils.functional import cached_property
from django.views.generic import TemplateView

from formation.models import StrengthChangeSet, StrengthTable
from formation.periods import day, in_words
from formation.presenters import abbreviations, strength_table
from formation.queries import explain, explanation_table
from formation.views.scope import OfSeries


class StrengthComparisonView(OfSeries, TemplateView):
    """Two tables of one series: was, wordt and what changed. `?was=` and `?wordt=` are reference dates.

    A table in bewerking is compared only when it is chosen, or when there is nothing else to compare.
    """

    template_name = "formation/comparison.html"

    @cached_property
    def tables(self) -> list[StrengthTable]:
        return self.of_series(self.visible_tables)

    @cached_property
    def chosen(self) -> list[StrengthTable]:
        """The two to compare, oldest first, with their figures."""
        wanted = [table.pk for table in self._asked() or self._newest()]
        return list(StrengthTable.objects.filter(pk__in=wanted).with_figures().order_by("reference_date"))

    def _asked(self) -> list[StrengthTable]:
        """The two asked for; beside a single one its neighbour, the older if there is one."""
        asked = {self.request.GET.get("was"), self.request.GET.get("wordt")}
        places = [i for i, table in enumerate(self.tables) if table.reference_date.isoformat() in asked]
        if len(places) == 1:
            first = max(places[0] - 1, 0)
            return self.tables[first : first + 2]
        return [self.tables[i] for i in places]

    def _newest(self) -> list[StrengthTable]:
        adopted = [table for table in self.tables if not table.is_concept]
        return adopted[-2:] if len(adopted) > 1 else self.tables[-2:]

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
            "concepts": [day(table) for table in (before, after) if table.is_concept],
            "lead": f"Wat er veranderde van {in_words(before)} tot {in_words(after)}.",
            "abbreviations": abbreviations([after]),
            "table": strength_table([before, after], with_difference=True).as_dict(),
            "explanation": explanation_table(before, after, groups).as_dict(),
            "has_difference": any(group.difference != 0 for group in groups),
            "is_explained": all(group.is_complete for group in groups),
            "has_changes": any(group.changes for group in groups),
        }
