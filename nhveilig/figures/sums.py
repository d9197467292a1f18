"""A published total beside the sum of its parts, where figures are typed.

The words are made in the browser too while somebody types (static/js/figures/sums.js); a test compares them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from nhveilig.figures.formats import number, signed
from nhveilig.figures.values import Figure, decimals_needed, total


@dataclass(frozen=True)
class Outcome:
    """In words, and as a state for the looks: agrees, differs, explained, open, or nothing to say."""

    words: str
    state: str


NOTHING = Outcome("", "")


def outcome(
    published: Figure, sums: Iterable[tuple[str, list[Figure]]], decimals: int, explained: Iterable = ()
) -> Outcome:
    """`published` against each (label, figures). `explained` are the differences somebody wrote a reason for."""
    lines, states = [], set()
    for label, figures in sums:
        words, state = _compared(published, label, figures, decimals, explained)
        lines += [words] if words else []
        states.add(state)
    state = next((known for known in ("differs", "explained", "open", "agrees") if known in states), "")
    return Outcome("; ".join(lines) or ("som klopt" if state == "agrees" else ""), state)


def _compared(published: Figure, label: str, figures: list[Figure], decimals: int, explained: Iterable):
    computed = total(figures)
    if not computed.is_complete:
        return f"{label}: {computed.unknown} nog onbekend", "open"
    if computed.value is None:
        return "", ""
    if not published.is_known:
        return f"{label} {_digits(computed.value, decimals)}", ""
    difference = published.value - computed.value
    if difference == 0:
        return "", "agrees"
    shown = signed(difference, decimals_needed([Figure(difference)], at_least=decimals))
    words = f"{label} {_digits(computed.value, decimals)}, verschil {shown}"
    return (f"{words} (toegelicht)", "explained") if difference in explained else (words, "differs")


def _digits(value, decimals: int) -> str:
    return number(value, decimals_needed([Figure(value)], at_least=decimals))
