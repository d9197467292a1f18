"""The objectives of an agenda and what is counted for them, as registers."""

from django.urls import reverse

from agenda.making.base import OF_AGENDA, ORDER, AgendaRegister, of_objective
from agenda.models import Indicator, InvestigationType, NationalObjective
from nhveilig.registers.base import Related
from nhveilig.registers.columns import Column
from nhveilig.registers.registry import add_register
from nhveilig.registers.views import CreatePage


class ObjectiveRegister(AgendaRegister):
    code, name, model = "doelen", "objective", NationalObjective
    lead = "Wat de agenda wil bereiken. Elk doel heeft zijn indicatoren, streefcijfers en afspraken."
    to_agenda, parent_field, above = ("agenda",), "agenda", ()
    fixed_once_adopted = ("agenda", "code")
    columns = (
        OF_AGENDA,
        Column("code", "De code van het doel in de agenda, zoals 2a.", field="code"),
        Column("titel", "Hoe het doel heet.", field="title"),
        Column(
            "toelichting",
            "Waarom dit een doel is en wat ermee wordt bedoeld.",
            required=False,
            field="html",
            is_prose=True,
        ),
        ORDER,
    )
    listed, searched = ("code", "titel"), ("code", "title", "html")
    key, import_order = ("agenda", "code"), 1
    related = (
        Related("indicatoren", "objective", ("code", "naam", "maat", "meeteenheid")),
        Related("afspraken", "objective", ("code", "afspraak")),
        Related("onderzoekstypen", "objective", ("code", "titel")),
        Related("achtergrondcijfers", "objective", ("omschrijving", "periode", "waarde")),
    )


class IndicatorCreatePage(CreatePage):
    """What is counted is told first; then one goes on with how much that must be."""

    def get_success_url(self) -> str:
        objective = self.row_in_form.objective
        return reverse("agenda:target-fill", args=[objective.agenda.slug, objective.code, self.row_in_form.code])


class IndicatorRegister(AgendaRegister):
    code, name, model = "indicatoren", "indicator-row", Indicator
    lead = "Wat er voor elk doel wordt geteld: hoe het heet, wat meetelt, en hoe cijfers worden samengenomen."
    fixed_once_adopted = ("doel", "code")
    above = ("objective", "parent", "parent__parent")
    columns = (
        of_objective(),
        Column("code", "Een korte naam zonder spaties, zoals om-verdachten. Bestanden noemen haar zo.", field="code"),
        Column("naam", "Wat er wordt geteld.", field="name"),
        Column("meeteenheid", "Waarin het is uitgedrukt, zoals onderzoeken of %.", field="unit"),
        Column("maat", "Wat voor getal het is.", field="measure"),
        Column(
            "hoort bij",
            "Alleen voor een deel van een ander aantal: van welke indicator. In een bestand de code.",
            required=False,
            field="parent",
            by="code",
            apart="objective__agenda__slug",
        ),
        Column(
            "verhouding",
            "Hoe zij daarbij hoort: als deel dat optelt, als “waarvan” in een aantal, of als aandeel in procenten.",
            required=False,
            field="relation",
        ),
        Column("definitie", "Wat precies meetelt, en wat niet.", required=False, field="definition"),
        Column("richting", "Wat beter is.", field="direction"),
        Column("decimalen", "Hoeveel cijfers er achter de komma staan.", field="decimals"),
        Column("over perioden", "Hoe cijfers van delen van een jaar het jaar maken.", field="period_rule"),
        Column("over eenheden", "Hoe cijfers van de eenheden het land maken.", field="region_rule"),
        Column("bron", "Waar de cijfers vandaan komen.", required=False, field="source"),
        Column("leverancier", "Wie de cijfers levert. Leeg: zij wordt niet gemeten.", required=False, field="supplier"),
        ORDER,
    )
    listed = ("code", "naam", "doel", "maat", "meeteenheid", "hoort bij")
    filters, searched = ("doel", "maat"), ("code", "name", "definition", "unit")
    key, import_order = ("doel", "code"), 2
    views = {"create": IndicatorCreatePage}


class InvestigationTypeRegister(AgendaRegister):
    code, name, model = "onderzoekstypen", "investigation-type", InvestigationType
    lead = "Welk onderzoek bij welke soort telt, als een doel soorten onderzoek onderscheidt."
    columns = (
        of_objective(),
        Column("code", "Een korte naam, zoals regulier.", field="code"),
        Column("titel", "Hoe de soort heet.", field="title"),
        Column("schaal", "Hoe groot het speelt, zoals regionaal.", required=False, field="scale"),
        Column("uitvoerder", "Wie het doet.", required=False, field="executor"),
        Column("niveau", "Hoe zwaar het is, zoals 1/2.", required=False, field="level"),
        Column("kern", "Wat eronder valt.", field="core"),
        ORDER,
    )
    listed, filters = ("code", "titel", "doel", "schaal", "uitvoerder"), ("doel",)
    searched, key, import_order = ("code", "title", "core", "executor"), ("doel", "code"), 8


OBJECTIVES = add_register(ObjectiveRegister())
INDICATORS = add_register(IndicatorRegister())
INVESTIGATION_TYPES = add_register(InvestigationTypeRegister())
