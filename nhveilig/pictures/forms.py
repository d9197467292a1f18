from django import forms


class PictureChoice(forms.RadioSelect):
    """Pictures to choose from, each to be seen beside its name. What is chosen is the number of one."""

    option_template_name = "pictures/option.html"
