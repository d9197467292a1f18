import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from formation.editing.forms import ReferenceDateField
from nhveilig.editing.forms import RowForm
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import AmbiguousNumber, euro, number, parse_number
from themes.budgets.validators import lines_of
from themes.models import Budget, BudgetGroup, BudgetLine, BudgetSide, Grant, PolicyPlan

FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST = Decimal(999_999_999_999)
UNKNOWN = {"", "n.t.b.", "ntb"}
# With euros one knows what 500.000 means: no amount has three digits behind the comma.
_THOUSANDS = re.compile(r"(?P<sign>[-\u2212]?)(?P<digits>[1-9][0-9]{0,2}\.[0-9]{3})")
_CURRENCY = re.compile(r"^(?:€|eur|euro)\s*|(?:,-|,–|,--)$", re.IGNORECASE)


class AmountField(forms.CharField):
    """Euros as people write them: `€ 23.064.000,-`, `500.000`, `1234,50`. Nothing, or n.t.b., is not known yet."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "In euro’s, bijvoorbeeld 367.500. Laat leeg wat u nog niet weet.")
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=40, required=False, widget=widget, **kwargs)

    def to_python(self, value: str | None) -> Decimal | None:
        text = _CURRENCY.sub("", (value or "").strip()).strip()
        if text.lower() in UNKNOWN:
            return None
        if found := _THOUSANDS.fullmatch(text):
            text = found["sign"] + found["digits"].replace(".", "")
        try:
            return _money(parse_number(text))
        except AmbiguousNumber:
            thousands, cents = text.replace(",", "."), text[:-1]
            raise ValidationError(
                f"“{text}” heeft drie cijfers achter de komma. Schrijf {thousands} als u duizenden bedoelt, "
                f"of {cents} als u centen bedoelt."
            ) from None
        except PortalError as error:
            raise ValidationError(str(error)) from None

    def prepare_value(self, value: Any) -> Any:
        return amount_text(value) if isinstance(value, Decimal) else value

    def words(self, value: Decimal | None) -> str:
        return "" if value is None else euro(value)

    def clean(self, value: str | None) -> Decimal | None:
        amount = self.to_python(value)
        if amount is None and self.required:
            raise ValidationError("Vul een bedrag in.")
        return amount


def _money(amount: Decimal) -> Decimal:
    if amount != round(amount, 2):
        raise ValidationError("Schrijf hooguit twee cijfers achter de komma.")
    if abs(amount) > MOST:
        raise ValidationError(f"Een bedrag kan hier hooguit {euro(MOST)} zijn.")
    return round(amount, 2)


def amount_text(amount: Decimal) -> str:
    return number(amount, 0 if amount == amount.to_integral_value() else 2)


class YearField(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        wrong = f"Vul een jaar in tussen {FIRST_YEAR} en {LAST_YEAR}."
        messages = dict.fromkeys(["required", "invalid", "min_value", "max_value"], wrong)
        super().__init__(min_value=FIRST_YEAR, max_value=LAST_YEAR, error_messages=messages, **kwargs)


class GroupForm(RowForm):
    title = forms.CharField(
        label="Naam van de groep",
        max_length=160,
        required=False,
        help_text="Bijvoorbeeld “Personele kosten”. Zonder naam staan de posten los onder de zijde.",
    )
    subtotal = AmountField(
        label="Gepubliceerd subtotaal",
        help_text="Alleen als er ergens al een subtotaal is gepubliceerd. Het portaal telt de posten zelf op.",
    )


class SidedGroupForm(GroupForm):
    """A new group, which chooses its side."""

    side = forms.ChoiceField(label="Zijde", choices=BudgetSide)
    field_order = ["side", "title", "subtotal"]


class LineForm(RowForm):
    group = forms.ModelChoiceField(BudgetGroup.objects.none(), label="Groep", empty_label=None)
    title = forms.CharField(
        label="Post", max_length=200, error_messages={"required": "Geef de post een naam, bijvoorbeeld “Gemeenten”."}
    )
    amount = AmountField(label="Bedrag")
    note = forms.CharField(
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

    def __init__(self, *args: Any, budget: Budget, row: BudgetLine, **kwargs: Any) -> None:
        """Expects a budget read with `with_figures()`."""
        super().__init__(*args, row=row, **kwargs)
        groups = list(budget.groups.all())
        self.fields["group"].queryset = BudgetGroup.objects.present().filter(budget=budget)
        self.fields["group"].label_from_instance = _group_name
        unit = {"police_unit": budget.police_unit}
        self.fields["grant"].queryset = Grant.objects.present().filter(**unit)
        self.fields["policy_plan"].queryset = PolicyPlan.objects.filter(**unit)
        self._offer_cover(budget, row, groups)

    def _offer_cover(self, budget: Budget, line: BudgetLine, groups: list[BudgetGroup]) -> None:
        """What comes in covers other posts, and is not covered itself."""
        income = [one.pk for one in lines_of(budget, BudgetSide.INCOME) if one.pk != line.pk]
        of_income = any(one.pk == line.group_id and one.side == BudgetSide.INCOME for one in groups)
        if income and not of_income:
            self.fields["covered_by"].queryset = BudgetLine.objects.filter(pk__in=income)
        else:
            del self.fields["covered_by"]
            self.row_fields.remove("covered_by")


def _group_name(group: BudgetGroup) -> str:
    return f"{group.get_side_display()}: {group.title}" if group.title else group.get_side_display()


class TotalForm(RowForm):
    label = forms.CharField(
        label="Opschrift", max_length=80, help_text="Zoals het in de bron staat, bijvoorbeeld “Totaal baten”."
    )
    amount = AmountField(
        label="Gepubliceerd totaal", help_text="In euro’s. Laat leeg als er geen totaal is gepubliceerd."
    )


class WordsForm(RowForm):
    title = forms.CharField(
        label="Titel", max_length=160, required=False, help_text="Leeg betekent: soort en jaar, zoals “Begroting 2026”."
    )
    source = forms.CharField(label="Bron", max_length=300, required=False)
    note = forms.CharField(label="Toelichting", max_length=500, required=False, widget=forms.Textarea({"rows": 3}))


class NewBudgetForm(forms.Form):
    kind = forms.ChoiceField(label="Soort", choices=Budget.Kind)
    year = YearField(label="Jaar")
    source = forms.CharField(label="Bron", max_length=300, required=False)


class CopyForm(forms.Form):
    kind = forms.ChoiceField(label="Wordt een", choices=Budget.Kind, initial=Budget.Kind.AMENDMENT)
    year = YearField(label="Van het jaar")
    with_amounts = forms.BooleanField(
        label="Neem ook de bedragen over", required=False, initial=True, help_text="Anders begint elke post leeg."
    )


class AdoptForm(forms.Form):
    adopted_on = ReferenceDateField(label="Vastgesteld op")
    version = forms.IntegerField(widget=forms.HiddenInput)
    confirmed = forms.BooleanField(
        label="Deze begroting is vastgesteld en mag niet meer veranderen",
        error_messages={"required": "Bevestig dat de begroting is vastgesteld."},
    )
