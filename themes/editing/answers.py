"""What the script of the page is told, as data."""

from datetime import datetime

from django.utils import timezone
from django.utils.html import escape

from nhveilig.comparing.merging import Merged, merge_html, merge_text
from nhveilig.comparing.sides import Sides, sides
from nhveilig.figures.formats import time_short
from themes.editing.services.saving import SavedField
from themes.parts.exceptions import FieldConflict, SaveRefused
from themes.parts.fields import Field, LineField, LinesField, ProseField
from themes.parts.registry import parse_key

# Characters. Longer texts stand beside each other as they are: finding what differs would take minutes.
MOST_TO_COMPARE = 200_000


def clock(at: datetime | None) -> str:
    return time_short(at) if at else ""


def of_saved(saved: SavedField) -> dict[str, object]:
    return vars(saved) | {"saved_at": clock(timezone.now())}


def of_refusal(refusal: SaveRefused, base: str | None) -> dict[str, object]:
    """`base` is the text the editor began with, as far as the request tells."""
    return {
        "message": str(refusal),
        "problems": [vars(problem) for problem in refusal.problems],
        "conflicts": [of_conflict(conflict, base) for conflict in refusal.conflicts],
    }


def of_conflict(conflict: FieldConflict, base: str | None) -> dict[str, object]:
    kind, _ = parse_key(conflict.part)
    field = kind.fields[conflict.field]
    theirs, mine = as_html(field, conflict.theirs), as_html(field, conflict.mine)
    shown = sides(theirs, mine) if len(theirs) + len(mine) < MOST_TO_COMPARE else Sides(theirs, mine)
    combined = combination(field, conflict, base or "")
    return vars(conflict) | {
        "changed_at": clock(conflict.changed_at),
        "theirs_html": shown.left,
        "mine_html": shown.right,
        "combined": combined.text if combined else None,
        "is_whole": bool(combined and combined.is_whole),
    }


def combination(field: Field, conflict: FieldConflict, base: str) -> Merged | None:
    """A text with both changes; None where only one of the two can be, such as a date."""
    if not isinstance(field, ProseField | LineField | LinesField):
        return None
    is_prose = isinstance(field, ProseField)
    mine, base = (as_html(field, text) if is_prose else text for text in (conflict.mine, base))
    if len(mine) + len(conflict.theirs) >= MOST_TO_COMPARE:
        return Merged(conflict.theirs + mine, is_whole=False)
    return (merge_html if is_prose else merge_text)(base, mine, conflict.theirs)


def as_html(field: Field, text: str) -> str:
    """The text of any field as clean HTML."""
    if isinstance(field, ProseField):
        return field.read(text, None)
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
