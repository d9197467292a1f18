"""From an outline to the content of an edition: one JSON value from which everything else is made."""

import json
import re
from dataclasses import dataclass, field

from nhveilig.texts.characters import tidied_html
from nhveilig.texts.cleaning import FOOTNOTE_CLASS, clean
from reports.documents import layout
from reports.documents.abbreviations import list_used
from reports.documents.blocks import BLOCK_TYPES, FreezingError, Source
from reports.documents.content import charts_of, tables_of, walk
from reports.documents.models import Block, Document
from reports.documents.models.blocks import Children

# 2: a column of a table says what its figures are in.
SCHEMA_VERSION = 2
# Left out on paper, whatever the outline says.
WEB_ONLY = {"pictures"}
# The kind of what stands in a draft for a block that cannot be frozen; no edition has one.
LOST = "lost"

_NOTE = re.compile(rf'<span class="{FOOTNOTE_CLASS}">(.*?)</span>', re.DOTALL)


@dataclass(frozen=True)
class Lost:
    """A block that cannot be frozen as it stands, and why."""

    block: Block
    message: str


def freeze(document: Document) -> dict:
    """The content of `document` without the part that says which edition it is. Raises FreezingError."""
    children = document.blocks.present().by_parent()
    if not children:
        raise FreezingError(f"“{document}” heeft nog geen inhoudsopzet.")
    return _whole(document, children, _Freezing(document))


def freeze_draft(document: Document) -> tuple[dict, list[Lost]]:
    """As `freeze`, of a document that need not be ready: what cannot be frozen says so in its place."""
    freezing = _Freezing(document, lost=[])
    return _whole(document, document.blocks.present().by_parent(), freezing), freezing.lost


def freeze_alone(block: Block) -> dict:
    """As `freeze`, of this block without its title and what stands under it. Raises FreezingError."""
    alone = _Freezing(block.document).frozen(block, {block.pk: []}, level=3) | {"title": ""}
    return _content(block.document, [alone])


def _whole(document: Document, children: Children, freezing: "_Freezing") -> dict:
    content = _content(document, [freezing.frozen(block, children, level=1) for block in children[None]])
    list_used(content, document.police_unit_id)
    return content


def _content(document: Document, blocks: list[dict]) -> dict:
    _Numbering().number(blocks)
    return {"schema": SCHEMA_VERSION, "document": _document(document), "blocks": blocks}


def _document(document: Document) -> dict:
    return {
        "slug": document.slug,
        "kind": document.kind,
        "kind_label": document.get_kind_display(),
        "title": document.title,
        "subtitle": document.subtitle,
        "organisation": document.organisation,
        "police_unit": {"code": document.police_unit.code, "name": document.police_unit.name},
        "period": {"start": document.start_year, "end": document.end_year},
        "language": "nl",
        "layout": layout.check(document.layout),
    }


class _Freezing:
    """`lost` takes what cannot be frozen; without it that is raised."""

    def __init__(self, document: Document, lost: list[Lost] | None = None) -> None:
        self.source, self.lost = Source(document), lost

    def frozen(self, block: Block, children: Children, level: int) -> dict:
        kind, content = self._own(block)
        frozen = {
            "id": block.anchor,
            "kind": kind,
            "number": block.number,
            "title": block.title,
            "level": level,
            "content": content,
            "blocks": [self.frozen(child, children, level + 1) for child in children[block.pk]],
        }
        if kind == LOST or (kind not in WEB_ONLY and not block.options.get("web_only")):
            return frozen
        try:
            _check_web_only(frozen, block)
        except FreezingError as error:
            return frozen | dict(zip(("kind", "content"), self._lost(block, error), strict=True))
        return frozen | {"web_only": True}

    def _own(self, block: Block) -> tuple[str, dict]:
        try:
            return block.kind, BLOCK_TYPES.get(block.kind, _unknown)(block, self.source)
        except FreezingError as error:
            return self._lost(block, error)

    def _lost(self, block: Block, error: FreezingError) -> tuple[str, dict]:
        if self.lost is None:
            raise error
        self.lost.append(Lost(block, str(error)))
        return LOST, {"message": str(error)}


def _unknown(block: Block, source: Source) -> dict:
    raise FreezingError(
        f"De soort van “{block}” bestaat niet (meer): {block.kind}. Haal het weg of zet er iets anders neer."
    )


def _check_web_only(frozen: dict, block: Block) -> None:
    """What paper leaves out has no number, or the numbers on paper would skip some. Raises FreezingError."""
    numbered = block.number or tables_of({"blocks": [frozen]}) or charts_of({"blocks": [frozen]})
    if numbered or FOOTNOTE_CLASS in json.dumps(frozen):
        raise FreezingError(
            f"“{block}” staat alleen in de webversie en mag daarom geen nummer, tabel, grafiek of noot hebben."
        )


@dataclass
class _Numbering:
    """Numbers tables, charts and notes through the whole edition, so that no renderer has to count."""

    tables: int = 0
    charts: int = 0
    notes: list[dict] = field(default_factory=list)

    def number(self, blocks: list[dict]) -> None:
        for block in walk(blocks):
            for table in block["content"].get("tables", []):
                self.tables += 1
                table["number"] = str(self.tables)
            if "chart" in block["content"]:
                self.charts += 1
                block["content"]["chart"]["number"] = str(self.charts)
            block["content"] = self._with_notes(block["content"], block["id"])
        for block in walk(blocks):
            if block["kind"] == "footnotes":
                block["content"]["notes"] = self.notes

    def _with_notes(self, value: object, block_id: str) -> object:
        """`value` with a number in each note of each text, in reading order."""
        if isinstance(value, dict):
            # Renderers print a text under "html" as it is, so nothing reaches an edition uncleaned.
            return {
                key: self._with_notes(clean(item) if key == "html" else item, block_id) for key, item in value.items()
            }
        if isinstance(value, list):
            return [self._with_notes(item, block_id) for item in value]
        if not isinstance(value, str):
            return value
        if FOOTNOTE_CLASS in value:
            return _NOTE.sub(lambda match: self._numbered(match[1], block_id), value)
        # What was stored before columns tidied themselves.
        return tidied_html(value)

    def _numbered(self, html: str, block_id: str) -> str:
        number = str(len(self.notes) + 1)
        self.notes.append({"number": number, "html": html, "block_id": block_id})
        return f'<span class="{FOOTNOTE_CLASS}" data-nummer="{number}">{html}</span>'
