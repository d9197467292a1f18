from collections.abc import Sequence
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString

from nhveilig.exceptions import PortalError
from nhveilig.figures.forms import DateField, FigureField
from nhveilig.figures.values import Figure
from nhveilig.http.forms import UploadsField
from nhveilig.statuses.templatetags.statuses import status
from nhveilig.texts import forms as texts
from themes.models import Outlook, PreparedReport, ProgressUpdate, ResultTarget
from themes.progress.breakdowns import MOST_PARTS, pieces, why_undivided
from themes.progress.counting import Subject
from themes.progress.services import Report
from themes.progress.standings import SubjectStanding
from themes.progress.validators import (
    ACCEPT,
    LARGEST_FILE,
    LONGEST_WORDS,
    MOST_FILES,
    TOO_LARGE,
    NewFile,
    described,
    last_day,
    read_file,
)

NO_ADDRESS = "Dit is geen webadres. Begin met https://, bijvoorbeeld https://www.gemeente.nl/verslag."


def course_choices() -> list[tuple[str, SafeString]]:
    """What one chooses from: the value, and its word with its shape. Made once for all forms of a page."""
    return [(course.value, status(course)) for course in Outlook]


class DayForm(forms.Form):
    """Of which day a report is, and of a year that is over why it is made."""

    on = DateField(label="Stand van")
    reason = texts.CharField(
        label="Reden",
        max_length=300,
        error_messages={
            "required": "Schrijf op waarom.",
            "max_length": "De reden is te lang: hooguit 300 tekens.",
        },
    )

    def __init__(self, year: int, today: date, data=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["on"].widget.attrs |= {"min": f"{year}-01-01", "max": last_day(year, today).isoformat()}
        self._ask_reason(year, today)

    def _ask_reason(self, year: int, today: date) -> None:
        field = self.fields["reason"]
        if today.year <= year:
            del self.fields["reason"]
            return
        field.label = "Waarom wordt dit nu nog gemeld?"
        field.help_text = f"Het jaar {year} is afgelopen. De reden staat bij de melding."


class SaidForm(forms.Form):
    """What is said of one subject; of an activity or result without a figure."""

    value = FigureField(required=False)
    course = forms.ChoiceField(
        label="Hoe gaat het?",
        required=False,
        choices=[("", "Geen keuze"), *Outlook.choices],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Kies een van de genoemde standen."},
    )
    words = texts.CharField(
        label="Toelichting",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "De toelichting is te lang: er passen 5.000 tekens."},
    )

    def measure(self, subject: Subject) -> None:
        if not isinstance(subject, ResultTarget):
            del self.fields["value"]
            return
        field = self.fields["value"]
        unit = f" ({subject.unit})" if subject.unit else ""
        field.label = f"Hoeveel kwam erbij?{unit}" if subject.adds_up else f"Wat is de stand?{unit}"
        field.help_text = "Een getal, of woorden als “circa 12”, “bijna 80” of “onbekend”."
        field.widget.attrs["class"] = "numeric"

    def refuse(self, refusal: PortalError) -> None:
        """Put what a service refused with the field it is about, or above the form."""
        field = getattr(refusal, "field", "")
        self.add_error(field if field in self.fields else None, str(refusal))


class BreakdownWidget(forms.Widget):
    """Rows of a name and a number; those that earlier reports named are there already."""

    template_name = "themes/progress/breakdown.html"
    use_fieldset = True
    known: Sequence[str] = ()

    def value_from_datadict(self, data: QueryDict, files: object, name: str) -> str:
        """A file has it in one text already. A name that was offered and got no number says nothing."""
        if name in data:
            return data[name]
        numbers = range(1, MOST_PARTS + 1)
        typed = [(data.get(f"{name}-deel-{at}", ""), data.get(f"{name}-getal-{at}", "")) for at in numbers]
        filled = [row for row in typed if row[1].strip() or (row[0].strip() and row[0] not in self.known)]
        return "\n".join(f"{part.replace(';', ',')}: {written.replace(';', ',')}" for part, written in filled)

    def get_context(self, name: str, value: str | None, attrs: dict | None) -> dict[str, object]:
        context = super().get_context(name, value, attrs)
        rows = list(pieces(value or ""))
        there = {part.casefold() for part, _ in rows}
        is_open = bool(rows or self.known)
        rows += [(part, "") for part in self.known if part.casefold() not in there]
        rows += [("", "")] * max(2, 4 - len(rows))
        context["widget"] |= {"rows": rows[:MOST_PARTS], "known": self.known, "is_open": is_open}
        return context

    def id_for_label(self, id_: str) -> str:
        return ""


