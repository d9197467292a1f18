import json
import re
from collections.abc import Mapping
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from nhveilig.editing.changes import FieldChange
from nhveilig.editing.forms import NOT_WHAT_WAS_SENT, RowForm
from nhveilig.figures.forms import AmountField, DateField, PercentageField, YearField
from nhveilig.governance.forms import DecidingForm
from nhveilig.regions.models import PoliceUnit
from nhveilig.texts import forms as texts
from themes.budgets.validators import lines_of
from themes.models import Budget, BudgetGroup, BudgetLine, BudgetSide, Grant, PolicyPlan, Theme

# Of a cell of the grid: its part (see cells.py) and one of its fields.
CELL_KEY = re.compile(
    r"((?:line|group)-[0-9]{1,15}|total-[a-z]{1,13}|new-(?:[0-9]{1,15}|[a-z]{1,13})(?:-[0-9]{1,3})?)"
    r"-(title|amount|note|grant|theme|covered_by|subtotal)"
)
LONGEST_CELL = 1000
MOST_CELLS = 5000


class BudgetRowForm(RowForm):
    def __init__(self, *args: Any, budget: Budget, **kwargs: Any) -> None:
        """Expects a budget read with `with_figures()`."""
        self.budget = budget
        super().__init__(*args, **kwargs)


class GroupForm(BudgetRowForm):
    title = texts.CharField(
        label="Naam van de groep",
        max_length=160,
        required=False,
        help_text="Bijvoorbeeld “Personele kosten”. Zonder naam staan de posten los onder de zijde.",
    )
    subtotal = AmountField(
        required=False,
        label="Gepubliceerd subtotaal",
        help_text="Alleen als er ergens al een subtotaal is gepubliceerd. Het portaal telt de posten zelf op.",
    )


class SidedGroupForm(GroupForm):
    """A new group, which chooses its side."""

    side = forms.ChoiceField(label="Zijde", choices=BudgetSide)
    field_order = ["side", "title", "subtotal"]


