"""The kinds of document that are put together from plans, each a small module."""

from reports.documents.assembling.base import Assembly
from reports.documents.assembling.kinds.annual_report import AnnualReport
from reports.documents.assembling.kinds.period_reports import HalfYearReport, TwelveMonthReport
from reports.documents.assembling.kinds.year_plan import YearPlan

ASSEMBLIES: dict[str, type[Assembly]] = {
    one.kind: one for one in (AnnualReport, YearPlan, HalfYearReport, TwelveMonthReport)
}
