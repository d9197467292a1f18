from typing import ClassVar

from django import forms
from django.db.models import Q

from nhveilig.editing.fields import LineField
from nhveilig.figures.dates import FuzzyDate
from nhveilig.governance.models import Body, Decision
from nhveilig.governance.services import Deciding
from nhveilig.regions.models import PoliceUnit


class DecisionField(forms.ModelChoiceField):
    def label_from_instance(self, decision: Decision) -> str:
        return f"{decision} ({decision.day_in_words})"


class DecidingForm(forms.Form):
    """Of whoever adopts something: by which decision it holds. Without one that is there the portal puts one down."""

    # The field with the day, and the last thing that is asked.
    day: ClassVar[str] = "adopted_on"
    last: ClassVar[str] = "confirmed"

    def ask_decision(self, police_unit: PoliceUnit | None, body: Body | None = None, help_text: str = "") -> None:
        here = Q(police_unit=police_unit) | Q(police_unit=None)
        asked = {
            "decision": DecisionField(
                Decision.objects.present().filter(here),
                label="Besluit",
                required=False,
                empty_label="een nieuw besluit",
                help_text=f"Staat het er al, kies het dan. Anders legt het portaal het vast. {help_text}".strip(),
            ),
            "body": forms.ModelChoiceField(
                Body.objects.present().filter(here),
                label="Wie besloot",
                required=False,
                empty_label="niet bekend",
                initial=body,
                help_text="Alleen bij een nieuw besluit.",
            ),
            "reference": LineField(
                longest=80, label="Kenmerk", required=False, help_text="Het nummer van het besluit of de brief."
            ),
        }
        self.fields |= asked
        self.order_fields([*(name for name in self.fields if name != self.last), self.last])

    def clean(self) -> dict:
        cleaned = super().clean()
        on, decision = cleaned.get(self.day), cleaned.get("decision")
        if decision and decision.on and on:
            typed = on if isinstance(on, FuzzyDate) else FuzzyDate.of_day(on)
            if not typed.overlaps(decision.on):
                self.add_error(
                    "decision", f"Dit besluit is van {decision.on}. Vul die datum in, of kies een ander besluit."
                )
        return cleaned

    def deciding(self) -> Deciding:
        chosen = {name: self.cleaned_data.get(name) for name in ("decision", "body")}
        return Deciding(**chosen, reference=self.cleaned_data.get("reference", ""))
