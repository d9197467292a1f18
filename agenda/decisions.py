"""What is adopted of the agenda, and what its decision says."""

from django.db.models import Q

from nhveilig.figures.dates import FuzzyDate
from nhveilig.governance.enums import Subject
from nhveilig.governance.services import Adopted

# Whoever divides, divides the targets of every indicator at once.
DISTRIBUTION = Adopted(
    label="agenda.Distribution",
    held=Q(),
    subject=Subject.AGENDA,
    what=lambda one: "Verdeling van de landelijke doelen over de eenheden",
    on=lambda one: FuzzyDate.of_day(one.decided_on),
    by=lambda one: one.decided_by,
    unit=lambda one: None,
)
