"""The first page after logging in. It shows documents, so it lives in the topmost app."""

from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission
from nhveilig.registers.registry import all_registers
from nhveilig.worklist.presenters import ShownTask
from nhveilig.worklist.queries import tasks_of
from reports.dashboards.models import SavedView
from reports.documents.models import Document, Edition, Export
from themes.models import ImplementationPlan

# The newest of the themes somebody leads or works on.
PLANS_SHOWN = 6


SECTIONS = (
    (
        "Overzicht",
        "reports:dashboard",
        "Hoe de plannen, de doelen, de sterkte en het geld van de eenheid ervoor staan.",
    ),
    (
        "Veiligheidsagenda",
        "agenda:agenda-list",
        "Landelijke doelen, afspraken en streefcijfers, en het aandeel van elke eenheid.",
    ),
    ("Politiesterkte", "formation:table-list", "De formatie per district, basisteam en dienst, op elke peildatum."),
    ("Uitvoeringsplannen", "themes:plan-list", "Wat elk thema dit jaar doet, en wat dat moet opleveren."),
    (
        "Gemeenten",
        "reports:municipality-list",
        "Per gemeente: wat is afgesproken, wat is geleverd, wat wordt gevraagd, en de politie.",
    ),
)


class HomeView(TemplateView):
    permission = Permission.VIEW_PORTAL
    template_name = "home.html"

    def get_context_data(self, **kwargs):
        access = self.request.access
        return super().get_context_data(
            documents=Document.objects.visible_to(access).for_list(),
            editions=Edition.objects.visible_to(access).for_home(),
            exports=Export.objects.visible_to(access).for_home(self.request.user),
            saved_views=SavedView.objects.of(access),
            plans=ImplementationPlan.objects.of_member(access).for_list()[:PLANS_SHOWN],
            roles=access.roles,
            municipalities=[role.municipality for role in access.roles if role.municipality],
            registers=[*_sections(), *_registers(access), *_maps(access)],
            tasks=[ShownTask(task) for task in tasks_of(access, timezone.localdate())],
            **kwargs,
        )


def _sections() -> list[dict[str, str]]:
    return [{"title": title, "url": reverse(name), "text": text} for title, name, text in SECTIONS]


def _registers(access: Access) -> list[dict[str, str]]:
    shown = [one for one in all_registers() if one.section and access.may(one.view_permission)]
    return [{"title": one.title, "url": one.url("list"), "text": one.lead} for one in shown]


def _maps(access: Access) -> list[dict[str, str]]:
    """The map of each eenheid the visitor works for, by name."""
    units = {role.police_unit.name: role.police_unit for role in access.roles}
    return [
        {
            "title": f"Kaart van {name}",
            "url": reverse("regions:unit-map", args=[units[name].slug]),
            "text": "De gemeenten van de eenheid, met hun veiligheidsregio en basisteam.",
        }
        for name in sorted(units)
    ]
