"""The forms in which an agenda is made. What cannot be is for the models and the services."""

from typing import Any, ClassVar

from django import forms

from agenda.exceptions import Refused
from agenda.forms import ServiceForm
from agenda.making.services.agendas import Figures, as_target, refuse_end, written
from agenda.models import Indicator, SafetyAgenda
from nhveilig.editing.fields import LineField
from nhveilig.editing.forms import RowModelForm
from nhveilig.figures.forms import CountField, DateField, FigureField, YearField
from nhveilig.figures.values import Figure

YEARS_OF_AN_AGENDA = 4
LONGEST_TERM = 52
EMPTY = "Leeg beginnen"


def _title(**about: Any) -> LineField:
    return LineField(label="Titel", longest=120, **about)


def _source(**about: Any) -> LineField:
    return LineField(label="Bron", longest=300, **about)


class NewAgendaForm(ServiceForm):
    basis = forms.ModelChoiceField(
        SafetyAgenda.objects.all(),
        label="Beginnen met",
        required=False,
        empty_label=EMPTY,
        help_text="Doelen, indicatoren, afspraken en onderwerpen worden overgenomen. Behaalde cijfers niet.",
    )
    streefcijfers = forms.BooleanField(
        label="Neem ook de streefcijfers over, elk in hetzelfde jaar van de nieuwe periode",
        required=False,
        initial=True,
    )
    eerste_jaar = YearField(label="Eerste jaar")
    laatste_jaar = YearField(label="Laatste jaar")
    titel = _title(required=False, help_text="Leeg: “Veiligheidsagenda” met de jaren.")
    bron = _source(
        help_text="Waar de agenda staat of wie haar opstelt, zoals “Concept, ministerie van Justitie en Veiligheid”."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not SafetyAgenda.objects.exists():
            for name in ("basis", "streefcijfers"):
                del self.fields[name]

    def agenda(self) -> SafetyAgenda:
        """Of a valid form; not stored yet."""
        typed = self.cleaned_data
        first, last = typed["eerste_jaar"], typed["laatste_jaar"]
        title = typed["titel"] or f"Veiligheidsagenda {first}-{last}"
        return SafetyAgenda(title=title, start_year=first, end_year=last, source=typed["bron"])


def new_agenda_initial(newest: SafetyAgenda | None, this_year: int) -> dict[str, object]:
    first = newest.last_year + 1 if newest else this_year + 1
    return {"basis": newest, "eerste_jaar": first, "laatste_jaar": first + YEARS_OF_AN_AGENDA - 1}


class AgendaForm(RowModelForm):
    """What is said of an agenda; its years only while it is a draft."""

    title = _title()
    start_year = YearField(label="Eerste jaar")
    end_year = YearField(label="Laatste jaar")
    source = _source(help_text="Waar de agenda staat.")
    reporting_term = CountField(
        label="Rapportagetermijn in weken",
        lowest=0,
        highest=LONGEST_TERM,
        help_text="Zoveel weken na het einde van een periode horen de cijfers binnen te zijn.",
    )
    distribution_adopted_on = DateField(
        label="Verdeling vastgesteld op",
        required=False,
        help_text="Alleen als de verdeling over de eenheden in haar geheel is vastgesteld.",
    )

    class Meta:
        model = SafetyAgenda
        fields: ClassVar[list[str]] = [
            "title",
            "start_year",
            "end_year",
            "source",
            "reporting_term",
            "distribution_adopted_on",
        ]

    def __init__(self, *args: Any, row: SafetyAgenda, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        if not row.is_draft:
            for name in ("start_year", "end_year"):
                del self.fields[name]
                self.row_fields.remove(name)


class AdoptForm(RowModelForm):
    adopted_on = DateField(label="Vastgesteld op")
    adopted_by = LineField(
        label="Vastgesteld door", longest=120, help_text="Zoals “minister van Justitie en Veiligheid”."
    )

    class Meta:
        model = SafetyAgenda
        fields: ClassVar[list[str]] = ["adopted_on", "adopted_by"]


class EndForm(RowModelForm):
    ended_on = DateField(
        label="Beëindigd op",
        required=False,
        help_text="De laatste dag waarop de agenda geldt. Leeg: zij loopt tot het einde van haar laatste jaar.",
    )

    class Meta:
        model = SafetyAgenda
        fields: ClassVar[list[str]] = ["ended_on"]

    def clean_ended_on(self) -> object:
        if day := self.cleaned_data["ended_on"]:
            try:
                refuse_end(self.row, day)
            except Refused as refused:
                raise forms.ValidationError(str(refused)) from None
        return day


class TargetsForm(ServiceForm):
    """The targets of one indicator, a field a year. What is adopted is no field: it changes with a reason."""

    def __init__(self, data: Any, indicator: Indicator) -> None:
        super().__init__(data)
        agenda = indicator.objective.agenda
        self.standing = {target.year: target for target in indicator.targets.all() if target.year}
        self.years = [year for year in agenda.years if agenda.is_draft or year not in self.standing]
        for year in self.years:
            target = self.standing.get(year)
            said = f"Nu: {target.note}." if target and target.note else ""
            figure = FigureField(label=str(year), required=False, help_text=said)
            figure.initial = target.figure if target else Figure.blank()
            stood = forms.CharField(widget=forms.HiddenInput, required=False, initial=self._standing_text(year))
            self.fields |= {str(year): figure, was(year): stood}

    @property
    def figures(self) -> Figures:
        return {year: as_target(self.cleaned_data[str(year)]) for year in self.years}

    @property
    def seen(self) -> dict[int, str]:
        return {year: self.cleaned_data[was(year)] for year in self.years}

    def refuse(self, refused: Refused) -> None:
        """What is sent next knows what stands there now."""
        super().refuse(refused)
        self.name_next(**{was(year): self._standing_text(year) for year in self.years})

    def _standing_text(self, year: int) -> str:
        target = self.standing.get(year)
        return written(target.figure if target else None)


def was(year: int) -> str:
    """The field that says what stood in another."""
    return f"was-{year}"
