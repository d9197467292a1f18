from django.urls import reverse

from agenda.models import SafetyAgenda
from nhveilig.accounts.permissions import Permission
from nhveilig.web.setup import Step, add_step

AGENDA = add_step(
    Step(
        "agenda",
        50,
        "Veiligheidsagenda",
        "De landelijke doelen staan voor alle eenheden klaar. Kijk wat uw eenheid daarvan moet bijhouden.",
        Permission.VIEW_AGENDA,
        lambda unit: reverse("agenda:agenda-list"),
        lambda unit: SafetyAgenda.objects.all(),
        ("agenda", "agenda’s"),
    )
)
