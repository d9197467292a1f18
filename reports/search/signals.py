"""What becomes of the search when an edition is frozen."""

from reports.documents.models import Edition
from reports.search.services import keep_passages


def keep_passages_of_edition(sender: object, edition: Edition, **kwargs: object) -> None:
    """In the transaction that freezes: an edition that is there is found."""
    keep_passages(edition=edition)
