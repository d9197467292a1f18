from collections import Counter
from collections.abc import Iterable

from django import forms

from agenda.models import Agreement

ALL = ""


class AgreementFilter(forms.Form):
    """Which agreements to show. Its choices carry the number of agreements behind them."""

    doel = forms.ChoiceField(label="Doel", required=False)
    soort = forms.ChoiceField(label="Soort afspraak", required=False)

    def __init__(self, data, agreements: Iterable[Agreement]) -> None:
        super().__init__(data)
        self.agreements = list(agreements)
        objectives = {agreement.objective.code: agreement.objective.title for agreement in self.agreements}
        per_objective = Counter(agreement.objective.code for agreement in self.agreements)
        per_kind = Counter(agreement.kind for agreement in self.agreements)
        self.fields["doel"].choices = [
            (ALL, "Alle doelen"),
            *((code, f"{code} {title} ({per_objective[code]})") for code, title in objectives.items()),
        ]
        self.fields["soort"].choices = [
            (ALL, "Alle soorten"),
            *((kind, f"{kind.label.capitalize()} ({per_kind[kind]})") for kind in Agreement.Kind if per_kind[kind]),
        ]

    def found(self) -> list[Agreement]:
        """Nothing when the address asks for an objective or a kind that does not exist."""
        if not self.is_valid():
            return []
        objective, kind = self.cleaned_data["doel"], self.cleaned_data["soort"]
        return [
            agreement
            for agreement in self.agreements
            if objective in (ALL, agreement.objective.code) and kind in (ALL, agreement.kind)
        ]

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)
