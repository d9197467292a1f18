from django.urls import reverse

from agenda.models import SafetyAgenda
from nhveilig.accounts.permissions import Permission
from nhveilig.web.setup import Step, add_step

AGENDA = add_step(
    Step(
        "agenda",
        50,
        "Veiligheidsagenda",
        "De landelijke doelen. Wie landelijk beheert, zet ze klaar; u ziet hier wat uw eenheid ervan bijhoudt.",
        Permission.VIEW_AGENDA,
        lambda unit: reverse("agenda:agenda-list"),
        lambda unit: SafetyAgenda.objects.all(),
        ("agenda", "agenda’s"),
    )
)