class ReportForm(SaidForm, DayForm):
    """What is reported on one subject, on its own page."""

    breakdown = texts.CharField(
        label="Verdeling",
        required=False,
        max_length=2_000,
        widget=BreakdownWidget,
        help_text="Bijvoorbeeld jongens en meisjes. De delen moeten samen het getal zijn.",
    )
    evidence = forms.URLField(
        label="Link naar bewijs",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Bijvoorbeeld een verslag of een pagina van de gemeente.",
        error_messages={"invalid": NO_ADDRESS, "max_length": "Dit webadres is te lang: hooguit 500 tekens."},
    )
    files = UploadsField(
        label="Bijlagen",
        required=False,
        largest=LARGEST_FILE,
        too_large=TOO_LARGE,
        most=MOST_FILES,
        too_many=f"Stuur hooguit {MOST_FILES} bestanden mee.",
        accept=ACCEPT,
        help_text="Een pdf, docx, xlsx, jpg of png van hooguit 10 MB. Wie het plan leest, kan ze ook openen.",
        error_messages={"empty": "Dit bestand is leeg. Kies een ander.", "invalid": "Kies een bestand."},
    )
    alt = texts.CharField(
        label="Wat is er op de foto te zien?",
        required=False,
        max_length=280,
        help_text="Alleen als u een foto meestuurt. Dit leest wie de foto niet ziet.",
        error_messages={"max_length": "Dit is te lang: hooguit 280 tekens."},
    )
    field_order = ("value", "breakdown", "course", "words", "on", "evidence", "files", "alt", "reason")

    def __init__(self, subject: Subject, today: date, data=None, known: Sequence[str] = (), **kwargs) -> None:
        """`known`: the parts in which earlier reports divided the figure."""
        super().__init__(subject.plan.year, today, data, **kwargs)
        self.measure(subject)
        if why_undivided(subject):
            del self.fields["breakdown"]
        else:
            self.fields["breakdown"].widget.known = known

    def clean_files(self) -> list[NewFile]:
        try:
            return [read_file(file.name, file.read()) for file in self.cleaned_data["files"]]
        except PortalError as refused:
            raise forms.ValidationError(str(refused)) from None

    def clean(self) -> dict[str, object]:
        said = super().clean()
        if any(one.is_picture for one in said.get("files", ())) and not said.get("alt") and "alt" not in self.errors:
            self.add_error(
                "alt", "Schrijf in een paar woorden wat er op de foto te zien is. Kies de foto daarna opnieuw."
            )
        return said

    @property
    def report(self) -> Report:
        said = self.cleaned_data
        return Report(
            on=said["on"],
            figure=said.get("value", Figure.blank()),
            breakdown=said.get("breakdown", ""),
            course=said["course"],
            words=said["words"],
            evidence=said["evidence"],
            files=described(said.get("files", ()), said.get("alt", "")),
        )

    @property
    def courses(self) -> list[tuple[str, SafeString]]:
        return course_choices()


class RowForm(SaidForm):
    """What is said of one subject in a table of many. What is left empty stays as it was."""

    course = forms.ChoiceField(required=False, choices=SaidForm.base_fields["course"].choices)
    unchanged = forms.BooleanField(required=False)
    # How many reports there were when the table was shown.
    seen = texts.CharField(required=False)

    def __init__(self, subject: Subject, data, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.measure(subject)
        labels = {"value": "nieuwe stand", "course": "hoe het gaat", "words": "toelichting", "unchanged": "onveranderd"}
        for name, label in labels.items():
            if name in self.fields:
                self.fields[name].label = f"{subject}, {label}"

    def clean(self) -> dict[str, object]:
        said = super().clean()
        if said.get("unchanged") and is_filled_in(self.data, self.prefix):
            self.add_error("unchanged", "U vulde ook iets in. Haal dit vinkje weg, of maak de andere vakken leeg.")
        return said

    def refuse(self, refusal: PortalError) -> None:
        """In a table nothing stands above the row."""
        field = getattr(refusal, "field", "")
        own = "unchanged" if self.data.get(self.add_prefix("unchanged")) else "course"
        self.add_error(field if field in self.fields else own, str(refusal))

    def report(self, on: date) -> Report | None:
        """None when nothing changed."""
        said = self.cleaned_data
        if said["unchanged"]:
            return None
        return Report(on, said.get("value", Figure.blank()), said["course"], said["words"])


def is_filled_in(typed: QueryDict, key: str) -> bool:
    return any(typed.get(f"{key}-{name}", "").strip() for name in ("value", "course", "words"))


class CorrectionForm(ReportForm):
    """What should have been reported, and why."""

    def _ask_reason(self, year: int, today: date) -> None:
        field = self.fields["reason"]
        field.label = "Waarom wordt de melding verbeterd?"
        field.help_text = "De oude melding blijft te lezen, met deze reden."


def as_reported(update: ProgressUpdate | PreparedReport) -> dict[str, object]:
    """What a correction begins with, or the report of something that was prepared."""
    return {
        "value": update.figure,
        "course": update.course,
        "words": update.words,
        "on": update.on,
        "evidence": update.evidence,
        # Of what was prepared for somebody else to send there is none.
        "breakdown": getattr(update, "breakdown", ""),
    }


def proposed(shown: SubjectStanding, today: date) -> dict[str, object]:
    """Today, and the course as it was last said."""
    course = shown.standing.course if shown.standing else ""
    return {"on": last_day(shown.subject.plan.year, today), "course": course}
