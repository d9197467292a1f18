"""The sections of a plan, in the order in which it is written and read; the code is what an address says: `?deel=…`."""

from dataclasses import dataclass

AMBITION = "ambitie"
OBJECTIVES = "doelen"
PROJECTS = "projecten"
ACTIVITIES = "activiteiten"
RESULTS = "resultaten"
DECISIONS = "besluiten"
MEANS = "middelen"
PEOPLE = "betrokkenen"
LINKS = "verbanden"


@dataclass(frozen=True)
class Section:
    """`kinds` are the kinds of part it shows (themes.parts.registry), in its own order; `lead` says what goes in."""

    code: str
    title: str
    lead: str
    kinds: tuple[str, ...] = ()


SECTIONS: dict[str, Section] = {
    section.code: section
    for section in (
        Section(
            AMBITION,
            "Ambitie en aanleiding",
            "Waar dit thema naartoe wil, waarom, en hoe u het aanpakt. Laat leeg wat voor dit thema niet nodig is.",
            ("text",),
        ),
        Section(
            OBJECTIVES,
            "Doelen",
            "De strategische doelen van het thema, met wat er dit jaar voor gebeurt.",
        ),
        Section(
            PROJECTS,
            "Projecten",
            "Projecten en deelprojecten waaronder activiteiten en resultaten vallen. Niet elk thema heeft ze.",
            ("project",),
        ),
        Section(
            ACTIVITIES,
            "Activiteiten",
            "Wat u dit jaar doet, wat het oplevert, wanneer, en wie ervan is.",
            ("activity",),
        ),
        Section(
            RESULTS,
            "Beoogde resultaten",
            "Wat er aan het eind van het jaar bereikt moet zijn, met een streefwaarde waar het te meten is.",
            ("result", "target"),
        ),
        Section(
            DECISIONS,
            "Gevraagde besluiten",
            "Besluiten die nodig zijn om het plan uit te voeren, en welk gremium ze neemt.",
            ("decision",),
        ),
        Section(
            MEANS,
            "Inzet en middelen",
            "Hoeveel mensen en hoeveel geld de partners inbrengen.",
            ("capacity", "funding"),
        ),
        Section(
            PEOPLE,
            "Betrokkenen",
            "Bestuurlijk ambassadeurs, projectleider en werkgroep, zoals ze in het document staan.",
            ("person",),
        ),
        Section(
            LINKS,
            "Verbanden",
            "Landelijke indicatoren waaraan het plan bijdraagt, en thema's waarmee het samenwerkt.",
            ("link",),
        ),
    )
}


def section_of(part_key: str) -> Section:
    """The section in which a part (`activity-12`) is written; the first for anything else."""
    code = part_key.partition("-")[0]
    return next((one for one in SECTIONS.values() if code in one.kinds), SECTIONS[AMBITION])
