"""What is adopted of the documents, and what its decision says."""

from django.db.models import Model, Q

from nhveilig.figures.dates import FuzzyDate, parse_fuzzy_date
from nhveilig.governance.enums import Subject
from nhveilig.governance.services import Adopted


def _day(edition: Model) -> FuzzyDate | None:
    """It may be a month or a year."""
    return parse_fuzzy_date(edition.adopted_words) if edition.adopted_on else None


# Of a uitvoeringsplan it is the decision of the plan; of a record or an example there is none.
EDITION = Adopted(
    label="reports.Edition",
    held=Q(status="adopted") & ~Q(document__implementation_plan__nature__gt=""),
    subject=Subject.DOCUMENT,
    what=lambda edition: edition.document.title,
    on=_day,
    unit=lambda edition: edition.document.police_unit_id,
    related=("document",),
)
