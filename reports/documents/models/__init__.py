from reports.documents.models.documents import Block, Document, Edition
from reports.documents.models.exports import Export

__all__ = ["Block", "Document", "Edition", "Export"]
