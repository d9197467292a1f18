from django import forms

from reports.models import Edition, Export

STATUS_HELP = {
    Edition.Status.CONCEPT: "om intern te lezen; op elke pagina staat “Concept”",
    Edition.Status.CONSULTATION: "om aan de gemeenteraden voor te leggen; elke pagina zegt “niet vastgesteld”",
    Edition.Status.ADOPTED: "het officiële document; deze editie verandert nooit meer",
}


class FreezeForm(forms.Form):
    status = forms.ChoiceField(
        label="Status van deze editie",
        choices=[(status.value, f"{status.label}: {STATUS_HELP[status]}") for status in Edition.Status],
        initial=Edition.Status.CONCEPT,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een status voor deze editie."},
    )
    note = forms.CharField(
        label="Toelichting",
        help_text="Waarom deze editie er is, bijvoorbeeld “na de tweede ronde langs de basisteams”.",
        max_length=300,
        required=False,
    )
    confirmed = forms.BooleanField(
        label="De burgemeesters en de hoofdofficier van justitie hebben het document vastgesteld",
        help_text="Alleen nodig bij de status “Vastgesteld”.",
        required=False,
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("status") == Edition.Status.ADOPTED and not cleaned.get("confirmed"):
            self.add_error("confirmed", "Bevestig dat het document is vastgesteld, of kies een andere status.")
        return cleaned


class ExportForm(forms.Form):
    format = forms.ChoiceField(label="Formaat", choices=Export.Format.choices, initial=Export.Format.PDF)
