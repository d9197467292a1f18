"""Help by role: what each of them does in the portal, step by step. See `tasks.py`."""
