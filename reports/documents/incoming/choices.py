"""What may become of a heading in a Word document, and of the document it comes into."""

from collections.abc import Container

from django.db.models import TextChoices

from reports.documents.incoming.sections import Section

LEFT_OUT, WITHIN, SAME = "weg", "tekst", "zelfde"
CHOICES = [
    ("1", "hoofdstuk"),
    ("2", "paragraaf"),
    ("3", "subparagraaf"),
    (WITHIN, "kop in de tekst erboven"),
    (LEFT_OUT, "niet overnemen"),
]
# Of what left from a block that is known here.
SAME_BLOCK = (SAME, "hetzelfde onderdeel")
DEEPEST = 3


class Way(TextChoices):
    BACK = "back", "Terug op zijn plaats: elke tekst in de plaats van dezelfde tekst"
    APPEND = "append", "Achter de hoofdstukken die er zijn"
    REPLACE = "replace", "In de plaats van de hoofdstukken die alleen uit tekst bestaan"


def proposed(sections: list[Section], known: Container[str] = ()) -> list[str]:
    """What each heading is offered as: by its style; what is only bold is a chapter where no heading has a style."""
    levels = [one.level for one in sections if one.level and one.is_heading]
    return [SAME if one.anchor in known else _of(one, min(levels, default=0)) for one in sections]


def _of(section: Section, highest: int) -> str:
    if not section.is_heading:
        return "1"
    if not section.level:
        return WITHIN if highest else "1"
    level = section.level - highest + 1
    return str(level) if level <= DEEPEST else WITHIN
