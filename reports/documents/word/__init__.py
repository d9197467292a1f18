from reports.documents.word.packages import Paper
from reports.documents.word.writing import docx_of

__all__ = ["Paper", "docx_of"]
