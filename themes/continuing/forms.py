from django import forms

from themes.continuing.services import finished_activities
from themes.models import Activity, ImplementationPlan
from themes.parts.queries import PlanParts
from themes.reading.presenters import moment_of

GONE = "Wat u koos, staat niet meer in het plan. De lijst hieronder is nieuw; kies opnieuw."


def _choices(name: str) -> forms.CheckboxSelectMultiple:
    """With an id of its own: that of the field is on the fieldset around it."""
    return forms.CheckboxSelectMultiple(attrs={"id": f"keuze_{name}"})


class ContinueForm(forms.Form):
    """What goes along to the next year. Everything is chosen until somebody says otherwise."""

    activities = forms.TypedMultipleChoiceField(
        label="Activiteiten die nog lopen",
        coerce=int,
        required=False,
        widget=_choices("activities"),
        error_messages={"invalid_choice": GONE},
    )
    results = forms.TypedMultipleChoiceField(
        label="Beoogde resultaten, met hun streefwaarden",
        coerce=int,
        required=False,
        widget=_choices("results"),
        error_messages={"invalid_choice": GONE},
    )
    texts = forms.MultipleChoiceField(
        label="Teksten om mee te beginnen",
        required=False,
        widget=_choices("texts"),
        error_messages={"invalid_choice": GONE},
    )

    def __init__(self, data, plan: ImplementationPlan) -> None:
        parts, self.finished = PlanParts(plan), finished_activities(plan)
        choices = {
            "activities": [(one.pk, _described(one)) for one in parts.activities if one.pk not in self.finished],
            "results": [(one.pk, str(one)) for one in parts.results],
            "texts": [(kind, str(text)) for kind, text in parts.texts.items()],
        }
        super().__init__(data, initial={name: [key for key, _ in found] for name, found in choices.items()})
        for name, found in choices.items():
            self.fields[name].choices = found
            if not found:
                del self.fields[name]

    def chosen(self, name: str) -> list:
        return self.cleaned_data.get(name, [])


def _described(activity: Activity) -> str:
    about = ", ".join(words for words in (moment_of(activity), activity.owner) if words)
    return f"{activity} – {about}" if about else str(activity)
