"""Writing a document in the browser: its outline beside its text."""
