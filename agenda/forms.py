"""Forms of the agenda. They read what was chosen and typed; whether it can be is for the services."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst

from agenda.exceptions import Overtaken, Refused
from agenda.models import Agreement, Distribution, Indicator, Measurement, RegionalTarget, SafetyAgenda, Target
from agenda.periods import REPORTED, period_title
from agenda.register.presenters import until_title
from agenda.services.distributions import SHARES_FIELD
from nhveilig.editing.forms import CHOICE, COMBINED, NOT_WHOLE, THEIRS, TOGETHER
from nhveilig.editing.presenters import ShownConflict, shown_conflict
from nhveilig.figures.formats import date_long
from nhveilig.figures.forms import DateField, FigureField, NumberField
from nhveilig.figures.values import WITH_NUMBER, WITHOUT_NUMBER, Figure, Qualifier
from nhveilig.governance.forms import DecidingForm
from nhveilig.regions.models import PoliceUnit
from nhveilig.texts import forms as texts

ALL = ""
NATIONAL = "landelijk"
# What a blank or a dash in somebody's table means is not for a form to ask.
ASKED = [q for q in Qualifier if q not in (Qualifier.BLANK, Qualifier.DASH, Qualifier.PROVISIONAL)]


class PeriodChoice(forms.Form):
    """Which year, and how far into it. What does not exist counts as not chosen."""

    jaar = forms.TypedChoiceField(label="Jaar", coerce=int)
    periode = forms.ChoiceField(label="Periode")

    def __init__(self, data, agenda: SafetyAgenda, year: int) -> None:
        years, periods = [str(one) for one in agenda.years], [until.value for until in REPORTED]
        self.year = int(data["jaar"]) if data.get("jaar") in years else year
        self.until = data["periode"] if data.get("periode") in periods else REPORTED[-1].value
        super().__init__(initial={"jaar": self.year, "periode": self.until})
        self.fields["jaar"].choices = [(one, one) for one in years]
        self.fields["periode"].choices = [(until, capfirst(until_title(until))) for until in reversed(periods)]


class GapFilter(forms.Form):
    eenheid = forms.ChoiceField(label="Eenheid", required=False)
    indicator = forms.ChoiceField(label="Indicator", required=False)

    def __init__(self, data, units: Iterable[PoliceUnit], indicators: Iterable[Indicator]) -> None:
        super().__init__(data)
        self.fields["eenheid"].choices = [
            (ALL, "Alle eenheden"),
            (NATIONAL, "Landelijk"),
            *((unit.slug, unit.name) for unit in units),
        ]
        self.fields["indicator"].choices = [(ALL, "Alle indicatoren"), *((i.code, i.name) for i in indicators)]

    def keeps(self, unit: PoliceUnit | None, indicator: Indicator) -> bool:
        """Nothing is kept when the address asks for an eenheid or indicator that does not exist."""
        if not self.is_valid():
            return False
        slug = unit.slug if unit else NATIONAL
        return self.cleaned_data["eenheid"] in (ALL, slug) and self.cleaned_data["indicator"] in (ALL, indicator.code)

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


class ServiceForm(forms.Form):
    """What a service refuses comes with the field it is about; what somebody else wrote meanwhile stands beside it."""

    # The names services give to what they refuse, and the fields that hold it.
    field_names: ClassVar[dict[str, str]] = {}
    # The field for which what stands there can be chosen.
    chosen_in = "waarde"
    # The text the writer began with, as far as it is known.
    base = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts: dict[str, ShownConflict] = {}

    @property
    def keeps_theirs(self) -> bool:
        """Whether the writer chose what stands there, of two."""
        return self.data.get(f"{CHOICE}{self.chosen_in}") == THEIRS

    def refuse(self, refused: Refused) -> None:
        name = self.field_names.get(refused.field, refused.field)
        if isinstance(refused, Overtaken):
            self.conflicts = {name: shown_conflict(refused.conflict, self.fields[name], self.base)}
        else:
            self.add_error(name if name in self.fields else None, str(refused))

    def name_next(self, **standing: object) -> None:
        """What is sent next names what stands there now, so that it is a choice made knowingly."""
        self.data = self.data.copy()
        self.data.update(standing)


class FigureForm(ServiceForm):
    """A figure in two fields: the number, and what kind of number it is or why there is none."""

    waarde = FigureField(label="Cijfer", required=False, help_text="Bijvoorbeeld 14 of 12,5. Laat leeg bij n.t.b.")
    waarde.is_needed_sometimes = True
    soort = forms.ChoiceField(
        label="Soort cijfer", choices=[(q.value, q.label) for q in ASKED], initial=Qualifier.EXACT.value
    )
    field_names: ClassVar[dict[str, str]] = {"figure": "waarde"}

    def clean(self) -> dict:
        cleaned = super().clean()
        if "waarde" in cleaned and "soort" in cleaned:
            self._read_figure(cleaned["waarde"], Qualifier(cleaned["soort"]))
        return cleaned

    def _read_figure(self, typed: Figure, qualifier: Qualifier) -> None:
        """Words in the number say what `soort` may leave at “exact”."""
        if typed == Figure.blank() and qualifier in WITH_NUMBER:
            self.add_error("waarde", "Vul een getal in, of kies bij de soort waarom er geen getal is.")
        elif typed.is_known and qualifier in WITHOUT_NUMBER:
            self.add_error(
                "waarde", f"Bij “{qualifier.label}” hoort geen getal. Maak dit veld leeg of kies een andere soort."
            )
        elif typed.qualifier in (Qualifier.EXACT, Qualifier.BLANK):
            self.cleaned_data["figure"] = Figure(typed.value, qualifier)
        elif qualifier in (Qualifier.EXACT, typed.qualifier):
            self.cleaned_data["figure"] = typed
        else:
            self.add_error("waarde", f"“{typed}” en “{qualifier.label}” zijn twee soorten. Kies er een.")

    def refuse(self, refused: Refused) -> None:
        """Of two figures both, and in words that a choice must be made."""
        super().refuse(refused)
        if isinstance(refused, Overtaken):
            self.add_error("waarde", str(refused))


def figure_initial(figure: Figure) -> dict[str, object]:
    return {"waarde": Figure(figure.value) if figure.is_known else Figure.blank(), "soort": figure.qualifier.value}


def _offer(form: forms.Form, agenda: SafetyAgenda, units: Iterable[PoliceUnit] = (), *, national: bool = False) -> None:
    """The years of the agenda; of these eenheden, and for who keeps what is `national` of the whole country."""
    form.fields["jaar"].choices = [(year, str(year)) for year in agenda.years]
    if "eenheid" in form.fields:
        named = ((unit.slug, unit.name) for unit in units)
        form.fields["eenheid"].choices = [*named, *([(NATIONAL, "Heel Nederland")] if national else [])]


class PlaceForm(forms.Form):
    """Of which eenheid and which period a figure is; chosen in the address, before the figure is typed."""

    eenheid = forms.ChoiceField(label="Van wie")
    jaar = forms.TypedChoiceField(label="Jaar", coerce=int)
    periode = forms.ChoiceField(label="Periode", choices=Measurement.Period.choices)

    def __init__(self, data, agenda: SafetyAgenda, units: Iterable[PoliceUnit], *, national: bool) -> None:
        self.units = {unit.slug: unit for unit in units}
        first = next(iter(self.units), NATIONAL)
        default = {"eenheid": first, "jaar": agenda.start_year, "periode": Measurement.Period.YEAR.value}
        super().__init__({name: data.get(name) or value for name, value in default.items()})
        _offer(self, agenda, self.units.values(), national=national)

    @property
    def shown(self) -> str:
        place = self.place
        return f"{place['police_unit'] or 'Heel Nederland'}, {period_title(place['year'], place['period'])}"

    @property
    def place(self) -> dict:
        """Values for a Measurement; only of a valid form."""
        chosen = self.cleaned_data
        return {
            "police_unit": self.units.get(chosen["eenheid"]),
            "year": chosen["jaar"],
            "period": chosen["periode"],
        }


class MeasurementForm(FigureForm):
    status = forms.ChoiceField(label="Status", choices=Measurement.Status.choices)
    bron = texts.CharField(
        label="Bron",
        max_length=300,
        help_text="Waar het cijfer staat, bijvoorbeeld “Jaarverslag 2020, paragraaf 3.5”.",
        error_messages={"required": "Vul in waar het cijfer vandaan komt."},
    )
    gepubliceerd = DateField(label="Gepubliceerd op", required=False)
    opmerking = texts.CharField(label="Opmerking", max_length=300, required=False)
    herziening = forms.IntegerField(widget=forms.HiddenInput)

    field_names: ClassVar[dict[str, str]] = {"figure": "waarde", "source": "bron"}

    def measurement(self, indicator: Indicator, place: dict) -> Measurement:
        said = {name: self.cleaned_data[field] for field, name in MEASURED.items()}
        measurement = Measurement(indicator=indicator, **said, **place)
        measurement.figure = self.cleaned_data["figure"]
        return measurement


# The fields of the form, with what they are called of a measurement.
MEASURED = {"status": "status", "bron": "source", "gepubliceerd": "published_on", "opmerking": "note"}


def measurement_initial(current: Measurement | None) -> dict[str, object]:
    if current is None:
        return {"herziening": 0}
    said = {field: getattr(current, name) for field, name in MEASURED.items()}
    return figure_initial(current.figure) | said | {"herziening": current.revision}


class TargetForm(FigureForm):
    reden = texts.CharField(
        label="Waarom verandert het",
        max_length=300,
        help_text="Wie het besloot en waarom. Lezers zien dit bij de geschiedenis.",
        error_messages={"required": "Schrijf waarom het streefcijfer verandert."},
    )
    per = DateField(label="Gewijzigd per")
    was_waarde = forms.CharField(widget=forms.HiddenInput, required=False)
    was_soort = forms.CharField(widget=forms.HiddenInput)

    field_names: ClassVar[dict[str, str]] = {"figure": "waarde", "reason": "reden", "day": "per"}

    @property
    def before(self) -> Figure | None:
        """The figure the writer had before him."""
        try:
            return Figure.from_dict(
                {"value": self.cleaned_data["was_waarde"] or None, "qualifier": self.cleaned_data["was_soort"]}
            )
        except (KeyError, ValueError):
            return None


def target_initial(target: Target | RegionalTarget) -> dict[str, object]:
    was = target.figure.as_dict()
    return figure_initial(target.figure) | {"was_waarde": was["value"] or "", "was_soort": was["qualifier"]}


class DivideForm(ServiceForm):
    """How to divide a target; in the address, so that a proposal can be looked at and shown to others."""

    jaar = forms.TypedChoiceField(label="Jaar", coerce=int)
    sleutel = forms.ChoiceField(
        label="Verdeelsleutel",
        choices=[(key.value, capfirst(key.label)) for key in Distribution.Key if key != Distribution.Key.PUBLISHED],
    )
    peildatum = forms.ChoiceField(label="Peildatum inwoners", required=False)
    eenheden = forms.MultipleChoiceField(
        label="Eenheden die een deel op zich nemen",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste één eenheid."},
    )

    field_names: ClassVar[dict[str, str]] = {
        "year": "jaar",
        "reference_date": "peildatum",
        "police_units": "eenheden",
    }

    def __init__(self, data, agenda: SafetyAgenda, units: Iterable[PoliceUnit], days: Iterable) -> None:
        super().__init__(data)
        self.units = list(units)
        _offer(self, agenda)
        self.fields["peildatum"].choices = [
            ("", "Kies een datum"),
            *((day.isoformat(), date_long(day)) for day in days),
        ]
        self.fields["eenheden"].choices = [(unit.slug, unit.name) for unit in self.units]
        for unit in self.units:
            self.fields[f"deel-{unit.slug}"] = NumberField(label=f"Deel van {unit}", required=False)

    @property
    def chosen_units(self) -> list[PoliceUnit]:
        return [unit for unit in self.units if unit.slug in self.cleaned_data["eenheden"]]

    @property
    def by_hand(self) -> dict[int, Decimal]:
        found = {unit.pk: self.cleaned_data.get(f"deel-{unit.slug}") for unit in self.units}
        return {pk: value for pk, value in found.items() if value is not None}

    def hand_fields(self) -> list[forms.BoundField]:
        return [self[f"deel-{unit.slug}"] for unit in self.units]


class DecideForm(DecidingForm, ServiceForm):
    vastgesteld_door = texts.CharField(
        label="Vastgesteld door",
        max_length=120,
        error_messages={"required": "Vul in wie deze verdeling heeft vastgesteld."},
    )
    vastgesteld_op = DateField(label="Vastgesteld op")
    toelichting = texts.CharField(
        label="Toelichting",
        max_length=300,
        required=False,
        help_text="Verplicht als de delen samen niet het landelijke streefcijfer zijn.",
    )

    # Of the shares the writer saw.
    version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, error_messages=dict.fromkeys(["required", "invalid"], NOT_WHOLE)
    )

    field_names: ClassVar[dict[str, str]] = {"note": "toelichting", "decided_by": "vastgesteld_door"}
    day, last = "vastgesteld_op", "toelichting"
    chosen_in = Distribution.SHARES

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.ask_decision(None)

    def refuse(self, refused: Refused) -> None:
        if isinstance(refused, Overtaken):
            self.conflicts = {refused.field: shown_conflict(refused.conflict, SHARES_FIELD, "")}
            self.name_next(version=refused.conflict.version)
        else:
            super().refuse(refused)


class NoteForm(ServiceForm):
    eenheid = forms.ChoiceField(label="Namens")
    jaar = forms.TypedChoiceField(label="Over het jaar", coerce=int)
    status = forms.ChoiceField(label="Status", choices=Agreement.Status.choices)
    tekst = texts.CharField(
        label="Toelichting",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Wat er is gedaan en wat het opleverde, in een paar zinnen.",
        error_messages={"required": "Schrijf wat er is gedaan en wat het opleverde."},
    )
    gezien_status = forms.CharField(widget=forms.HiddenInput, required=False)
    gezien_tekst = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    field_names: ClassVar[dict[str, str]] = {"year": "jaar", "text": "tekst"}
    # Whichever text counts, it is stored with the status that goes with it.
    keeps_theirs = False

    def __init__(
        self, data, agenda: SafetyAgenda, units: Iterable[PoliceUnit], initial: dict, *, national: bool
    ) -> None:
        super().__init__(data, initial=initial)
        self.units = {unit.slug: unit for unit in units}
        _offer(self, agenda, self.units.values(), national=national)

    @property
    def text(self) -> str:
        """What counts of two texts, where the writer has chosen."""
        choice = self.data.get(f"{CHOICE}tekst")
        if choice == TOGETHER:
            return self.data.get(f"{COMBINED}tekst", "")
        return self.data.get("gezien_tekst", "") if choice == THEIRS else self.cleaned_data["tekst"]

    @property
    def seen(self) -> tuple[str, str]:
        """The status and the text the writer began with."""
        return self.cleaned_data["gezien_status"], self.cleaned_data["gezien_tekst"].replace("\r\n", "\n")

    @property
    def base(self) -> str:
        return self.seen[1]
