"""The main menu: a section for each product of the portal. What lies higher adds its own."""

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


def sections() -> list[Section]:
    return [*_FIRST, *_ADDED, *_LAST]
