"""What a document can show. Every kind of block is a function that freezes its content from the database.

The content of each kind is described in docs/edition-schema.md; its template is `reports/blocks/<kind>.html`.
What each is for who puts one in a document stands in `kinds`.
"""

from reports.documents.blocks import agenda, figures, key_figures, pictures, plans, texts
from reports.documents.blocks.base import BLOCK_TYPES, FreezingError, Source

__all__ = ["BLOCK_TYPES", "FreezingError", "Source", "agenda", "figures", "key_figures", "pictures", "plans", "texts"]
