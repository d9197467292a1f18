from django import forms

from nhveilig.accounts.models import User
from nhveilig.regions.models import PoliceUnit
from themes.members.queries import candidates
from themes.models import ThemeMember


class MemberForm(forms.Form):
    persoon = forms.ModelChoiceField(
        queryset=None,
        label="Wie",
        empty_label="Kies iemand",
        help_text="Hier staat wie in deze eenheid projectleider of werkgroeplid is.",
        error_messages={
            "required": "Kies wie aan dit thema gaat werken.",
            "invalid_choice": "Deze persoon is hier geen projectleider of werkgroeplid meer. Kies iemand in de lijst.",
        },
    )
    als = forms.ChoiceField(
        label="Als",
        choices=ThemeMember.Kind,
        initial=ThemeMember.Kind.MEMBER,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies of deze persoon het thema leidt of eraan meewerkt.",
            "invalid_choice": "Kies projectleider of werkgroeplid.",
        },
    )

    def __init__(self, *args: object, police_unit: PoliceUnit, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persoon"].label_from_instance = _with_roles
        self.fields["persoon"].queryset = candidates(police_unit).order_by("last_name", "first_name")


def _with_roles(user: User) -> str:
    return f"{user.shown_name} ({', '.join(role.get_kind_display() for role in user.held)})"
