from reports.documents.models import Edition
from reports.search.models import EditionPassage
from reports.search.passages import passages_of


def keep_passages(*, edition: Edition, **signal: object) -> None:
    """Write down, once, where in a new edition its words stand, so that they are found: in the transaction that
    freezes it."""
    EditionPassage.objects.bulk_create(
        EditionPassage(edition=edition, order=order, anchor=one.anchor, title=one.title, text=one.text)
        for order, one in enumerate(passages_of(edition.intact()))
    )
