from django.urls import include, path

from reports.hearing.views import answers, by_link, outcomes, rounds

app_name = "hearing"
hearing = [
    path("", outcomes.HearingView.as_view(), name="hearing"),
    path("uitkomst/", outcomes.OutcomeView.as_view(), name="outcome"),
    path("brief/", outcomes.LetterView.as_view(), name="letter"),
    path("pakket/", outcomes.PackageView.as_view(), name="package"),
    path("punt/", outcomes.PointAddView.as_view(), name="point-add"),
    path("punt/<int:point>/", outcomes.PointChangeView.as_view(), name="point-change"),
    path("punt/<int:point>/verwijderen/", outcomes.PointDeleteView.as_view(), name="point-delete"),
]
answer = [
    path("", answers.AnswerView.as_view(), name="answer"),
    path("ook/", answers.AddPointsView.as_view(), name="answer-add"),
    path("apart/<int:point>/", answers.TakeOutView.as_view(), name="answer-take-out"),
    path("aangepast/", answers.DoneView.as_view(), name="answer-done"),
]
one_round = [
    path("", rounds.RoundView.as_view(), name="round"),
    path("aanpassen/", rounds.RoundChangeView.as_view(), name="round-change"),
    path("versturen/", rounds.RoundSendView.as_view(), name="round-send"),
    path("herinneren/", rounds.RoundRemindView.as_view(), name="round-remind"),
    path("sluiten/", rounds.RoundCloseView.as_view(), name="round-close"),
    path("weggooien/", rounds.RoundDiscardView.as_view(), name="round-discard"),
    path("punten/", answers.PointListView.as_view(), name="points"),
    path("punten/antwoord/", answers.GroupView.as_view(), name="answer-group"),
    path("antwoorden/<int:answer>/", include(answer)),
    path("raad/<slug:code>/", include(hearing)),
]
with_link = [
    path("", by_link.AnswerByLinkView.as_view(), name="answer-by-link"),
    path("punt/", by_link.PointByLinkView.as_view(), name="point-by-link"),
    path("punt/<int:point>/verwijderen/", by_link.PointAwayByLinkView.as_view(), name="point-away-by-link"),
    path("pakket/", by_link.PackageByLinkView.as_view(), name="package-by-link"),
]
urlpatterns = [
    path("documenten/<slug:slug>/horen/", rounds.RoundListView.as_view(), name="rounds"),
    path("documenten/<slug:slug>/horen/nieuw/", rounds.RoundNewView.as_view(), name="round-new"),
    path("documenten/<slug:slug>/horen/<int:pk>/", include(one_round)),
    path("raad/<str:token>/", include(with_link)),
]
