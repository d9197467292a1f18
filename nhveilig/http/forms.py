"""Fields of forms for what people send along."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: QueryDict, files: MultiValueDict, name: str) -> list[UploadedFile]:
        return files.getlist(name)


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


class UploadsField(UploadField):
    """At most `most` of those; the cleaned value is a list."""

    widget = ManyFiles

    def __init__(self, *, most: int, too_many: str, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.most, self.too_many = most, too_many

    def clean(self, value: list[UploadedFile] | None, initial: object = None) -> list[UploadedFile]:
        files = [super(UploadsField, self).clean(one, initial) for one in value or [None]]
        if len(files) > self.most:
            raise forms.ValidationError(self.too_many)
        return [file for file in files if file]
