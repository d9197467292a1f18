"""A Word document that waits for a decision: read, kept, shown, thrown away."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from django.db import transaction

from nhveilig.accounts.models import User
from reports.documents.incoming.reading import read_docx
from reports.documents.incoming.sections import Section, of_anybody
from reports.documents.models import Block, Document, WordFile, WordPicture
from reports.documents.word.writing import APART
from themes.models import ImplementationPlan


@transaction.atomic
def read_word(
    *,
    data: bytes,
    name: str,
    by: User,
    document: Document | None = None,
    chapter: Block | None = None,
    plan: ImplementationPlan | None = None,
) -> WordFile:
    """For a document, to go back in a `chapter` of it or to become chapters; or for a uitvoeringsplan.

    In the place of what this person read before for it and did not decide on. Raises FileRefused.
    """
    read = read_docx(data, name)
    if chapter or plan:
        read.leave_pictures()
    values = {"name": name[-200:], "sections": read.as_data(), "remarks": read.remarks, "origin": read.origin}
    about = {"document": document, "chapter": chapter, "plan": plan, "uploaded_by": by}
    file, _ = WordFile.objects.update_or_create(**about, defaults=values)
    file.pictures.all().delete()
    WordPicture.objects.bulk_create(
        WordPicture(file=file, place=place, **vars(picture)) for place, picture in read.pictures.items()
    )
    return file


def discard_word(*, file: WordFile) -> None:
    file.delete()


def _once(sections: list[Section]) -> Iterator[Section]:
    """Of a theme that left as a chapter one section: its texts stand in it, between pieces of what is fixed. A text
    that somebody copied in Word is another text."""
    seen: set[str] = set()
    for one in sections:
        anchor, is_apart, _ = one.anchor.partition(APART)
        if anchor not in seen:
            yield one
        elif not (one.is_fixed or is_apart):
            yield replace(one, anchor="")
        seen |= {anchor} - {""}


@dataclass(frozen=True)
class Waiting:
    """What waits, beside the document it left from: its blocks, as far as they are there."""

    file: WordFile

    @cached_property
    def source(self) -> Document | None:
        """The document the file left from, of the same eenheid; what lost its papers on the way may be of this one."""
        target, slug = self.file.document, self.file.origin.get("document") or self.file.document.slug
        if not isinstance(slug, str) or not any(one.get("anchor") for one in self.file.sections):
            return None
        return Document.objects.filter(slug=slug, police_unit=target.police_unit_id).first()

    @property
    def came_back(self) -> bool:
        return self.source is not None and self.source.pk == self.file.document_id and bool(self.known)

    @cached_property
    def known(self) -> dict[str, Block]:
        """By anchor, those that the file names."""
        if self.source is None:
            return {}
        named = {one.get("anchor", "") for one in self.file.sections}
        return {one.anchor: one for one in self.source.blocks.present() if one.anchor in named}

    @cached_property
    def sections(self) -> list[Section]:
        """What a known block prints from elsewhere is not text."""
        found = [Section(**one) for one in self.file.sections]
        if not self.known:
            return of_anybody(found)
        return [one for one in _once(found) if not one.is_fixed or one.anchor]

    @cached_property
    def pictures(self) -> list[WordPicture]:
        """Those that are offered, without their bytes."""
        places = {one.picture for one in self.sections if one.picture is not None and one.anchor not in self.known}
        return list(self.file.pictures.defer("data", "thumbnail").filter(place__in=places))
