"""One way to edit. README.md tells what is where, and how a page uses it."""
