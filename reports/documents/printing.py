"""What of a frozen value cannot be printed, or not well; and where it says two things of one figure."""

from collections.abc import Iterator

from nhveilig.texts.printing import MOST_READABLE_COLUMNS, Doubt, doubts
from reports.documents.blocks import FreezingError
from reports.documents.content import walk
from reports.documents.contradictions import contradictions

UNDESCRIBED = (
    "Er staat niet in woorden wat op de afbeelding te zien is. Vul dat in, of zet erbij dat ze alleen versiering is."
)
# Named by the machine, not by people.
_UNREAD = {"id", "kind", "key", "slug", "data", "media_type", "table_ids"}


def refuse_unprintable(content: dict) -> None:
    """Raises FreezingError for what cannot be printed at all, or contradicts itself: nobody could mend it later."""
    blocking = [(where, doubt) for where, doubt in doubts_in(content) if doubt.blocks]
    if blocking:
        where, doubt = blocking[0]
        more = f" (en nog {len(blocking) - 1} plaatsen)" if len(blocking) > 1 else ""
        raise FreezingError(f"{name_in(content, where)}: {doubt.message}{more}")


def doubts_in(content: dict) -> Iterator[tuple[dict | None, Doubt]]:
    """Each with the block it stands in; None: in what the document says of itself."""
    for text in _texts(content["document"]):
        yield from ((None, one) for one in doubts(text))
    for block in walk(content["blocks"]):
        yield from ((block, one) for one in _of_block(block))
    for one in contradictions(content):
        if not one.is_explained:
            yield one.first.block, Doubt(one.message, "", blocks=True)


def name_in(content: dict, block: dict | None) -> str:
    """As people know it: by its number and title, and otherwise by those of the document."""
    named = block and " ".join(filter(None, (block["number"], block["title"])))
    return named or content["document"]["title"]


def _of_block(block: dict) -> Iterator[Doubt]:
    for text in _texts([block["title"], block["content"]]):
        yield from doubts(text)
    for picture in block["content"].get("pictures", []):
        if not (picture["alt"] or picture.get("is_decorative")):
            yield Doubt(UNDESCRIBED, "", blocks=True)
    for table in block["content"].get("tables", []):
        if (columns := len(table["columns"])) > MOST_READABLE_COLUMNS:
            message = f"De tabel “{table['caption']}” heeft {columns} kolommen en wordt heel klein afgedrukt."
            yield Doubt(message, table["caption"])


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _UNREAD:
                yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
