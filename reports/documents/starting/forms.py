from collections.abc import Sequence

from django import forms

from agenda.models import SafetyAgenda
from nhveilig.figures.forms import YearField
from nhveilig.regions.models import PoliceUnit
from nhveilig.texts import forms as texts
from reports.documents.starting.queries import Earlier
from reports.documents.starting.services.layouts import BARE, LAYOUTS
from reports.documents.starting.services.plans import Start
from themes.models import PolicyPlan, ThemePart
from themes.policy.exceptions import LineRefused
from themes.policy.lines import LONGEST_TITLE, ThemeLine, lines_of, read_lines
from themes.policy.queries import kinds_of_parts
from themes.policy.services.plans import Chapters

WORD = "word"
# Before the code of a layout; an address of a plan has no colon.
LAYOUT = "indeling:"
YEARS_OF_A_PLAN = 4
ALONG = {
    "texts": ("Teksten", "van de hoofdstukken en de thema’s; u ziet wat nog niet is herzien"),
    "goals": ("Thema’s en doelen", "met de elementen van “Wat gaan we doen?”"),
    "figures": ("Tabellen en grafieken", "als verwijzing: ze vullen zich met de nieuwste cijfers"),
    "pictures": ("Beelden", "foto’s en kaarten, met hun bijschrift"),
}
USUAL = ["texts", "goals", "figures"]


class BeginForm(forms.Form):
    """With what somebody begins. Sent with GET: the next page reads it from its own address."""

    eenheid = forms.ModelChoiceField(queryset=None, to_field_name="slug", label="Eenheid", empty_label=None)
    begin = forms.ChoiceField(label="Waarmee begint u?", widget=forms.RadioSelect)
    mee = forms.MultipleChoiceField(
        label="Wat neemt u mee?",
        choices=[(name, label) for name, (label, _) in ALONG.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: object, units: Sequence[PoliceUnit], earlier: list[Earlier], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.earlier = {one.plan.slug: one for one in earlier}
        self.fields["eenheid"].queryset = units
        plans = [(slug, str(one.plan)) for slug, one in self.earlier.items()]
        layouts = [(LAYOUT + code, layout.label) for code, layout in LAYOUTS.items()]
        self.fields["begin"].choices = [*plans, *layouts, (WORD, "Met een Word-bestand"), (BARE.code, BARE.label)]

    @property
    def goes_on_with_word(self) -> bool:
        """Of a valid form: a file needs a document to be read into, so it is asked for once that is there."""
        return self.cleaned_data["begin"] == WORD

    @property
    def start(self) -> Start:
        """Of a valid form."""
        begin = self.cleaned_data["begin"]
        chosen = self.earlier.get(begin)
        if chosen is None:
            return Start(layout=LAYOUTS.get(begin.removeprefix(LAYOUT)))
        return Start(chosen.plan, **{name: name in self.cleaned_data["mee"] for name in ALONG})


class PolicyPlanForm(forms.Form):
    """What a plan is called, when it holds, and its themes."""

    kind = forms.ChoiceField(label="Soort", choices=PolicyPlan.Kind, widget=forms.RadioSelect)
    title = texts.CharField(
        label="Titel", max_length=160, error_messages={"required": "Vul in hoe het plan heet, met de jaren erbij."}
    )
    abbreviation = texts.CharField(label="Afkorting", max_length=10, required=False)
    start_year = YearField(label="Eerste jaar")
    end_year = YearField(label="Laatste jaar")
    agenda = forms.ModelChoiceField(
        label="Veiligheidsagenda",
        queryset=SafetyAgenda.objects.order_by("-start_year"),
        required=False,
        empty_label="Nog geen",
        help_text="De landelijke doelen waar het plan rekening mee houdt. U kunt dit later kiezen.",
    )
    themes = texts.CharField(
        label="Thema’s",
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
        max_length=10_000,
        help_text="Eén per regel: nummer; titel; korte titel. U kunt een lijst plakken. "
        "Wat een thema had, komt mee als de titel gelijk blijft; een andere titel geeft u daarna.",
    )
    parts = forms.MultipleChoiceField(
        label="Delen van elk thema",
        choices=ThemePart.Kind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="De kopjes van het hoofdstuk. Per thema kunt u dit later wijzigen.",
    )

    def clean_themes(self) -> list[ThemeLine]:
        try:
            return read_lines(self.cleaned_data["themes"])
        except LineRefused as error:
            raise forms.ValidationError(str(error)) from None

    def plan(self, police_unit: PoliceUnit) -> PolicyPlan:
        """Of a valid form: the plan, not stored."""
        said = {name: self.cleaned_data[name] for name in ("kind", "title", "abbreviation", "start_year", "end_year")}
        return PolicyPlan(police_unit=police_unit, agenda=self.cleaned_data["agenda"], **said)

    @property
    def chapters(self) -> Chapters:
        return Chapters(self.cleaned_data["themes"], self.cleaned_data["parts"])


def proposal(start: Start, year: int) -> dict[str, object]:
    """What the form begins with: the plan before, four years later, or the parts of a layout; `year` is this one."""
    basis, usual_parts = start.basis, (start.layout or BARE).parts
    first = max(basis.end_year + 1, year) if basis else year + 1
    last = first + YEARS_OF_A_PLAN - 1
    agenda = SafetyAgenda.objects.filter(start_year__lte=first, end_year__gte=first).first()
    years = {"start_year": first, "end_year": last, "agenda": agenda}
    if basis is None:
        return years | {"kind": PolicyPlan.Kind.POLICY, "title": f"Beleidsplan {first}-{last}", "parts": usual_parts}
    title = basis.title.replace(f"{basis.start_year}-{basis.end_year}", f"{first}-{last}")
    return years | {
        "kind": basis.kind,
        "title": title[:LONGEST_TITLE],
        "abbreviation": basis.abbreviation,
        "themes": lines_of(basis.themes.all()) if start.goals else "",
        "parts": kinds_of_parts(basis) or usual_parts,
    }
