"""What people do to a document block by block: add, move, write, set, take out and put back.

Whoever arranges the outline waits for others at the row of the document; texts are saved field by field.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django import forms
from django.db import transaction
from django.utils.text import slugify

from nhveilig.accounts.names import name_of
from nhveilig.editing import services as editing
from nhveilig.editing.changes import FieldChange, SavedField, Writer
from nhveilig.editing.exceptions import RowIsGone
from nhveilig.editing.history import History
from nhveilig.editing.models import BaseEdit, Versioned
from nhveilig.texts.addresses import first_free
from reports.documents.desk.exceptions import BlockIsGone, OutlineChanged
from reports.documents.desk.placing import Spot, refuse_place, spot_after
from reports.documents.desk.rows import Outline, history_of, key_of
from reports.documents.models import Block, Document
from reports.documents.services.outlines import arranged, number_anew

Kind = BaseEdit.Kind
LONGEST_ANCHOR = 50
# A change may be stored somewhat later than the moment it bears.
OVERLAP = timedelta(seconds=5)
# What else is numbered once one of these changes.
NUMBERED_BY = {"title", "numbering", "number", "options-web_only"}


@transaction.atomic
def add_block(
    *,
    document: Document,
    kind: str,
    by: Writer,
    title: str = "",
    html: str = "",
    options: Mapping[str, object] | None = None,
    spot: Spot | None = None,
) -> Block:
    """Raises CannotStandThere and BlockIsGone."""
    blocks = _locked(document)
    block = Block(document=document, kind=kind, title=title, html=html, options=dict(options or {}))
    parent, before = (_here(blocks, one) for one in ((spot.parent, spot.before) if spot else (None, None)))
    refuse_place(block, parent, blocks.values())
    block.numbering = _numbering_beside(blocks, block, parent)
    block.anchor = _free_anchor(document, title or kind)
    block.parent, block.order = parent, 0
    block.note_editor(by.user, by.now)
    block.save(force_insert=True)
    _put(blocks, block, before)
    History.of(document).keep_acts(Kind.CREATED, [(key_of(block), str(block))], by)
    arranged(document)
    block.refresh_from_db(fields=["order", "number"])
    return block


@transaction.atomic
def move_block(*, document: Document, block: Block, spot: Spot, by: Writer, outline_version: int) -> None:
    """Put the block somewhere else, with all that stands under it.

    Raises OutlineChanged when the outline is not that of `outline_version` any more, CannotStandThere and BlockIsGone.
    """
    blocks = _locked(document)
    if document.outline_version != outline_version:
        raise OutlineChanged
    block, parent, before = (_here(blocks, one) for one in (block, spot.parent, spot.before))
    refuse_place(block, parent, blocks.values())
    block.parent = parent
    Block.objects.filter(pk=block.pk).update(parent=parent)
    _put(blocks, block, before)
    History.of(document).keep_acts(Kind.MOVED, [(key_of(block), str(block))], by)
    arranged(document)


@transaction.atomic
def save_row(
    *, row: Versioned, fields: Mapping[str, forms.Field], changes: Sequence[FieldChange], by: Writer
) -> list[SavedField]:
    """Put texts in the fields of a block, or of a row of a theme that the document shows; the numbers of the outline
    follow. Raises SaveRefused and RowIsGone."""
    key, (history, part) = key_of(row), history_of(row)
    changes = [replace(one, part=part) for one in changes]
    saved = editing.save_if_unchanged(row=row, fields=fields, changes=changes, by=by, history=history, part=part)
    if isinstance(row, Block) and any(one.changed and one.field in NUMBERED_BY for one in saved):
        number_anew(row.document)
    return [replace(one, part=key) for one in saved]


def step_block(*, document: Document, block: Block, step: str, by: Writer, outline_version: int) -> None:
    """One place up or down among what stands beside it, into what stands before it, or out of what it stands in.

    Raises as `move_block` does.
    """
    spot = spot_after(Outline(document), block, step)
    move_block(document=document, block=block, spot=spot, by=by, outline_version=outline_version)


@transaction.atomic
def remove_block(*, document: Document, block: Block, by: Writer) -> list[Block]:
    """Put the block and what stands under it in the bin; returns them. Twice is once."""
    blocks = _locked(document)
    if block.pk not in blocks:
        return []
    gone = [blocks[block.pk], *_under(blocks, block)]
    editing.mark_rows(gone, deleted_at=by.now, deleted_by=by.user)
    History.of(document).keep_acts(Kind.DELETED, [(key_of(one), str(one)) for one in gone], by)
    arranged(document)
    return gone


@transaction.atomic
def restore_block(*, document: Document, block: Block, by: Writer) -> list[Block]:
    """Take it out of the bin to where it stood, with what went there along with it; returns them.

    Raises RowIsGone when what it stood under is in the bin itself, and CannotStandThere.
    """
    blocks = _locked(document)
    found = document.blocks.filter(pk=block.pk).first()
    if found is None or found.deleted_at is None:
        return []
    if found.parent_id and found.parent_id not in blocks:
        raise RowIsGone(str(found.parent), name_of(found.parent.deleted_by))
    refuse_place(found, found.parent, blocks.values())
    binned = {one.pk: one for one in document.blocks.filter(deleted_at=found.deleted_at)}
    back = [found, *_under(binned, found)]
    editing.mark_rows(back, deleted_at=None, deleted_by=None)
    History.of(document).keep_acts(Kind.RESTORED, [(key_of(one), str(one)) for one in back], by)
    arranged(document)
    return back


def empty_bin(*, now: datetime) -> int:
    """Remove for good what has been in the bin for thirty days; how many rows that were."""
    return editing.empty_bin(Block.objects.all(), now=now)


Blocks = dict[int, Block]


def _locked(document: Document) -> Blocks:
    """What stands in the document by number, in order, while others who arrange it wait."""
    now = Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    document.outline_version = now.outline_version
    return {block.pk: block for block in document.blocks.present().defer("html", "versions").in_order()}


def _here(blocks: Blocks, block: Block | None) -> Block | None:
    """As it is read under the lock. Raises BlockIsGone."""
    if block is None or block.pk in blocks:
        return block and blocks[block.pk]
    raise BlockIsGone


def _under(blocks: Blocks, block: Block) -> Iterator[Block]:
    for one in blocks.values():
        if one.parent_id == block.pk:
            yield one
            yield from _under(blocks, one)


def _put(blocks: Blocks, block: Block, before: Block | None) -> None:
    """Give all that stands beside each other its place. Only the order among siblings counts: `arranged` does the
    rest."""
    beside = [one for one in blocks.values() if one.parent_id == block.parent_id and one.pk != block.pk]
    place = beside.index(before) if before in beside else len(beside)
    beside.insert(place, block)
    for order, one in enumerate(beside, start=1):
        one.order = order
    Block.objects.bulk_update(beside, ["order"])


def _numbering_beside(blocks: Blocks, block: Block, parent: Block | None) -> str:
    """A new heading is numbered where those beside it are."""
    auto, none = Block.Numbering.AUTO, Block.Numbering.NONE
    beside = {one.numbering for one in blocks.values() if one.parent_id == (parent and parent.pk) and one.title}
    if not beside and parent and parent.number:
        beside = {auto}
    return auto if block.title and auto in beside else none


def _free_anchor(document: Document, title: str) -> str:
    """Also of what is in the bin: it may come back."""
    wanted = slugify(title)[:LONGEST_ANCHOR].strip("-") or "onderdeel"
    taken = set(document.blocks.values_list("anchor", flat=True))
    return first_free(wanted, taken)
