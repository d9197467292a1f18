from django.http import HttpRequest
from django.urls import reverse

from nhveilig.accounts.permissions import Permission

SECTIONS = [
    ("Start", "home", Permission.VIEW_PORTAL),
    ("Documenten", "reports:document-list", Permission.VIEW_DOCUMENTS),
    ("Veiligheidsagenda", "agenda:agenda-list", Permission.VIEW_AGENDA),
    ("Politiesterkte", "formation:table-list", Permission.VIEW_STRENGTH),
    ("Uitvoeringsplannen", "themes:plan-list", Permission.VIEW_PLANS),
    ("Begroting", "budgets:budget-list", Permission.VIEW_BUDGET),
    ("Inlezen", "imports:import-list", Permission.IMPORT_TABLES),
    ("Exports", "reports:export-list", Permission.VIEW_DOCUMENTS),
    ("Mensen", "people:home", Permission.MANAGE_PEOPLE),
]


def navigation(request: HttpRequest) -> dict[str, object]:
    """The main menu: what this user may open, and the eenheid they work for. Empty for a visitor."""
    access = getattr(request, "access", None)
    if access is None or not access.roles:
        return {"navigation": [], "unit_name": ""}
    match = request.resolver_match
    here = match.view_name if match else ""
    names = {role.police_unit.name for role in access.roles}
    return {
        "unit_name": f"Eenheid {names.pop()}" if len(names) == 1 else "",
        "navigation": [
            {"label": label, "url": reverse(name), "current": _is_current(name, here)}
            for label, name, permission in SECTIONS
            if access.may(permission)
        ],
    }


def _is_current(name: str, here: str) -> bool:
    """A section is current on its own page and on those below it: `reports:edition-…` belongs to documents."""
    if name == "reports:document-list":
        return here.startswith(("reports:document", "reports:edition", "reports:comparison"))
    if name == "reports:export-list":
        return here.startswith("reports:export")
    namespace = name.partition(":")[0]
    return here == name or (":" in name and here.startswith(f"{namespace}:"))
