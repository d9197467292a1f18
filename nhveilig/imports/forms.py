from django import forms

from nhveilig.figures.forms import DateField
from nhveilig.http.forms import UploadField
from nhveilig.imports.kinds import PUBLISHED_SO, UNKNOWN_IS_NEW, WHOLE_TABLE, TableKind
from nhveilig.imports.plans import ImportPlan
from nhveilig.sheets.packages import LARGEST_FILE, TOO_LARGE
from nhveilig.texts import forms as texts

# What is pasted is called so among the files.
PASTED, MOST_PASTED = "geplakt.csv", 200_000
# What an upload may ask beside the file; a kind says which (`asks`).
_QUESTIONS = {
    "reference_date": DateField(
        label="Peildatum", required=False, help_text="Alleen nodig als de datum niet in het bestand staat."
    ),
    "source": texts.CharField(
        label="Bron",
        required=False,
        max_length=300,
        help_text="Waar de cijfers vandaan komen. Nodig als het bestand dat niet zegt en de tabel nieuw is.",
    ),
    "title": texts.CharField(
        label="Naam van de reeks",
        required=False,
        max_length=160,
        help_text="Alleen als dit niet de hoofdtabel van de eenheid is. Tabellen van één reeks tonen hetzelfde op "
        "verschillende peildata, zoals “Sterkte per team”.",
    ),
    "remove_missing": forms.BooleanField(
        label=f"{WHOLE_TABLE}: verwijder cijfers die er niet in staan", required=False
    ),
    "accept_new": forms.BooleanField(label=UNKNOWN_IS_NEW, required=False),
    "accept_totals": forms.BooleanField(label=f"{PUBLISHED_SO}: neem ze over", required=False),
}


class UploadForm(forms.Form):
    file = UploadField(
        largest=LARGEST_FILE,
        too_large=TOO_LARGE,
        accept=".xlsx,.ods,.csv",
        label="Bestand",
        help_text="Een Excel-werkmap (.xlsx), OpenDocument-rekenblad (.ods) of csv van hooguit 10 MB.",
        error_messages={
            "required": "Kies eerst een bestand.",
            "empty": "Dit bestand is leeg. Kies een bestand met een tabel.",
            "missing": "Kies eerst een bestand.",
        },
        max_length=200,
    )
    pasted = texts.CharField(
        label="Of plak hier de cellen, met de kolomnamen erboven",
        required=False,
        strip=False,
        max_length=MOST_PASTED,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Kopieer ze in Excel. Typen mag ook: met een puntkomma tussen de kolommen.",
    )

    def __init__(self, *args, kind: TableKind, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields |= {name: _QUESTIONS[name] for name in kind.asks}
        if kind.may_be_pasted:
            self.fields["file"].required = False
        else:
            del self.fields["pasted"]

    def clean(self) -> dict:
        chosen = super().clean()
        file, pasted = chosen.get("file"), chosen.get("pasted", "").strip()
        if "pasted" in self.fields and not self.errors and bool(file) == bool(pasted):
            message = (
                "Kies een bestand, of plak een lijst."
                if not file
                else "Kies een bestand of plak een lijst, niet allebei."
            )
            self.add_error("file", message)
        return chosen

    @property
    def sent(self) -> tuple[bytes, str]:
        """The table with its name; only of a valid form."""
        file = self.cleaned_data["file"]
        return (file.read(), file.name) if file else (self.cleaned_data["pasted"].encode(), PASTED)

    def options(self) -> dict:
        """What was answered, as the job keeps it."""
        answers = {name: self.cleaned_data.get(name) for name in self.kind.asks}
        day = answers.get("reference_date")
        return answers | ({"reference_date": day.isoformat()} if day else {})


class ConfirmForm(forms.Form):
    """What a confirmation asks: the preview that was seen, and for targets why and from when they change."""

    fingerprint = forms.CharField(widget=forms.HiddenInput)
    reason = texts.CharField(
        label="Reden van de wijziging",
        max_length=300,
        error_messages={"required": "Schrijf in een zin waarom het streefcijfer verandert."},
    )
    effective_on = DateField(
        label="Geldt vanaf",
        error_messages={"required": "Vul de dag in vanaf wanneer de nieuwe cijfers gelden."},
    )

    def __init__(self, *args, questions: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in {"reason", "effective_on"}.difference(questions):
            del self.fields[name]

    def answers(self) -> dict:
        found = {name: self.cleaned_data[name] for name in ("reason", "effective_on") if name in self.cleaned_data}
        return {name: value if isinstance(value, str) else value.isoformat() for name, value in found.items()}


class ColumnsForm(forms.Form):
    """Which column of the file is which of ours."""

    def __init__(self, *args, kind: TableKind, plan: ImportPlan, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        lacking = [column for column in kind.columns if column.name in plan.columns]
        # What is needed stands first.
        lacking.sort(key=lambda column: not column.required)
        self.columns = {f"kolom-{place}": column.name for place, column in enumerate(lacking)}
        for name, column in zip(self.columns, lacking, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=f"Onze kolom “{column.name}”",
                help_text=column.help,
                required=column.required,
                choices=[("", "staat er niet in"), *((one, one) for one in plan.names)],
                error_messages={
                    "required": "Deze kolom is nodig. Kies hoe zij in uw bestand heet.",
                    "invalid_choice": "Deze kolom staat niet in uw bestand. Kies een andere.",
                },
            )

    def clean(self) -> dict[str, str]:
        chosen = super().clean()
        names = [name for name in chosen.values() if name]
        for field, name in list(chosen.items()):
            if name and names.count(name) > 1:
                self.add_error(field, f"U koos “{name}” twee keer. Elke kolom van uw bestand is één kolom.")
        return chosen

    @property
    def chosen(self) -> dict[str, str]:
        """By the name in the file ours."""
        return {name: self.columns[field] for field, name in self.cleaned_data.items() if name}
