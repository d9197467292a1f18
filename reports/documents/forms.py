from django import forms

from nhveilig.figures.formats import date_long
from nhveilig.figures.forms import DateField
from nhveilig.texts import forms as texts
from reports.documents.models import Edition, Export

STATUS_HELP = {
    Edition.Status.CONCEPT: "om intern te lezen; op elke pagina staat “Concept”",
    Edition.Status.CONSULTATION: "om aan de gemeenteraden voor te leggen; elke pagina zegt “niet vastgesteld”",
    Edition.Status.ADOPTED: "het officiële document; deze editie verandert nooit meer",
}


class FreezeForm(forms.Form):
    status = forms.TypedChoiceField(
        label="Status van deze editie",
        choices=[(status.value, f"{status.label}: {STATUS_HELP[status]}") for status in Edition.Status],
        coerce=Edition.Status,
        initial=Edition.Status.CONCEPT,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een status voor deze editie."},
    )
    note = texts.CharField(
        label="Toelichting",
        help_text="Waarom deze editie er is, bijvoorbeeld “na de tweede ronde langs de basisteams”.",
        max_length=300,
        required=False,
    )
    document_date = DateField(
        label="Datum van het document",
        help_text="De dag die op het document zelf staat, als dat een andere is dan vandaag.",
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
    compared_with = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ComparisonForm(forms.Form):
    """Two of the editions somebody may see. `editions` come newest first."""

    was = forms.TypedChoiceField(
        label="Vergelijk", coerce=int, error_messages={"required": "Kies de editie waarmee u wilt vergelijken."}
    )
    becomes = forms.TypedChoiceField(
        label="met", coerce=int, error_messages={"required": "Kies de editie die u wilt vergelijken."}
    )

    def __init__(self, *args: object, editions: list[Edition], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [(edition.number, _described(edition)) for edition in editions]
        self.fields["was"].choices = self.fields["becomes"].choices = choices

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("was") and cleaned["was"] == cleaned.get("becomes"):
            self.add_error("becomes", "Kies twee verschillende edities: een editie is altijd gelijk aan zichzelf.")
        return cleaned


def _described(edition: Edition) -> str:
    day = f", {date_long(edition.document_date)}" if edition.document_date else ""
    return f"Editie {edition.number}: {edition.status_word}{day}"