class LineForm(BudgetRowForm):
    group = forms.ModelChoiceField(BudgetGroup.objects.none(), label="Groep", empty_label=None)
    title = texts.CharField(
        label="Post", max_length=200, error_messages={"required": "Geef de post een naam, bijvoorbeeld “Gemeenten”."}
    )
    amount = AmountField(label="Bedrag", required=False)
    note = texts.CharField(
        label="Toelichting", max_length=300, required=False, help_text="Komt met een sterretje onder de tabel."
    )
    grant = forms.ModelChoiceField(Grant.objects.none(), label="Geldbron", required=False, empty_label="geen")
    policy_plan = forms.ModelChoiceField(
        PolicyPlan.objects.none(), label="Plan of programma", required=False, empty_label="geen"
    )
    theme = forms.ModelChoiceField(
        Theme.objects.none(),
        label="Thema",
        required=False,
        empty_label="geen",
        help_text="Van een post van de lasten, als het geld voor één thema is.",
    )
    covered_by = forms.ModelMultipleChoiceField(
        BudgetLine.objects.none(),
        label="Gedekt door",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Alleen als deze post precies uit deze baten wordt betaald: het portaal meldt een verschil.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = BudgetGroup.objects.present().filter(budget=self.budget)
        self.fields["group"].label_from_instance = _group_name
        unit = {"police_unit": self.budget.police_unit}
        self.fields["grant"].queryset = Grant.objects.present().filter(**unit)
        self.fields["policy_plan"].queryset = PolicyPlan.objects.filter(**unit)
        self.fields["theme"].queryset = themes_of(self.budget)
        self.fields["theme"].label_from_instance = attrgetter("short_title")
        self._offer_cover()

    def _offer_cover(self) -> None:
        """What comes in covers other posts, and is not covered itself."""
        income = [one.pk for one in lines_of(self.budget, BudgetSide.INCOME)]
        if income and self.row.pk not in income:
            self.fields["covered_by"].queryset = BudgetLine.objects.filter(pk__in=income)
        else:
            del self.fields["covered_by"]
            self.row_fields.remove("covered_by")

    def clean(self) -> None:
        group = self.cleaned_data.get("group")
        if self.cleaned_data.get("theme") and group and group.side != BudgetSide.EXPENSES:
            self.add_error(
                "theme", "Een thema hoort bij een post van de lasten. Kies hier “geen”, of een andere groep."
            )


def themes_of(budget: Budget) -> QuerySet:
    """The themes that run in its year."""
    return Theme.objects.in_year(budget.year).filter(plan__police_unit=budget.police_unit)


def _group_name(group: BudgetGroup) -> str:
    return f"{group.get_side_display()}: {group.title}" if group.title else group.get_side_display()


class TotalForm(BudgetRowForm):
    label = texts.CharField(
        label="Opschrift", max_length=80, help_text="Zoals het in de bron staat, bijvoorbeeld “Totaal baten”."
    )
    amount = AmountField(
        required=False,
        label="Gepubliceerd totaal",
        help_text="In euro’s. Laat leeg als er geen totaal is gepubliceerd.",
    )


class WordsForm(BudgetRowForm):
    title = texts.CharField(
        label="Titel", max_length=160, required=False, help_text="Leeg betekent: soort en jaar, zoals “Begroting 2026”."
    )
    source = texts.CharField(label="Bron", max_length=300, required=False)
    note = texts.CharField(label="Toelichting", max_length=500, required=False, widget=forms.Textarea({"rows": 3}))


def fields_of(budget: Budget, part: str, row: BudgetLine | None = None) -> Mapping[str, forms.Field]:
    """Those of the form on one part of the budget, by its key in the history; none of what is no part."""
    kind = part.partition("-")[0]
    if kind == "line":
        return LineForm(budget=budget, row=row or BudgetLine()).fields
    found = {"": WordsForm, "group": GroupForm, "total": TotalForm}.get(kind)
    return found.base_fields if found else {}


class BlockForm(forms.Form):
    """Many cells in one field, as the script of the grid sends what was pasted. `preview` stores nothing."""

    changes = forms.CharField()
    preview = forms.BooleanField(required=False)

    def clean_changes(self) -> list[FieldChange]:
        try:
            found = [
                FieldChange(str(one["part"]), str(one["field"]), str(one["text"])[:LONGEST_CELL], int(one["version"]))
                for one in json.loads(self.cleaned_data["changes"])
            ]
        except NOT_WHAT_WAS_SENT:
            raise ValidationError("not a list of cells") from None
        if len(found) > MOST_CELLS or not all(CELL_KEY.fullmatch(f"{one.part}-{one.field}") for one in found):
            raise ValidationError("not cells of a budget")
        return found


class NewBudgetForm(forms.Form):
    kind = forms.ChoiceField(label="Soort", choices=Budget.Kind, initial=Budget.Kind.BUDGET)
    year = YearField(label="Jaar")
    source = texts.CharField(label="Bron", max_length=300, required=False)


class CopyForm(forms.Form):
    WITH, WITHOUT = "met", "zonder"

    kind = forms.ChoiceField(label="Wordt een", choices=Budget.Kind, initial=Budget.Kind.AMENDMENT)
    year = YearField(label="Van het jaar")
    along = forms.ChoiceField(
        label="Wat neemt u mee?",
        choices=[(WITH, "de posten met hun bedragen"), (WITHOUT, "de posten zonder bedragen: elke post begint leeg")],
        initial=WITH,
        required=False,
        widget=forms.RadioSelect,
    )
    growth = PercentageField(
        label="Verhoog elk bedrag met een percentage",
        required=False,
        help_text="Zoals 2,5. Met een minteken verlaagt u de bedragen. Hele euro’s blijven hele euro’s.",
    )

    def clean(self) -> None:
        if self.cleaned_data.get("along") == self.WITHOUT and self.cleaned_data.get("growth"):
            self.add_error("growth", "Zonder bedragen is er niets te verhogen. Neem de bedragen mee, of laat dit leeg.")

    def wanted(self) -> dict[str, Any]:
        """For the service that copies."""
        chosen = self.cleaned_data
        return {
            "kind": chosen["kind"],
            "year": chosen["year"],
            "with_amounts": chosen["along"] != self.WITHOUT,
            "growth": chosen["growth"] or Decimal(0),
        }


class AdoptForm(DecidingForm):
    adopted_on = DateField(label="Vastgesteld op")
    version = forms.IntegerField(widget=forms.HiddenInput)
    confirmed = forms.BooleanField(
        label="Deze begroting is vastgesteld en mag niet meer veranderen",
        error_messages={"required": "Bevestig dat de begroting is vastgesteld."},
    )

    def __init__(self, *args: object, police_unit: PoliceUnit, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.ask_decision(police_unit)
