from django import forms


class VersionForm(forms.Form):
    """The version of the field that its reader saw; empty for that of the edit itself."""

    version = forms.IntegerField(required=False, min_value=0)
