"""What may become of a heading in a Word document, and of the document it comes into."""

from django.db.models import TextChoices

from reports.documents.incoming.reading import Section

LEFT_OUT, WITHIN = "weg", "tekst"
CHOICES = [
    ("1", "hoofdstuk"),
    ("2", "paragraaf"),
    ("3", "subparagraaf"),
    (WITHIN, "kop in de tekst erboven"),
    (LEFT_OUT, "niet overnemen"),
]
DEEPEST = 3


class Way(TextChoices):
    APPEND = "append", "Achter de hoofdstukken die er zijn"
    REPLACE = "replace", "In de plaats van de hoofdstukken die alleen uit tekst bestaan"


def proposed(sections: list[Section]) -> list[str]:
    """What each heading is offered as: by its style; what is only bold is a chapter where no heading has a style."""
    levels = [one.level for one in sections if one.level and one.is_heading]
    return [_of(one, min(levels, default=0)) for one in sections]


def _of(section: Section, highest: int) -> str:
    if not section.is_heading:
        return "1"
    if not section.level:
        return WITHIN if highest else "1"
    level = section.level - highest + 1
    return str(level) if level <= DEEPEST else WITHIN
