from django.urls import path

from themes.workflow import views

PLAN = "<slug:unit>/<int:year>/<slug:theme>/"

urlpatterns = [
    path(f"{PLAN}stappen/", views.PlanStepsView.as_view(), name="plan-steps"),
    path(f"{PLAN}stappen/<slug:step>/", views.StepTakeView.as_view(), name="step-take"),
    path(f"{PLAN}reacties/", views.ReactionsView.as_view(), name="reactions"),
    path(f"{PLAN}reacties/geven/", views.ReactionGiveView.as_view(), name="reaction-give"),
    path(f"{PLAN}reacties/reacties.csv", views.ReactionsCsvView.as_view(), name="reactions-csv"),
    path(f"{PLAN}reacties/<int:pk>/", views.ReactionAnswerView.as_view(), name="reaction-answer"),
]
