from django.urls import path

from themes.editing.views import arranging, autosave
from themes.editing.views import editor as views
from themes.editing.views import properties as property_views

PLAN = "<slug:unit>/<int:year>/<slug:theme>"

urlpatterns = [
    path(f"{PLAN}/bewerken/", views.PlanEditView.as_view(), name="plan-edit"),
    path(f"{PLAN}/bewerken/eigenschappen/", property_views.PlanPropertiesView.as_view(), name="plan-properties"),
    path(f"{PLAN}/bewerken/opslaan/", autosave.FieldSaveView.as_view(), name="field-save"),
    path(f"{PLAN}/bewerken/aanwezig/", autosave.PresenceView.as_view(), name="presence"),
    path(f"{PLAN}/bewerken/toevoegen/", arranging.PartAddView.as_view(), name="part-add"),
    path(f"{PLAN}/bewerken/verplaatsen/", arranging.PartMoveView.as_view(), name="part-move"),
    path(f"{PLAN}/bewerken/<slug:part>/verwijderen/", arranging.PartDeleteView.as_view(), name="part-delete"),
]
