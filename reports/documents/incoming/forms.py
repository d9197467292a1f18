from django import forms
from django.core.files.uploadedfile import UploadedFile

from reports.documents.incoming.choices import CHOICES, Way, proposed
from reports.documents.incoming.packages import LARGEST_FILE, TOO_LARGE
from reports.documents.incoming.reading import Section

NOTHING = "Kies eerst een bestand."


class WordUploadForm(forms.Form):
    file = forms.FileField(
        label="Word-document",
        help_text="Een bestand dat eindigt op .docx, van hooguit 10 MB. U ziet eerst wat erin staat.",
        error_messages={"required": NOTHING, "empty": "Dit bestand is leeg.", "missing": NOTHING},
        max_length=200,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".docx"

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(TOO_LARGE)
        return file


class WordAcceptForm(forms.Form):
    """What becomes of each heading, by its place."""

    way = forms.ChoiceField(label="Waar komt het?", choices=Way.choices, initial=Way.APPEND, widget=forms.RadioSelect)

    def __init__(self, *args: object, sections: list[Section], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.sections = sections
        for place, (section, choice) in enumerate(zip(sections, proposed(sections), strict=True)):
            label = f"Wat wordt “{section.title}”?"
            self.fields[f"kop-{place}"] = forms.ChoiceField(label=label, choices=CHOICES, initial=choice)

    def choices(self) -> list[str]:
        return [self.cleaned_data[f"kop-{place}"] for place in range(len(self.sections))]

    def rows(self) -> list[tuple[Section, forms.BoundField]]:
        return [(section, self[f"kop-{place}"]) for place, section in enumerate(self.sections)]
