from django import forms

from nhveilig.exceptions import PortalError
from reports.documents.filling.services import Decided, Filling, fillings
from reports.documents.filling.targets import LEFT_OUT, Targets
from reports.documents.incoming.sections import Section


class FillForm(forms.Form):
    """What each heading becomes; and once that is sent, of each text that is there already what becomes of it."""

    gezien = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, targets: Targets, sections: list[Section], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.targets, self.sections = targets, sections
        self.found: list[Filling] = []
        offered = targets.proposed(sections)
        self.places = [place for place, one in enumerate(sections) if not one.goes_on]
        for place in self.places:
            label = f"Wat wordt “{sections[place].title}”?"
            choices = targets.choices
            self.fields[f"kop-{place}"] = forms.ChoiceField(label=label, choices=choices, initial=offered[place])

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if not self.errors:
            choices = [cleaned.get(f"kop-{place}", "") for place in range(len(self.sections))]
            try:
                self.found = fillings(self.targets, self.sections, choices)
            except PortalError as refused:
                raise forms.ValidationError(str(refused)) from None
            if not self.found:
                raise forms.ValidationError("Er is geen kop gekozen die in het plan komt. Kies er ten minste een.")
        return cleaned

    @property
    def clashes(self) -> list[Filling]:
        return [one for one in self.found if one.is_clash]

    @property
    def seen(self) -> str:
        """About which texts one decides."""
        return " ".join(f"{one.target.key}:{one.target.version}" for one in self.clashes)

    @property
    def is_decided(self) -> bool:
        """Whether of every text that is there now one said what becomes of it."""
        return not self.clashes or (self.data.get("gezien") == self.seen and len(self.decisions()) == len(self.clashes))

    def decisions(self) -> dict[str, Decided]:
        said = {one.target.key: self.data.get(f"botst-{one.target.key}") for one in self.clashes}
        return {key: Decided(value) for key, value in said.items() if value in Decided.values}

    def decide_rows(self) -> list[tuple[Filling, list[tuple[str, str, bool]]]]:
        """Each text that is there with what one may do; the safest first, and chosen."""
        said = self.decisions()
        return [
            (
                one,
                [(value, label, value == said.get(one.target.key, Decided.BEHIND)) for value, label in Decided.choices],
            )
            for one in self.clashes
        ]

    def rows(self) -> list[tuple[Section, forms.BoundField]]:
        return [(self.sections[place], self[f"kop-{place}"]) for place in self.places]

    def left_out(self) -> list[str]:
        titles = [(self.sections[place].title, self.cleaned_data[f"kop-{place}"]) for place in self.places]
        return [title for title, choice in titles if choice == LEFT_OUT]
