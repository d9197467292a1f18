from django.urls import path

from nhveilig.accounts.people.views import lists, person

app_name = "people"
urlpatterns = [
    path("", lists.OwnPeopleView.as_view(), name="home"),
    path("<slug:slug>/", lists.PeopleListView.as_view(), name="list"),
    path("<slug:slug>/mensen.csv", lists.CsvView.as_view(), name="csv"),
    path("<slug:slug>/wie-heeft-welke-rol/", lists.RoleMatrixView.as_view(), name="matrix"),
    path("<slug:slug>/wie-logde-in/", lists.AccessLogView.as_view(), name="access-log"),
    path("<slug:slug>/rollen/", lists.RolesView.as_view(), name="roles"),
    path("<slug:slug>/toevoegen/", person.AddView.as_view(), name="add"),
    path("<slug:slug>/rol-aanbieden/", person.OfferView.as_view(), name="offer"),
    path("<slug:slug>/<int:pk>/", person.PersonView.as_view(), name="person"),
    path("<slug:slug>/<int:pk>/rollen/<int:role>/intrekken/", person.TakeView.as_view(), name="take"),
    path("<slug:slug>/<int:pk>/rollen/<int:role>/einddatum/", person.RoleEndView.as_view(), name="role-end"),
    path("<slug:slug>/<int:pk>/vervanging/", person.StandInAddView.as_view(), name="stand-in-add"),
    path(
        "<slug:slug>/<int:pk>/vervanging/<int:stand_in>/beeindigen/",
        person.StandInEndView.as_view(),
        name="stand-in-end",
    ),
    path("<slug:slug>/<int:pk>/gegevens/", person.RenameView.as_view(), name="rename"),
    path("<slug:slug>/<int:pk>/stilzetten/", person.DeactivateView.as_view(), name="deactivate"),
    path("<slug:slug>/<int:pk>/openzetten/", person.ReactivateView.as_view(), name="reactivate"),
    path("<slug:slug>/<int:pk>/wachtwoordlink/", person.LinkView.as_view(), name="link"),
]
