"""The map of the portal: five sections that everybody has, one to set up, and the pages in each.

A page belongs to the section that declares it, and so does what lies below it. What is built later takes its place with
`add_page`; a register does so by itself when it declares its `section`.
"""

from dataclasses import dataclass, field

from django.urls import reverse

from nhveilig.accounts.access import Access
from nhveilig.accounts.permissions import Permission


@dataclass(frozen=True)
class Page:
    """A page of the second level.

    `name` is the name of its address, `text` what one finds there. What belongs to it besides its own address is
    `below`: beginnings of names, such as `agenda:` for a whole namespace or `reports:edition` for what starts so.
    """

    label: str
    name: str
    permission: Permission
    text: str
    below: tuple[str, ...] = ()
    icon: str = ""

    @property
    def url(self) -> str:
        return reverse(self.name)

    def holds(self, here: str) -> int:
        """How exactly the page holds the address called `here`; 0 when it does not. The most exact one counts."""
        if here == self.name:
            return len(here) + 1
        return max((len(start) for start in self.below if here.startswith(start)), default=0)


@dataclass
class Section:
    """An entry of the main menu. With a `front` it opens on a page that shows the way, otherwise on its first page."""

    code: str
    label: str
    pages: list[Page]
    front: str = ""
    # Who may see that page; for others the section opens on the first they may see.
    front_permission: Permission = Permission.VIEW_PORTAL
    lead: str = ""
    added: list[Page] = field(default_factory=list)

    def pages_for(self, access: Access) -> list[Page]:
        return [page for page in [*self.pages, *self.added] if access.may(page.permission)]

    def has_front_for(self, access: Access) -> bool:
        return bool(self.front) and access.may(self.front_permission)

    def lead_for(self, access: Access) -> str:
        return self.lead if self.has_front_for(access) else ""

    def url_for(self, access: Access, pages: list[Page]) -> str:
        return reverse(self.front) if self.has_front_for(access) else pages[0].url


# Beginnings of names of what lies below a document, and of the pages that put one together.
_OF_DOCUMENTS = ("document", "chapter", "edition", "comparison", "official", "policy-plan", "word")
_PUT_TOGETHER = ("annual-report", "year-plan", "half-year", "twelve-month")

START = Section(
    "start",
    "Start",
    [Page("Start", "home", Permission.VIEW_PORTAL, "Wat vandaag voor u is.", ("worklist:", "questions:"))],
)
OVERVIEW = Section(
    "overview",
    "Overzicht",
    [
        Page(
            "Overzicht",
            "reports:dashboard",
            Permission.VIEW_PLANS,
            "Hoe de plannen, de doelen, de sterkte en het geld van de eenheid ervoor staan.",
            ("reports:unit-dashboard", "reports:theme-dashboard", "reports:team-dashboard", "reports:saved-view"),
        )
    ],
)
PLANS = Section(
    "plans",
    "Plannen",
    [
        Page(
            "Uitvoeringsplannen",
            "themes:plan-list",
            Permission.VIEW_PLANS,
            "Wat elk thema dit jaar doet, en wat dat moet opleveren.",
            ("themes:", "reports:fill"),
        )
    ],
)
FIGURES = Section(
    "figures",
    "Cijfers",
    [
        Page(
            "Politiesterkte",
            "formation:table-list",
            Permission.VIEW_STRENGTH,
            "De formatie per district, basisteam en dienst, op elke peildatum.",
            ("formation:",),
            "people",
        ),
        Page(
            "Veiligheidsagenda",
            "agenda:agenda-list",
            Permission.VIEW_AGENDA,
            "Landelijke doelen, afspraken en streefcijfers, en het aandeel van elke eenheid.",
            ("agenda:",),
            "target",
        ),
        Page(
            "Begroting",
            "budgets:budget-list",
            Permission.VIEW_BUDGET,
            "Wat de samenwerking mag kosten, waar het geld vandaan komt en wat is uitgegeven.",
            ("budgets:",),
            "euro",
        ),
        Page(
            "Gemeenten",
            "reports:municipality-list",
            Permission.VIEW_PLANS,
            "Per gemeente: wat is afgesproken, wat is geleverd en wat wordt gevraagd.",
            ("reports:municipality",),
            "place",
        ),
        Page(
            "Kaart",
            "regions:map",
            Permission.VIEW_PORTAL,
            "De gemeenten van de eenheid, met hun veiligheidsregio en basisteam.",
            ("regions:",),
            "map",
        ),
        Page(
            "Open data",
            "reports:catalogue",
            Permission.VIEW_PORTAL,
            "Wat openbaar is, om zelf mee te rekenen: bestanden en een koppeling.",
            icon="table",
        ),
    ],
    front="figures",
    lead="Alle cijfers van de eenheid. Bij elk getal staat waar het vandaan komt en van welke datum het is.",
)
DOCUMENTS = Section(
    "documents",
    "Documenten",
    [
        Page(
            "Alle documenten",
            "reports:document-list",
            Permission.VIEW_DOCUMENTS,
            "Beleidsplannen, jaarplannen en jaarverslagen, met alle versies die ervan zijn bewaard.",
            (*(f"reports:{start}" for start in (*_OF_DOCUMENTS, *_PUT_TOGETHER)), "hearing:"),
        ),
        Page(
            "Downloads",
            "reports:export-list",
            Permission.VIEW_DOCUMENTS,
            "De bestanden die van documenten zijn gemaakt.",
            ("reports:export",),
        ),
        Page(
            "Excel inlezen",
            "imports:import-list",
            Permission.IMPORT_FILES,
            "Een tabel bijwerken in Excel of LibreOffice, en haar weer inlezen.",
            ("imports:",),
        ),
    ],
)
SETUP = Section(
    "setup",
    "Inrichten",
    [
        Page(
            "Mensen",
            "people:home",
            Permission.MANAGE_PEOPLE,
            "Wie een account heeft, met welke rol, en wie er inlogde.",
            ("people:",),
            "people",
        ),
        Page(
            "Stafbureau",
            "office",
            Permission.EDIT_REGIONS,
            "Hoe collega’s en gemeenten het bureau bereiken met een vraag.",
            ("office-", "setup-"),
            "mail",
        ),
        Page(
            "Beheerders",
            "administrators:list",
            Permission.NAME_ADMINISTRATORS,
            "Wie in elke eenheid mensen toegang geeft, en wie landelijk beheert.",
            ("administrators:",),
            "people",
        ),
        Page(
            "Spoor van besluiten",
            "trail:list",
            Permission.VIEW_TRAIL,
            "Wie wat besloot en wanneer, in een keten waarin een wijziging opvalt.",
            ("trail:",),
            "seal",
        ),
    ],
    front="setup",
    front_permission=Permission.EDIT_REGIONS,
    lead="Wat het portaal van uw eenheid moet weten om voor iedereen te kunnen werken.",
)
SECTIONS = {section.code: section for section in (START, OVERVIEW, PLANS, FIGURES, DOCUMENTS, SETUP)}


def add_page(section: str, page: Page) -> None:
    """Give a page its place in a section, after those that are there. Raises KeyError for no such section."""
    if page not in (added := SECTIONS[section].added):
        added.append(page)
