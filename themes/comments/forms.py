from django import forms

from nhveilig.figures.formats import number
from themes.comments.services import TEXT


class CommentForm(forms.Form):
    """`part` is the key of a part; empty for the plan as a whole. What is wrong with the text, the services say."""

    part = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    text = forms.CharField(
        label="Uw opmerking",
        required=False,
        strip=False,
        help_text=f"Hooguit {number(TEXT.longest)} tekens. Alleen wie aan dit plan werkt, leest mee.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
