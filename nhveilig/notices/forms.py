from collections.abc import Iterable, Mapping

from django import forms

from nhveilig.notices.kinds import How, Kind
from nhveilig.notices.models import DigestReader


class ChoicesForm(forms.Form):
    """A row of three radios for each kind; `chosen` is what holds now, by code, `days` what holds for tasks."""

    dagen = forms.TypedChoiceField(
        label="Uw taken in het dagelijkse overzicht",
        help_text="Een nieuwe taak staat er meteen in, ook als de datum nog ver weg is.",
        choices=DigestReader.Days.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies hoe uw taken in het dagelijkse overzicht staan.",
            "invalid_choice": "Kies bij “Uw taken in het dagelijkse overzicht” een van de vier.",
        },
    )

    def __init__(
        self, *args: object, kinds: Iterable[Kind], chosen: Mapping[str, str], days: int, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = list(kinds)
        self.fields["dagen"].initial = days
        for kind in self.kinds:
            self.fields[kind.code] = forms.ChoiceField(
                label=kind.label,
                choices=How.choices,
                initial=chosen.get(kind.code, kind.default),
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": f"Kies bij “{kind.label}” een van de drie."},
            )

    def rows(self) -> list[forms.BoundField]:
        return [self[kind.code] for kind in self.kinds]

    @property
    def chosen(self) -> dict[Kind, How]:
        return {kind: How(self.cleaned_data[kind.code]) for kind in self.kinds}
