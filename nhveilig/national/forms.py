from django import forms
from django.utils import timezone

from nhveilig.http.forms import UploadField
from nhveilig.regions.models import Municipality
from nhveilig.sheets.cells import plain
from nhveilig.sheets.names import nearest
from nhveilig.texts import forms as texts

OWN = "{name} is de gemeente zelf. Haal deze regel weg."
LARGEST_FILE = 10 * 1024**2
TOO_LARGE = "Dit bestand is groter dan 10 MB. Neem een gegeneraliseerde uitgave, of lees de gemeenten in delen in."
UNKNOWN = "Er is nu geen gemeente die “{name}” heet.{meant} Schrijf één gemeente per regel, met haar naam of haar code."


class NeighboursForm(forms.Form):
    """Names or codes, one on each line: as they are read from a map, and as they stand in a sheet."""

    buren = texts.CharField(
        label="Buurgemeenten",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Eén gemeente per regel. Bij elk van deze gemeenten komt deze gemeente er ook bij te staan.",
    )

    def __init__(self, *args, municipality: Municipality, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality

    def clean_buren(self) -> list[Municipality]:
        there = list(Municipality.objects.on(timezone.localdate()))
        known = {plain(name): one for one in there for name in (one.code, one.name)}
        lines = filter(None, map(str.strip, self.cleaned_data["buren"].splitlines()))
        found = [self._found(line, known) for line in lines]
        if self.municipality in found:
            raise forms.ValidationError(OWN.format(name=self.municipality))
        return found

    def _found(self, line: str, known: dict[str, Municipality]) -> Municipality:
        if one := known.get(plain(line)):
            return one
        near = nearest(plain(line), known)
        raise forms.ValidationError(UNKNOWN.format(name=line, meant=f" Bedoelt u “{known[near]}”?" if near else ""))


class OutlinesForm(forms.Form):
    bestand = UploadField(
        largest=LARGEST_FILE,
        too_large=TOO_LARGE,
        accept=".json,.geojson,.topojson",
        label="Bestand",
        help_text="Een GeoJSON of TopoJSON van hooguit 10 MB, waarin elk gebied een GM-code heeft.",
        error_messages={"required": "Kies eerst een bestand.", "empty": "Dit bestand is leeg. Kies een ander."},
        max_length=200,
    )
    bron = texts.CharField(
        label="Bron",
        max_length=300,
        help_text="Wie de grenzen uitgaf en van welk jaar ze zijn. Dit staat onder elke kaart.",
        error_messages={"required": "Schrijf wie de grenzen uitgaf."},
    )
