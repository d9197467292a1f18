"""The main menu: a section for each product of the portal. What lies higher adds its own."""

from django.http import HttpRequest
from django.urls import reverse

from nhveilig.accounts.permissions import Permission

Section = tuple[str, str, Permission]

_FIRST: list[Section] = [
    ("Start", "home", Permission.VIEW_PORTAL),
    ("Overzicht", "reports:dashboard", Permission.VIEW_PLANS),
    ("Documenten", "reports:document-list", Permission.VIEW_DOCUMENTS),
    ("Veiligheidsagenda", "agenda:agenda-list", Permission.VIEW_AGENDA),
    ("Politiesterkte", "formation:table-list", Permission.VIEW_STRENGTH),
    ("Uitvoeringsplannen", "themes:plan-list", Permission.VIEW_PLANS),
    ("Begroting", "budgets:budget-list", Permission.VIEW_BUDGET),
]
_ADDED: list[Section] = []
_LAST: list[Section] = [
    ("Inlezen", "imports:import-list", Permission.IMPORT_TABLES),
    ("Exports", "reports:export-list", Permission.VIEW_DOCUMENTS),
    ("Mensen", "people:home", Permission.MANAGE_PEOPLE),
]


def add_section(label: str, page: str, permission: Permission) -> None:
    """`page` is the name of an address; the pages of its namespace belong to the section."""
    if (section := (label, page, permission)) not in _ADDED:
        _ADDED.append(section)


def navigation(request: HttpRequest) -> dict[str, object]:
    """The main menu: what this user may open, and the eenheid they work for. Empty for a visitor."""
    access = getattr(request, "access", None)
    if access is None or not access.roles:
        return {"navigation": [], "unit_name": ""}
    match = request.resolver_match
    here = match.view_name if match else ""
    names = {role.police_unit.name for role in access.roles}
    own = _own_municipalities(request)
    found = any(item["current"] for item in own)
    shown = [
        {"label": label, "url": reverse(name), "current": not found and _is_current(name, here)}
        for label, name, permission in [*_FIRST, *_ADDED, *_LAST]
        if access.may(permission)
    ]
    return {
        "unit_name": f"Eenheid {names.pop()}" if len(names) == 1 else "",
        "navigation": [*shown[:1], *own, *shown[1:]],
    }


def _own_municipalities(request: HttpRequest) -> list[dict[str, object]]:
    """The page of the municipality of a mayor; of whoever looks after two, both by name."""
    own = [role.municipality for role in request.access.roles if role.municipality]
    code = request.resolver_match.kwargs.get("code") if request.resolver_match else None
    return [
        {
            "label": "Mijn gemeente" if len(own) == 1 else municipality.name,
            "url": reverse("reports:municipality", args=[municipality.code]),
            "current": municipality.code == code,
        }
        for municipality in own
    ]


def _is_current(name: str, here: str) -> bool:
    """A section is current on its own page and on those below it: `reports:edition-…` belongs to documents."""
    if name == "reports:document-list":
        return here.startswith(("reports:document", "reports:edition", "reports:comparison"))
    if name == "reports:dashboard":
        return here.endswith("dashboard") or here == "reports:saved-views"
    if name == "reports:export-list":
        return here.startswith("reports:export")
    namespace = name.partition(":")[0]
    return here == name or (":" in name and here.startswith(f"{namespace}:"))
