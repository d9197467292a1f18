from django.urls import URLPattern, URLResolver

app_name = "themes"
# Each folder that has pages brings its own addresses.
urlpatterns: list[URLPattern | URLResolver] = []
