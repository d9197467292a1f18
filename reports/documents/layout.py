"""What one document may choose about its own form (`Document.layout`); frozen along with its text."""

import re

from nhveilig.exceptions import PortalError

# The names stand in static/css/print/layouts.css as classes `accent-<name>` and `cover-<name>`; the accents also in
# static/css/edition.css.
ACCENTS = ("water", "bos", "heide", "klei")
COVERS = ("lijnen", "kust", "wadden")
NUMBER = re.compile(r"[\d.]+")
CHOICES: dict[str, tuple[object, ...]] = {
    "numbering": ("plain", "trailing_dot"),
    "part_numbers": (False, True),
    "accent": ACCENTS,
    "cover": COVERS,
}


class LayoutError(PortalError):
    """A layout asks for what no document can have. The message names the choice and what it may be."""


def check(layout: object) -> dict:
    """`layout` itself. Raises LayoutError."""
    if not isinstance(layout, dict):
        raise LayoutError("De opmaak van een document is een lijst van keuzen, zoals {“numbering”: “plain”}.")
    for name, value in layout.items():
        if name not in CHOICES:
            raise LayoutError(f"De opmaak kent geen keuze “{name}”. Kies uit: {', '.join(CHOICES)}.")
        if not any(value is known or (isinstance(value, str) and value == known) for known in CHOICES[name]):
            raise LayoutError(f"De opmaak “{name}” kan niet “{value}” zijn. Kies uit: {_shown(CHOICES[name])}.")
    return layout


def printed_number(number: str, layout: dict) -> str:
    """`2.1` as this document prints it: `2.1.` with a trailing dot. A name such as `Bijlage 1A` takes none."""
    dotted = layout.get("numbering") == "trailing_dot" and NUMBER.fullmatch(number)
    return f"{number}." if dotted else number


def _shown(known: tuple[object, ...]) -> str:
    return ", ".join({True: "true", False: "false"}.get(one, str(one)) for one in known)
