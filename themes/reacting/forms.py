from django import forms

from themes.models import Reaction
from themes.reacting.services import WHOLE_TOO, WHY_TOO, Said
from themes.workflow.forms import long_text


class VerdictForm(forms.Form):
    """What one thinks of a part. None of the three is chosen beforehand; nothing need be said of a part."""

    stance = forms.ChoiceField(
        label="Wat vindt u hiervan?",
        choices=Reaction.Stance,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Kies akkoord, opmerking of bezwaar."},
    )
    text = long_text(label="Waarom?", help_text="Schrijf ook wat er volgens u moet komen te staan.")

    def __init__(self, *args, about: str, is_whole: bool = False, **kwargs) -> None:
        """`about` begins the line in the summary of what is wrong; of the whole plan something must be said."""
        super().__init__(*args, **kwargs)
        self.is_whole, self.about = is_whole, about

    @property
    def said(self) -> Said:
        """As far as it can be kept."""
        found = self.cleaned_data
        return Said(found.get("stance", ""), found.get("text", ""))

    def clean(self) -> None:
        # What does not fit is neither kept nor lost: it stands in the form again.
        self.fits = not self.errors
        if self.fits and self.said.lacks_reason:
            self.add_error("text", WHY_TOO)
        if self.fits and self.is_whole and not self.said.stance:
            self.add_error("stance", WHOLE_TOO)

    @property
    def chosen(self) -> str:
        """One of the three as it stands in the form; empty as long as none is."""
        value = self["stance"].value()
        return value if value in Reaction.Stance else ""

    @property
    def problems(self) -> list[tuple[str, str]]:
        """For the summary: where, and what."""
        found = ((self[name].auto_id, error) for name, errors in self.errors.items() for error in errors)
        return [(place, f"{self.about}: {error}") for place, error in found]
