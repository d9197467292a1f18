import base64
import json
from datetime import date
from functools import partial
from pathlib import Path

from django.db import transaction
from PIL import Image

import themes.seeding
from nhveilig.accounts.models import User
from nhveilig.figures.dates import parse_fuzzy_date
from nhveilig.figures.parsing import Unreadable
from nhveilig.regions.models import PoliceUnit
from nhveilig.seeding.rows import complete, known, remove_others, upsert
from nhveilig.seeding.sheets import LayeredFolder, Sheet, read_text
from nhveilig.sheets.exceptions import FileRefused
from nhveilig.texts.cleaning import clean
from reports.documents import layout
from reports.documents.blocks import BLOCK_TYPES
from reports.documents.models import Block, Document, Edition
from reports.documents.numbering import tell_numbering
from reports.documents.services.adopting import UNKNOWN, Adoption
from reports.documents.services.editions import freeze_edition
from reports.documents.services.publishing import publish_edition
from themes.models import PolicyPlan

Folder = Path | LayeredFolder
# The part of a fixtures folder that holds an earlier edition: its own outline, and only the texts that differ.
CONCEPT = "concept"


@transaction.atomic
def seed(folder: Path) -> Document:
    """The plan of one fixtures folder, its document, and the editions of that. Raises FileRefused.

    A first time freezes the concept, when the folder holds one, and then the final text. A document that has editions
    keeps them: only the plan and the outline are brought in line.
    """
    final = _read_outline(folder / "outline.json")
    is_new = not Edition.objects.filter(document__slug=final["document"]["slug"]).exists()
    if is_new and (folder / CONCEPT).is_dir():
        earlier = LayeredFolder(folder / CONCEPT, folder)
        concept = {"document": final["document"]} | _read_outline(earlier / "outline.json")
        _freeze(_load(concept, earlier), concept)
    document = _load(final, folder)
    if is_new and document.pk:
        _freeze(document, final)
    return document


@transaction.atomic
def seed_document(folder: Path) -> Document:
    """The document of a folder with an outline and texts alone: what else it shows is there already.

    Raises FileRefused. A first time freezes it; a document that has editions keeps them and is brought in line.
    """
    outline = _read_outline(folder / "outline.json")
    document = _write(outline, folder)
    if document.pk and not document.editions.exists():
        _freeze(document, outline)
    return document


def _load(outline: dict, folder: Folder) -> Document:
    """The texts of the themes and the outline as this folder has them, in the place of what was there."""
    themes.seeding.seed(folder)
    return _write(outline, folder)


def _write(outline: dict, folder: Folder) -> Document:
    document = _document(outline)
    blocks = _Outline(document, folder).read(outline["blocks"])
    below = partial(_below, blocks)
    tell_numbering(below(None), below)
    # Two rounds: a block may be part of another that is stored together with it.
    upsert(blocks, keys=["document", "anchor"], later=["parent"])
    complete(blocks, ["parent"])
    remove_others(blocks, document=document)
    return document


def _below(blocks: list[Block], parent: Block | None) -> list[Block]:
    return [one for one in blocks if one.parent is parent]


def _freeze(document: Document, outline: dict) -> None:
    edition = freeze_edition(
        document=document,
        status=Edition.Status(outline["status"]),
        frozen_by=User.objects.filter(username=outline["frozen_by"]).first(),
        note=outline["note"],
        document_date=_day(outline.get("document_date")),
        adoption=_adoption(outline),
    )
    # The demo shows what the public sees; in a portal of its own somebody publishes.
    if edition.status == Edition.Status.ADOPTED:
        publish_edition(edition=edition, by=None)


def _adoption(outline: dict) -> Adoption:
    """`adopted` is a day, a month or a year; without it nobody knows."""
    try:
        on = parse_fuzzy_date(outline["adopted"]) if "adopted" in outline else UNKNOWN
    except Unreadable as error:
        raise FileRefused(f"outline.json: {error}") from None
    return Adoption(on=on, open_plans=outline.get("open_plans", ""))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise FileRefused(
            f"outline.json: “{text}” is geen datum. Schrijf jaar, maand en dag, zoals 2018-11-22."
        ) from None


def _read_outline(path: Path) -> dict:
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise FileRefused(f"{path.name}, rij {error.lineno}, kolom {error.colno}: dit is geen geldige JSON.") from None


def _document(outline: dict) -> Document:
    described = dict(outline["document"])
    slug = described.pop("slug")
    described["police_unit"] = known(PoliceUnit, "code")[described["police_unit"]]
    described["layout"] = layout.check(described.get("layout", {}))
    described["plan"] = known(PolicyPlan, "slug")[described["plan"]] if "plan" in described else None
    return upsert([Document(slug=slug, **described)], keys=["slug"])[0]


def picture(path: Path) -> dict:
    """What a block keeps of it: the bytes themselves, for an edition may not lean on a file. Raises FileRefused."""
    try:
        with Image.open(path) as opened:
            width, height, media_type = *opened.size, Image.MIME[opened.format]
    except (OSError, KeyError):
        raise FileRefused(f"{path.name} is geen leesbare afbeelding. Gebruik jpg, png of webp.") from None
    data = base64.b64encode(path.read_bytes()).decode()
    return {"media_type": media_type, "width": width, "height": height, "data": data}


class _Outline:
    """The blocks of a document in reading order, not stored, each with its text and its rows from the folder."""

    def __init__(self, document: Document, folder: Folder) -> None:
        self.document, self.folder = document, folder
        self.blocks: list[Block] = []

    def read(self, described: list[dict], parent: Block | None = None) -> list[Block]:
        for one in described:
            block = self._block(one, parent)
            self.blocks.append(block)
            self.read(one.get("blocks", []), parent=block)
        return self.blocks

    def _block(self, described: dict, parent: Block | None) -> Block:
        if described["kind"] not in BLOCK_TYPES:
            raise FileRefused(f"outline.json: de bloksoort “{described['kind']}” bestaat niet.")
        text = described.get("text")
        return Block(
            document=self.document,
            parent=parent,
            order=len(self.blocks) + 1,
            kind=described["kind"],
            anchor=described["anchor"],
            number=described.get("number", ""),
            numbering="",  # as the number tells
            title=described.get("title", ""),
            html=self._text(text) if text else "",
            options=self._options(described),
        )

    def _text(self, name: str) -> str:
        return clean(read_text(self.folder / "texts" / name))

    def _options(self, described: dict) -> dict:
        options = dict(described.get("options", {}))
        # A list of rows, such as the terms of a glossary, stands in a sheet of its own.
        for name, columns in described.get("rows", {}).items():
            rows = Sheet(self.folder / f"{name}.csv")
            options[name] = [{column: row.text(column, required=False) for column in columns} for row in rows]
        # What a block says of each of its parts, such as the projects of a theme.
        if texts := described.get("texts"):
            options["texts"] = {title: self._text(name) for title, name in texts.items()}
        if pictures := described.get("pictures"):
            options["pictures"] = [one | picture(self.folder / "pictures" / one["file"]) for one in pictures]
        return options
