from collections.abc import Sequence

from django import forms
from django.utils import timezone

from nhveilig.accounts.forms import RefusableForm
from nhveilig.accounts.models import Role, StandIn, User
from nhveilig.accounts.permissions import Permission, kinds_with
from nhveilig.accounts.standins.queries import candidates
from nhveilig.figures.forms import DateField
from nhveilig.regions.models import PoliceUnit

KINDS = [
    (
        StandIn.Kind.DEPUTY,
        "als vervanger: mag alles wat u voor de eenheid mag, behalve mensen en landelijke cijfers beheren",
    ),
    (
        StandIn.Kind.ASSISTANT,
        "als medewerker die voorbereidt: ziet wat u moet doen en zet het klaar; u verstuurt het zelf",
    ),
]
KINDS_OF_ANOTHER = [
    (
        StandIn.Kind.DEPUTY,
        "als vervanger: mag alles wat deze persoon mag, behalve mensen en landelijke cijfers beheren",
    ),
    (StandIn.Kind.ASSISTANT, "als medewerker die voorbereidt: zet klaar wat deze persoon daarna zelf verstuurt"),
]


class StandInForm(RefusableForm):
    """Who works for `principal`, how, and when. Of several eenheden one is chosen first."""

    field_names = RefusableForm.field_names | {"kind": "als"}
    eenheid = forms.ModelChoiceField(
        queryset=None,
        label="Eenheid",
        empty_label=None,
        error_messages={"required": "Kies de eenheid.", "invalid_choice": "Kies een eenheid in de lijst."},
    )
    wie = forms.ModelChoiceField(
        queryset=None,
        label="Wie",
        empty_label="Kies iemand",
        help_text="Hier staat iedereen met een rol in de eenheid, op achternaam. Wie een rol heeft voor dezelfde "
        "gemeente, staat bovenaan. Staat iemand er niet bij? Vraag de beheerder om een rol.",
        error_messages={
            "required": "Kies wie dit gaat doen.",
            "invalid_choice": "Deze persoon heeft nu geen rol in de eenheid. Kies iemand in de lijst.",
        },
    )
    als = forms.ChoiceField(
        label="Hoe",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat deze persoon mag.", "invalid_choice": "Kies een van de twee."},
    )
    vanaf = DateField(label="Vanaf", help_text="De eerste dag.")
    tot = DateField(
        label="Tot en met", required=False, help_text="De laatste dag. Laat leeg als u het later zelf beëindigt."
    )

    def __init__(
        self, *args: object, principal: User, police_units: Sequence[PoliceUnit], own: bool = False, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.police_units = police_units
        ids = [unit.pk for unit in police_units]
        self._ask_unit(ids)
        self._ask_who(principal, ids)
        held = Role.objects.in_force().filter(user=principal, police_unit__in=ids)
        is_asked = held.filter(kind__in=kinds_with(Permission.PREPARE_ANSWERS)).exists()
        self.fields["als"].choices = (KINDS if own else KINDS_OF_ANOTHER)[: 2 if is_asked else 1]
        self.fields["als"].initial = StandIn.Kind.DEPUTY
        self.fields["vanaf"].initial = timezone.localdate()

    def _ask_unit(self, ids: list[int]) -> None:
        if len(ids) == 1:
            del self.fields["eenheid"]
        else:
            self.fields["eenheid"].queryset = PoliceUnit.objects.filter(pk__in=ids).order_by("order")

    def _ask_who(self, principal: User, ids: list[int]) -> None:
        self.fields["wie"].queryset = candidates(principal, ids)
        self.fields["wie"].label_from_instance = _with_roles

    @property
    def stand_in(self) -> dict[str, object]:
        """What the service calls it; only of a valid form."""
        chosen = self.cleaned_data
        return {
            "user": chosen["wie"],
            "kind": chosen["als"],
            "starts_on": chosen["vanaf"],
            "until": chosen["tot"],
            "police_unit": chosen.get("eenheid") or self.police_units[0],
        }


def _with_roles(user: User) -> str:
    return f"{user.shown_name} ({', '.join(dict.fromkeys(role.role_name for role in user.held))})"
