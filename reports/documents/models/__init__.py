from reports.documents.models.documents import Block, Document, Edition
from reports.documents.models.exports import Export
from reports.documents.models.official import OfficialFile, OfficialFileDamaged

__all__ = ["Block", "Document", "Edition", "Export", "OfficialFile", "OfficialFileDamaged"]
