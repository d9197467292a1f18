from datetime import datetime, time

from django import forms
from django.http import QueryDict
from django.utils import timezone

from nhveilig.figures.forms import DateField
from nhveilig.texts import forms as texts
from nhveilig.trail.kinds import Kind
from nhveilig.trail.models import EntryQuerySet


class TrailFilter(forms.Form):
    """Which rows to show. What cannot be read is said, and left out of account."""

    soort = forms.ChoiceField(label="Wat", required=False, choices=[("", "Alles"), *Kind.choices])
    van = DateField(label="Vanaf", required=False)
    tot = DateField(label="Tot en met", required=False)
    zoek = texts.CharField(label="Onderwerp", required=False, max_length=100)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.full_clean()

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def of(self, entries: EntryQuerySet) -> EntryQuerySet:
        chosen = self.cleaned_data
        if chosen.get("soort"):
            entries = entries.filter(kind=chosen["soort"])
        if chosen.get("van"):
            entries = entries.filter(at__gte=_begin(chosen["van"], time.min))
        if chosen.get("tot"):
            entries = entries.filter(at__lte=_begin(chosen["tot"], time.max))
        for word in (chosen.get("zoek") or "").split():
            entries = entries.filter(subject__icontains=word)
        return entries


def _begin(day, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
