"""The form of one part, as a browser without script sends it: all its fields at once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

from nhveilig.exceptions import PortalError
from themes.editing.plain_text import from_area, in_area
from themes.editing.services.saving import FieldChange
from themes.parts.fields import Field, ProseField
from themes.parts.registry import PartKind, parse_key

# The names of what goes along with the fields themselves.
PART, SEEN, MARKUP = "onderdeel", "gezien", "opmaak-"


class UnreadableForm(PortalError):
    """Not a form of this page."""

    def __init__(self) -> None:
        super().__init__(
            "Het formulier is niet compleet aangekomen, dus er is niets opgeslagen. Laad de pagina opnieuw."
        )


def in_form(field: Field, text: str) -> str:
    """What the control of `field` shows for the text that is stored."""
    return in_area(text) if isinstance(field, ProseField) else text


def seen(texts: Mapping[str, tuple[int, str]]) -> str:
    """For the form to send back: by field its version and what its control showed, the latter as a number.

    A field somebody did not touch is not saved, so that it cannot undo what a colleague typed there meanwhile.
    """
    return json.dumps({name: [version, _number(shown)] for name, (version, shown) in texts.items()})


def _number(shown: str) -> int:
    # A browser sends line ends of its own.
    return crc32(shown.replace("\r\n", "\n").strip().encode())


@dataclass(frozen=True)
class SubmittedPart:
    """`typed` is what stood in each control, prose as HTML; `changes` what of it is new."""

    key: str
    kind: PartKind
    typed: dict[str, str]
    changes: list[FieldChange]

    @classmethod
    def of(cls, data: Mapping[str, str]) -> "SubmittedPart":
        """Raises UnreadableForm and UnknownPart."""
        key = data.get(PART, "")
        kind, _ = parse_key(key)
        versions = _read_seen(data.get(SEEN, ""))
        shown = {name: data[name] for name in kind.fields if name in data and name in versions}
        typed = {name: _meant(kind.fields[name], text, data) for name, text in shown.items()}
        touched = [name for name, text in shown.items() if _number(text) != versions[name][1]]
        changes = [FieldChange(key, name, typed[name], versions[name][0]) for name in touched]
        return cls(key, kind, typed, changes)


def _meant(field: Field, text: str, data: Mapping[str, str]) -> str:
    if isinstance(field, ProseField):
        return from_area(text, data.get(f"{MARKUP}{field.name}", ""))
    return text


def _read_seen(text: str) -> dict[str, tuple[int, int]]:
    try:
        return {str(name): (int(version), int(number)) for name, (version, number) in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError):
        raise UnreadableForm from None
