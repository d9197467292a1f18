"""The kinds of document that are put together from plans, and where each is made."""

from collections.abc import Collection, Iterator

from reports.documents.assembling.base import Assembly
from reports.documents.assembling.reports import AnnualReport, HalfYearReport, TwelveMonthReport
from reports.documents.assembling.year_plan import YearPlan
from reports.documents.models import Document
from reports.documents.plans.queries import newest_years

Kind = Document.Kind
ASSEMBLIES: dict[str, type[Assembly]] = {
    one.kind: one for one in (AnnualReport, YearPlan, HalfYearReport, TwelveMonthReport)
}


def assembling_of(document: Document) -> dict[str, str] | None:
    """Label and url of its button; None for a document that staff writes itself."""
    assembly = ASSEMBLIES.get(document.kind)
    if assembly is None:
        return None
    url = assembly.url_of(document.police_unit.slug, document.start_year)
    return {"label": assembly.document_label, "url": url}


def to_assemble(unit_ids: Collection[int], this_year: int) -> Iterator[dict[str, str]]:
    """The jaarplan of the newest year with plans, the reports of this year and the jaarverslag of the last, for each
    eenheid that has plans."""
    for unit, newest in newest_years(unit_ids):
        for kind, year, label in (
            (Kind.YEAR_PLAN, newest, "Jaarplan {} samenstellen"),
            (Kind.HALF_YEAR_REPORT, this_year, "Over {} rapporteren"),
            (Kind.ANNUAL_REPORT, this_year - 1, "Jaarverslag {} samenstellen"),
        ):
            yield {"label": label.format(year), "url": ASSEMBLIES[kind].url_of(unit, year)}
