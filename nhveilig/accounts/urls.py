from django.urls import path

from nhveilig.accounts import views
from nhveilig.accounts.standins.views import StandInEndView, StandInsView

app_name = "accounts"
urlpatterns = [
    path("inloggen/", views.LoginView.as_view(), name="login"),
    path("uitloggen/", views.LogoutView.as_view(), name="logout"),
    path("wachtwoord-vergeten/", views.PasswordForgottenView.as_view(), name="password-forgotten"),
    path("wachtwoord-vergeten/verstuurd/", views.PasswordMailedView.as_view(), name="password-mailed"),
    path("wachtwoord-kiezen/<uidb64>/<token>/", views.PasswordChooseView.as_view(), name="password-choose"),
    path("account/", views.AccountView.as_view(), name="account"),
    path("account/vervanging/", StandInsView.as_view(), name="stand-ins"),
    path("account/vervanging/<int:pk>/beeindigen/", StandInEndView.as_view(), name="stand-in-end"),
    path("account/wachtwoord/", views.PasswordChangeView.as_view(), name="password-change"),
]
