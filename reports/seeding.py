import json
from pathlib import Path

from nhveilig.accounts.models import User
from nhveilig.regions.models import PoliceUnit
from nhveilig.sheets import Sheet, SheetError, read_text
from nhveilig.texts import clean
from reports.blocks import BLOCK_TYPES
from reports.models import Block, Document, Edition
from reports.services.editions import freeze_edition
from themes.models import PolicyPlan


def seed(folder: Path) -> Document:
    """The document of one fixtures folder with its outline, and a first edition. Raises SheetError."""
    outline = _read_outline(folder / "outline.json")
    document = _document(outline)
    Block.objects.filter(document=document).delete()
    _Outline(document, folder).create(outline["blocks"], parent=None)
    if not document.editions.exists():
        author = User.objects.filter(username=outline["frozen_by"]).first()
        status = Edition.Status(outline["status"])
        freeze_edition(document=document, status=status, frozen_by=author, note=outline["note"])
    return document


def _read_outline(path: Path) -> dict:
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise SheetError(f"{path.name}, rij {error.lineno}, kolom {error.colno}: dit is geen geldige JSON.") from None


def _document(outline: dict) -> Document:
    described = dict(outline["document"])
    slug = described.pop("slug")
    described["police_unit"] = PoliceUnit.objects.get(code=described["police_unit"])
    described["plan"] = PolicyPlan.objects.get(slug=described["plan"])
    document, _ = Document.objects.update_or_create(slug=slug, defaults=described)
    return document


class _Outline:
    """Writes the blocks of a document, each with its text and its rows from the folder."""

    def __init__(self, document: Document, folder: Path) -> None:
        self.document, self.folder, self.order = document, folder, 0

    def create(self, blocks: list[dict], parent: Block | None) -> None:
        for described in blocks:
            block = self._block(described, parent)
            self.create(described.get("blocks", []), parent=block)

    def _block(self, described: dict, parent: Block | None) -> Block:
        if described["kind"] not in BLOCK_TYPES:
            raise SheetError(f"outline.json: de bloksoort “{described['kind']}” bestaat niet.")
        self.order += 1
        text = described.get("text")
        return Block.objects.create(
            document=self.document,
            parent=parent,
            order=self.order,
            kind=described["kind"],
            anchor=described["anchor"],
            number=described.get("number", ""),
            title=described.get("title", ""),
            html=clean(read_text(self.folder / "texts" / text)) if text else "",
            options=described.get("options", {}) | self._rows(described.get("rows", {})),
        )

    def _rows(self, sheets: dict[str, list[str]]) -> dict[str, list[dict]]:
        """Options that are a list of rows, such as the terms of a glossary, stand in a sheet of their own."""
        return {
            name: [
                {column: row.text(column, required=False) for column in columns}
                for row in Sheet(self.folder / f"{name}.csv", columns)
            ]
            for name, columns in sheets.items()
        }
