from collections.abc import Iterable, Sequence

from django import forms

from nhveilig.regions.carrying import Carrier, Move


class CarryOverForm(forms.Form):
    """A list of boxes for each kind of thing; what is only offered is not ticked."""

    def __init__(self, *args, moves: Iterable[tuple[Carrier, Sequence[Move]]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for carrier, own in moves:
            self.fields[carrier.code] = forms.MultipleChoiceField(
                label=carrier.label,
                choices=[(move.key, move.what) for move in own],
                initial=[move.key for move in own if not move.is_offered],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                error_messages={"invalid_choice": "Intussen is er iets veranderd. Kies opnieuw."},
            )

    def clean(self) -> dict:
        chosen = super().clean()
        if not self.errors and not self.chosen:
            raise forms.ValidationError("Vink ten minste één regel aan.")
        return chosen

    @property
    def chosen(self) -> list[str]:
        return [key for keys in self.cleaned_data.values() for key in keys]
