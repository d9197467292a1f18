from django.urls import URLPattern, URLResolver, include, path

app_name = "themes"
# Each folder that has pages brings its own addresses.
urlpatterns: list[URLPattern | URLResolver] = [
    path("uitvoeringsplannen/", include("themes.members.urls")),
    path("uitvoeringsplannen/", include("themes.editing.urls")),
    path("uitvoeringsplannen/", include("themes.history.urls")),
    path("uitvoeringsplannen/", include("themes.comments.urls")),
    path("uitvoeringsplannen/", include("themes.reading.urls")),
    path("uitvoeringsplannen/", include("themes.continuing.urls")),
    path("uitvoeringsplannen/", include("themes.workflow.urls")),
    path("", include("themes.progress.urls")),
]
