"""Parts of a year: which quarters they span, when they end, and when their figures are due."""

from datetime import date, timedelta

from agenda.models import Measurement, SafetyAgenda

Period = Measurement.Period

# The first quarter of a period (counted from 0) and how many it spans.
QUARTERS = {
    Period.YEAR: (0, 4),
    Period.FIRST_HALF: (0, 2),
    Period.SECOND_HALF: (2, 2),
    Period.FIRST_QUARTER: (0, 1),
    Period.SECOND_QUARTER: (1, 1),
    Period.THIRD_QUARTER: (2, 1),
    Period.FOURTH_QUARTER: (3, 1),
}
# How many quarters of the year are over at the end of a period, and how many it spans.
REACH = {period: first + length for period, (first, length) in QUARTERS.items()}
LENGTH = {period: length for period, (_, length) in QUARTERS.items()}
ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))
UP_TO = {
    1: "t/m eerste kwartaal",
    2: "t/m eerste halfjaar",
    3: "t/m derde kwartaal",
    4: "",
}
# Progress is reported twice a year: after the first half, and after the whole.
REPORTED = (Period.FIRST_HALF, Period.YEAR)


def ends_on(year: int, period: str) -> date:
    first, length = QUARTERS[Period(period)]
    month, day = ENDS[first + length - 1]
    return date(year, month, day)


def due_on(agenda: SafetyAgenda, year: int, period: str) -> date:
    """The last day on which the figure is still in time: the end of the period and the reporting term."""
    return ends_on(year, period) + timedelta(weeks=agenda.reporting_term)


def period_title(year: int, period: str) -> str:
    """`2020`, `eerste halfjaar 2020`"""
    return str(year) if period == Period.YEAR else f"{Period(period).label} {year}"
