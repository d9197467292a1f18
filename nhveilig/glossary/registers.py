"""The glossary as two registers: what is national, and what one eenheid says itself."""

from django.urls import reverse

from nhveilig.accounts.permissions import Permission
from nhveilig.glossary.general import GENERAL
from nhveilig.glossary.models import Term, UnitTerm
from nhveilig.regions.models import PoliceUnit
from nhveilig.registers.base import Crumbs, Register, Search
from nhveilig.registers.columns import Column
from nhveilig.registers.registry import add_register


class GlossaryRegister(Register):
    namespace = "glossary"
    view_permission = Permission.VIEW_PORTAL
    columns = (
        Column("begrip", "Het woord of de afkorting, zoals OM.", field="term"),
        Column("voluit", "Waar een afkorting voor staat; leeg bij een woord.", required=False, field="in_full"),
        Column("uitleg", "Wat het betekent, in gewone woorden.", required=False, field="explanation"),
        Column(
            "ook geschreven als",
            "Andere schrijfwijzen, met een komma ertussen.",
            required=False,
            field="variants",
        ),
    )
    listed, key = ("begrip", "voluit", "uitleg"), ("begrip",)
    searched = ("term", "in_full", "explanation", "variants")
    fixture = "glossary"
    search = Search(("term", "in_full"), ("explanation",))

    def crumbs(self, parent: object) -> Crumbs:
        return [("Hulp", reverse("help")), ("Begrippen en afkortingen", reverse("glossary:list"))]


class TermRegister(GlossaryRegister):
    code, name, model = "begrippen", "term", Term
    lead = "Woorden en afkortingen die in elke eenheid hetzelfde betekenen."
    edit_permission = Permission.EDIT_NATIONAL
    import_order = 30

    def was_filled(self, police_unit: PoliceUnit | None) -> bool:
        given = [term for term, _, _ in GENERAL]
        return self.ever(police_unit).exclude(term__in=given, version=1).exists()


class UnitTermRegister(GlossaryRegister):
    code, name, model = "begrippen-eenheid", "unit-term", UnitTerm
    lead = "Woorden en afkortingen van de eenheid zelf. Ze gaan voor op landelijke met dezelfde naam."
    edit_permission = Permission.EDIT_GLOSSARY
    scope = "police_unit"
    import_order = 31


TERMS = add_register(TermRegister())
UNIT_TERMS = add_register(UnitTermRegister())
