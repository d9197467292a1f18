"""Layouts of a beleidsplan: the chapters and tables of those that two regions published, without what they wrote."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from reports.documents.models import Block
from reports.documents.services.outlines import Node, framed
from reports.documents.starting.services.copying import chapter_of
from themes.models import Theme, ThemePart

Numbering, Part = Block.Numbering, ThemePart.Kind


@dataclass(frozen=True)
class Layout:
    """What stands before and behind the chapters of the themes, and the parts of each of those. `style` is that of
    `Document.layout`."""

    code: str
    label: str
    words: str
    parts: Sequence[str]
    before: Sequence[Node]
    behind: Sequence[Node]
    style: dict[str, object] = field(default_factory=dict)

    def outline(self, themes: Sequence[Theme]) -> list[Node]:
        chapters = [*deepcopy(self.before), *map(chapter_of, themes), *deepcopy(self.behind)]
        return framed(chapters, notes=True, abbreviations=True)


def _node(kind: str, anchor: str, title: str, *children: Node, numbering: str = Numbering.AUTO, **told: object) -> Node:
    return Node(kind, anchor, title=title, numbering=numbering, children=list(children), **told)


def _text(anchor: str, title: str, *children: Node, **told: object) -> Node:
    return _node("prose", anchor, title, *children, **told)


def _annex(kind: str, anchor: str, number: str, title: str, *children: Node, **told: object) -> Node:
    return _node(kind, anchor, title, *children, numbering=Numbering.OWN, number=f"Bijlage {number}", **told)


def _unnumbered(kind: str, anchor: str, title: str) -> Node:
    return _node(kind, anchor, title, numbering=Numbering.NONE)


def _national(anchor: str, title: str, **options: object) -> Node:
    return _node("national_objectives", anchor, title, options=options)


FOREWORD = _unnumbered("foreword", "voorwoord", "Voorwoord")
# Of who begins with nothing.
BARE = Layout(
    code="leeg",
    label="Leeg",
    words="Een voorwoord, een hoofdstuk per thema en een colofon, zonder tekst.",
    parts=(Part.ANALYSIS, Part.OBJECTIVE, Part.CURRENT_STATE, Part.ACTIONS),
    before=(FOREWORD,),
    behind=(),
)
NATIONAL_THEMES = (
    _national("landelijke-themas", "Landelijke thema’s", topic_groups=["landelijk_thema"]),
    _national("ontwikkelopgaven", "Organisatieontwikkelopgaven", topic_groups=["ontwikkelopgave"]),
    _text("monitoring-veiligheidsagenda", "Monitoring en evaluatie"),
)

NOORD_HOLLAND = Layout(
    code="noord-holland",
    label="Indeling zoals Noord-Holland",
    words="Eerst de thema’s, dan samenwerking, de verdeling van de sterkte en de Veiligheidsagenda als bijlage.",
    parts=(Part.ANALYSIS, Part.WHY_UNIT_WIDE, Part.OBJECTIVE, Part.CURRENT_STATE, Part.ACTIONS),
    before=(FOREWORD, _unnumbered("prose", "leeswijzer", "Leeswijzer")),
    behind=(
        _text(
            "samenwerking",
            "Integrale samenwerking bij de aanpak",
            _text(
                "context",
                "Context van dit plan",
                _text("landelijke-prioriteiten", "Landelijke prioriteiten: de Veiligheidsagenda"),
                _text("lokale-prioriteiten", "Lokale prioriteiten: de integrale veiligheidsplannen"),
                _text("eenheidsbrede-prioriteiten", "Eenheidsbrede prioriteiten: dit plan"),
            ),
            _text("samenhang", "Samenhang tussen de thema’s"),
            _text("werkwijze", "De wijze waarop integraal wordt samengewerkt"),
            _text("verlenging", "Verlenging van de beleidsplanperiode"),
        ),
        _text(
            "sterkteverdeling",
            "Sterkteverdeling politie",
            _text("ontwikkelingen-formatie", "Ontwikkelingen met betrekking tot de formatie"),
            _node("strength_table", "formatie", "Ontwikkeling formatie"),
            _text("toelichting-formatie", "Toelichting op de tabel"),
        ),
        _text(
            "veiligheidsagenda",
            "Bijlage: Uitwerking Veiligheidsagenda",
            _text("preambule", "Preambule"),
            _national("landelijke-beleidsdoelstellingen", "Landelijke beleidsdoelstellingen", objectives=True),
            _node("agreements", "afspraken", "Afspraken"),
            _node("target_table", "streefcijfers", "Streefcijfers"),
            _node("distribution_table", "regionale-verdeling", "Regionale verdeling"),
            *NATIONAL_THEMES,
        ),
        _unnumbered("glossary", "begrippen", "Begrippen en afkortingen"),
    ),
)

NOORD_NEDERLAND = Layout(
    code="noord-nederland",
    label="Indeling zoals Noord-Nederland",
    words="Een inleiding, de thema’s, de organisatie en sterkte van de politie, en bijlagen met doelen en een kaart.",
    parts=(Part.OCCASION, Part.DEVELOPMENTS, Part.AIMS, Part.APPROACH, Part.YIELD),
    style={"numbering": "trailing_dot", "part_numbers": True},
    before=(
        FOREWORD,
        _text(
            "inleiding",
            "Inleiding",
            _text("waarom-dit-plan", "Waarom dit beleidsplan?"),
            _text("wat-verandert-er", "Wat verandert er?"),
            _text("rol-van-het-plan", "Wat is de rol van het beleidsplan?"),
            _text("totstandkoming", "Hoe is dit plan tot stand gekomen?"),
            _text("toegevoegde-waarde", "Waar leveren we toegevoegde waarde?"),
            _text("relatie-veiligheidsagenda", "Wat is de relatie met de Veiligheidsagenda?"),
            _text("monitoring", "Hoe monitoren we?"),
            _text("leeswijzer", "Leeswijzer"),
        ),
    ),
    behind=(
        _text(
            "organisatieontwikkeling",
            "Opgaven voor organisatieontwikkeling politie",
            _text("organisatieontwikkeling-aanleiding", "Aanleiding"),
            _text("organisatieontwikkeling-aanpak", "Hoe denken we dat te bereiken?"),
        ),
        _text("politiesterkte", "Toelichting op de verdeling van de politiesterkte"),
        _unnumbered("glossary", "begrippen", "Lijst van afkortingen en begrippen"),
        _annex(
            "prose",
            "uitwerking-veiligheidsagenda",
            "1A",
            "Uitwerking Veiligheidsagenda",
            _text("preambule", "Preambule"),
            _national("landelijke-beleidsdoelstellingen", "Landelijke beleidsdoelstellingen", objectives=True),
            *NATIONAL_THEMES,
        ),
        _annex("unit_targets", "doelen-eenheid", "1B", "Toelichting verdeling doelen van de eenheid"),
        _annex("strength_table", "formatie", "2", "Verdeling van de formatie"),
        _annex("map", "kaart", "3", "Kaart van de eenheid"),
    ),
)

LAYOUTS = {layout.code: layout for layout in (NOORD_HOLLAND, NOORD_NEDERLAND)}
