from django import forms

from nhveilig.comparing.offering import Offer
from reports.documents.returning.texts import Returned, ReturnedField

TAKE, LEAVE = "overnemen", "laten"
CHOICES = [(TAKE, "Overnemen"), (LEAVE, "Laten")]


class TakeBackForm(forms.Form):
    """Of each passage whether it is taken over; what both changed, and what nobody knows, stays unless one says so."""

    gezien = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, returned: Returned, **kwargs: object) -> None:
        super().__init__(*args, initial={"gezien": returned.seen}, **kwargs)
        self.returned = returned
        for one in returned.fields:
            for place, offer in one.chosen_from:
                self.fields[self._name(one, place)] = forms.ChoiceField(
                    label=f"Passage {place + 1} van “{one.label}”",
                    choices=CHOICES,
                    widget=forms.RadioSelect,
                    initial=TAKE if one.base is not None and not offer.is_overtaken else LEAVE,
                )

    @property
    def is_overtaken(self) -> bool:
        """Whether somebody wrote in one of the texts while one chose."""
        return self.data.get("gezien") != self.returned.seen

    def chosen(self) -> dict[str, set[int]]:
        return {
            one.key: {place for place, _ in one.chosen_from if self.cleaned_data[self._name(one, place)] == TAKE}
            for one in self.returned.fields
        }

    def rows(self) -> list[tuple[ReturnedField, list[tuple[Offer, forms.BoundField]]]]:
        return [
            (one, [(offer, self[self._name(one, place)]) for place, offer in one.chosen_from])
            for one in self.returned.fields
        ]

    @staticmethod
    def _name(field: ReturnedField, place: int) -> str:
        return f"keus-{field.key}-{place}"
