from reports.documents.models.documents import Block, Document, Edition, OfficialFile, OfficialFileDamaged
from reports.documents.models.exports import Export

__all__ = ["Block", "Document", "Edition", "Export", "OfficialFile", "OfficialFileDamaged"]
