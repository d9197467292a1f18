"""What the columns of the file are called, and which of them each sheet has."""

from django import forms

from nhveilig.sheets.layouts import Column
from themes.models import Outlook
from themes.parts.forms import QuartersField
from themes.parts.registry import PART_KINDS

PLAN, KIND, KEY, ABOUT, TOWN = "plan", "soort", "kenmerk", "hoort bij", "gemeente"
# A report, by the field of `ReportForm`.
REPORT = {
    "value": "stand",
    "breakdown": "verdeling",
    "course": "hoe het gaat",
    "on": "stand van",
    "words": "toelichting",
    "evidence": "bewijs",
    "reason": "reden",
}
# A part, by the field in which it is written.
PARTS = {
    "activity": {
        "title": "naam",
        "objective": "doel",
        "deliverable": "product",
        "planned_moment": "wanneer",
        "quarters": "kwartalen",
        "due_on": "uiterlijk",
        "owner": "eigenaar",
        "partners": "partners",
        "added_value": "meerwaarde",
    },
    "result": {"title": "naam", "objective": "doel"},
    "target": {
        "title": "naam",
        "operator": "grens",
        "value": "streefwaarde",
        "unit": "meeteenheid",
        "scope": "voor wie",
        "deadline": "wanneer",
        "due_on": "uiterlijk",
        "frequency": "hoe vaak",
        "counting": "hoe meldingen tellen",
        "note": "opmerking",
    },
}
WORD_OF = {"activity": "activiteit", "result": "resultaat", "target": "streefwaarde", "report": "melding"}
CODE_OF = {word: code for code, word in WORD_OF.items()}
SHEETS = {"activity": "Activiteiten", "result": "Resultaten", "target": "Streefwaarden", "report": "Voortgang"}
UNCHANGED = "niets veranderd"
COURSES = {"": "", UNCHANGED: UNCHANGED} | {str(one.label).casefold(): one.value for one in Outlook}


def heads(code: str) -> list[str]:
    """The columns of one sheet, in order."""
    if code == "report":
        return [PLAN, KIND, KEY, ABOUT, TOWN, *REPORT.values()]
    belongs = [ABOUT] if code == "target" else []
    return [PLAN, KIND, KEY, *belongs, *PARTS[code].values()]


def key_in_words(key: str) -> str:
    """`activiteit-12` for `activity-12`."""
    code, _, number = key.partition("-")
    return f"{WORD_OF[code]}-{number}" if code in WORD_OF else key


def key_of_words(text: str) -> str:
    """The other way round; empty for what is no key."""
    word, _, number = text.strip().casefold().partition("-")
    return f"{CODE_OF[word]}-{number}" if word in CODE_OF and number.isdecimal() and len(number) <= 18 else ""


def choices_of(field: forms.Field) -> dict[str, str]:
    """Of a field one chooses one from what may be written, in lower case; empty of another."""
    if isinstance(field, QuartersField):
        return {}
    return {str(label).casefold(): value for value, label in getattr(field, "choices", ())}


_HELP = {
    PLAN: "Thema en jaar, zoals “Drugs 2026”.",
    KIND: f"Een van: {', '.join(CODE_OF)}.",
    KEY: "Hieraan herkent het portaal de regel: laat het staan. Leeg is een nieuwe regel.",
    ABOUT: "Van een streefwaarde het resultaat of de activiteit, van een melding waar zij over gaat: het kenmerk.",
    TOWN: "Van een melding over één gemeente: de naam of de code.",
    "doel": "Het nummer van het strategische doel.",
    "kwartalen": "In welke kwartalen het gebeurt, zoals “1e en 3e kwartaal”.",
    "stand": "Van een melding over een streefwaarde: het getal, of woorden als “circa 12”.",
    "verdeling": "Het getal in delen die samen dat getal zijn, zoals “jongens: 110; meisjes: 70”.",
    "hoe het gaat": f"Leeg, of een van: {', '.join(str(one.label) for one in Outlook)}.",
    "stand van": "Op welke dag dit zo was.",
    "reden": "Van een jaar dat voorbij is: waarom dit nu nog wordt gemeld.",
}


def _help(name: str) -> str:
    if name in _HELP:
        return _HELP[name]
    for code, names in PARTS.items():
        for field, column in names.items():
            choices = choices_of(PART_KINDS[code].fields[field])
            if column == name and choices:
                return f"Een van: {', '.join(word for word in choices if word)}."
    return ""


_NAMES = dict.fromkeys(name for code in SHEETS for name in heads(code))
COLUMNS = tuple(Column(name, _help(name), (), name in (PLAN, KIND)) for name in _NAMES)
