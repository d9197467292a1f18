from reports.documents.models.blocks import Block
from reports.documents.models.desk import ChapterTask, DocumentComment, DocumentPresence
from reports.documents.models.documents import (
    Damaged,
    Document,
    Edition,
    EditionDamaged,
    OfficialFile,
    OfficialFileDamaged,
)
from reports.documents.models.exports import Export, ExportDamaged
from reports.documents.models.incoming import WordFile, WordPicture
from reports.documents.models.previews import Preview
from reports.documents.models.publications import Publication

__all__ = [
    "Block",
    "ChapterTask",
    "Damaged",
    "Document",
    "DocumentComment",
    "DocumentPresence",
    "Edition",
    "EditionDamaged",
    "Export",
    "ExportDamaged",
    "OfficialFile",
    "OfficialFileDamaged",
    "Preview",
    "Publication",
    "WordFile",
    "WordPicture",
]
