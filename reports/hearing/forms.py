from django import forms
from django.utils import timezone

from nhveilig.editing.forms import RowModelForm
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import date_long
from nhveilig.figures.forms import DateField
from nhveilig.http.forms import UploadField
from reports.documents.models import Document, Edition
from reports.hearing import planning
from reports.hearing.models import Answer, Hearing, Point, Round
from reports.hearing.places import Places
from themes.progress.validators import ACCEPT, LARGEST_FILE, TOO_LARGE, NewFile, read_file


class RoundForm(RowModelForm):
    opens_on = DateField(label="Gaat naar de raden op")
    last_day = DateField(label="Laatste dag om te reageren")
    adoption_on = DateField(label="Vaststelling op", help_text="De dag waarop u het plan wilt vaststellen.")

    class Meta:
        model = Round
        fields = ["edition", "kind", "adoption_on", "opens_on", "last_day", "sender", "letter"]
        widgets = {"letter": forms.Textarea(attrs={"rows": 6}), "kind": forms.RadioSelect}
        help_texts = {
            "letter": "Staat in de brief aan de griffie, boven wat er bij zit.",
            "sender": "Wie de raden hoort, en aan wie zij iets kunnen vragen.",
        }

    def __init__(self, *args: object, document: Document, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        editions = document.editions.filter(status=Edition.Status.CONSULTATION).without_content()
        self.fields["edition"].queryset = editions
        self.fields["edition"].label_from_instance = lambda one: f"Versie {one.number}, {date_long(one.frozen_at)}"
        self.fields["edition"].empty_label = None
        self.fields["kind"].choices = Round.Kind.choices

    def clean(self) -> dict:
        found = super().clean()
        opens, last, adoption = (found.get(name) for name in ("opens_on", "last_day", "adoption_on"))
        if opens and last and last < opens:
            self.add_error("last_day", "De laatste dag ligt voor de dag waarop het plan naar de raden gaat.")
        if last and adoption and adoption < last:
            self.add_error("adoption_on", "De vaststelling ligt voor de laatste dag waarop een raad kan reageren.")
        return found

    @property
    def warnings(self) -> list[str]:
        """Of what stands in the form now: what is tight, though it may be so."""
        read = self.cleaned_data if self.is_bound and self.is_valid() else {}
        days = [
            read.get(name) or self.get_initial_for_field(self.fields[name], name)
            for name in ("opens_on", "last_day", "adoption_on")
        ]
        return planning.warnings_of(*days) if all(days) else []


class OutcomeForm(RowModelForm):
    """What a raad said of the whole; the points stand below it."""

    council_on = DateField(label="Raadsvergadering op", required=False)
    received_on = DateField(label="Ontvangen op", required=False, help_text="Laat leeg voor vandaag.")
    confirmed_on = DateField(label="Door de raad bevestigd op", required=False)
    attached = UploadField(
        label="Brief van de raad",
        required=False,
        largest=LARGEST_FILE,
        too_large=TOO_LARGE,
        accept=ACCEPT,
        help_text="Pdf, Word, Excel of een afbeelding, tot 10 MB. Een nieuwe komt in de plaats van de vorige.",
        widget=forms.FileInput,
    )
    read: NewFile | None = None

    class Meta:
        model = Hearing
        fields = [
            "outcome",
            "council_on",
            "received_on",
            "is_provisional",
            "confirmed_on",
            "reference",
            "reason",
            "email",
        ]
        widgets = {"outcome": forms.RadioSelect, "reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "is_provisional": "Het college reageerde al; de raad moet nog besluiten.",
            "reference": "Van de brief of het raadsbesluit.",
            "reason": "Alleen nodig als de raad niet reageert.",
        }

    def __init__(self, *args: object, is_staff: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = Hearing.Outcome.choices
        self.fields["outcome"].label = "Wat zei de raad?"
        self.fields["outcome"].required = True
        self.fields["outcome"].error_messages["required"] = "Kies wat de raad zei."
        if not is_staff:
            # When it came is what the portal sees, and where mail goes is for who sends it.
            del self.fields["received_on"], self.fields["email"]
            self.row_fields = [name for name in self.row_fields if name in self.fields]

    def clean_attached(self) -> None:
        file = self.cleaned_data["attached"]
        if file is None:
            return
        try:
            self.read = read_file(file.name, file.read())
        except PortalError as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self) -> dict:
        found = super().clean()
        outcome, today = found.get("outcome"), timezone.localdate()
        if (
            outcome
            and "received_on" in self.fields
            and not found.get("received_on")
            and "received_on" not in self.errors
        ):
            found["received_on"] = today
        if outcome == Hearing.Outcome.SILENT and not found.get("reason"):
            self.add_error("reason", "Schrijf waarom de raad niet reageert.")
        for name in ("received_on", "confirmed_on"):
            if (day := found.get(name)) and day > today:
                self.add_error(name, f"{date_long(day)} is nog niet geweest.")
        if found.get("confirmed_on") and not found.get("is_provisional"):
            self.add_error(
                "confirmed_on", "Alleen wat onder voorbehoud was, wordt bevestigd. Kruis dat aan, of laat dit leeg."
            )
        return found


class PointForm(RowModelForm):
    where = forms.ChoiceField(label="Waarover", required=False)

    class Meta:
        model = Point
        fields = ["stance", "text"]
        widgets = {"stance": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"text": "Zoals de raad het schreef."}

    def __init__(self, *args: object, places: Places, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        self.fields["where"].choices = [("", "Het plan als geheel"), *places.choices()]
        standing = places.of(self.row.place, self.row.table)
        self.fields["where"].initial = standing.key if standing else ""
        self.fields["stance"].choices = Point.Stance.choices
        self.order_fields(["where", "stance", "text"])

    @property
    def place(self) -> dict[str, str]:
        """Of a valid form, by column."""
        found = self.places.by_key.get(self.cleaned_data["where"])
        return {"place": found.anchor, "table": found.table} if found else {"place": "", "table": ""}


class AnswerForm(RowModelForm):
    place = forms.ChoiceField(
        label="Waar verandert het document?",
        required=False,
        help_text="Nodig als het punt is overgenomen. Wie aan het document werkt, krijgt het als taak.",
    )

    class Meta:
        model = Answer
        fields = ["subject", "verdict", "text", "place", "change"]
        widgets = {"verdict": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 7})}
        help_texts = {
            "subject": "Zo heet het in de reactienota.",
            "change": "In een paar woorden, bijvoorbeeld: bezetting staat naast formatie.",
        }

    def __init__(self, *args: object, places: Places, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        blocks = [(key, label) for key, label in places.choices() if "." not in key]
        self.fields["place"].choices = [("", "Nergens"), *blocks]
        self.fields["verdict"].choices = Answer.Verdict.choices
        self.fields["verdict"].label = "Is het punt overgenomen?"
        self.fields["verdict"].required = False
