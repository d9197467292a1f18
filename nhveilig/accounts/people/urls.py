from django.urls import path

from nhveilig.accounts.people import views

app_name = "people"
urlpatterns = [
    path("", views.OwnPeopleView.as_view(), name="home"),
    path("<slug:slug>/", views.PeopleListView.as_view(), name="list"),
    path("<slug:slug>/mensen.csv", views.CsvView.as_view(), name="csv"),
    path("<slug:slug>/wie-heeft-welke-rol/", views.RoleMatrixView.as_view(), name="matrix"),
    path("<slug:slug>/wie-logde-in/", views.AccessLogView.as_view(), name="access-log"),
    path("<slug:slug>/rollen/", views.RolesView.as_view(), name="roles"),
    path("<slug:slug>/toevoegen/", views.AddView.as_view(), name="add"),
    path("<slug:slug>/rol-aanbieden/", views.OfferView.as_view(), name="offer"),
    path("<slug:slug>/<int:pk>/", views.PersonView.as_view(), name="person"),
    path("<slug:slug>/<int:pk>/rollen/<int:role>/intrekken/", views.TakeView.as_view(), name="take"),
    path("<slug:slug>/<int:pk>/gegevens/", views.RenameView.as_view(), name="rename"),
    path("<slug:slug>/<int:pk>/stilzetten/", views.DeactivateView.as_view(), name="deactivate"),
    path("<slug:slug>/<int:pk>/openzetten/", views.ReactivateView.as_view(), name="reactivate"),
    path("<slug:slug>/<int:pk>/wachtwoordlink/", views.LinkView.as_view(), name="link"),
]
