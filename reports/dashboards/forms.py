"""What readers of dashboards choose."""

from collections.abc import Sequence

from django import forms

from reports.dashboards.models import MOST_NEIGHBOURS


class NeighboursForm(forms.Form):
    """Which municipalities stand beside one; none is those that touch it."""

    naast = forms.MultipleChoiceField(
        label="Naast welke gemeenten?",
        help_text=f"Kies er hoogstens {MOST_NEIGHBOURS}. Wie eraan grenst, staat bovenaan. Zonder keuze ziet u die.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Kies gemeenten uit deze lijst."},
    )

    def __init__(self, *args: object, choices: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["naast"].choices = choices

    def clean_naast(self) -> list[str]:
        chosen = self.cleaned_data["naast"]
        if len(chosen) > MOST_NEIGHBOURS:
            raise forms.ValidationError(
                f"U koos {len(chosen)} gemeenten; er passen er {MOST_NEIGHBOURS} naast. Haal er een paar weg."
            )
        return chosen
