"""The pages of pictures that differ from those of every register, and the bytes themselves."""

from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View

from nhveilig.accounts.permissions import Permission
from nhveilig.editing.forms import RowModelForm
from nhveilig.http.forms import UploadField
from nhveilig.http.views import is_own_page
from nhveilig.pictures.models import PictureFile
from nhveilig.pictures.reading import LARGEST_FILE, TOO_LARGE
from nhveilig.pictures.services import add_picture
from nhveilig.pictures.uses import uses_of
from nhveilig.registers.views import CreatePage, DetailPage

NOTHING = "Kies eerst een bestand."


def _upload_field() -> UploadField:
    return UploadField(
        largest=LARGEST_FILE,
        too_large=TOO_LARGE,
        accept="image/jpeg,image/png,image/webp,image/gif",
        label="Bestand",
        help_text="Een jpg, png, webp of gif van hooguit 10 MB. Kies het, of sleep het hierheen.",
        error_messages={"required": NOTHING, "missing": NOTHING, "empty": "Dit bestand is leeg."},
        widget=forms.ClearableFileInput(attrs={"class": "drop-zone"}),
    )


class PictureCreatePage(CreatePage):
    """`?terug=…` is where the picture was missing: one goes back there, with it."""

    @property
    def missed_at(self) -> str:
        asked = self.request.GET.get("terug", "")
        return asked if is_own_page(asked) else ""

    @property
    def back_url(self) -> str:
        return self.missed_at or super().back_url

    def get_success_url(self) -> str:
        at = self.missed_at
        return f"{at}?{urlencode({'afbeelding': self.row_in_form.pk})}" if at else super().get_success_url()

    def get_form_class(self) -> type[RowModelForm]:
        base = super().get_form_class()
        form = type("PictureForm", (base,), {"upload": _upload_field(), "__module__": __name__})
        form.field_order = ["upload"]
        return form

    def store(self, form: RowModelForm) -> bool:
        self.row_in_form, chosen = form.row, form.cleaned_data["upload"]
        add_picture(picture=form.row, values=form.values(), data=chosen.read(), file_name=chosen.name, by=self.writer)
        return True


class PictureDetailPage(DetailPage):
    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(uses=uses_of([self.row.pk]), **kwargs)


class PictureFileView(View):
    """The bytes of a picture of an eenheid for which the visitor may see what is in the making."""

    permission = Permission.VIEW_CONCEPTS
    column = "data"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        units = request.access.units_with(self.permission)
        files = PictureFile.objects.select_related("picture").only("picture__media_type", self.column)
        found = get_object_or_404(files, picture__police_unit__in=units, pk=pk)
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=86400"}
        data = bytes(getattr(found, self.column))
        return HttpResponse(data, content_type=self.media_type(found), headers=headers)

    def media_type(self, file: PictureFile) -> str:
        return file.picture.media_type


class ThumbnailView(PictureFileView):
    column = "thumbnail"
