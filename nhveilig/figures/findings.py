"""What a chart shows, in the one sentence that stands above it.

Empty where the numbers allow no sentence that is true: a number that lacks or is not exact, or two that are equal.
Then the subject of the chart is its title.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal

from django.utils.text import capfirst

from nhveilig.figures.formats import NO_BREAK_SPACE, counted, number, signed
from nhveilig.figures.units import unit_of, with_unit
from nhveilig.figures.values import LOWER_ENDS, Figure, Qualifier
from nhveilig.statuses.status import Status

# What is to be seen at a place or on a day, by its name.
Named = Sequence[tuple[str, Figure]]
AT_LEAST = LOWER_ENDS | {Qualifier.EXACT}
NOTHING = frozenset({Qualifier.DASH, Qualifier.NOT_APPLICABLE})


def of_activities(counts: Mapping[str, int], where: str = "") -> str:
    """`Van de 41 activiteiten in 2026 zijn er 7 gereed en lopen er 6 achter`; `counts` by stored value of a status."""
    of = sum(counts.values())
    if not of:
        return ""
    whole = f"{counted(of, 'activiteit', 'activiteiten')}{where}"
    if counts.get(Status.NONE.value) == of:
        return f"Over {'geen van de ' if of > 1 else ''}{whole} is {'' if of > 1 else 'nog niet '}gemeld"
    done, behind = counts.get(Status.DONE.value, 0), counts.get(Status.BEHIND.value, 0)
    ready = f"{'is' if done < 2 else 'zijn'} er {number(done) if done else 'nog geen'} gereed"
    late = f"{'loopt' if behind < 2 else 'lopen'} er {number(behind) if behind else 'geen'} achter"
    return f"Van de {whole} {ready} en {late}"


def reaching(found: Iterable[tuple[Figure, Figure]]) -> str:
    """`Van deze 12 streefwaarden zijn er 3 gehaald; over 4 is nog niets gemeld`, of (reached, aimed).

    What is about a number may be reached or not: then it says how many are for certain.
    """
    found = list(found)
    told = [(reached, aimed) for reached, aimed in found if reached.is_known]
    is_sure = all(reached.qualifier in AT_LEAST for reached, _ in told)
    done = sum(reached.value >= aimed.value for reached, aimed in told if reached.qualifier in AT_LEAST)
    if not told or not (done or is_sure):
        return ""
    silent, sure = len(found) - len(told), "" if is_sure else "zeker "
    whole = f"Van deze {number(len(found))} streefwaarden" if len(found) > 1 else "Van deze streefwaarde"
    ready = f"{'is' if done < 2 else 'zijn'} er {sure}{number(done) if done else 'nog geen'} gehaald"
    return f"{whole} {ready}" + (f"; over {number(silent)} is nog niets gemeld" if silent else "")


def everywhere(reached: Sequence[int], of: int) -> str:
    """`8 van de 32 gemeenten kwamen alle 8 afspraken na`; `reached` is how many each of them did."""
    if not of or len(reached) < 2:
        return ""
    done = sum(one == of for one in reached)
    whole = f"{number(done) if done else 'Nog geen'} van de {number(len(reached))} gemeenten"
    all_ = f"alle {number(of)} afspraken" if of > 1 else "de afspraak"
    return f"{whole} {'kwam' if done < 2 else 'kwamen'} {all_} na"


def over_time(what: str, named: Named, unit: str, decimals: int = 0) -> str:
    """`De formatie steeg van 45,0 in 2018 naar 48,5 fte in 2022`; each name says when: `in 2018`."""
    known = [(when, figure) for when, figure in named if _is_sure(figure)]
    if len(known) < 2 or len(known) < len(named):
        return ""
    (since, first), (until, last) = known[0], known[-1]
    beside = unit if unit.startswith(("euro", "%")) else ""
    before, after = _written(first.value, beside, decimals), _written(last.value, unit, decimals)
    if first.value == last.value:
        return f"{what} is {until} even hoog als {since}: {after}"
    verb = "steeg" if last.value > first.value else "daalde"
    return f"{what} {verb} van {before} {since} naar {after} {until}"


def largest(what: str, named: Named, unit: str, decimals: int = 0) -> str:
    """`Personeel is de grootste post: € 1.547.000`; `what` is what stands between the name and the number."""
    found = _first(named, lambda value: value, NOTHING)
    return f"{capfirst(found[0])} {what}: {_written(found[1], unit, decimals)}" if found and found[1] > 0 else ""


def most_changed(named: Named, unit: str, decimals: int = 0, since: str = "") -> str:
    """`Het meest veranderde wijkagent: +12,00 fte`; where there is nothing to compare, nothing changed."""
    found = _first(named, abs, NOTHING | {Qualifier.BLANK})
    if not found or not found[1]:
        return ""
    change = f"{signed(found[1], decimals)}{NO_BREAK_SPACE}{unit_of(Figure(found[1]), unit)}".rstrip()
    return f"Het meest veranderde {since}{found[0]}: {change}"


def beside_target(year: str, realised: Figure, target: Figure, unit: str) -> str:
    """`In 2020 was de realisatie 210 onderzoeken en het streefcijfer 190`"""
    if not (_is_sure(realised) and _is_sure(target)):
        return ""
    return f"In {year} was de realisatie {with_unit(realised, unit)} en het streefcijfer {target.text()}"


def _first(
    named: Named, key: Callable[[Decimal], Decimal], nothing: AbstractSet[Qualifier]
) -> tuple[str, Decimal] | None:
    """What has the highest number of all; None when another has it too, or when one may be higher."""
    if not all(_is_sure(figure) or figure.qualifier in nothing for _, figure in named):
        return None
    order = sorted(((key(figure.value), name, figure.value) for name, figure in named if figure.is_known), reverse=True)
    if len(order) < 2 or order[0][0] == order[1][0]:
        return None
    return order[0][1:]


def _is_sure(figure: Figure) -> bool:
    return figure.is_known and figure.qualifier == Qualifier.EXACT


def _written(value: Decimal, unit: str, decimals: int) -> str:
    if unit.startswith("euro"):
        return with_unit(Figure(value), unit)
    between = "" if unit.startswith("%") or not unit else NO_BREAK_SPACE
    return f"{number(value, decimals)}{between}{unit_of(Figure(value), unit)}"
