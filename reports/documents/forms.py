from django import forms

from nhveilig.figures.dates import FuzzyDate
from nhveilig.figures.formats import date_long, listed
from nhveilig.figures.forms import DateField, FuzzyDateField
from nhveilig.governance.forms import DecidingForm
from nhveilig.texts import forms as texts
from reports.documents.models import Document, Edition, Export
from reports.documents.services.adopting import UNKNOWN, Adoption, adopted_before, open_plans

STATUS_HELP = {
    Edition.Status.CONCEPT: "om intern te lezen; op elke pagina staat “Concept”",
    Edition.Status.CONSULTATION: "om aan de gemeenteraden voor te leggen; elke pagina zegt “niet vastgesteld”",
    Edition.Status.ADOPTED: "het officiële document; deze versie verandert nooit meer",
}


ONLY_ADOPTED = "Alleen nodig bij de status “Vastgesteld”."


class AdoptionDateField(FuzzyDateField):
    """A day, a month or a year; or that nobody knows."""

    def parse(self, text: str) -> FuzzyDate | None:
        return UNKNOWN if text.strip().lower() in {"onbekend", UNKNOWN.text} else super().parse(text)


class FreezeForm(DecidingForm):
    status = forms.TypedChoiceField(
        label="Status van deze versie",
        choices=[(status.value, f"{status.label}: {STATUS_HELP[status]}") for status in Edition.Status],
        coerce=Edition.Status,
        initial=Edition.Status.CONCEPT,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een status voor deze versie."},
    )
    note = texts.CharField(
        label="Toelichting",
        help_text="Waarom deze versie er is, bijvoorbeeld “na de tweede ronde langs de basisteams”.",
        max_length=300,
        required=False,
    )
    document_date = DateField(
        label="Datum van het document",
        help_text="De dag die op het document zelf staat, als dat een andere is dan vandaag.",
        required=False,
    )
    adopted = AdoptionDateField(
        label="Vastgesteld op",
        help_text=f"De dag van het besluit, of de maand of het jaar. Schrijf “onbekend” als niemand het weet. "
        f"{ONLY_ADOPTED}",
        required=False,
    )
    rectifies = texts.CharField(
        label="Wat deze versie rechtzet", max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    open_plans = texts.CharField(
        label="Waarom dit jaarplan al kan worden vastgesteld",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    day = "adopted"
    confirmed = forms.BooleanField(
        label="De burgemeesters en de hoofdofficier van justitie hebben het document vastgesteld",
        help_text=ONLY_ADOPTED,
        required=False,
    )

    def __init__(self, *args: object, document: Document, **kwargs: object) -> None:
        """What nobody has to say of this document is not asked."""
        super().__init__(*args, **kwargs)
        self.ask_decision(document.police_unit, help_text=ONLY_ADOPTED)
        if earlier := adopted_before(document):
            self.fields["rectifies"].help_text = f"Wat in versie {earlier.number} niet klopte. {ONLY_ADOPTED}"
        else:
            del self.fields["rectifies"]
        if plans := open_plans(document):
            self.fields["open_plans"].help_text = f"Nog niet vastgesteld: {listed(plans)}. {ONLY_ADOPTED}"
        else:
            del self.fields["open_plans"]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("status") == Edition.Status.ADOPTED:
            if not cleaned.get("confirmed"):
                self.add_error("confirmed", "Bevestig dat het document is vastgesteld, of kies een andere status.")
            if "adopted" in cleaned and cleaned["adopted"] is None:
                self.add_error("adopted", "Vul in wanneer het document is vastgesteld, of schrijf “onbekend”.")
        return cleaned

    def adoption(self) -> Adoption:
        said = {name: self.cleaned_data.get(name, "") for name in ("rectifies", "open_plans")}
        return Adoption(on=self.cleaned_data["adopted"] or UNKNOWN, deciding=self.deciding(), **said)


class WithdrawForm(forms.Form):
    reason = texts.CharField(
        label="Waarom mag deze versie niet openbaar blijven?",
        max_length=300,
        error_messages={"required": "Schrijf waarom de versie niet openbaar mag blijven."},
    )


class ExportForm(forms.Form):
    format = forms.ChoiceField(label="Formaat", choices=Export.Format.choices, initial=Export.Format.PDF)
    compared_with = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ComparisonForm(forms.Form):
    """Two of the editions somebody may see. `editions` come newest first."""

    was = forms.TypedChoiceField(
        label="Vergelijk", coerce=int, error_messages={"required": "Kies de versie waarmee u wilt vergelijken."}
    )
    becomes = forms.TypedChoiceField(
        label="met", coerce=int, error_messages={"required": "Kies de versie die u wilt vergelijken."}
    )

    def __init__(self, *args: object, editions: list[Edition], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [(edition.number, _described(edition)) for edition in editions]
        self.fields["was"].choices = self.fields["becomes"].choices = choices

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("was") and cleaned["was"] == cleaned.get("becomes"):
            self.add_error("becomes", "Kies twee verschillende versies: een versie is altijd gelijk aan zichzelf.")
        return cleaned


def _described(edition: Edition) -> str:
    day = f", {date_long(edition.document_date)}" if edition.document_date else ""
    return f"Versie {edition.number}: {edition.status_word}{edition.adopted or day}"
