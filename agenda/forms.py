from collections.abc import Iterable

from django import forms
from django.utils.text import capfirst

from agenda.models import Indicator, SafetyAgenda
from agenda.periods import REPORTED
from agenda.register.presenters import until_title
from nhveilig.regions.models import PoliceUnit

ALL = ""
NATIONAL = "landelijk"


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
