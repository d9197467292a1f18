"""The safety plans of municipalities and the goals in them. Which theme a goal is about, a higher room knows."""

from nhveilig.accounts.permissions import Permission
from nhveilig.figures.dates import UNKNOWN
from nhveilig.governance.goals.models import Priority, SafetyPlan
from nhveilig.registers.base import Crumbs, OpenData, Register, Related, Search
from nhveilig.registers.columns import Column, Shown
from nhveilig.registers.registry import add_register


class Goals(Register):
    """Everybody who may log in reads it."""

    namespace = "goals"
    view_permission, edit_permission = Permission.VIEW_PORTAL, Permission.EDIT_GOVERNANCE

    def crumbs(self, parent: object) -> Crumbs:
        return [] if self is SAFETY_PLANS else [(SAFETY_PLANS.title, SAFETY_PLANS.url("list"))]


class SafetyPlanRegister(Goals):
    code, name, model = "veiligheidsplannen", "safety-plan", SafetyPlan
    lead = (
        "Elke gemeenteraad stelt ten minste eens in de vier jaar vast wat de gemeente met veiligheid wil, vaak in een "
        "integraal veiligheidsplan (IVP). Hier staat van elke gemeente welk plan geldt."
    )
    scope = "municipality__safety_region__police_unit"
    section, menu_label, below = "plans", "Veiligheidsplannen (IVP)", ("goals:", "themes:goal-theme-")
    columns = (
        Column("titel", "Hoe het plan heet, met de gemeente en de jaren erin.", field="title"),
        Column("gemeente", "De naam of code van de gemeente.", field="municipality", by="code",
               within="safety_region__police_unit"),
        Column("van", "De eerste dag waarop het geldt.", field="since"),
        Column("tot en met", "De laatste dag waarop het geldt.", field="until"),
        Column("vastgesteld op", "Wanneer de raad het vaststelde: een dag, maand, kwartaal of jaar; “onbekend” als "
               "niemand het weet.", required=False, field="decided_on"),
        Column("document", "Waarin het staat.", required=False, field="document"),
        Column("adres", "Waar dat document te lezen is, met https:// ervoor.", required=False, field="link"),
    )  # fmt: skip
    listed = (
        "titel",
        "gemeente",
        "van",
        "tot en met",
        Shown("Vastgesteld op", lambda row: str(row.decided_on or UNKNOWN), "decided_on", "vastgesteld-op"),
    )
    filters, searched, key = ("gemeente",), ("title", "municipality__name", "document"), ("titel",)
    related = (Related("prioriteiten", "plan", ("prioriteit", "plaats")),)
    import_order, is_block = 61, True
    search = Search(("title",), ("document",))
    open_data = OpenData("Veiligheidsplannen van gemeenten.", "veiligheidsplan", ("titel",))


class PriorityRegister(Goals):
    code, name, model = "prioriteiten", "priority", Priority
    lead = "Wat een gemeenteraad in het veiligheidsplan belangrijk vindt, in de woorden van de raad."
    scope = "plan__municipality__safety_region__police_unit"
    columns = (
        Column("plan", "De titel van het veiligheidsplan.", field="plan", by="title",
               within="municipality__safety_region__police_unit"),
        Column("prioriteit", "Zoals de raad haar noemt.", field="words"),
        Column("plaats", "Het hoofdstuk of de bladzijde.", required=False, field="place"),
    )  # fmt: skip
    listed, filters = ("prioriteit", "plan", "plaats"), ("plan",)
    searched, key = ("words", "plan__title", "plan__municipality__name"), ("plan", "prioriteit")
    related = (Related("prioriteiten-en-themas", "priority", ("thema", "toelichting")),)
    import_order = 62
    search = Search(("words",))


SAFETY_PLANS = add_register(SafetyPlanRegister())
PRIORITIES = add_register(PriorityRegister())
