from django.urls import include, path

from nhveilig.editing.comments import views as comments
from nhveilig.registers.urls import register_urls
from themes.comments.views import PlanComments, PlanCommentsPage
from themes.continuing import views as continuing
from themes.editing.views import table
from themes.editing.views import writing as editing
from themes.exchange import views as exchange
from themes.goals.registers import GOAL_THEMES
from themes.history import views as history
from themes.members import views as members
from themes.pages import views as pages
from themes.policy import views as policy
from themes.progress.views import checking, links, many, matrix, reports
from themes.reacting import views as reacting
from themes.workflow import views as workflow

THEME = "<slug:unit>/betrokkenen/<slug:plan>/<slug:theme>"

of_one_plan = [
    path("bewerken/", editing.PlanEditView.as_view(), name="plan-edit"),
    path("bewerken/tabel/", table.PlanTableView.as_view(), name="plan-table"),
    path("bewerken/eigenschappen/", editing.PlanPropertiesView.as_view(), name="plan-properties"),
    path("bewerken/opslaan/", editing.FieldSaveView.as_view(), name="field-save"),
    path("bewerken/aanwezig/", editing.PresenceView.as_view(), name="presence"),
    path("bewerken/toevoegen/", editing.PartAddView.as_view(), name="part-add"),
    path("bewerken/verplaatsen/", editing.PartMoveView.as_view(), name="part-move"),
    path("bewerken/dupliceren/", editing.PartDuplicateView.as_view(), name="part-duplicate"),
    path("bewerken/<slug:part>/verwijderen/", editing.PartDeleteView.as_view(), name="part-delete"),
    path("geschiedenis/", history.HistoryView.as_view(), name="plan-history"),
    path("geschiedenis/<int:pk>/terugzetten/", history.EditRestoreView.as_view(), name="edit-restore"),
    path("prullenbak/", history.BinView.as_view(), name="plan-bin"),
    path("prullenbak/terugzetten/", history.PartRestoreView.as_view(), name="part-restore"),
    *comments.paths(PlanComments, PlanCommentsPage, "plan-comments"),
    path("", pages.PlanView.as_view(), name="plan-detail"),
    path("plan.xlsx", exchange.PlanExcelView.as_view(), name="plan-excel"),
    path("tabellen/<slug:table>.csv", pages.PlanCsvView.as_view(), name="plan-csv"),
    path("vervolg/", continuing.ContinueView.as_view(), name="plan-continue"),
    path("beginnen/", continuing.StartView.as_view(), name="plan-start"),
    path("stappen/", workflow.PlanStepsView.as_view(), name="plan-steps"),
    path("stappen/<slug:step>/", workflow.StepTakeView.as_view(), name="step-take"),
    path("reacties/", workflow.ReactionsView.as_view(), name="reactions"),
    path("reacties/geven/", reacting.ReactionGiveView.as_view(), name="reaction-give"),
    path("reacties/nakijken/", reacting.ReactionCheckView.as_view(), name="reaction-check"),
    path("reacties/verstuurd/", reacting.ReactionSentView.as_view(), name="reaction-sent"),
    path("reacties/reacties.csv", workflow.ReactionsCsvView.as_view(), name="reactions-csv"),
    path("reacties/<int:pk>/", workflow.ReactionAnswerView.as_view(), name="reaction-answer"),
    path("herinneren/", workflow.RemindView.as_view(), name="plan-remind"),
    path("voortgang/", reports.ProgressView.as_view(), name="progress"),
    path("voortgang/controleren/", checking.CheckingView.as_view(), name="progress-checking"),
    path("voortgang/tabel/", many.PlanTableView.as_view(), name="progress-table"),
    path("voortgang/<slug:part>/", reports.ReportView.as_view(), name="progress-report"),
    path("voortgang/<slug:part>/onveranderd/", reports.UnchangedView.as_view(), name="progress-unchanged"),
    path("voortgang/<slug:part>/bijlagen/<int:pk>/", reports.AttachmentView.as_view(), name="progress-file"),
    path("voortgang/<slug:part>/bijlagen/<int:pk>/klein/", reports.PreviewView.as_view(), name="progress-preview"),
    path("voortgang/<slug:part>/verbeteren/<int:pk>/", reports.CorrectView.as_view(), name="progress-correct"),
]
of_plans = [
    path("<slug:unit>/betrokkenen/", members.MembersView.as_view(), name="members"),
    path(f"{THEME}/toevoegen/", members.MemberAddView.as_view(), name="member-add"),
    path(f"{THEME}/<int:user>/weghalen/", members.MemberRemoveView.as_view(), name="member-remove"),
    path("", pages.PlanListView.as_view(), name="plan-list"),
    path("<slug:unit>/<int:year>/<slug:theme>/", include(of_one_plan)),
]
of_progress = [
    path("<slug:unit>/nakijken/", checking.CheckView.as_view(), name="progress-check"),
    path("<slug:unit>/<int:year>/gemeenten/", matrix.MatrixView.as_view(), name="matrix"),
    path("<slug:unit>/<int:year>/gemeenten/<slug:code>/", many.TownTableView.as_view(), name="town-table"),
    path("<slug:unit>/<int:year>/gemeenten.csv", matrix.MatrixCsvView.as_view(), name="matrix-csv"),
    path("<slug:unit>/<int:year>/nog-niet-gemeld/", matrix.NotReportedView.as_view(), name="not-reported"),
    path("antwoord/<str:token>/", links.AnswerView.as_view(), name="answer"),
]
ROW = "<slug:theme>/<slug:kind>/<int:pk>"
of_policy = [
    path("", policy.PolicyView.as_view(), name="policy-plan"),
    path("wijzigen/", policy.PlanEditView.as_view(), name="policy-plan-edit"),
    path("prullenbak/", policy.BinView.as_view(), name="policy-bin"),
    path("themas/toevoegen/", policy.ThemeAddView.as_view(), name="policy-theme-add"),
    path("<slug:theme>/doelen/toevoegen/", policy.GoalAddView.as_view(), name="policy-goal-add"),
    path("<slug:theme>/doelen/<int:pk>/", policy.GoalEditView.as_view(), name="policy-goal"),
    path("<slug:theme>/doelen/<int:pk>/verplaatsen/", policy.GoalMoveView.as_view(), name="policy-goal-move"),
    path("<slug:theme>/doelen/<int:pk>/verwijderen/", policy.GoalRemoveView.as_view(), name="policy-goal-remove"),
    path("<slug:theme>/<slug:kind>/toevoegen/", policy.RowAddView.as_view(), name="policy-row-add"),
    path(f"{ROW}/", policy.RowEditView.as_view(), name="policy-row"),
    path(f"{ROW}/verplaatsen/", policy.RowMoveView.as_view(), name="policy-row-move"),
    path(f"{ROW}/verwijderen/", policy.RowRemoveView.as_view(), name="policy-row-remove"),
]

app_name = "themes"
urlpatterns = [
    path("uitvoeringsplannen/", include(of_plans)),
    path("voortgang/", include(of_progress)),
    path("beleidsplannen/<slug:unit>/<slug:plan>/", include(of_policy)),
    path("veiligheidsplannen/themas/", include(register_urls(GOAL_THEMES))),
]
