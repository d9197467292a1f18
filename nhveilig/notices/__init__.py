"""What happened that somebody must hear of: shown in the portal, and mailed at once, in a daily digest, or not.

A room declares the kinds of notices it gives (`kinds.py`), and calls `services.notify` where the thing happens.
"""
