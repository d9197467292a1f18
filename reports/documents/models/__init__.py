from reports.documents.models.documents import (
    Block,
    Document,
    Edition,
    EditionDamaged,
    OfficialFile,
    OfficialFileDamaged,
)
from reports.documents.models.exports import Export
from reports.documents.models.publications import Publication

__all__ = [
    "Block",
    "Document",
    "Edition",
    "EditionDamaged",
    "Export",
    "OfficialFile",
    "OfficialFileDamaged",
    "Publication",
]
