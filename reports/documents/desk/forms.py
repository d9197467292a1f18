"""The forms of the desk that have a page of their own: what is set of a block, of a document and of a chapter."""

from django import forms
from django.core.exceptions import ValidationError

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.editing.fields import LineField
from nhveilig.editing.forms import RowForm
from nhveilig.figures.forms import DateField, YearField
from nhveilig.regions.models import PoliceUnit
from reports.documents.blocks.fields import ChosenField
from reports.documents.blocks.options import Choices
from reports.documents.desk.presenters import kind_of
from reports.documents.desk.queries import workers_of
from reports.documents.models import Block, ChapterTask, Document
from themes.models import PolicyPlan

ACCENT_WORDS = {"water": "waterblauw", "bos": "bosgroen", "heide": "heidepaars", "klei": "kleirood"}
COVER_WORDS = {"lijnen": "lijnen, van nergens in het bijzonder", "kust": "duinen en polders", "wadden": "terp en wad"}


class BlockSettingsForm(RowForm):
    """With the fields that its kind asks besides; see `settings_form`."""

    title = LineField(label="Kop", longest=200, required=False)
    numbering = forms.ChoiceField(label="Nummer", choices=Block.Numbering.choices)
    number = LineField(
        label="Eigen nummer",
        longest=10,
        required=False,
        help_text="Geldt alleen bij een eigen nummer, zoals “Bijlage 1”.",
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if cleaned.get("numbering") == Block.Numbering.OWN and not cleaned.get("number"):
            self.add_error("number", "Vul het eigen nummer in, zoals “Bijlage 1”, of kies een andere nummering.")
        return cleaned


def settings_form(block: Block) -> type[BlockSettingsForm]:
    asked = kind_of(block).options(Choices(block.document))
    fields = {f"{Block.ENTRIES}-{name}": made for name, made in asked.items()}
    return type("BlockSettingsForm", (BlockSettingsForm,), fields)


def _choice(label: str, words: dict[str, str], nothing: str) -> forms.Field:
    return ChosenField(label=label, choices=words.items(), nothing=nothing)


class _Named(RowForm):
    title = LineField(label="Titel", longest=220)
    subtitle = LineField(label="Ondertitel", longest=160, required=False)
    organisation = LineField(label="Uitgegeven door", longest=120)


# What is chosen of the form of a document stands in `layout`, entry by entry.
DocumentSettingsForm = type(
    "DocumentSettingsForm",
    (_Named,),
    {
        "layout-cover": _choice("Tekening op de omslag", COVER_WORDS, "lijnen"),
        "layout-accent": _choice("Kleur", ACCENT_WORDS, "elk hoofdstuk een eigen kleur"),
        "layout-numbering": _choice("Nummers", {"trailing_dot": "met een punt erachter: 2.1."}, "zonder punt: 2.1"),
        "layout-part_numbers": forms.BooleanField(
            label="Ook de delen van een thema nummeren", required=False, help_text="Ze staan dan in de inhoudsopgave."
        ),
    },
)


class ChapterTaskForm(RowForm):
    writer = forms.ModelChoiceField(None, label="Wie schrijft", required=False, empty_label="nog niemand")
    reader = forms.ModelChoiceField(None, label="Wie leest", required=False, empty_label="nog niemand")
    due_on = DateField(label="Klaar op", required=False)
    state = forms.ChoiceField(label="Hoe ver het is", choices=ChapterTask.State.choices)

    def __init__(self, *args: object, row: ChapterTask, **kwargs: object) -> None:
        for name in ("writer", "reader"):
            self.base_fields[name].queryset = workers_of(row.block.document)
        super().__init__(*args, row=row, **kwargs)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if cleaned.get("reader") and cleaned.get("reader") == cleaned.get("writer"):
            raise ValidationError("Wie schrijft, leest niet zelf. Kies bij “Wie leest” iemand anders.")
        return cleaned


class NewDocumentForm(forms.Form):
    """`like`: whose chapters it begins with, without their texts."""

    kind = forms.ChoiceField(
        label="Soort", choices=[one for one in Document.Kind.choices if one[0] != Document.Kind.IMPLEMENTATION_PLAN]
    )
    police_unit = forms.ModelChoiceField(PoliceUnit.objects.none(), label="Eenheid", empty_label=None)
    title = LineField(label="Titel", longest=220, error_messages={"required": "Geef het document een titel."})
    start_year = YearField(label="Eerste jaar")
    end_year = YearField(label="Laatste jaar")
    plan = forms.ModelChoiceField(
        PolicyPlan.objects.none(),
        label="Beleidsplan waar het bij hoort",
        required=False,
        empty_label="geen",
        help_text="Daaruit komen de thema’s en de Veiligheidsagenda.",
    )
    like = forms.ModelChoiceField(
        Document.objects.none(),
        label="Begin met de hoofdstukken van",
        required=False,
        empty_label="niets: alleen omslag, inhoudsopgave en colofon",
        help_text="De koppen en de blokken met cijfers komen mee, de teksten niet.",
    )

    def __init__(self, *args: object, access: Access, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        units = access.units_with(Permission.EDIT_DOCUMENTS)
        self.fields["police_unit"].queryset = PoliceUnit.objects.filter(pk__in=units)
        self.fields["plan"].queryset = PolicyPlan.objects.filter(police_unit__in=units)
        self.fields["like"].queryset = Document.objects.filter(police_unit__in=units, implementation_plan=None)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        unit, first, last = (cleaned.get(name) for name in ("police_unit", "start_year", "end_year"))
        if first and last and last < first:
            self.add_error("end_year", "Het laatste jaar ligt voor het eerste jaar. Wissel ze om.")
        for name in ("plan", "like"):
            if unit and cleaned.get(name) and cleaned[name].police_unit_id != unit.pk:
                self.add_error(name, "Dit is van een andere eenheid. Kies er een van de eenheid hierboven.")
        return cleaned
