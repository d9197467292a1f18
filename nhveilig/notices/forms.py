from collections.abc import Iterable, Mapping

from django import forms

from nhveilig.notices.kinds import How, Kind


class ChoicesForm(forms.Form):
    """A row of three radios for each kind; `chosen` is what holds now, by code."""

    def __init__(self, *args: object, kinds: Iterable[Kind], chosen: Mapping[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = list(kinds)
        for kind in self.kinds:
            self.fields[kind.code] = forms.ChoiceField(
                label=kind.label,
                choices=How.choices,
                initial=chosen.get(kind.code, kind.default),
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": f"Kies bij “{kind.label}” een van de drie."},
            )

    @property
    def chosen(self) -> dict[Kind, How]:
        return {kind: How(self.cleaned_data[kind.code]) for kind in self.kinds}
