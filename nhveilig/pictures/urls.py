from django.urls import include, path

from nhveilig.pictures.registers import PICTURES
from nhveilig.pictures.views import PictureFileView, ThumbnailView
from nhveilig.registers.urls import register_urls

app_name = "pictures"
urlpatterns = [
    path("", include(register_urls(PICTURES))),
    path("<int:pk>/bestand/", PictureFileView.as_view(), name="file"),
    path("<int:pk>/klein/", ThumbnailView.as_view(), name="thumbnail"),
]
