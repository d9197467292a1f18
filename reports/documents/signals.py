"""What happens to a document that others must hear of."""

from django.dispatch import Signal

# Sent with `edition`, inside the transaction that freezes it: a receiver that raises undoes the freezing.
edition_frozen = Signal()
