"""A figure as a table prints it: a number with a qualifier, or a reason why there is no number."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Self

from django.db import models

from nhveilig.figures import formats


class Qualifier(models.TextChoices):
    EXACT = "exact", "exact"
    MINIMUM = "minimum", "ten minste"
    MAXIMUM = "maximum", "ten hoogste"
    MORE_THAN = "more_than", "meer dan"
    LESS_THAN = "less_than", "minder dan"
    NEARLY = "nearly", "bijna"
    CIRCA = "circa", "circa"
    PROVISIONAL = "provisional", "voorlopig"
    UNDECIDED = "undecided", "nog te bepalen (n.t.b.)"
    NOT_APPLICABLE = "not_applicable", "niet van toepassing (n.v.t.)"
    UNKNOWN = "unknown", "onbekend"
    BLANK = "blank", "leeg"
    DASH = "dash", "streepje"


# {} is where the number goes. A qualifier missing here has no number.
WITH_NUMBER = {
    Qualifier.EXACT: "{}",
    Qualifier.MINIMUM: "ten minste {}",
    Qualifier.MAXIMUM: "ten hoogste {}",
    Qualifier.MORE_THAN: "meer dan {}",
    Qualifier.LESS_THAN: "minder dan {}",
    Qualifier.NEARLY: "bijna {}",
    Qualifier.CIRCA: "circa {}",
    Qualifier.PROVISIONAL: "{} (voorlopig)",
}
WITHOUT_NUMBER = {
    Qualifier.UNDECIDED: "n.t.b.",
    Qualifier.NOT_APPLICABLE: "n.v.t.",
    Qualifier.UNKNOWN: "onbekend",
    Qualifier.BLANK: "",
    Qualifier.DASH: "–",
}
UPPER_ENDS = frozenset({Qualifier.MAXIMUM, Qualifier.LESS_THAN, Qualifier.NEARLY})
LOWER_ENDS = frozenset({Qualifier.MINIMUM, Qualifier.MORE_THAN})
# There is a number, but nobody knows it (yet): a total without it is incomplete.
STILL_OPEN = frozenset({Qualifier.UNDECIDED, Qualifier.UNKNOWN})


@dataclass(frozen=True)
class Figure:
    """Raises ValueError for a number that its qualifier cannot have, a missing one, and floats."""

    value: Decimal | None
    qualifier: Qualifier = Qualifier.EXACT

    def __post_init__(self) -> None:
        object.__setattr__(self, "qualifier", Qualifier(self.qualifier))
        if self.value is not None and not (isinstance(self.value, Decimal) and self.value.is_finite()):
            raise ValueError(f"a figure holds a finite Decimal, not {self.value!r}")
        if self.is_known != (self.qualifier in WITH_NUMBER):
            raise ValueError(f"the qualifier {self.qualifier.value} does not go with the value {self.value!r}")

    @classmethod
    def of(cls, value: Decimal | int | str, qualifier: Qualifier = Qualifier.EXACT) -> Self:
        """From a number as code and data files write it, with a point: `Figure.of("12.50")`."""
        if isinstance(value, float):
            raise ValueError("a float is not a figure: give text or a Decimal")  # noqa: TRY004 - one error for every bad value
        try:
            return cls(Decimal(value), qualifier)
        except InvalidOperation:
            raise ValueError(f"{value!r} is not a number") from None

    @classmethod
    def undecided(cls) -> Self:
        return cls(None, Qualifier.UNDECIDED)

    @classmethod
    def not_applicable(cls) -> Self:
        return cls(None, Qualifier.NOT_APPLICABLE)

    @classmethod
    def unknown(cls) -> Self:
        return cls(None, Qualifier.UNKNOWN)

    @classmethod
    def blank(cls) -> Self:
        return cls(None, Qualifier.BLANK)

    @classmethod
    def dash(cls) -> Self:
        return cls(None, Qualifier.DASH)

    @classmethod
    def from_dict(cls, stored: dict) -> Self:
        value, qualifier = stored["value"], Qualifier(stored["qualifier"])
        return cls(None, qualifier) if value is None else cls.of(value, qualifier)

    def as_dict(self) -> dict:
        return {"value": None if self.value is None else f"{self.value:f}", "qualifier": self.qualifier.value}

    @property
    def is_known(self) -> bool:
        return self.value is not None

    def text(self, decimals: int | None = None) -> str:
        """As a sentence has it: `ten minste 2`, `1.234 (voorlopig)`, `n.t.b.`"""
        if self.value is None:
            return WITHOUT_NUMBER[self.qualifier]
        return WITH_NUMBER[self.qualifier].format(formats.number(self.value, decimals))

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True)
class Total:
    """`value` is None when not one part is known; `unknown` counts the parts still open."""

    value: Decimal | None
    unknown: int = 0
    exact: bool = True

    @property
    def is_complete(self) -> bool:
        return self.unknown == 0

    def text(self, decimals: int | None = None) -> str:
        """`12,00`, and `12,00 (zonder 2 n.t.b.)` when parts are open."""
        if self.value is None:
            return "" if self.is_complete else WITHOUT_NUMBER[Qualifier.UNDECIDED]
        text = formats.number(self.value, decimals)
        return text if self.is_complete else f"{text} (zonder {self.unknown} n.t.b.)"


def total(figures: Iterable[Figure]) -> Total:
    """Add what is known. A blank, a dash and n.v.t. add nothing; what is open makes the total incomplete, never 0."""
    figures = list(figures)
    known = [figure for figure in figures if figure.is_known]
    return Total(
        value=sum((figure.value for figure in known), Decimal(0)) if known else None,
        unknown=sum(figure.qualifier in STILL_OPEN for figure in figures),
        exact=all(figure.qualifier == Qualifier.EXACT for figure in known),
    )


def combined_qualifier(figures: Iterable[Figure]) -> Qualifier:
    """The qualifier of a figure computed from these: it is as sure as the least sure of them."""
    found = {figure.qualifier for figure in figures} - {Qualifier.EXACT}
    if not found:
        return Qualifier.EXACT
    if len(found) == 1:
        return found.pop()
    if found <= LOWER_ENDS:
        return Qualifier.MINIMUM
    if found <= UPPER_ENDS:
        return Qualifier.MAXIMUM
    return Qualifier.CIRCA


def decimals_needed(figures: Iterable[Figure], at_least: int = 0) -> int:
    """How many decimals a column must show so that none of its figures is rounded."""
    used = (-formats.without_trailing_zeros(figure.value).as_tuple().exponent for figure in figures if figure.is_known)
    return max(at_least, *used, 0)
