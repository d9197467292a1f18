"""What each kind of block is for people who put one in a document: its name, where it may stand, what it asks.

`blocks.base.freezes` says what becomes of it. A kind of another room declares itself with `declare`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django import forms
from django.db import models

from reports.documents.blocks import options
from reports.documents.blocks.options import Choices

Options = Callable[[Choices], dict[str, forms.Field]]


class Group(models.TextChoices):
    TEXT = "tekst", "Tekst"
    FIGURES = "cijfers", "Cijfers"
    PLANS = "plannen", "Plannen"
    LISTS = "opsomming", "Opsomming"


class Place(StrEnum):
    CHAPTER = "chapter"
    WITHIN = "within"
    ANYWHERE = "anywhere"


@dataclass(frozen=True)
class BlockKind:
    """`about` is a sentence below the name. `options` gives the fields of what is set, by name of the option.

    `has_text`: an own text may stand above what it shows. `once`: a second one would say the same. `holds`: other
    blocks may stand under it.
    """

    code: str
    label: str
    group: Group
    about: str
    icon: str = "table"
    place: Place = Place.ANYWHERE
    has_text: bool = True
    once: bool = False
    holds: bool = False
    options: Options = field(default=lambda choices: {})

    @property
    def is_text(self) -> bool:
        """Whether there is nothing else to see of it than what people write in it."""
        return self.code in {"prose", "quote", "foreword"}


KINDS: dict[str, BlockKind] = {}


def declare(kind: BlockKind) -> BlockKind:
    KINDS[kind.code] = kind
    return kind


def in_groups(kinds: Iterable[BlockKind]) -> list[tuple[str, list[BlockKind]]]:
    """By the name of their group, for a menu."""
    kinds = list(kinds)
    found = [(group.label, [one for one in kinds if one.group == group]) for group in Group]
    return [(label, of_group) for label, of_group in found if of_group]


def _declare_all(group: Group, **described: dict[str, object]) -> None:
    for code, words in described.items():
        declare(BlockKind(code=code, group=group, **words))


def _kind(label: str, about: str, **more: object) -> dict[str, object]:
    return {"label": label, "about": about} | more


_ONCE = {"place": Place.CHAPTER, "once": True, "has_text": False}

_declare_all(
    Group.TEXT,
    prose=_kind(
        "Tekst met een kop",
        "Een hoofdstuk of paragraaf die u zelf schrijft.",
        icon="document",
        holds=True,
        options=options.of_prose,
    ),
    quote=_kind(
        "Citaat",
        "Een uitspraak die eruit springt, met wie het zei.",
        icon="comment",
        place=Place.WITHIN,
        options=options.of_quote,
    ),
    picture=_kind(
        "Afbeelding",
        "Een foto of tekening uit de afbeeldingen van de eenheid, met bijschrift.",
        icon="image",
        place=Place.WITHIN,
        has_text=False,
        options=options.of_picture,
    ),
    foreword=_kind(
        "Voorwoord",
        "Een tekst met de namen van wie het plan ondertekenen.",
        icon="edit",
        place=Place.CHAPTER,
        once=True,
        options=options.of_foreword,
    ),
    cover=_kind(
        "Omslag",
        "Titel, periode, afzenders, en een foto als u wilt.",
        icon="document",
        options=options.of_cover,
        **_ONCE,
    ),
)
_declare_all(
    Group.FIGURES,
    key_figures=_kind(
        "Kerncijfers",
        "Drie tot zes cijfers uit het portaal, groot bij elkaar.",
        icon="target",
        options=options.of_key_figures,
    ),
    strength_table=_kind(
        "Sterktetabel", "De formatie op één of meer peildata.", icon="people", options=options.of_strength
    ),
    strength_changes=_kind(
        "Waardoor de sterkte verandert",
        "Een reeks veranderingen met hun totaal.",
        icon="people",
        options=options.of_changes,
    ),
    strength_development=_kind(
        "Ontwikkeling van de sterkte",
        "Een reeks over de jaren, met tabel en grafiek.",
        icon="chart",
        options=options.of_series,
    ),
    chart=_kind(
        "Grafiek",
        "De sterkte of een landelijk doel in beeld.",
        icon="chart",
        place=Place.WITHIN,
        has_text=False,
        options=options.of_chart,
    ),
    map=_kind("Kaart van de eenheid", "De gemeenten, getekend en in een tabel.", icon="map", options=options.of_map),
    budget=_kind("Begroting: baten en lasten", "Van het eerste jaar van het document.", icon="euro",
                 options=options.of_budget),
    balance=_kind("Begroting: balans", "Activa en passiva van hetzelfde jaar.", icon="euro",
                  options=options.of_budget),
    grants=_kind("Geldbronnen", "Wat elke bron per jaar geeft.", icon="euro"),
    target_table=_kind(
        "Landelijke streefcijfers", "Alle streefcijfers van de Veiligheidsagenda.", icon="target",
        options=options.of_targets,
    ),
    distribution_table=_kind(
        "Verdeling over de eenheden", "Wat elke eenheid van de landelijke doelen doet.", icon="target"
    ),
    unit_targets=_kind("Streefcijfers van de eenheid", "Waaraan deze eenheid wordt gehouden.", icon="target"),
    national_results=_kind(
        "Uitkomst van de landelijke doelen", "Streefcijfer en realisatie in een jaar.", icon="target",
        options=options.of_year,
    ),
    monitoring=_kind(
        "Voortgang van de agenda", "Voor het LOVP: alle doelen in een periode.", icon="report",
        options=options.of_monitoring,
    ),
)  # fmt: skip
_declare_all(
    Group.PLANS,
    theme=_kind(
        "Thema van het beleidsplan",
        "De delen, doelen en elementen van een thema. U schrijft ze hier.",
        icon="theme",
        place=Place.CHAPTER,
        has_text=False,
        holds=True,
        options=options.of_theme,
    ),
    implementation_plan=_kind(
        "Uitvoeringsplan van een thema",
        "Wat een thema in een jaar doet.",
        icon="theme",
        has_text=False,
        options=options.of_plan,
    ),
    plan_overview=_kind("Alle plannen in aantallen", "Activiteiten, resultaten en streefwaarden per thema."),
    theme_progress=_kind(
        "Resultaten van een thema", "Wat er van een plan is gekomen.", icon="report", options=options.of_progress
    ),
    progress_summary=_kind("Het jaar in aantallen", "Hoe de activiteiten ervoor staan.", options=options.of_year),
    progress_report=_kind(
        "Voortgang over een periode",
        "Eén thema of alle thema’s, vergeleken met de vorige rapportage.",
        icon="report",
        options=options.of_report,
    ),
)
_declare_all(
    Group.LISTS,
    national_objectives=_kind(
        "Landelijke doelstellingen",
        "De Veiligheidsagenda in woorden.",
        icon="agenda",
        holds=True,
        options=options.of_objectives,
    ),
    agreements=_kind("Landelijke afspraken", "De afspraken van de Veiligheidsagenda.", icon="agenda"),
    register=_kind("Lijst uit een register", "Partners of convenanten, zoals ze nu zijn.", options=options.of_register),
    glossary=_kind(
        "Begrippen en afkortingen", "Een lijst met uitleg.", icon="info", options=options.of_glossary, **_ONCE
    ),
    abbreviations=_kind("Afkortingen", "Verzamelt wat er in het document staat. Maakt zichzelf.", icon="info", **_ONCE),
    contents=_kind("Inhoudsopgave", "Maakt zichzelf.", icon="document", **_ONCE),
    footnotes=_kind("Noten", "Verzamelt de noten. Maakt zichzelf.", icon="document", **_ONCE),
    colophon=_kind(
        "Colofon", "Wie het document uitgaf.", icon="seal", place=Place.CHAPTER, once=True, options=options.of_colophon
    ),
    pictures=_kind("Beelden van het jaar", "Foto’s voor de webversie.", icon="image", place=Place.CHAPTER),
)
