from dataclasses import dataclass

from django import forms
from django.utils.text import capfirst

from nhveilig.http.forms import UploadField
from nhveilig.texts import forms as texts
from reports.documents.desk.presenters import name_of_block
from reports.documents.incoming.choices import CHOICES, SAME_BLOCK, Way, proposed
from reports.documents.incoming.files import Waiting
from reports.documents.incoming.library import Said
from reports.documents.incoming.packages import LARGEST_FILE, TOO_LARGE
from reports.documents.incoming.pictures import LONGEST_ALT
from reports.documents.incoming.sections import Section
from reports.documents.models import WordPicture

NOTHING = "Kies eerst een bestand."


class WordUploadForm(forms.Form):
    file = UploadField(
        largest=LARGEST_FILE,
        too_large=TOO_LARGE,
        accept=".docx",
        label="Word-document",
        help_text="Een bestand dat eindigt op .docx, van hooguit 10 MB. U ziet eerst wat erin staat.",
        error_messages={"required": NOTHING, "empty": "Dit bestand is leeg.", "missing": NOTHING},
        max_length=200,
    )


@dataclass(frozen=True)
class Row:
    """A heading with all that stands below it, and what is asked of it."""

    name: str
    sections: list[Section]
    field: forms.BoundField

    @property
    def is_guess(self) -> bool:
        return self.sections[0].is_heading and not self.sections[0].level

    @property
    def words(self) -> int:
        return sum(one.words for one in self.sections)

    @property
    def tables(self) -> int:
        return sum(one.tables for one in self.sections)

    @property
    def notes(self) -> int:
        return sum(one.notes for one in self.sections)


class WordAcceptForm(forms.Form):
    """What becomes of each heading and picture, by its place."""

    way = forms.ChoiceField(label="Waar komt het?", choices=Way.choices, initial=Way.APPEND, widget=forms.RadioSelect)

    def __init__(self, *args: object, waiting: Waiting, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = waiting
        if waiting.came_back:
            self.fields["way"].initial = Way.BACK
        else:
            self.fields["way"].choices = [one for one in Way.choices if one[0] != Way.BACK]
        offered = proposed(waiting.sections, waiting.known)
        self.places = [place for place, section in enumerate(waiting.sections) if not section.goes_on]
        for place in self.places:
            self._ask_section(place, waiting.sections[place], offered[place])
        for picture in waiting.pictures:
            self._ask_picture(picture)

    def _ask_section(self, place: int, section: Section, choice: str) -> None:
        choices = [SAME_BLOCK, *CHOICES[-1:]] if section.is_fixed else CHOICES
        if section.anchor in self.waiting.known and not section.is_fixed:
            choices = [SAME_BLOCK, *CHOICES]
        label = f"Wat wordt “{self.name_of(section)}”?"
        self.fields[f"kop-{place}"] = forms.ChoiceField(label=label, choices=choices, initial=choice)

    def _ask_picture(self, picture: WordPicture) -> None:
        named = f"afbeelding {picture.place + 1}"
        self.fields[f"beeld-{picture.place}"] = forms.BooleanField(
            label=f"Neem {named} over", required=False, initial=True
        )
        self.fields[f"tekst-{picture.place}"] = texts.CharField(
            label=f"Wat op {named} staat", max_length=LONGEST_ALT, required=False, initial=picture.alt
        )
        self.fields[f"versiering-{picture.place}"] = forms.BooleanField(
            label=f"{capfirst(named)} is alleen versiering", required=False, initial=picture.is_decorative
        )

    def name_of(self, section: Section) -> str:
        if section.title or section.anchor not in self.waiting.known:
            return section.title
        return name_of_block(self.waiting.known[section.anchor])

    def choices(self) -> list[str]:
        """Of each section; what goes on behind a picture has none."""
        return [self.cleaned_data.get(f"kop-{place}", "") for place in range(len(self.waiting.sections))]

    def pictures(self) -> dict[int, Said]:
        """Those that go along."""
        said, places = self.cleaned_data, [one.place for one in self.waiting.pictures]
        return {
            place: Said(said[f"tekst-{place}"], said[f"versiering-{place}"])
            for place in places
            if said[f"beeld-{place}"]
        }

    def rows(self) -> list["Row"]:
        ends = [*self.places[1:], len(self.waiting.sections)]
        found = [(place, self.waiting.sections[place:end]) for place, end in zip(self.places, ends, strict=True)]
        return [Row(self.name_of(below[0]), below, self[f"kop-{place}"]) for place, below in found]

    def picture_rows(self) -> list[tuple[WordPicture, list[forms.BoundField]]]:
        asked = ("beeld", "tekst", "versiering")
        return [(one, [self[f"{name}-{one.place}"] for name in asked]) for one in self.waiting.pictures]
