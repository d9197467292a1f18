from collections.abc import Mapping
from typing import Any

from django import forms

from nhveilig.editing.forms import RowForm
from nhveilig.figures.forms import AmountField, DateField, YearField
from nhveilig.texts import forms as texts
from themes.budgets.validators import lines_of
from themes.models import Budget, BudgetGroup, BudgetLine, BudgetSide, Grant, PolicyPlan


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
        self._offer_cover()

    def _offer_cover(self) -> None:
        """What comes in covers other posts, and is not covered itself."""
        income = [one.pk for one in lines_of(self.budget, BudgetSide.INCOME)]
        if income and self.row.pk not in income:
            self.fields["covered_by"].queryset = BudgetLine.objects.filter(pk__in=income)
        else:
            del self.fields["covered_by"]
            self.row_fields.remove("covered_by")


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


class NewBudgetForm(forms.Form):
    kind = forms.ChoiceField(label="Soort", choices=Budget.Kind, initial=Budget.Kind.BUDGET)
    year = YearField(label="Jaar")
    source = texts.CharField(label="Bron", max_length=300, required=False)


class CopyForm(forms.Form):
    kind = forms.ChoiceField(label="Wordt een", choices=Budget.Kind, initial=Budget.Kind.AMENDMENT)
    year = YearField(label="Van het jaar")
    with_amounts = forms.BooleanField(
        label="Neem ook de bedragen over", required=False, initial=True, help_text="Anders begint elke post leeg."
    )


class AdoptForm(forms.Form):
    adopted_on = DateField(label="Vastgesteld op")
    version = forms.IntegerField(widget=forms.HiddenInput)
    confirmed = forms.BooleanField(
        label="Deze begroting is vastgesteld en mag niet meer veranderen",
        error_messages={"required": "Bevestig dat de begroting is vastgesteld."},
    )
