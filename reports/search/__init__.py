"""Searching everything the reader may see. What is visible is asked of the tables themselves, at every search."""
