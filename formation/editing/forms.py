import json
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from formation.models import MAIN_SERIES, StaffCategory, StrengthTable
from formation.services.cells import cell_change
from nhveilig.editing.changes import FieldChange
from nhveilig.editing.forms import NOT_WHAT_WAS_SENT
from nhveilig.editing.grids import LONGEST_TEXT, EditsForm, UnreadableRequest
from nhveilig.editing.rows import FIGURE
from nhveilig.figures.forms import DateField
from nhveilig.figures.measures import Measure
from nhveilig.governance.forms import DecidingForm
from nhveilig.regions.models import PoliceUnit
from nhveilig.texts import forms as texts

REASON_LENGTH = 300
# Of a cell, in the page.
KEY = re.compile(r"[0-9]{1,18}-[0-9]{1,18}")
# Of rows and categories, that a database can look for.
NUMBERS = range(1, 10**18)


class ReasonForm(forms.Form):
    reason = texts.CharField(
        label="Reden van de wijziging",
        help_text="Komt bij elke wijziging te staan die u hierna opslaat.",
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class CellForm(ReasonForm):
    """One cell, as the script of the page sends it."""

    row = forms.IntegerField(min_value=NUMBERS[0], max_value=NUMBERS[-1])
    category = forms.IntegerField(min_value=NUMBERS[0], max_value=NUMBERS[-1])
    version = forms.IntegerField(min_value=0)
    text = forms.CharField(max_length=LONGEST_TEXT, required=False, strip=False)


class CellsForm(ReasonForm):
    """Many cells in one field, as the script of the page sends what was pasted. `preview` stores nothing."""

    changes = forms.CharField()
    preview = forms.BooleanField(required=False)

    def clean_changes(self) -> list[FieldChange]:
        try:
            found = {
                (int(one["row"]), int(one["category"])): (str(one["text"])[:LONGEST_TEXT], int(one["version"]))
                for one in json.loads(self.cleaned_data["changes"])
            }
        except NOT_WHAT_WAS_SENT:
            raise ValidationError("not a list of cells") from None
        if not all(number in NUMBERS for place in found for number in place):
            raise ValidationError("not a cell")
        return [cell_change(*place, *typed) for place, typed in found.items()]


class UndoForm(ReasonForm, EditsForm):
    """With why."""


class CopyForm(forms.Form):
    reference_date = DateField(
        label="Nieuwe peildatum", help_text="De dag waarvoor de cijfers in de nieuwe tabel gelden."
    )


class SeriesForm(forms.Form):
    title = texts.CharField(
        label="Naam van de reeks",
        help_text="Zoals “Sterkte per team”. Is er al een reeks met deze naam, dan komt de tabel daarbij. Laat leeg "
        "voor de hoofdtabel van de eenheid.",
        max_length=160,
        required=False,
    )


class AdoptForm(DecidingForm):
    adopted_on = DateField(label="Vastgesteld op")
    version = forms.IntegerField(widget=forms.HiddenInput)
    confirmed = forms.BooleanField(
        label="Deze cijfers zijn vastgesteld en mogen niet meer veranderen",
        error_messages={"required": "Bevestig dat de cijfers zijn vastgesteld."},
    )

    def __init__(self, *args: object, police_unit: PoliceUnit | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if police_unit:
            self.ask_decision(police_unit)


class NewTableForm(forms.Form):
    DEPTHS = [("", "alle onderdelen"), ("2", "de eenheid, haar districten en diensten"), ("1", "alleen de eenheid")]

    kind = forms.ChoiceField(
        label="Soort", choices=StrengthTable.Kind, help_text="Plaatsen (formatie) of mensen (bezetting)."
    )
    reference_date = DateField(label="Peildatum")
    title = texts.CharField(
        label="Naam van de reeks",
        help_text="Zoals “Sterkte per team”. Alleen de hoofdtabel van de eenheid heeft geen eigen naam nodig.",
        max_length=160,
        required=False,
    )
    series = texts.CharField(
        label="Reeks",
        initial=MAIN_SERIES,
        help_text="Tabellen met dezelfde reeks worden met elkaar vergeleken.",
        max_length=50,
        error_messages={"required": "Geef de reeks een naam, bijvoorbeeld “eenheid”."},
    )
    source = texts.CharField(
        label="Bron",
        help_text="Waar de cijfers vandaan komen, bijvoorbeeld “Formatieoverzicht politie, januari 2027”.",
        max_length=300,
        error_messages={"required": "Vul in waar de cijfers vandaan komen."},
    )
    depth = forms.TypedChoiceField(label="Onderdelen", choices=DEPTHS, required=False, coerce=int, empty_value=None)

    def clean_series(self) -> str:
        self.typed_series = self.cleaned_data["series"]
        series = slugify(self.typed_series)
        if not series:
            raise ValidationError("Geef de reeks een naam met letters of cijfers.")
        return series

    def about(self, police_unit: PoliceUnit) -> StrengthTable:
        names = ["kind", "reference_date", "title", "series", "source"]
        return StrengthTable(police_unit=police_unit, **{name: self.cleaned_data[name] for name in names})


class CategoryForm(forms.Form):
    name = texts.CharField(label="Naam van de kolom", max_length=60, required=False)
    role = forms.ChoiceField(label="Rol", choices=StaffCategory.Role, initial=StaffCategory.Role.COUNTS)
    unit = forms.ChoiceField(label="Meeteenheid", choices=Measure, initial=Measure.FTE, required=False)
    decimals = forms.TypedChoiceField(
        label="Cijfers achter de komma",
        choices=[(0, "geen"), (1, "1"), (2, "2")],
        initial=2,
        required=False,
        coerce=int,
        empty_value=2,
    )
    is_community_officer = forms.BooleanField(label="telt als wijkagent (alleen in fte)", required=False)

    def clean_unit(self) -> str:
        return self.cleaned_data["unit"] or Measure.FTE

    def clean(self) -> None:
        if self.cleaned_data.get("is_community_officer") and self.cleaned_data.get("unit") != Measure.FTE:
            self.add_error(
                "is_community_officer",
                "Voor de norm tellen alleen wijkagenten in fte. Kies de meeteenheid fte, of zet het vinkje uit.",
            )


class CategoryFormSetBase(forms.BaseFormSet):
    def clean(self) -> None:
        chosen = self.chosen()
        if not any(one.role == StaffCategory.Role.COUNTS for one in chosen):
            raise ValidationError("Geef ten minste één kolom die meetelt een naam, bijvoorbeeld “wijkagent”.")
        if sum(one.role == StaffCategory.Role.TOTAL for one in chosen) > 1:
            raise ValidationError("Een tabel heeft hooguit één kolom met het totaal. Geef de andere een andere rol.")
        names = [one.name.lower() for one in chosen]
        if double := next((name for name in names if names.count(name) > 1), None):
            raise ValidationError(f"De naam “{double}” staat twee keer in de lijst. Geef elke kolom een eigen naam.")

    def chosen(self) -> list[StaffCategory]:
        """The columns with a name, in the order of the form; not stored."""
        cleaned = (getattr(form, "cleaned_data", {}) for form in self.forms)
        return [StaffCategory(**one) for one in cleaned if one.get("name")]


CategoryFormSet = forms.formset_factory(CategoryForm, CategoryFormSetBase, extra=4, max_num=30, absolute_max=30)


def reason_of(form: forms.Form) -> str:
    """The reason for a whole page of figures. Raises UnreadableRequest."""
    if not form.is_valid():
        raise unreadable(form)
    return form.cleaned_data["reason"]


def unreadable(form: forms.Form) -> UnreadableRequest:
    """Of what is not what this page sends, or of a reason that is too long."""
    in_words = form.errors.get("reason")
    return UnreadableRequest(f"Reden van de wijziging: {in_words[0]}" if in_words else "")


def change_of(key: str, text: str, version: int) -> FieldChange:
    return FieldChange(key, FIGURE, text, version)
