from collections.abc import Iterable

from django import forms
from django.utils import timezone

from nhveilig.editing.fields import LineField
from nhveilig.editing.forms import RowForm
from nhveilig.figures.forms import CountField, DateField
from nhveilig.organisation.exceptions import ListRefused
from nhveilig.organisation.pasting import LONGEST_NAME, Line, read_lines
from nhveilig.organisation.queries import Organisation, places_of
from nhveilig.regions.models import Municipality, OrganisationUnit, PoliceUnit
from nhveilig.sheets.cells import plain
from nhveilig.texts import forms as texts

Kind = OrganisationUnit.Kind
# The eenheid itself is made by the portal.
KINDS = [(kind.value, kind.label) for kind in Kind if kind != Kind.UNIT]
FROM_THE_NAME = ("", "zoals de naam zegt")
MOST_CHARACTERS = 60_000


class UnitChoiceField(forms.ModelChoiceField):
    """Parts of one eenheid, set in as they stand in the tree."""

    def __init__(self, organisation: Organisation, units: Iterable[OrganisationUnit], **kwargs) -> None:
        self.organisation = organisation
        pks = [unit.pk for unit in units]
        super().__init__(OrganisationUnit.objects.filter(pk__in=pks), **kwargs)
        self.choices = [("", self.empty_label), *((pk, self._label(organisation.find(pk))) for pk in pks)]

    def _label(self, unit: OrganisationUnit) -> str:
        return "\u2003" * self.organisation.level(unit) + unit.name


class PlacesField(forms.ModelMultipleChoiceField):
    """Boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, place: Municipality) -> str:
        return place.name if place.valid_until is None else f"{place.name} (bestaat niet meer)"


def in_order(organisation: Organisation, units: Iterable[OrganisationUnit]) -> list[OrganisationUnit]:
    """As the tree has them."""
    wanted = {unit.pk for unit in units}
    roots = organisation.children(None)
    tree = [one for root in roots for one in (root, *organisation.below(root))]
    return [unit for unit in tree if unit.pk in wanted]


def possible_parents(organisation: Organisation, unit: OrganisationUnit | None = None) -> list[OrganisationUnit]:
    """Those of today; not the part itself nor what falls below it; and where it stands now."""
    today = timezone.localdate()
    out = {unit.pk, *(one.pk for one in organisation.below(unit))} if unit else set()
    own = unit.parent_id if unit else None
    return in_order(
        organisation,
        (one for one in organisation.units if one.pk not in out and (one.exists_on(today) or one.pk == own)),
    )


class AddForm(forms.Form):
    """One part or a whole organisation."""

    lijst = texts.CharField(
        label="Namen, een per regel",
        max_length=MOST_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Zet met spaties of een tab wat ergens onder valt verder naar rechts. Na een dubbele punt mogen de "
        "gemeenten staan. Bijvoorbeeld: Basisteam Alkmaar: Alkmaar, Bergen.",
        error_messages={"required": "Schrijf of plak ten minste één naam."},
    )
    soort = forms.ChoiceField(label="Soort", choices=[FROM_THE_NAME, *KINDS], required=False)
    vanaf = DateField(label="Bestaat vanaf", required=False, help_text="Leeg als dat lang geleden is.")

    def __init__(self, *args, organisation: Organisation, police_unit: PoliceUnit, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.police_unit = police_unit
        parents = possible_parents(organisation)
        if parents:
            about = {"label": "Onderdeel van", "empty_label": None, "initial": parents[0].pk, "required": False}
            own = {"onder": UnitChoiceField(organisation, parents, **about)}
            self.fields = own | self.fields

    def clean_lijst(self) -> list[Line]:
        text = self.cleaned_data["lijst"]
        if not text.strip():
            raise forms.ValidationError(self.fields["lijst"].error_messages["required"])
        places = {plain(name): one for one in places_of(self.police_unit) for name in (one.code, one.name)}
        try:
            return read_lines(text, places)
        except ListRefused as error:
            raise forms.ValidationError(str(error).split("\n")) from None


class UnitForm(RowForm):
    """What is said of one part."""

    field_order = ("name", "kind", "parent", "code", "order", "valid_from", "valid_until", "municipalities")
    name = LineField(label="Naam", longest=LONGEST_NAME)
    kind = forms.ChoiceField(label="Soort", choices=KINDS)
    code = LineField(label="Afkorting", longest=12, required=False, help_text="Zoals NHN; mag leeg blijven.")
    order = CountField(label="Plaats in lijsten", lowest=0, highest=32_767, help_text="Een lager getal staat eerder.")
    valid_from = DateField(label="Bestaat vanaf", required=False, help_text="Leeg als dat lang geleden is.")
    valid_until = DateField(
        label="Bestaat niet meer vanaf", required=False, help_text="Maak dit leeg als het onderdeel toch blijft."
    )

    @classmethod
    def of(cls, organisation: Organisation, unit: OrganisationUnit) -> type["UnitForm"]:
        """With the choices that fit this part; the eenheid itself is asked no place, kind or end."""
        places = PlacesField(places_of(unit.police_unit, unit), label="Werkgebied", required=False)
        found: dict[str, forms.Field | None] = {"municipalities": places}
        if unit.valid_until is None:
            found["valid_until"] = None
        if unit.kind == Kind.UNIT:
            found |= {"kind": None, "valid_from": None, "valid_until": None}
        else:
            parents = possible_parents(organisation, unit)
            found["parent"] = UnitChoiceField(organisation, parents, label="Onderdeel van", empty_label=None)
        return type("UnitForm", (cls,), found)


class EndForm(forms.Form):
    dag = DateField(label="Bestaat niet meer vanaf")
    zonder = forms.BooleanField(label="Niemand neemt het werkgebied over", required=False)

    def __init__(self, *args, unit: OrganisationUnit, organisation: Organisation, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        about = {
            "label": "Gaat op in",
            "required": False,
            "empty_label": "nergens in",
            "help_text": "Dit onderdeel krijgt de gemeenten, en wat er nu onder valt.",
        }
        day, without = self.fields["dag"], self.fields["zonder"]
        others = UnitChoiceField(organisation, possible_parents(organisation, unit), **about)
        self.fields = {"dag": day, "opvolger": others}
        if unit.municipalities.exists():
            self.fields["zonder"] = without


class ContinueForm(forms.Form):
    dag = DateField(label="Vanaf")
    naam = LineField(label="Heet dan", longest=LONGEST_NAME)

    def __init__(self, *args, unit: OrganisationUnit, organisation: Organisation, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["naam"].initial = unit.name
        about = {"label": "Valt dan onder", "empty_label": None, "initial": unit.parent_id}
        self.fields["onder"] = UnitChoiceField(organisation, possible_parents(organisation, unit), **about)
