from collections.abc import Iterable

from django import forms

from agenda.models import SafetyAgenda
from nhveilig.editing.fields import LineField, LinesField
from nhveilig.editing.forms import RowForm, RowModelForm
from nhveilig.editing.widgets import MARKUP, ProseField, markup_of
from nhveilig.figures.forms import YearField
from nhveilig.texts import forms as texts
from themes.models import PolicyPlan, ThemePart
from themes.policy.exceptions import LineRefused
from themes.policy.lines import LONGEST_SHORT, LONGEST_TITLE, ThemeLine, read_lines

MOST_LINES = 100


class PlanForm(RowModelForm):
    start_year, end_year = YearField(label="Eerste jaar"), YearField(label="Laatste jaar")
    extendable_until = YearField(
        label="Te verlengen tot en met", required=False, help_text="Alleen als het plan zelf zegt dat dit kan."
    )

    class Meta:
        model = PolicyPlan
        fields = ("title", "abbreviation", "start_year", "end_year", "extendable_until", "agenda", "leaders_edit_goals")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agenda"].queryset = SafetyAgenda.objects.order_by("-start_year")
        self.fields["agenda"].empty_label = "Nog geen"


class ThemeForm(RowForm):
    title = LineField(
        label="Titel", longest=LONGEST_TITLE, error_messages={"required": "Vul in hoe het thema voluit heet."}
    )
    short_title = LineField(
        label="Korte titel",
        longest=LONGEST_SHORT,
        help_text="Voor menu’s en tabellen.",
        error_messages={"required": "Vul een korte titel in, voor menu’s en tabellen."},
    )


class GoalForm(RowForm):
    text = LinesField(label="Doel", longest=1_000, error_messages={"required": "Schrijf wat het doel is."})


class WithProse(RowForm):
    """`markup` goes along with the text: whether its area holds HTML."""

    @property
    def markup(self) -> tuple[str, str]:
        name = f"{MARKUP}html"
        return name, self.data.get(name, "") if self.is_bound else markup_of(self.row.html)


class ElementForm(WithProse):
    title = LineField(label="Naam", longest=160, error_messages={"required": "Vul in hoe het element heet."})
    html = ProseField(label="Tekst", required=False)


class PartForm(WithProse):
    title = LineField(
        label="Eigen kop", longest=120, required=False, help_text="Leeg: de gewone naam van het deel staat erboven."
    )
    html = ProseField(label="Tekst", required=False)


class ThemesForm(forms.Form):
    themes = texts.CharField(
        label="Thema’s",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=10_000,
        help_text="Eén per regel: titel; korte titel. U kunt een lijst plakken.",
        error_messages={"required": "Schrijf ten minste één thema."},
    )
    parts = forms.MultipleChoiceField(
        label="Delen van elk thema", choices=ThemePart.Kind, required=False, widget=forms.CheckboxSelectMultiple
    )

    def clean_themes(self) -> list[ThemeLine]:
        try:
            return read_lines(self.cleaned_data["themes"])
        except LineRefused as error:
            raise forms.ValidationError(str(error)) from None


class LinesForm(forms.Form):
    """Rows that are no more than a line each."""

    lines = texts.CharField(
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=20_000,
        error_messages={"required": "Schrijf er ten minste één."},
    )

    def __init__(self, *args: object, label: str, longest: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.longest = longest
        self.fields["lines"].label = label
        self.fields["lines"].help_text = "Eén per regel. U kunt een lijst plakken."

    def clean_lines(self) -> list[str]:
        found = [" ".join(line.split()) for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(found) > MOST_LINES:
            raise forms.ValidationError(f"Dit zijn {len(found)} regels. Voeg er hooguit {MOST_LINES} tegelijk toe.")
        for place, line in enumerate(found, start=1):
            if len(line) > self.longest:
                raise forms.ValidationError(
                    f"Regel {place} is {len(line)} tekens lang en hier passen er {self.longest}. Maak die regel korter."
                )
        return found


class KindForm(forms.Form):
    """A part of the chapter of a theme that it does not have yet."""

    kind = forms.ChoiceField(
        label="Deel",
        error_messages={"invalid_choice": "Dit deel heeft het thema al, of het bestaat niet. Kies opnieuw."},
    )

    def __init__(self, *args: object, standing: Iterable[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in ThemePart.Kind if kind not in set(standing)]
