from django.urls import URLPattern, URLResolver, include, path

app_name = "themes"
# Each folder that has pages brings its own addresses.
urlpatterns: list[URLPattern | URLResolver] = [
    path("uitvoeringsplannen/", include("themes.reading.urls")),
]
