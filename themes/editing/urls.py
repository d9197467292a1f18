from django.urls import path

from themes.editing.views import autosave, editor

PLAN = "<slug:unit>/<int:year>/<slug:theme>/bewerken"

urlpatterns = [
    path(f"{PLAN}/", editor.PlanEditView.as_view(), name="plan-edit"),
    path(f"{PLAN}/eigenschappen/", editor.PlanPropertiesView.as_view(), name="plan-properties"),
    path(f"{PLAN}/opslaan/", autosave.FieldSaveView.as_view(), name="field-save"),
    path(f"{PLAN}/aanwezig/", autosave.PresenceView.as_view(), name="presence"),
    path(f"{PLAN}/toevoegen/", editor.PartAddView.as_view(), name="part-add"),
    path(f"{PLAN}/verplaatsen/", editor.PartMoveView.as_view(), name="part-move"),
    path(f"{PLAN}/<slug:part>/verwijderen/", editor.PartDeleteView.as_view(), name="part-delete"),
]
