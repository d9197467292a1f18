"""A form on a row that the tests of the kit share."""

from django import forms

from nhveilig.editing.fields import LineField, LinesField, ProseField
from nhveilig.editing.forms import RowForm
from themes.models import Activity, Objective


class ActivityForm(RowForm):
    title = LineField(label="Activiteit", longest=300)
    owner = LineField(label="Eigenaar", longest=160, required=False)
    partners = LinesField(label="Partners", required=False)
    html = ProseField(label="Toelichting", required=False)
    due_on = forms.DateField(
        label="Uiterlijk", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    outcome = forms.ChoiceField(label="Stand", choices=Activity.Outcome.choices)
    objective = forms.ModelChoiceField(Objective.objects.all(), label="Doel", required=False)
