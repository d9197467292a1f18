from datetime import datetime
from decimal import Decimal

from agenda.models import Indicator, SafetyAgenda
from nhveilig.accounts.models import User
from nhveilig.accounts.names import name_of
from nhveilig.editing.exceptions import FieldConflict
from nhveilig.exceptions import PortalError
from nhveilig.figures.formats import number
from nhveilig.figures.values import Figure

HUNDRED = Decimal(100)


class Refused(PortalError):
    """What was asked cannot be right. `field` names what to mend: figure, year, period, reason, day, text, shares."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class Overtaken(Refused):
    """Somebody else wrote since the writer read what he writes over: `conflict` holds both."""

    def __init__(self, message: str, conflict: FieldConflict) -> None:
        super().__init__(message, conflict.field)
        self.conflict = conflict


def overtaken(  # noqa: PLR0913 - both texts, what they are about and who wrote them
    message: str,
    *,
    field: str,
    where: object,
    mine: str,
    theirs: str,
    by: User | None,
    writer: User | None,
    act: object = None,
    at: datetime | None = None,
) -> Overtaken:
    """While `by` wrote `mine`, `writer` stored `theirs` with `act`, perhaps for somebody else."""
    same_person = bool(by and writer and by.pk == writer.pk)
    return Overtaken(
        message, FieldConflict("", field, str(where), mine, theirs, 0, name_of(writer, act), at, same_person)
    )


def refuse_impossible(indicator: Indicator, figure: Figure) -> None:
    """A figure this indicator can never have, whoever it is of."""
    value = figure.value
    if value is None:
        return
    if value < 0:
        raise Refused(f"{number(value)} kan niet: {indicator.unit} zijn nooit minder dan 0.", "figure")
    if indicator.measure == Indicator.Measure.PERCENTAGE and value > HUNDRED:
        raise Refused(f"{number(value)}% kan niet: een aandeel is ten hoogste 100%.", "figure")
    whole = indicator.measure in (Indicator.Measure.COUNT, Indicator.Measure.FREQUENCY)
    if whole and indicator.decimals == 0 and value != value.to_integral_value():
        raise Refused(f"{number(value)} kan niet: {indicator.unit} telt u in hele getallen.", "figure")


def refuse_other_years(agenda: SafetyAgenda, year: int) -> None:
    if year not in agenda.years:
        raise Refused(
            f"{agenda} loopt van {agenda.start_year} tot en met {agenda.end_year}; {year} hoort daar niet bij.", "year"
        )
