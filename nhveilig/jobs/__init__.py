"""One machine for work that takes longer than a page may: exports, imports, and what comes after them.

A job is a row; the row is the truth, and the message to a worker only a hint. docs/jobs.md shows how to add a kind.
"""
