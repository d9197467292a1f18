from reports.documents.word.writing import Paper, docx_of

__all__ = ["Paper", "docx_of"]
