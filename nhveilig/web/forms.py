import re

from django import forms

from nhveilig.regions.models import Office

UNREACHABLE = "Vul een e-mailadres of een telefoonnummer in. Anders kan niemand het bureau bereiken."
_PHONE = re.compile(r"\+?[\d ()-]{8,}")


class OfficeForm(forms.ModelForm):
    """An address or a number is enough; without either there is nothing to ask a question with."""

    class Meta:
        model = Office
        fields = ("name", "email", "phone")
        help_texts = {
            "name": "Zoals collega’s het bureau noemen.",
            "email": "Een adres van het bureau, niet van één persoon.",
            "phone": "Bijvoorbeeld 088 123 45 67.",
        }

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        if phone and not _PHONE.fullmatch(phone):
            raise forms.ValidationError("Schrijf een telefoonnummer met cijfers, bijvoorbeeld 088 123 45 67.")
        return phone

    def clean(self) -> dict[str, str]:
        said = super().clean()
        if not self.errors and not (said["email"] or said["phone"]):
            self.add_error(
                "email", "Vul een e-mailadres of een telefoonnummer in. Anders kan niemand het bureau bereiken."
            )
        return said
