"""Where documents that are put together from the plans are made: jaarplan, jaarverslag, the reports of a period."""

from collections.abc import Collection

from django.urls import reverse

from agenda.periods import Period
from reports.documents.models import Document
from reports.documents.plans.queries import newest_years

# What the button on the document is called, and the page it leads to.
LABELS = {
    Document.Kind.YEAR_PLAN: "Samenstellen uit de plannen",
    Document.Kind.ANNUAL_REPORT: "Samenstellen uit de meldingen",
    Document.Kind.HALF_YEAR_REPORT: "Bijwerken uit de meldingen",
    Document.Kind.TWELVE_MONTH_REPORT: "Bijwerken uit de meldingen",
}
PERIODS = {
    Document.Kind.HALF_YEAR_REPORT: Period.FIRST_HALF,
    Document.Kind.TWELVE_MONTH_REPORT: Period.YEAR,
}


def assembling_of(document: Document) -> dict[str, str] | None:
    """None for a document that staff writes itself."""
    if document.kind not in LABELS:
        return None
    place = [document.police_unit.slug, document.start_year]
    if document.kind in PERIODS:
        url = reverse("reports:period-report", args=[*place, str(PERIODS[document.kind])])
    elif document.kind == Document.Kind.ANNUAL_REPORT:
        url = reverse("reports:annual-report", args=place)
    else:
        url = reverse("reports:year-plan-assemble", args=place)
    return {"label": LABELS[document.kind], "url": url}


def to_assemble(unit_ids: Collection[int], this_year: int) -> list[dict[str, str]]:
    """The jaarplan of the newest year with plans, the reports of this year and the jaarverslag of the last, for each
    eenheid that has plans."""
    found = []
    for unit, year in newest_years(unit_ids):
        year_plan = reverse("reports:year-plan-assemble", args=[unit, year])
        report = reverse("reports:period-report", args=[unit, this_year, str(Period.FIRST_HALF)])
        annual_report = reverse("reports:annual-report", args=[unit, this_year - 1])
        found += [
            {"label": f"Jaarplan {year} samenstellen", "url": year_plan},
            {"label": f"Over {this_year} rapporteren", "url": report},
            {"label": f"Jaarverslag {this_year - 1} samenstellen", "url": annual_report},
        ]
    return found
