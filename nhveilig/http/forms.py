"""Fields of forms for what people send along."""

from django import forms
from django.core.files.uploadedfile import UploadedFile


class UploadField(forms.FileField):
    """A file of at most `largest` bytes; of a larger one `too_large` says what to do."""

    def __init__(self, *, largest: int, too_large: str, accept: str, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.largest, self.too_large = largest, too_large
        self.widget.attrs["accept"] = accept

    def clean(self, value: UploadedFile | None, initial: object = None) -> UploadedFile | None:
        file = super().clean(value, initial)
        if file and file.size > self.largest:
            raise forms.ValidationError(self.too_large)
        return file
