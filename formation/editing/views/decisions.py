"""Decisions about a whole concept table: explaining its totals, adopting it, throwing it away."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from formation.addresses import table_url
from formation.editing.forms import AdoptForm
from formation.editing.views.one_table import OfConcept
from formation.exceptions import NothingToExplain, NotReadyToAdopt, TableChanged
from formation.models import StrengthTable
from formation.services.adopting import adopt_table, differing_totals, missing_for_adoption, open_cells
from formation.services.tables import delete_concept_table, explain_total
from formation.validators import StrengthTotal
from nhveilig.figures.formats import date_short, number, signed
from nhveilig.figures.values import Figure, decimals_needed
from nhveilig.http.responses import UNPROCESSABLE


@dataclass(frozen=True)
class TotalLine:
    """A total that differs from a sum of its parts, in words; `key` says which one to the form."""

    total: StrengthTotal
    key: str
    name: str
    published: str
    computed: str
    difference: str


def total_lines(table: StrengthTable) -> list[TotalLine]:
    """One line for a total and an amount, also when more than one sum differs by it: one reason explains them all.

    Expects a table read with `with_figures()`.
    """
    names = {category.code: category.name for category in table.categories.all()}
    lines = [_line(total, names[total.category], table.decimals) for total in differing_totals(table)]
    return list({line.key: line for line in reversed(lines)}.values())[::-1]


def _line(total: StrengthTotal, category: str, decimals: int) -> TotalLine:
    decimals = decimals_needed([Figure(total.published), Figure(total.computed)], at_least=decimals)
    return TotalLine(
        total=total,
        key=f"{total.unit_id} {total.category} {total.difference:f}",
        name=f"{total.unit}, {category}",
        published=number(total.published, decimals),
        computed=number(total.computed, decimals),
        difference=signed(total.difference, decimals),
    )


class WithFigures(OfConcept):
    @cached_property
    def figures(self) -> StrengthTable:
        return StrengthTable.objects.with_figures().get(pk=self.table.pk)


class TotalsExplainView(WithFigures, TemplateView):
    """Every published total that is not the sum of its parts, with room to say why."""

    template_name = "formation/editing/totals_explain.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        return super().get_context_data(
            lines=total_lines(self.figures),
            **self.about_table("Verschillen toelichten"),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        wanted = request.POST.get("totaal", "")
        line = next((line for line in total_lines(self.figures) if line.key == wanted), None)
        try:
            self._explain(line)
        except NothingToExplain as error:
            messages.info(request, str(error))
        return redirect(table_url(self.table, "totals-explain"))

    def _explain(self, line: TotalLine | None) -> None:
        if line is None:
            raise NothingToExplain("Dit verschil staat niet (meer) in de tabel. Er is niets opgeslagen.")
        explained = explain_total(
            table=self.table,
            unit_id=line.total.unit_id,
            category_code=line.total.category,
            difference=line.total.difference,
            text=self.request.POST.get("toelichting", ""),
        )
        messages.success(self.request, "Toelichting opgeslagen." if explained else "Toelichting weggehaald.")


class TableAdoptView(WithFigures, FormView):
    """What is missing, what one should know, and the act."""

    template_name = "formation/editing/table_adopt.html"
    form_class = AdoptForm

    def get_initial(self) -> dict[str, object]:
        return {"adopted_on": timezone.localdate(), "version": self.figures.version}

    def get_context_data(self, **kwargs) -> dict[str, object]:
        lines = total_lines(self.figures)
        return super().get_context_data(
            missing=missing_for_adoption(self.figures),
            has_officers=any(category.is_community_officer for category in self.figures.categories.all()),
            unexplained=[line for line in lines if line.total.is_unexplained],
            explained=[line for line in lines if not line.total.is_unexplained],
            open_cells=open_cells(self.figures),
            **self.about_table("Vaststellen"),
            **kwargs,
        )

    def form_valid(self, form: AdoptForm) -> HttpResponse:
        chosen = form.cleaned_data
        try:
            adopt_table(table=self.table, adopted_on=chosen["adopted_on"], expected_version=chosen["version"])
        except (TableChanged, NotReadyToAdopt) as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, "De tabel is vastgesteld. Hij verandert nu niet meer.")
        return redirect("formation:table-manage", self.table.police_unit.slug)

    def form_invalid(self, form: AdoptForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)


class TableDeleteView(WithFigures, TemplateView):
    """Says what would go, and asks."""

    template_name = "formation/editing/table_delete.html"

    def get_context_data(self, **kwargs) -> dict[str, object]:
        rows, explanations = self.figures.rows.all(), self.figures.explanations.all()
        counted = [
            ("Onderdelen in de tabel", len(rows)),
            ("Ingevulde cijfers", sum(cell.figure.is_known for row in rows for cell in row.cells.all())),
            ("Wijzigingen in de geschiedenis", self.table.edits.count()),
            ("Toelichtingen bij verschillen", len(explanations)),
        ]
        return super().get_context_data(goes=counted, **self.about_table("Verwijderen"), **kwargs)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        table = self.table
        delete_concept_table(table=table)
        messages.success(request, f"De tabel per {date_short(table.reference_date)} is verwijderd.")
        return redirect(reverse("formation:table-manage", args=[table.police_unit.slug]))
