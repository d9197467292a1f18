from django.urls import path

from reports.documents.assembling.kinds import ASSEMBLIES
from reports.documents.assembling.views import AssembleView, PlanDocumentView

PLAN = "uitvoeringsplannen/<slug:unit>/<int:year>/<slug:theme>/pdf/"

urlpatterns = [
    path(PLAN, PlanDocumentView.as_view(), name="plan-document"),
    *(path(one.path, AssembleView.as_view(assembly_type=one), name=one.url_name) for one in ASSEMBLIES.values()),
]
