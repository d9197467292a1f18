"""What an agenda says beside its objectives, as registers: themes and tasks without a target, and background."""

from agenda.making.base import OF_AGENDA, ORDER, AgendaRegister, of_objective, of_topic
from agenda.models import ContextFigure, Topic, TopicItem
from nhveilig.editing.rows import FIGURE
from nhveilig.registers.base import Related
from nhveilig.registers.columns import Column
from nhveilig.registers.registry import add_register


class TopicRegister(AgendaRegister):
    code, name, model = "onderwerpen", "topic", Topic
    lead = "Landelijke thema’s zonder streefcijfer, en opgaven waaraan de politie zelf bouwt."
    to_agenda, parent_field, above = ("agenda",), "agenda", ()
    columns = (
        OF_AGENDA,
        Column("groep", "Waar het onderwerp onder staat.", field="group"),
        Column("nummer", "Het nummer in de agenda, zoals 3a.", field="number"),
        Column("titel", "Hoe het onderwerp heet.", field="title"),
        Column("tekst", "Wat de agenda erover zegt, in gewone zinnen.", required=False, field="text"),
        ORDER,
    )
    listed, filters = ("nummer", "titel", "groep"), ("groep",)
    searched, key, import_order = ("number", "title", "text"), ("agenda", "groep", "nummer"), 9
    related = (
        Related("agenda-onderdelen", "topic", ("tekst", "soort")),
        Related("achtergrondcijfers", "topic", ("omschrijving", "periode", "waarde")),
    )


class TopicItemRegister(AgendaRegister):
    code, name, model = "agenda-onderdelen", "topic-item", TopicItem
    lead = "De punten die bij een onderwerp horen, elk met zijn plaats in de rij."
    to_agenda, above = ("topic__agenda",), ("topic",)
    columns = (
        of_topic(),
        Column("volgorde", "De hoeveelste in de rij van dit onderwerp.", field="order"),
        Column("soort", "Wat voor punt het is.", field="kind"),
        Column("tekst", "Het punt zelf.", field="text"),
    )
    listed, filters = ("tekst", "onderwerp", "soort"), ("onderwerp", "soort")
    searched, key, import_order = ("text",), ("onderwerp", "volgorde"), 10


class ContextFigureRegister(AgendaRegister):
    code, name, model = "achtergrondcijfers", "context-figure", ContextFigure
    lead = "Getallen die de agenda noemt om iets uit te leggen, zoals geld of groei. Niemand wordt eraan gehouden."
    to_agenda, above = ("objective__agenda", "topic__agenda"), ("objective", "topic")
    columns = (
        of_objective(required=False),
        of_topic(required=False),
        Column("omschrijving", "Wat het getal zegt.", field="name"),
        Column("periode", "Over wanneer het gaat.", required=False, field="period"),
        Column("waarde", "Het getal, of circa 12, ten minste 2.", field=FIGURE),
        Column("meeteenheid", "Waarin het is uitgedrukt.", field="unit"),
        Column("volgorde", "De hoeveelste in de rij van dat doel of onderwerp.", field="order"),
    )
    listed = ("omschrijving", "periode", "waarde", "meeteenheid", "doel", "onderwerp")
    filters, searched = ("doel", "onderwerp"), ("name", "period", "unit")
    key, import_order = ("doel", "onderwerp", "volgorde"), 11


TOPICS = add_register(TopicRegister())
TOPIC_ITEMS = add_register(TopicItemRegister())
CONTEXT_FIGURES = add_register(ContextFigureRegister())
