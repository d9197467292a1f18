from django.urls import include, path

from nhveilig.web import views

handler404 = views.not_found
urlpatterns = [
    path("", include("reports.home.urls")),
    path("toegankelijkheid/", views.AccessibilityView.as_view(), name="accessibility"),
    path("hulp/", views.HelpView.as_view(), name="help"),
    path("hulp/begrippen/", include("nhveilig.glossary.urls")),
    path("privacy/", views.PrivacyView.as_view(), name="privacy"),
    path("cijfers/", views.FiguresView.as_view(), name="figures"),
    path("inrichten/", views.SetupView.as_view(), name="setup"),
    path("inrichten/stap/<slug:unit>/<slug:step>/", views.StepAsideView.as_view(), name="setup-step"),
    path("inrichten/stafbureau/", views.OwnOfficeView.as_view(), name="office"),
    path("inrichten/stafbureau/<slug:unit>/", views.OfficeView.as_view(), name="office-change"),
    path("inrichten/landelijk/beheerders/", include("nhveilig.accounts.administrators.urls")),
    path("inrichten/landelijk/", include("nhveilig.national.urls")),
    path("inrichten/organisatie/", include("nhveilig.organisation.urls")),
    path("taken/", include("nhveilig.worklist.urls")),
    path("vragen/", include("nhveilig.questions.urls")),
    path("healthz", views.HealthView.as_view(), name="health"),
    path("readyz", views.ReadyView.as_view(), name="ready"),
    path("", include("nhveilig.accounts.urls")),
    path("", include("nhveilig.notices.urls")),
    path("", include("nhveilig.calendars.urls")),
    path("mensen/", include("nhveilig.accounts.people.urls")),
    path("veiligheidsagenda/", include("agenda.urls")),
    path("sterkte/", include("formation.urls")),
    path("", include("themes.urls")),
    path("begroting/", include("themes.budgets.urls")),
    path("partners/", include("nhveilig.partners.urls")),
    path("afbeeldingen/", include("nhveilig.pictures.urls")),
    path("inrichten/meeteenheden/", include("nhveilig.units.urls")),
    path("kaart/", include("nhveilig.maps.urls")),
    path("", include("nhveilig.imports.urls")),
    path("", include("reports.urls")),
]
