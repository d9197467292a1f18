"""Looking at a document before it is frozen: as it would be, and what still lacks."""
